/**
 * Suggestions and type-ahead, beside the raw limit of the same work: folding the text and asking a Map for
 * each of its n-grams. In memory, no service: what a request costs besides HTTP. 50 categories, the
 * province's phrases, and a model learnt from 5,000 generated tickets.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { fold } from '../src/kernel/index.js';
import { PACKAGE_ROOT } from '../src/platform/config/index.js';
import {
  categoryRules,
  learnableRuns,
  loadWords,
  MIN_TEXTS,
  suggestCategories,
  TextModelTrainer,
  typeAhead,
  typeAheadList,
  type CategoryPhrase,
  type TextModel,
} from '../src/suggestions/offline.js';
import { readCorpus } from '../test/corpus/read-corpus.js';

const PROVINCE = join(PACKAGE_ROOT, 'provinces', 'dong-nai');
const TICKETS = 5_000;
const ROUNDS = 2_000;
const WARM_UP = 300;
const AIM_MS = 30;
/** What an operator types in a call, and the longest letter that is taken. */
const LONGEST = 5_000;

export function benchSuggestions(): void {
  const rows: Record<string, string>[] = parse(readFileSync(join(PROVINCE, 'categories.csv')), { columns: true });
  const categories = rows.map(({ code = '', name = '' }) => ({ code, name }));
  const { phrases } = loadWords(PROVINCE);
  const rules = categoryRules(categories, phrases);
  const from = performance.now();
  const model = learnt(phrases);
  const trained = performance.now() - from;
  const texts = readCorpus().map(({ words }) => words);
  const long = Array.from({ length: 84 }, (_, at) => texts.slice(at).concat(texts).join('. ').slice(0, LONGEST));
  const former: Record<string, string>[] = parse(readFileSync(join(PROVINCE, 'former-units.csv')), { columns: true });
  const names = former.flatMap(({ former_unit: was = '', unit_name: now = '' }) => [was, now]);
  const list = typeAheadList([
    ...names.map((text) => ({ code: text, text, detail: null })),
    ...phrases.map(({ category, phrase }) => ({ code: category, text: phrase, detail: null })),
  ]);
  const typed = names.flatMap((name) => [fold(name).slice(0, 4), fold(name).slice(-6), 'td', name.slice(0, 12)]);

  console.log(
    `\nsuggestions: ${categories.length} categories, ${phrases.length} phrases, ${model.ngrams.size} n-grams of ${TICKETS} tickets (learnt in ${(trained / 1000).toFixed(1)} s, in the background)\n`,
  );
  line('', 'middle, ms', '99 %, ms', `aim ${AIM_MS} ms`);
  measured('suggestions for a note of a call', texts, (text) => suggestCategories(rules, model, text));
  measured('  fold and look up its n-grams in a Map', texts, (text) => bare(model, text));
  measured('suggestions for 5,000 characters', long, (text) => suggestCategories(rules, model, text));
  measured('  fold and look up its n-grams in a Map', long, (text) => bare(model, text));
  measured(`type-ahead in ${names.length + phrases.length} names`, typed, (query) => typeAhead(list, query, 8));
}

/** The least that any suggestion from these words costs. */
function bare(model: TextModel, text: string): number {
  const words = fold(text).split(' ');
  let known = 0;
  for (let from = 0; from < words.length; from += 1)
    for (let to = from + 1; to <= from + 3; to += 1) if (model.ngrams.has(words.slice(from, to).join(' '))) known += 1;
  return known;
}

/** Tickets made of phrases and of words of the corpus, so that n-grams repeat as in real ones. */
function learnt(phrases: readonly CategoryPhrase[]): TextModel {
  const filler = readCorpus().flatMap(({ words }) => words.split(/\s+/u));
  let seed = 1;
  const random = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const texts = Array.from({ length: TICKETS }, () => {
    const chosen = phrases[random(phrases.length)];
    if (chosen === undefined) throw new Error('The province has no phrases.');
    const near = phrases.filter(({ category }) => category === chosen.category);
    const words = Array.from({ length: 6 }, () => {
      const at = random(filler.length - 8);
      return `${near[random(near.length)]?.phrase ?? ''} ${filler.slice(at, at + 8).join(' ')}`;
    });
    return { category: chosen.category, runs: learnableRuns(words.join(' ')) };
  });
  const trainer = new TextModelTrainer(MIN_TEXTS);
  for (const text of texts) trainer.see(text);
  for (const text of texts) trainer.add(text);
  return trainer.model();
}

function measured(name: string, inputs: readonly string[], work: (input: string) => unknown): void {
  const times: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const input = inputs[Math.abs(round) % inputs.length] ?? '';
    const from = performance.now();
    work(input);
    if (round >= 0) times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.floor(times.length * share)] ?? NaN).toFixed(3);
  line(name, at(0.5), at(0.99), Number(at(0.99)) <= AIM_MS ? 'met' : 'missed');
}

function line(name: string, ...cells: string[]): void {
  console.log(`${name.padEnd(44)}${cells.map((cell) => cell.padStart(14)).join('')}`);
}
