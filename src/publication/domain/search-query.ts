import { hasAccents, type Word } from '../../kernel/index.js';
import {
  agencyTerm,
  EVERYTHING,
  fieldTerm,
  formsOf,
  resultTerm,
  searchedParts,
  searchWords,
  wardTerm,
  type Result,
  type Searchable,
} from './search-terms.js';

const MOST_WORDS = 10;

/** What narrows a list beside words. */
export interface SearchFilter {
  readonly wardCode?: string | null | undefined;
  readonly field?: number | null | undefined;
  readonly agencyCode?: string | null | undefined;
  readonly result?: Result | null | undefined;
}

/** What somebody looks for, as terms of the index. */
export interface SearchQuery {
  /** All of them must be there. */
  readonly needed: readonly string[];
  /** With all of these the accents are those that were typed; empty when none were: then every accent is meant. */
  readonly exact: readonly string[];
  /** With all of these the words stand beside each other as they were typed; empty for a single word. */
  readonly beside: readonly string[];
  /** Quoted runs of three words and more: the index knows pairs, so they are looked for in the text itself. */
  readonly phrases: readonly (readonly string[])[];
  /** Whether any word was typed. */
  readonly worded: boolean;
}

/**
 * Words in any order, with or without accents; those in quotation marks beside each other. The first ten words count.
 */
export function readSearch(text: string, filter: SearchFilter = {}): SearchQuery {
  const runs = runsOf(text);
  const typed = runs.flatMap(({ words }) => words);
  const accents = typed.some(hasAccents) && /[^\p{ASCII}]/u.test(text.normalize('NFC'));
  const pairs = (some: readonly Run[]): string[] => some.flatMap(({ words }) => pairsOf(words));
  const quoted = runs.filter((run) => run.quoted);
  return {
    needed: unique([...typed.map((word) => formsOf(word).any), ...pairs(quoted), ...filterTerms(filter), EVERYTHING]),
    exact: accents ? unique(typed.map((word) => formsOf(word).exact)) : [],
    beside: unique(pairs(runs)),
    phrases: quoted.filter(({ words }) => words.length > 2).map(({ words }) => words.map((word) => formsOf(word).any)),
    worded: typed.length > 0,
  };
}

/** Whether the quoted runs stand in the text of an item. */
export function holdsPhrases(item: Searchable, phrases: SearchQuery['phrases']): boolean {
  const parts = searchedParts(item).map((words) => ` ${words.map((word) => formsOf(word).any).join(' ')} `);
  return phrases.every((phrase) => parts.some((part) => part.includes(` ${phrase.join(' ')} `)));
}

interface Run {
  readonly words: readonly Word[];
  readonly quoted: boolean;
}

const QUOTED = /["“”„«]([^"“”„«»]*)["“”»]/gu;

/** The quoted stretches and those between them. A quotation mark without its other one is none. */
function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  let left = MOST_WORDS;
  const add = (some: string, quoted: boolean): void => {
    const words = searchWords(some).slice(0, left);
    left -= words.length;
    if (words.length > 0) runs.push({ words, quoted });
  };
  let at = 0;
  for (const match of text.matchAll(QUOTED)) {
    add(text.slice(at, match.index), false);
    add(match[1] ?? '', true);
    at = match.index + match[0].length;
  }
  add(text.slice(at), false);
  return runs;
}

const pairsOf = (words: readonly Word[]): string[] =>
  words.slice(1).map((word, before) => `${formsOf(words[before] as Word).any} ${formsOf(word).any}`);

function filterTerms({ wardCode, field, agencyCode, result }: SearchFilter): string[] {
  return [
    ...(wardCode ? [wardTerm(wardCode)] : []),
    ...(field === null || field === undefined ? [] : [fieldTerm(field)]),
    ...(agencyCode ? [agencyTerm(agencyCode)] : []),
    ...(result ? [resultTerm(result)] : []),
  ];
}

const unique = (terms: readonly string[]): string[] => [...new Set(terms)];
