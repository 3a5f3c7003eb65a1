import { fold } from '../../kernel/index.js';

/**
 * Citizens' words prepared for listening: who writes with accents is taken at the accents ("cháy" is
 * not "chạy"), who writes without is heard in every sense the letters can have.
 */
export interface HeardText {
  readonly tokens: readonly Token[];
  /** Hardly any accents at all: a bare word may stand for any accented one. */
  readonly unaccented: boolean;
}

interface Token {
  /** As written, for quoting. */
  readonly written: string;
  /** With accents, the tone mark moved to the end ("hoả" = "hỏa"). */
  readonly key: string;
  readonly folded: string;
  readonly bare: boolean;
  /** Rises at every full stop, line break, question mark: a cue does not reach across. */
  readonly sentence: number;
}

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/gu;

/** Accent-aware comparison key of one word. */
function wordKey(word: string): string {
  const decomposed = word.toLowerCase().normalize('NFD');
  const tones = decomposed.match(TONES)?.join('') ?? '';
  return decomposed.replace(TONES, '') + tones;
}

// What phone notes and chats shorten. Only what has one sense in such notes.
// A Map: an object would answer to "constructor", too, and words may be any.
const SHORT: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    k: ['không'],
    ko: ['không'],
    kg: ['không'],
    hok: ['không'],
    hông: ['không'],
    dc: ['được'],
    đc: ['được'],
    ng: ['người'],
    cb: ['cán', 'bộ'],
    cbcc: ['cán', 'bộ'],
    csgt: ['công', 'an'],
    qd: ['quyết', 'định'],
    qđ: ['quyết', 'định'],
    xphc: ['xử', 'phạt', 'hành', 'chính'],
    tngt: ['tai', 'nạn', 'giao', 'thông'],
    kn: ['khiếu', 'nại'],
    kntc: ['khiếu', 'nại', 'tố', 'cáo'],
  }),
);

// Ordinary Vietnamese has accents on two words of three.
const UNACCENTED_SHARE = 0.4;

/** Cuts text into words. @param words NFC or not; any length the form allows. */
export function hear(words: string): HeardText {
  const tokens: Token[] = [];
  let sentence = 0;
  let letters = 0;
  let accented = 0;
  for (const part of words.normalize('NFC').matchAll(/[\p{L}\p{N}\p{M}]+|[.!?;\n]+/gu)) {
    const written = part[0];
    if (/^[.!?;\n]/u.test(written)) {
      sentence += 1;
      continue;
    }
    const folded = fold(written);
    const bare = written.toLowerCase() === folded;
    if (/\p{L}/u.test(written)) {
      letters += 1;
      if (!bare) accented += 1;
    }
    const meant = SHORT.get(written.toLowerCase());
    for (const word of meant ?? [written]) {
      const foldedWord = fold(word);
      tokens.push({ written, key: wordKey(word), folded: foldedWord, bare: meant ? false : bare, sentence });
    }
  }
  return { tokens, unaccented: accented < letters * UNACCENTED_SHARE };
}

interface WordSlot {
  readonly kind: 'word';
  readonly keys: ReadonlySet<string>;
  readonly folds: ReadonlySet<string>;
  readonly anyAccent: boolean;
}

type Slot = WordSlot | { readonly kind: 'number' } | { readonly kind: 'gap'; readonly most: number };

type Phrase = readonly Slot[];

/** Phrases by the folded first word, so that a long list costs no more than the words it meets. */
export interface PhraseList {
  readonly byFirst: ReadonlyMap<string, readonly Phrase[]>;
  /** Those that begin with an amount. */
  readonly anywhere: readonly Phrase[];
}

const GAP = 4;

/**
 * Phrases to listen for, separated by commas or line breaks. In a phrase, words are separated by spaces;
 * `a/b` either word; `a_b` two words as one alternative (`sợ/nguy_cơ`); `*` up to four words in between;
 * `**` up to nine; `~word` whatever its accents; `#` money ("5 triệu", "20tr", "tiền").
 */
