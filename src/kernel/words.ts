import { cleanText, fold } from './text.js';

/** One word as it is compared: without accents, and with them as far as they were typed. */
export interface Word {
  readonly folded: string;
  /** Letters with their hats and horns, without the tone: "giấy" → "giây". */
  readonly base: string;
  /** The tone mark, '' for none. It stands apart, so that "hoà" and "hòa" are one word. */
  readonly tone: string;
}

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** Vietnamese has a few thousand syllables: each is taken apart once. What else is typed must not fill the memory. */
const MOST_KNOWN = 20_000;
const known = new Map<string, Word | null>();

/** The words of a text, in their order. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const raw of cleanText(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []) {
    let word = known.get(raw);
    if (word === undefined) {
      word = wordOf(raw);
      if (known.size >= MOST_KNOWN) known.clear();
      known.set(raw, word);
    }
    if (word !== null) words.push(word);
  }
  return words;
}

function wordOf(raw: string): Word | null {
  const folded = fold(raw);
  if (folded === '') return null;
  const letters = raw.toLowerCase().normalize('NFD');
  const tone = (letters.match(TONES) ?? []).join('');
  return { folded, base: letters.replace(TONES, '').normalize('NFC'), tone };
}

/** Whether somebody has typed accents: without any, every accent is meant. */
export const hasAccents = ({ folded, base, tone }: Word): boolean => tone !== '' || base !== folded;
