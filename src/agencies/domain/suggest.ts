import { fold } from '../../kernel/index.js';
import { accentPhrase } from './place-words.js';

/** Something that can be suggested while a person types. */
export interface Suggestible {
  /** What is shown and searched. */
  readonly text: string;
  /** Searched too, not shown: short names, codes. */
  readonly also?: string;
}

interface Prepared<T> {
  readonly item: T;
  readonly words: readonly string[];
  readonly accented: string;
}

/** Usual ways to write the first words of names of offices, folded on both sides. */
const LONG_FORMS: readonly (readonly [RegExp, string])[] = [
  [/\bubnd\b/g, 'uy ban nhan dan'],
  [/\bca\b/g, 'cong an'],
  [/\btp\b/g, 'thanh pho'],
  [/\btt\b/g, 'thi tran'],
  [/\btx\b/g, 'thi xa'],
];

const comparable = (text: string): string =>
  LONG_FORMS.reduce((folded, [short, long]) => folded.replace(short, long), fold(text));

/** Prepares a list once, so that each keystroke only compares words. */
export function suggester<T extends Suggestible>(items: readonly T[]): (query: string, limit: number) => T[] {
  const prepared: Prepared<T>[] = items.map((item) => ({
    item,
    words: comparable(`${item.text} ${item.also ?? ''}`).split(' '),
    accented: accentPhrase(item.text),
  }));
  return (query, limit) => {
    const words = comparable(query)
      .split(' ')
      .filter((word) => word !== '');
    if (words.length === 0) return [];
    const accented = accentPhrase(query);
    return prepared
      .map((entry, order) => ({ entry, order, score: scoreOf(entry, words, accented) }))
      .filter(({ score }) => score !== null)
      .sort((a, b) => (b.score ?? 0) - (a.score ?? 0) || a.order - b.order)
      .slice(0, limit)
      .map(({ entry }) => entry.item);
  };
}

/**
 * Every word typed must begin a word of the name, the words before the last one in full or in part.
 * Exact accents rank first, then names in which the words stand next to each other, then short names.
 */
function scoreOf<T>(entry: Prepared<T>, words: readonly string[], accented: string): number | null {
  if (!words.every((word) => entry.words.some((known) => known.startsWith(word)))) return null;
  const phrase = ` ${entry.words.join(' ')}`.includes(` ${words.join(' ')}`) ? 20 : 0;
  const exact = accented !== '' && entry.accented.includes(accented) ? 40 : 0;
  const whole = words.filter((word) => entry.words.includes(word)).length;
  return exact + phrase + whole - entry.words.length / 10;
}
