import { typedWords, type TypedWord } from './typed-text.js';

/** After these, folded, people say a name. */
const BEFORE_A_NAME = new Set([
  ...['anh', 'chi', 'ong', 'ba', 'co', 'chu', 'bac', 'em', 'cau', 'di', 'thim', 'mo', 'duong', 'be', 'chau'],
  ...['ten', 'thay', 'hieu', 'ho'],
]);
/** Names of people have at most so many words. */
const LONGEST_NAME = 4;

const HAS_DIGIT = /\p{N}/u;
const STARTS_BIG = /^\p{Lu}/u;
const ADDRESS = /\S+@\S+|https?:\/\/\S+|www\.\S+/giu;

/**
 * The words of a text that may be learnt, folded, in runs of words that stood next to each other: without
 * numbers (telephones, plates, house numbers), addresses, and names after "anh", "chị", "ông" … What slips
 * through — a name in small letters — is forgotten with all n-grams seen in fewer than three texts.
 */
export function learnableRuns(text: string): string[][] {
  const words = typedWords(text.replace(ADDRESS, ' 0 '));
  const personal = namesIn(words);
  const runs: string[][] = [[]];
  words.forEach((word, at) => {
    const previous = words[at - 1];
    const broken = previous !== undefined && previous.sentence !== word.sentence;
    if (broken || HAS_DIGIT.test(word.written) || personal.has(at)) runs.push([]);
    if (!HAS_DIGIT.test(word.written) && !personal.has(at)) runs.at(-1)?.push(word.folded);
  });
  return runs.filter((run) => run.length > 0);
}

/** Capitals after a form of address. In a text all in capitals they say nothing, and the word after it goes. */
function namesIn(words: readonly TypedWord[]): Set<number> {
  const big = words.filter(({ written }) => STARTS_BIG.test(written)).length;
  const allBig = big > words.length * 0.6;
  const names = new Set<number>();
  words.forEach(({ folded }, at) => {
    if (!BEFORE_A_NAME.has(folded)) return;
    for (let next = at + 1; next <= at + LONGEST_NAME; next += 1) {
      const word = words[next];
      if (word === undefined || (allBig ? next > at + 1 : !STARTS_BIG.test(word.written))) break;
      names.add(next);
    }
  });
  return names;
}
