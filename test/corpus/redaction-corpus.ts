import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findMarks } from '../../src/publication/domain/redact.js';
import type { HiddenKind } from '../../src/publication/domain/segments.js';

/** What is marked in the corpus. `number`: another run of digits that points at one household. */
export const REDACTION_CLASSES = ['phone', 'id', 'plate', 'account', 'email', 'house', 'name', 'number'] as const;
export type RedactionClass = (typeof REDACTION_CLASSES)[number];

interface Place {
  readonly kind: RedactionClass;
  readonly start: number;
  readonly end: number;
}

export interface RedactionLine {
  readonly id: string;
  readonly text: string;
  readonly places: readonly Place[];
}

const fileOf = (name: string): string => fileURLToPath(new URL(`./${name}.jsonl`, import.meta.url));
/** The lines the rules are tuned on. */
export const REDACTION_FILE = fileOf('redaction');
/** Those that are only counted. */
export const REDACTION_HELD_OUT_FILE = fileOf('redaction-held-out');

const MARK = /\{(\w+):([^}]*)\}/g;

/** @throws Error for a line that marks a class which does not exist. */
export function readRedaction(file: string): RedactionLine[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const { id, text: marked } = JSON.parse(line) as { id: string; text: string };
    const places: Place[] = [];
    let text = '';
    let at = 0;
    for (const match of marked.matchAll(MARK)) {
      const [whole, kind = '', hidden = ''] = match;
      if (!(REDACTION_CLASSES as readonly string[]).includes(kind)) throw new Error(`${id} marks a ${kind}.`);
      text += marked.slice(at, match.index);
      places.push({ kind: kind as RedactionClass, start: text.length, end: text.length + hidden.length });
      text += hidden;
      at = match.index + whole.length;
    }
    return { id, text: text + marked.slice(at), places };
  });
}

const CLASS_OF: Readonly<Record<HiddenKind, RedactionClass>> = {
  phone: 'phone',
  id_card: 'id',
  plate: 'plate',
  account: 'account',
  email: 'email',
  house_number: 'house',
  name: 'name',
  number: 'number',
};

interface ClassFigures {
  /** Places that are marked in the corpus. */
  readonly places: number;
  /** Of those: hidden to the last letter, under whatever name. */
  readonly hidden: number;
  /** What the rules hid under this name. */
  readonly found: number;
  /** Of those: where the corpus marks something, of whatever class. */
  readonly right: number;
}

export interface RedactionFigures {
  readonly lines: number;
  readonly of: Readonly<Record<RedactionClass, ClassFigures>>;
  /** Letters that were hidden, and those of them that had to be. */
  readonly letters: { readonly hidden: number; readonly right: number };
  /** One sentence for each place that stayed visible and each that was hidden without need. */
  readonly misses: readonly string[];
}

/** Runs the redactor over the lines and counts. */
export function measureRedaction(lines: readonly RedactionLine[]): RedactionFigures {
  const count = (): { -readonly [Key in keyof ClassFigures]: number } => ({ places: 0, hidden: 0, found: 0, right: 0 });
  const of = Object.fromEntries(REDACTION_CLASSES.map((kind) => [kind, count()])) as Record<
    RedactionClass,
    ReturnType<typeof count>
  >;
  const letters = { hidden: 0, right: 0 };
  const misses: string[] = [];
  for (const { id, text, places } of lines) {
    const found = foundIn(text);
    for (const place of places) {
      of[place.kind].places += 1;
      const letter = (at: number): boolean => found.some(({ start, end }) => start <= at && at < end);
      const visible = [...Array(place.end - place.start).keys()].some(
        (at) => /[\p{L}\p{N}]/u.test(text[place.start + at] ?? '') && !letter(place.start + at),
      );
      if (visible) misses.push(`${id} visible ${place.kind}: ${text.slice(place.start, place.end)} in: ${text}`);
      else of[place.kind].hidden += 1;
    }
    for (const one of found) {
      of[one.kind].found += 1;
      const right = places.some(({ start, end }) => start < one.end && one.start < end);
      if (right) of[one.kind].right += 1;
      else misses.push(`${id} needless ${one.kind}: ${text.slice(one.start, one.end)} in: ${text}`);
      letters.hidden += one.end - one.start;
      for (let at = one.start; at < one.end; at += 1)
        if (places.some(({ start, end }) => start <= at && at < end)) letters.right += 1;
    }
  }
  return { lines: lines.length, of, letters, misses };
}

function foundIn(text: string): Place[] {
  return findMarks(text).map(({ start, end, kind }) => ({ start, end, kind: CLASS_OF[kind] }));
}
