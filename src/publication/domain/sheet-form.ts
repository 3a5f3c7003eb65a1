import type { FieldError } from '../../kernel/index.js';
import { isHiddenKind, type Mark } from './marks.js';
import { areaOn, MOST_AREAS, type PhotoArea } from '../../attachments/domain/photo-area.js';
import {
  decided,
  SHEET_TEXTS,
  type HiddenWords,
  type SheetField,
  type SheetPhoto,
  type SheetText,
} from './redaction-sheet.js';

/** A form as it was sent. */
type Values = Readonly<Record<string, string>>;

/** A sheet with what the form says, whether or not all of it can be taken. */
export interface FilledSheet {
  /** As everybody will read it; empty for a text that the copy does not have. */
  readonly texts: Readonly<Record<SheetText, string>>;
  readonly photos: readonly SheetPhoto[];
  readonly errors: readonly FieldError[];
}

const MOST: Readonly<Record<SheetText, number>> = {
  title: 300,
  question: 20_000,
  found: 20_000,
  done: 20_000,
  inCharge: 1_000,
  legalBasis: 20_000,
};
const NEEDED: readonly SheetText[] = ['title', 'question', 'found', 'done', 'inCharge'];

/**
 * What a form of the sheet says: `m.<text>.<start>-<end>` is a mark's kind ('' leaves the place open), `add.<text>` holds
 * words to hide, one a line, there and wherever else they stand (a title repeats the first sentence of the question);
 * `text.<text>` is the text typed by hand; `show.<photo>` lets a photo out,
 * `a.<photo>.<n>.<side>` are areas in per cent. What the form does not speak of stays as it is.
 */
export function filledSheet(fields: readonly SheetField[], photos: readonly SheetPhoto[], values: Values): FilledSheet {
  const errors: FieldError[] = [];
  const texts: Partial<Record<SheetText, string>> = {};
  const added = new Map(fields.map(({ name }) => [name, addedWords(values, name)]));
  const everywhere = [...added.values()].flat();
  for (const field of fields) {
    const { marked, missing } = decidedBy(field, values, everywhere);
    texts[field.name] = marked;
    const own = (added.get(field.name) ?? []).filter(({ words }) => missing.includes(words));
    if (own.length > 0)
      errors.push({
        field: `add.${field.name}`,
        message: `Không thấy “${own.map(({ words }) => words.slice(0, 60)).join('”, “')}” trong đoạn này. Xin chép đúng chữ trong bài.`,
      });
    if (marked.length > MOST[field.name])
      errors.push({ field: `text.${field.name}`, message: 'Đoạn này dài quá; xin viết gọn lại.' });
    if (NEEDED.includes(field.name) && field.original.trim() !== '' && marked.trim() === '')
      errors.push({ field: `text.${field.name}`, message: 'Đoạn này không để trống được.' });
  }
  const whole = Object.fromEntries(SHEET_TEXTS.map((name) => [name, texts[name] ?? ''])) as Record<SheetText, string>;
  return { texts: whole, photos: photos.map((photo) => filledPhoto(photo, values, errors)), errors };
}

function decidedBy(field: SheetField, values: Values, words: readonly HiddenWords[]): ReturnType<typeof decided> {
  const { name, original } = field;
  const typed = values[`text.${name}`];
  if (typed !== undefined) return { marked: typed.normalize('NFC').replace(/\r\n?/g, '\n').trim(), missing: [] };
  const prefix = `m.${name}.`;
  const said = Object.entries(values).filter(([key]) => key.startsWith(prefix));
  // The form does not show this text with its marks: it stays.
  if (said.length === 0 && values[`sheet.${name}`] === undefined) return { marked: field.marked, missing: [] };
  const marks = said.flatMap(([key, kind]): Mark[] => {
    const [, start, end] = /^(\d{1,6})-(\d{1,6})$/.exec(key.slice(prefix.length)) ?? [];
    return start === undefined || !isHiddenKind(kind) ? [] : [{ start: Number(start), end: Number(end), kind }];
  });
  return decided(original, { marks, words });
}

function addedWords(values: Values, name: SheetText): HiddenWords[] {
  const kind = values[`addkind.${name}`] ?? '';
  const hidden = isHiddenKind(kind) ? kind : 'name';
  const words = (values[`add.${name}`] ?? '').split(/\r?\n/).map((line) => line.trim());
  return [...new Set(words)]
    .filter((line) => line !== '')
    .slice(0, 50)
    .map((line) => ({ words: line, kind: hidden }));
}

const SIDES = ['x', 'y', 'width', 'height'] as const;

function filledPhoto(photo: SheetPhoto, values: Values, errors: FieldError[]): SheetPhoto {
  // Every photo of the form says that it is there: a box that is not ticked sends nothing.
  if (values[`photo.${photo.id}`] === undefined) return photo;
  const areas: PhotoArea[] = [];
  for (let number = 0; number < MOST_AREAS; number += 1) {
    const name = `a.${photo.id}.${String(number)}`;
    const typed = SIDES.map((side) => (values[`${name}.${side}`] ?? '').trim().replace(',', '.'));
    if (typed.every((text) => text === '')) continue;
    const [x = NaN, y = NaN, width = NaN, height = NaN] = typed.map((text) => (text === '' ? NaN : Number(text) * 10));
    const area = areaOn({ x, y, width, height });
    if (area === null)
      errors.push({ field: `${name}.x`, message: `Vùng ${String(number + 1)}: xin ghi đủ bốn số, từ 0 đến 100.` });
    else areas.push(area);
  }
  return { ...photo, shown: values[`show.${photo.id}`] !== undefined, areas };
}