export function phrases(patterns: string): PhraseList {
  const byFirst = new Map<string, Phrase[]>();
  const anywhere: Phrase[] = [];
  for (const pattern of patterns.split(/[,\n]/u)) {
    if (pattern.trim() === '') continue;
    for (const phrase of compile(pattern.trim().split(/\s+/u))) {
      const first = phrase[0];
      if (first?.kind !== 'word') {
        anywhere.push(phrase);
        continue;
      }
      for (const key of first.folds) byFirst.set(key, [...(byFirst.get(key) ?? []), phrase]);
    }
  }
  return { byFirst, anywhere };
}

/** Every spelling-out of alternatives of several words: "sợ/nguy_cơ cháy" is "sợ cháy" and "nguy cơ cháy". */
function compile(parts: readonly string[]): Phrase[] {
  const [part, ...rest] = parts;
  if (part === undefined) return [[]];
  const tails = compile(rest);
  return alternatives(part).flatMap((head) => tails.map((tail) => [...head, ...tail]));
}

function alternatives(part: string): Phrase[] {
  if (part === '*') return [[{ kind: 'gap', most: GAP }]];
  if (part === '**') return [[{ kind: 'gap', most: GAP * 2 + 1 }]];
  const options = part.split('/');
  const single = options.filter((option) => option !== '#' && !option.includes('_'));
  const several = options.filter((option) => option.includes('_'));
  return [
    ...(single.length > 0 ? [[word(single.join('/'))]] : []),
    ...several.map((option) => option.split('_').map(word)),
    ...(options.includes('#') ? [[{ kind: 'number' as const }]] : []),
  ];
}

function word(part: string): WordSlot {
  const anyAccent = part.startsWith('~');
  const words = part.replace('~', '').split('/');
  return { kind: 'word', keys: new Set(words.map(wordKey)), folds: new Set(words.map(fold)), anyAccent };
}

const AMOUNT = /^\d+(tr|trieu|k|cu|ty)$/u;
const MONEY = word('tiền/triệu/tr');

function accepts(slot: Exclude<Slot, { kind: 'gap' }>, token: Token, text: HeardText): boolean {
  if (slot.kind === 'number') return AMOUNT.test(token.folded) || accepts(MONEY, token, text);
  if (slot.anyAccent) return slot.folds.has(token.folded);
  if (slot.keys.has(token.key)) return true;
  return token.bare && text.unaccented && slot.folds.has(token.folded);
}

/** End (exclusive) of a match that starts at `at`, or null. Tokens of `deaf` are not heard. */
function matchFrom(text: HeardText, pattern: Phrase, at: number, deaf: ReadonlySet<number>, slotAt = 0): number | null {
  const slot = pattern[slotAt];
  if (slot === undefined) return at;
  if (slot.kind === 'gap') {
    for (let skip = 0; skip <= slot.most; skip += 1) {
      if (text.tokens[at + skip] === undefined || !sameSentence(text, at - 1, at + skip - 1)) return null;
      const end = matchFrom(text, pattern, at + skip, deaf, slotAt + 1);
      if (end !== null && sameSentence(text, at - 1, at + skip)) return end;
    }
    return null;
  }
  const token = text.tokens[at];
  if (token === undefined || deaf.has(at) || !accepts(slot, token, text)) return null;
  return matchFrom(text, pattern, at + 1, deaf, slotAt + 1);
}

function sameSentence(text: HeardText, left: number, right: number): boolean {
  return text.tokens[left]?.sentence === text.tokens[right]?.sentence;
}

export interface Found {
  readonly from: number;
  readonly to: number;
  readonly quote: string;
}

/** Every phrase in every place where it is heard. Tokens of `deaf` are not heard. */
export function find(text: HeardText, list: PhraseList, deaf: ReadonlySet<number> = new Set()): Found[] {
  const found: Found[] = [];
  const listen = (patterns: readonly Phrase[], at: number): void => {
    for (const pattern of patterns) {
      const to = matchFrom(text, pattern, at, deaf);
      if (to === null) continue;
      const written = text.tokens.slice(at, to).map((part) => part.written);
      // One short form may stand for several words ("tngt"): quote it once.
      const quote = written.filter((part, index) => part !== written[index - 1]).join(' ');
      found.push({ from: at, to, quote });
    }
  };
  for (const [at, token] of text.tokens.entries()) {
    listen(list.byFirst.get(token.folded) ?? [], at);
    listen(list.anywhere, at);
  }
  return found;
}
