import { formsOf, hasAccents, quoted, typedWords, type TypedWord } from './typed-text.js';

/** What people say when they mean a category, as the province's file has it. */
export interface CategoryPhrase {
  readonly category: string;
  /** "đèn * không sáng": `*` up to three words in between, `a/b` either word. */
  readonly phrase: string;
  /** 1 a hint, 3 usual, 5 hardly anything else, 8 goes before all else (danger, tố cáo); negative: says that it is not this. */
  readonly weight: number;
}

/** A phrase heard in a text. */
export interface Hit {
  readonly category: string;
  readonly weight: number;
  /** Words of the text, from (inclusive) to (exclusive). */
  readonly from: number;
  readonly to: number;
  readonly quote: string;
}

const MOST_BETWEEN = 3;
const LONE_BARE = 0.35;
/** No phrase of the file is longer. */
export const MAX_PHRASE = 100;

type Form = Pick<TypedWord, 'key' | 'folded' | 'bare'>;
type Slot = readonly Form[] | 'gap';

interface Compiled {
  readonly slots: readonly Slot[];
  readonly meanings: readonly Pick<CategoryPhrase, 'category' | 'weight'>[];
}

/** Phrases by the folded first word: a long list costs no more than the words it meets. */
export type PhraseIndex = ReadonlyMap<string, readonly Compiled[]>;

/** What is wrong with a phrase, for the editor of the file; null: nothing. */
export function phraseFault(phrase: string): string | null {
  const parts = phrase.split(/\s+/u);
  if (parts[0] === '*' || parts.at(-1) === '*') return 'dấu * chỉ đứng giữa hai chữ';
  if (parts.some((part, at) => part === '*' && parts[at + 1] === '*')) return 'hai dấu * liền nhau';
  const words = parts.filter((part) => part !== '*').flatMap((part) => part.split('/'));
  if (words.some((word) => !/^[\p{L}\p{N}\p{M}]+$/u.test(word))) {
    return 'chỉ gồm chữ, số, dấu cách, dấu * (vài chữ ở giữa) và dấu / (một trong hai chữ)';
  }
  return null;
}

export function compilePhrases(phrases: readonly CategoryPhrase[]): PhraseIndex {
  const bySlots = new Map<string, { slots: readonly Slot[]; meanings: Compiled['meanings'][number][] }>();
  for (const { category, phrase, weight } of phrases) {
    const slots = slotsOf(phrase);
    // Short forms are written out, so that the phrase of two lines may become the same one.
    const id = JSON.stringify(slots);
    const known = bySlots.get(id) ?? { slots, meanings: [] };
    known.meanings.push({ category, weight });
    bySlots.set(id, known);
  }
  const index = new Map<string, Compiled[]>();
  for (const compiled of bySlots.values()) {
    const [first] = compiled.slots;
    if (first === undefined || first === 'gap') continue;
    for (const word of new Set(first.map(({ folded }) => folded)))
      index.set(word, [...(index.get(word) ?? []), compiled]);
  }
  return index;
}

function slotsOf(phrase: string): Slot[] {
  return phrase.split(/\s+/u).flatMap((part): Slot[] => {
    if (part === '*') return ['gap'];
    if (part.includes('/')) return [part.split('/').map(formsOf)];
    return typedWords(part).map((word) => [{ key: word.key, folded: word.folded, bare: word.bare }]);
  });
}

/** Every phrase in every place where it stands in a text, the longer ones first. */
export function findPhrases(text: string, words: readonly TypedWord[], index: PhraseIndex): Hit[] {
  const hits: Hit[] = [];
  const accents = hasAccents(words);
  words.forEach((word, from) => {
    for (const { slots, meanings } of index.get(word.folded) ?? []) {
      const to = endOfMatch({ words, accents, several: slots.length > 1 }, slots, from, 0);
      if (to === null) continue;
      const quote = quoted(text, words, from, to);
      // "dien" may be điện, diện, diễn: one syllable without accents is hardly a word.
      const certainty = !accents && slots.length === 1 ? LONE_BARE : 1;
      for (const { category, weight } of meanings) hits.push({ category, weight: weight * certainty, from, to, quote });
    }
  });
  return hits.sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from);
}

interface Listening {
  readonly words: readonly TypedWord[];
  /** The text is written with accents. */
  readonly accents: boolean;
  /** The phrase has several words, which make up for a forgotten accent. */
  readonly several: boolean;
}

function endOfMatch(text: Listening, slots: readonly Slot[], at: number, slotAt: number): number | null {
  const slot = slots[slotAt];
  if (slot === undefined) return at;
  if (slot === 'gap') {
    for (let skip = 0; skip <= MOST_BETWEEN; skip += 1) {
      if (text.words[at + skip]?.sentence !== text.words[at - 1]?.sentence) return null;
      const end = endOfMatch(text, slots, at + skip, slotAt + 1);
      if (end !== null) return end;
    }
    return null;
  }
  const word = text.words[at];
  if (word === undefined || (slotAt > 0 && text.words[at - 1]?.sentence !== word.sentence)) return null;
  return slot.some((form) => means(text, word, form)) ? endOfMatch(text, slots, at + 1, slotAt + 1) : null;
}

/** "chay" may be "cháy"; "chạy" is not; among words with accents "thi" is not "thì". */
const means = ({ accents, several }: Listening, word: TypedWord, form: Form): boolean =>
  word.key === form.key || (word.bare && word.folded === form.folded && (!accents || several));
