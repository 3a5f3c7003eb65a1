import { cleanLine } from '../../kernel/index.js';

/**
 * What a file belongs to. The owner's id is its row's; of a ticket the ticket's own, of a public copy the photo it was
 * made of. `upload`: to nothing yet, known by the id under which it was sent.
 */
export type OwnerKind = 'ticket' | 'answer' | 'addition' | 'reply' | 'support' | 'done' | 'public_copy' | 'upload';

/** What is stored: images are written anew, so there are only two kinds of them. */
export type StoredType = 'image/jpeg' | 'image/webp' | 'application/pdf';

/** What a file is by its first bytes, whatever it calls itself. */
export type FileKind = 'jpeg' | 'png' | 'webp' | 'avif' | 'heic' | 'pdf';

/** Files of one form. */
export const MOST_FILES = 5;
/** Bytes of one file as it is sent. */
export const MOST_UPLOADED = 10 * 1024 * 1024;
/**
 * Bytes of one file as it is stored: a statement carries them as hexadecimal text, twice as long, and the longest
 * packet that MariaDB takes by itself is 16 MB.
 */
export const MOST_STORED = 7 * 1024 * 1024;

const MOST_NAME = 120;
const HEIC_BRANDS = ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1'];

/** @returns null for everything that is not taken: SVG carries scripts, GIF moves, Office files carry macros. */
export function kindOf(bytes: Uint8Array): FileKind | null {
  const text = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (text(0, 8) === '\u0089PNG\r\n\u001a\n') return 'png';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
  if (text(4, 8) === 'ftyp') {
    const brands = [text(8, 12), text(16, 20), text(20, 24), text(24, 28)];
    if (brands.includes('avif') || brands[0] === 'avis') return 'avif';
    return HEIC_BRANDS.includes(brands[0] ?? '') ? 'heic' : null;
  }
  return text(0, 5) === '%PDF-' ? 'pdf' : null;
}

/** The name people see: one line, no folders, and the ending of what is stored. */
export function shownName(raw: string, type: StoredType): string {
  const ending = type === 'image/jpeg' ? '.jpg' : type === 'image/webp' ? '.webp' : '.pdf';
  const last = cleanLine(raw).split(/[/\\]/).at(-1) ?? '';
  const stem = last
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replace(/["<>|:*?%;]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[.\s]+/, '')
    .trim();
  const fallback = type === 'application/pdf' ? 'tai-lieu' : 'anh';
  // By characters as people count them, so that none is cut in half.
  return [...(stem === '' ? fallback : stem)].slice(0, MOST_NAME - ending.length).join('') + ending;
}

/** RFC 6266: a plain name for old clients and the whole one in UTF-8. A document is never opened in the page. */
export function disposition(name: string, type: StoredType): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')
    .replace(/[^\w. -]/g, '_');
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${type === 'application/pdf' ? 'attachment' : 'inline'}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
