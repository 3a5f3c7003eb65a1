import { wordsOf } from '../../kernel/index.js';

const MOST = 6;

/**
 * What may be kept of what somebody typed: only pairs of neighbouring words that stand so in the titles, the other
 * ways to ask, or the names of categories. A caller's name, number or address is in none of them. So a gap in the
 * base is told by the matters it is near to, never by the caller's own words.
 */
export class KnownPhrases {
  private readonly pairs = new Map<string, string>();

  add(text: string): void {
    for (const line of text.split(/[\n,;.:?!()]/)) {
      const words = line.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
      for (const [index, word] of words.entries()) {
        const next = words[index + 1];
        if (next === undefined || /\d/.test(word + next)) continue;
        const shown = `${word} ${next}`.toLowerCase().normalize('NFC');
        const key = wordsOf(shown)
          .map(({ folded }) => folded)
          .join(' ');
        if (!this.pairs.has(key)) this.pairs.set(key, shown);
      }
    }
  }

  /** The known pairs of a text, as the base writes them; '' when there are none. */
  in(text: string): string {
    const words = wordsOf(text);
    const kept: string[] = [];
    for (let at = 0; at + 1 < words.length && kept.length < MOST; at += 1) {
      const pair = this.pairs.get(`${words[at]?.folded ?? ''} ${words[at + 1]?.folded ?? ''}`);
      if (pair !== undefined && !kept.includes(pair)) kept.push(pair);
    }
    return kept.join(', ');
  }
}
