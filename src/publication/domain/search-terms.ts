import { wordsOf, type Word } from '../../kernel/index.js';
import type { PublicApology } from './public-apology.js';
import type { PublicCommitment } from './public-commitment.js';
import type { PublishedAnswer } from './published-item.js';
import { visibleText, type Segment } from './segments.js';

/**
 * What the index knows of a published item: the terms under which it is found. ASCII, at most 64 long:
 *
 * | term          | stands for                                        |
 * |---------------|---------------------------------------------------|
 * | `duong`       | the word in any accents                           |
 * | `=ddu+o+ng\`` | the word with these accents                       |
 * | `o ga`        | two neighbours in any accents                     |
 * | `#w:26041`    | a filter: ward, field, agency, result             |
 * | `#`           | every item that is public                         |
 */
export const EVERYTHING = '#';

const WORD_LENGTH = 30;

/** How the answer came about, as the list is narrowed by it. */
const RESULTS = ['on_time', 'late', 'apology', 'promise'] as const;
export type Result = (typeof RESULTS)[number];

export const wardTerm = (code: string): string => `#w:${code}`;
export const fieldTerm = (field: number): string => `#f:${String(field)}`;
export const agencyTerm = (code: string): string => `#a:${code}`;
export const resultTerm = (result: Result): string => `#r:${result}`;

/** Of a published item what it is found by. */
export interface Searchable {
  readonly title: readonly Segment[];
  readonly question: readonly Segment[];
  readonly answer: Pick<PublishedAnswer, 'found' | 'done'>;
  readonly categoryName: string | null;
  readonly wardName: string | null;
  readonly agencyName: string;
  readonly wardCode: string | null;
  readonly field: number | null;
  readonly agencyCode: string;
  readonly dueAt: Date | null;
  readonly late: boolean;
  readonly apology: PublicApology | null;
  readonly commitment: PublicCommitment | null;
}

/** The words of each part; neighbours in one part are no neighbours across two. */
export function searchedParts(item: Searchable): Word[][] {
  const { title, question, answer } = item;
  return [
    ...[title, question, answer.found, answer.done].map(visibleText),
    item.categoryName ?? '',
    item.wardName ?? '',
    item.agencyName,
  ].map(searchWords);
}

export function termsOf(item: Searchable): Set<string> {
  const terms = new Set<string>([EVERYTHING, ...filterTerms(item)]);
  for (const words of searchedParts(item)) {
    let before: string | null = null;
    for (const word of words) {
      const { any, exact } = formsOf(word);
      terms.add(any);
      terms.add(exact);
      if (before !== null) terms.add(`${before} ${any}`);
      before = any;
    }
  }
  return terms;
}

function filterTerms({ wardCode, field, agencyCode, dueAt, late, apology, commitment }: Searchable): string[] {
  const results: Readonly<Record<Result, boolean>> = {
    on_time: dueAt !== null && !late,
    late,
    apology: apology !== null,
    promise: commitment !== null && commitment.doneAt === null,
  };
  return [
    ...(wardCode === null ? [] : [wardTerm(wardCode)]),
    ...(field === null ? [] : [fieldTerm(field)]),
    agencyTerm(agencyCode),
    ...RESULTS.filter((result) => results[result]).map(resultTerm),
  ];
}

// What is shortened in writing and has one sense there. A letter with a full stop: "P. Trảng Dài", "TP.Biên Hoà".
const SHORT_WITH_STOP: readonly (readonly [RegExp, string])[] = [
  [/(?<![\p{L}\p{M}\p{N}])tp\.\s?(?=[\p{L}\p{N}])/giu, 'thành phố '],
  [/(?<![\p{L}\p{M}\p{N}.])p\.\s?(?=[\p{L}\p{N}])/giu, 'phường '],
  [/(?<![\p{L}\p{M}\p{N}])kp\.?\s?(?=\d)/giu, 'khu phố '],
  [/(?<![\p{L}\p{M}\p{N}])ql\.?\s?(?=\d)/giu, 'quốc lộ '],
  [/(?<![\p{L}\p{M}\p{N}])tl\.?\s?(?=\d)/giu, 'tỉnh lộ '],
];

const MAYBE_SHORT = /p\.|(?:kp|ql|tl)\.?\s?\d/i;

const SHORT: Readonly<Record<string, string>> = {
  ubnd: 'ủy ban nhân dân',
  hdnd: 'hội đồng nhân dân',
  tthc: 'thủ tục hành chính',
  tp: 'thành phố',
  kp: 'khu phố',
  ql: 'quốc lộ',
  ko: 'không',
  dc: 'được',
  bhyt: 'bảo hiểm y tế',
  bhxh: 'bảo hiểm xã hội',
  csgt: 'cảnh sát giao thông',
  gcn: 'giấy chứng nhận',
  qsdd: 'quyền sử dụng đất',
  kcn: 'khu công nghiệp',
  kdc: 'khu dân cư',
};

const EXPANSIONS: ReadonlyMap<string, readonly Word[]> = new Map(
  Object.entries(SHORT).map(([short, long]) => [short, wordsOf(long)]),
);

/** The words of a text in their order, what is shortened written out: texts and questions meet in one form. */
export function searchWords(text: string): Word[] {
  let long = text;
  // Few texts have any, and the rules are slow ones.
  if (MAYBE_SHORT.test(text)) for (const [short, meant] of SHORT_WITH_STOP) long = long.replace(short, meant);
  return wordsOf(long).flatMap((word) => EXPANSIONS.get(word.folded) ?? [word]);
}

interface Forms {
  readonly any: string;
  readonly exact: string;
}

// `wordsOf` gives the same object for the same word, as long as it is known there.
const forms = new WeakMap<Word, Forms>();

/** The terms of one word. */
export function formsOf(word: Word): Forms {
  let known = forms.get(word);
  if (known === undefined) {
    const any = ascii(word.folded);
    // A number has no accents.
    known = { any, exact: /^\d+$/.test(any) ? any : `=${ascii(word.base + word.tone)}` };
    forms.set(word, known);
  }
  return known;
}

// As in RFC 1456 (VIQR), the tone at the end of the word.
const MARKS: Readonly<Record<string, string>> = {
  '\u0302': '^',
  '\u0306': '(',
  '\u031b': '+',
  '\u0300': '`',
  '\u0301': "'",
  '\u0309': '?',
  '\u0303': '~',
  '\u0323': '.',
  đ: 'dd',
};

function ascii(word: string): string {
  let written = '';
  for (const letter of word.normalize('NFD')) {
    const code = letter.codePointAt(0) ?? 0;
    written += code < 0x80 ? letter : (MARKS[letter] ?? `_${code.toString(16)}`);
  }
  return written.slice(0, WORD_LENGTH);
}
