import type { Span } from './redaction-text.js';
import { fromMarked, HIDDEN_KINDS, type HiddenKind, type Segment } from './segments.js';

/** A place of a text that is hidden, in UTF-16 units, and what is said to have stood there. */
export interface Mark extends Span {
  readonly kind: HiddenKind;
}

/** A text with places of it hidden. @param marks in order and without overlap. */
export function withMarks(text: string, marks: readonly Mark[]): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  for (const { start, end, kind } of marks) {
    if (start > at) segments.push({ text: text.slice(at, start) });
    segments.push({ hidden: kind });
    at = end;
  }
  if (at < text.length) segments.push({ text: text.slice(at) });
  return segments;
}

export function isHiddenKind(kind: string): kind is HiddenKind {
  return Object.hasOwn(HIDDEN_KINDS, kind);
}

/**
 * Marks as they came from a form, put in order: what lies outside the text or holds nothing is left out, and of two
 * that overlap one is made, so that whatever either hides stays hidden. Marks never split a letter from its accents
 * or an emoji in two.
 */
export function orderedMarks(text: string, marks: readonly Mark[]): Mark[] {
  const ordered: Mark[] = [];
  const inside = marks
    .map(({ start, end, kind }) => ({ start: whole(text, start, -1), end: whole(text, end, 1), kind }))
    .filter(({ start, end }) => start < end && text.slice(start, end).trim() !== '')
    .sort((a, b) => a.start - b.start || b.end - a.end);
  for (const mark of inside) {
    const last = ordered.at(-1);
    if (last !== undefined && mark.start < last.end) {
      ordered[ordered.length - 1] = { ...last, end: Math.max(last.end, mark.end) };
    } else ordered.push(mark);
  }
  return ordered;
}

/** The nearest place that is not in the middle of what people see as one letter. */
function whole(text: string, at: number, step: 1 | -1): number {
  let place = Math.min(Math.max(0, Math.trunc(at)), text.length);
  while (place > 0 && place < text.length && /[\p{M}\uDC00-\uDFFF]/u.test(loneUnit(text, place))) place += step;
  return place;
}

function loneUnit(text: string, at: number): string {
  return text.charAt(at);
}

/** Every place in which some words stand, in any case, with the accents that they are given with. */
export function marksOfWords(text: string, words: string, kind: HiddenKind): Mark[] {
  const wanted = words.normalize('NFC').trim().toLocaleLowerCase('vi');
  const low = text.toLocaleLowerCase('vi');
  // Lower case of another length would move every place behind it; Vietnamese has no such letter.
  if (wanted === '' || low.length !== text.length) return [];
  const marks: Mark[] = [];
  for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, at + wanted.length)) {
    const end = at + wanted.length;
    if (isWordEdge(low, at) && isWordEdge(low, end)) marks.push({ start: at, end, kind });
  }
  return marks;
}

/** Not in the middle of a longer word or number: hiding "An" leaves "Anh" alone. */
function isWordEdge(text: string, at: number): boolean {
  const letter = /[\p{L}\p{N}]/u;
  return at === 0 || at === text.length || !letter.test(text.charAt(at - 1)) || !letter.test(text.charAt(at));
}

/**
 * Which places of the original a marked text hides: the way back from `toMarked(withMarks(…))`.
 *
 * @param likely places that the automatic pass would hide: of two readings with the same visible text the one that fits
 *   them is taken.
 * @returns null when something else than hiding was done: words were changed, and no mark can be drawn in the original.
 */
export function alignMarks(original: string, marked: string, likely: readonly Span[] = []): Mark[] | null {
  const pieces = fromMarked(marked);
  return aligned(original, pieces, likely) ?? (likely.length > 0 ? aligned(original, pieces, []) : null);
}

function aligned(original: string, pieces: readonly Segment[], likely: readonly Span[]): Mark[] | null {
  const marks: Mark[] = [];
  let at = 0;
  for (let index = 0; index < pieces.length; index += 1) {
    const piece = pieces[index] as Segment;
    if ('text' in piece) {
      if (!original.startsWith(piece.text, at)) return null;
      at += piece.text.length;
      continue;
    }
    const next = pieces[index + 1];
    const end =
      next === undefined
        ? original.length
        : hiddenEnd(original, at, { next, last: index + 2 === pieces.length, likely });
    if (end === null || end <= at) return null;
    marks.push({ start: at, end, kind: piece.hidden });
    at = end;
  }
  return at === original.length ? marks : null;
}

/** Where a hidden place ends: before the next visible piece, or one letter on when another hidden place follows. */
function hiddenEnd(
  original: string,
  from: number,
  { next, last, likely }: { readonly next: Segment; readonly last: boolean; readonly likely: readonly Span[] },
): number | null {
  const known = likely.find(({ start, end }) => start === from && end > from)?.end;
  if ('hidden' in next) return known ?? from + 1;
  if (last) return original.length - next.text.length;
  if (known !== undefined && original.startsWith(next.text, known)) return known;
  const end = original.indexOf(next.text, from + 1);
  return end < 0 ? null : end;
}
