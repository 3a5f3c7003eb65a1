import { fold } from '../../kernel/index.js';

/**
 * A text in 64 numbers: of each of 64 orders of all word sequences the first that occurs in it (MinHash, Broder 1997).
 * Two texts agree in about as many of them as they share of their sequences, so copies are found without the texts.
 */
export interface AnswerSketch {
  /** How many different sequences of words there are. */
  readonly size: number;
  readonly mins: readonly number[];
}

/** Words in a row: shorter ones are common to all who write of the same matter. */
const WORDS = 4;
const HASHES = 64;

/** @returns null for a text of fewer than eight words: what is so short is alike by chance. */
export function sketchOf(text: string): AnswerSketch | null {
  const shingles = shinglesOf(text);
  if (shingles.size < 5) return null;
  const mins = new Array<number>(HASHES).fill(0xffffffff);
  for (const shingle of shingles) {
    const hash = fnv1a(shingle);
    for (let order = 0; order < HASHES; order += 1) {
      const mixed = mix(hash ^ Math.imul(order + 1, 0x9e3779b1));
      if (mixed < (mins[order] ?? 0)) mins[order] = mixed;
    }
  }
  return { size: shingles.size, mins };
}

export interface Likeness {
  /** Shared of all sequences of both. */
  readonly jaccard: number;
  /** Shared of the sequences of the shorter one: a copy with something written around it. */
  readonly containment: number;
}

/** How alike two texts are, 0 … 1, give or take 0.06. */
export function likeness(a: AnswerSketch, b: AnswerSketch): Likeness {
  let same = 0;
  for (let order = 0; order < HASHES; order += 1) if (a.mins[order] === b.mins[order]) same += 1;
  const jaccard = same / HASHES;
  const shared = (jaccard * (a.size + b.size)) / (1 + jaccard);
  return { jaccard, containment: Math.min(1, shared / Math.min(a.size, b.size)) };
}

/** Numbers are alike: a copy with another date and another house number is a copy. */
function shinglesOf(text: string): Set<string> {
  const words = fold(text).replace(/\d+/g, '0').split(' ').filter(Boolean);
  const shingles = new Set<string>();
  for (let at = 0; at + WORDS <= words.length; at += 1) shingles.add(words.slice(at, at + WORDS).join(' '));
  return shingles;
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The last step of MurmurHash3: every bit of the result hangs on every bit of the number. */
function mix(number: number): number {
  let h = number;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
