/**
 * Vietnamese text: one normal form (NFC) for what is stored, one folded form for what is compared.
 */

// C0/C1 controls (except tab and newlines), zero-width and bidirectional marks: invisible, and used to fool readers.
// eslint-disable-next-line no-control-regex
const INVISIBLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]/g;

/** The stored form of typed text: NFC, Unix newlines, no invisible characters, trimmed. */
export function cleanText(raw: string): string {
  return raw.replace(/\r\n?/g, '\n').replace(INVISIBLE, '').normalize('NFC').trim();
}

/** `cleanText` on one line: every run of white space becomes one space. */
export function cleanLine(raw: string): string {
  return cleanText(raw).replace(/\s+/g, ' ');
}

/**
 * The comparison key of Vietnamese text: lower case, without accents, `đ` as `d`, everything that is
 * neither letter nor digit as one space. "Đường Bùi Trọng-Nghĩa" → "duong bui trong nghia".
 */
export function fold(raw: string): string {
  return raw
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
