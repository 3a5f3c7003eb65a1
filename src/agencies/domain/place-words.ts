import { fold } from '../../kernel/index.js';

/** What stands between a word and the one before it. */
type Gap = 'space' | 'dot' | 'break';

export interface Word {
  /** As `fold` makes it. */
  readonly folded: string;
  /** With accents, independent of where the tone mark was put (hoà = hòa). */
  readonly accented: string;
  readonly capital: boolean;
  readonly gap: Gap;
  /** Place in the text, for quoting what was matched. */
  readonly start: number;
  readonly end: number;
}

const TONE_MARKS = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** "hoà" and "hòa" → the same key; "hóa" another. Tone marks go to the end of the syllable, đ stays đ. */
function accentKey(word: string): string {
  const parts = word.toLowerCase().normalize('NFD');
  const tones = parts.match(TONE_MARKS) ?? [];
  return parts.replace(TONE_MARKS, '') + tones.join('');
}

/** `accentKey` of every word, joined by single spaces. */
export const accentPhrase = (text: string): string =>
  text
    .trim()
    .split(/[\s-]+/)
    .map(accentKey)
    .join(' ');

export function hasAccents(text: string): boolean {
  return /[đĐ]|\p{M}/u.test(text.normalize('NFD'));
}

/**
 * The words of a text with what lies between them: a name never runs across a comma, a bracket or a
 * new line, and "P.Trảng Dài" is two words with a dot.
 */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let end = 0;
  for (const match of text.matchAll(/[\p{L}\p{M}]+|\p{N}+/gu)) {
    const raw = match[0];
    words.push({
      folded: fold(raw),
      accented: accentKey(raw),
      capital: raw.charAt(0) !== raw.charAt(0).toLowerCase(),
      gap: gapOf(text.slice(end, match.index), words.length === 0),
      start: match.index,
      end: match.index + raw.length,
    });
    end = match.index + raw.length;
  }
  return words;
}

function gapOf(between: string, first: boolean): Gap {
  if (first) return 'break';
  // A hyphen inside a name ("Trảng-Dài") joins; one between spaces separates.
  if (/^(?:[ \t\u00a0]*|[-‐–_])$/.test(between)) return 'space';
  if (/^[ \t\u00a0]*\.[ \t\u00a0]*$/.test(between)) return 'dot';
  return 'break';
}
