import { alignMarks, marksOfWords, orderedMarks, withMarks, type Mark } from './marks.js';
import type { PhotoArea } from '../../attachments/domain/photo-area.js';
import { findMarks } from './redact.js';
import { fromMarked, toMarked, visibleText } from './segments.js';

/** The texts of a copy, in the order in which they are looked through. */
export const SHEET_TEXTS = ['title', 'question', 'found', 'done', 'inCharge', 'legalBasis'] as const;
export type SheetText = (typeof SHEET_TEXTS)[number];

/** Of these nothing is hidden of itself: who is in charge and what law applies is public by its nature. */
const OPEN_TEXTS: readonly SheetText[] = ['inCharge', 'legalBasis'];

/** One text with what of it is hidden. */
export interface SheetField {
  readonly name: SheetText;
  /** As the citizen or the agency wrote it. */
  readonly original: string;
  /** As everybody will read it. */
  readonly marked: string;
  /** The places that are hidden; null: words were changed by hand, and nothing can be drawn in the original. */
  readonly marks: readonly Mark[] | null;
  /** What the automatic pass would hide and stands open. */
  readonly suggested: readonly Mark[];
}

/** A photo of the answer, and what was decided about it. */
export interface SheetPhoto {
  readonly id: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly shown: boolean;
  readonly areas: readonly PhotoArea[];
}

/** @param kept what was marked before; null: nobody has looked at it yet. */
export function sheetField(name: SheetText, original: string, kept: string | null): SheetField {
  const text = original.normalize('NFC');
  const found = findMarks(text);
  const marked = kept ?? (OPEN_TEXTS.includes(name) ? text : toMarked(withMarks(text, found)));
  const marks = alignMarks(text, marked, found);
  const suggested = found.filter(
    (one) => marks !== null && !marks.some((mark) => mark.start < one.end && one.start < mark.end),
  );
  return { name, original: text, marked, marks, suggested };
}

/** Words that are hidden in one text and stand open in another. */
export interface OpenElsewhere {
  readonly words: string;
  readonly hiddenIn: SheetText;
  readonly openIn: SheetText;
}

/** So short a stretch says nothing by itself: a house number 5, a letter. */
const TELLING = 3;

/** What was hidden in vain, because another text of the same copy says it. Who is in charge may be named there. */
export function openElsewhere(fields: readonly SheetField[]): OpenElsewhere[] {
  const visible = fields
    .filter(({ name }) => !OPEN_TEXTS.includes(name))
    .map(({ name, marked }) => ({ name, text: visibleText(fromMarked(marked)) }));
  const found = new Map<string, OpenElsewhere>();
  for (const { name: hiddenIn, original, marks } of fields) {
    for (const { start, end, kind } of marks ?? []) {
      const words = original.slice(start, end);
      const open =
        words.length < TELLING ? undefined : visible.find(({ text }) => marksOfWords(text, words, kind).length > 0);
      if (open !== undefined) found.set(words, { words, hiddenIn, openIn: open.name });
    }
  }
  return [...found.values()];
}

/** What a coordinator decided about one text. */
export type TextDecision =
  /** The text as it is to be read, markers typed by hand. */
  | { readonly typed: string }
  | { readonly marks: readonly Mark[]; readonly words: readonly Pick<HiddenWords, 'words' | 'kind'>[] };

/** Words that are hidden wherever they stand in a text. */
export interface HiddenWords {
  readonly words: string;
  readonly kind: Mark['kind'];
}

/** The marked text that follows from a decision, and which of the words do not occur in it. */
export function decided(
  original: string,
  decision: TextDecision,
): { readonly marked: string; readonly missing: readonly string[] } {
  if ('typed' in decision) return { marked: decision.typed, missing: [] };
  const text = original.normalize('NFC');
  const missing: string[] = [];
  const more = decision.words.flatMap(({ words, kind }) => {
    const found = marksOfWords(text, words, kind);
    if (found.length === 0) missing.push(words);
    return found;
  });
  return { marked: toMarked(withMarks(text, orderedMarks(text, [...decision.marks, ...more]))), missing };
}
