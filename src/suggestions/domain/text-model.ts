import type { TypedWord } from './typed-text.js';

/** A text whose category a person has confirmed, as the words that may be learnt from it. */
export interface LearntText {
  readonly category: string;
  /** Runs of words that stood next to each other. */
  readonly runs: readonly (readonly string[])[];
  /** How many texts it counts for. */
  readonly weight?: number;
}

/** What the texts had in common: for each n-gram, in how many texts of which category it stood. */
export interface TextModel {
  readonly texts: number;
  readonly textsOf: ReadonlyMap<string, number>;
  readonly ngrams: ReadonlyMap<string, Ngram>;
}

interface Ngram {
  /** In how many texts of all. */
  readonly texts: number;
  readonly byCategory: readonly (readonly [category: string, texts: number])[];
}

/** What a model says about a text. */
interface Likeness {
  /** Logarithm of how much likelier each category is because of the words; 0: the words say nothing. */
  readonly logOdds: ReadonlyMap<string, number>;
}

const LONGEST = 3;

/** The n-grams of one, two and three words in runs of words, each once. */
function ngramsOf(runs: readonly (readonly string[])[]): Set<string> {
  const ngrams = new Set<string>();
  for (const run of runs) {
    for (let from = 0; from < run.length; from += 1) {
      let ngram = '';
      for (let length = 1; length <= LONGEST && from + length <= run.length; length += 1) {
        ngram = length === 1 ? (run[from] ?? '') : `${ngram} ${run[from + length - 1] ?? ''}`;
        ngrams.add(ngram);
      }
    }
  }
  return ngrams;
}

/** Cells of the sketch; a power of two. A province's year of texts fills a third of it. */
const SKETCH = 2 ** 21;

/**
 * Counts texts; a model is made of it when all have been added. Most n-grams of many texts stand in one
 * of them only: texts that are shown to `see` first cost a sketch of two megabytes instead of all of them.
 */
export class TextModelTrainer {
  private texts = 0;
  private readonly textsOf = new Map<string, number>();
  private readonly counts = new Map<string, Map<string, number>>();
  private sketch: Uint8Array | null = null;

  /** @param minTexts n-grams in fewer texts are forgotten: a name or a plate number is not learnt. */
  constructor(private readonly minTexts: number) {}

  /** A text that will be added. All or none are shown, before the first is added. */
  see({ runs }: Pick<LearntText, 'runs'>): void {
    this.sketch ??= new Uint8Array(SKETCH);
    for (const ngram of ngramsOf(runs)) {
      const cell = cellOf(ngram);
      this.sketch[cell] = Math.min(255, (this.sketch[cell] ?? 0) + 1);
    }
  }

  add({ category, runs, weight = 1 }: LearntText): void {
    this.texts += weight;
    this.textsOf.set(category, (this.textsOf.get(category) ?? 0) + weight);
    for (const ngram of ngramsOf(runs)) {
      // A cell may count several n-grams, so that it never counts too little.
      if (this.sketch !== null && (this.sketch[cellOf(ngram)] ?? 0) < this.minTexts) continue;
      const counted = this.counts.get(ngram) ?? new Map<string, number>();
      counted.set(category, (counted.get(category) ?? 0) + weight);
      this.counts.set(ngram, counted);
    }
  }

  model(): TextModel {
    const ngrams = new Map<string, Ngram>();
    for (const [ngram, counted] of this.counts) {
      const texts = [...counted.values()].reduce((sum, count) => sum + count, 0);
      if (texts >= this.minTexts) ngrams.set(ngram, { texts, byCategory: [...counted] });
    }
    return { texts: this.texts, textsOf: new Map(this.textsOf), ngrams };
  }
}

/** FNV-1a. */
function cellOf(ngram: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < ngram.length; at += 1) hash = Math.imul(hash ^ ngram.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % SKETCH;
}

/** N-grams in fewer texts are not learnt. */
export const MIN_TEXTS = 3;

export const EMPTY_MODEL: TextModel = new TextModelTrainer(1).model();

/**
 * Texts that are added to what was seen and to what was to be expected, before the two are compared: twice
 * where half a text was expected is chance, twenty where five were is not.
 */
const SHRINK = 1;
/** n-grams overlap, so their evidence is not independent: a text of n of them counts as many as n to this power. */
const INDEPENDENT = 0.6;

/**
 * Naive Bayes with counts of texts: how much oftener each n-gram of the text stood in a category than in
 * texts at large, shrunk towards "as often" where little was seen. A category without any text is neither
 * likelier nor less likely.
 */
export function likeness(model: TextModel, runs: readonly (readonly string[])[]): Likeness {
  const known = [...ngramsOf(runs)].flatMap((ngram) => model.ngrams.get(ngram) ?? []);
  const logOdds = new Map<string, number>();
  if (known.length === 0) return { logOdds };
  const share = known.length ** INDEPENDENT / known.length;
  for (const [category, textsOf] of model.textsOf) {
    let sum = 0;
    // Of an n-gram never seen in the category; those that were are corrected below.
    for (const { texts } of known) sum -= Math.log1p((textsOf * texts) / model.texts / SHRINK);
    logOdds.set(category, sum * share);
  }
  for (const { byCategory } of known) {
    for (const [category, count] of byCategory)
      logOdds.set(category, (logOdds.get(category) ?? 0) + share * Math.log1p(count / SHRINK));
  }
  return { logOdds };
}

/** The n-gram in a text that speaks most for a category, and in how many of its texts it stood; null: none does. */
export function tellingNgram(
  model: TextModel,
  words: readonly TypedWord[],
  category: string,
): { readonly from: number; readonly to: number; readonly texts: number } | null {
  const textsOf = model.textsOf.get(category) ?? 0;
  let best: { from: number; to: number; texts: number; gain: number } | null = null;
  for (let from = 0; from < words.length; from += 1) {
    for (let to = from + 1; to <= Math.min(words.length, from + LONGEST); to += 1) {
      const entry = model.ngrams.get(
        words
          .slice(from, to)
          .map(({ folded }) => folded)
          .join(' '),
      );
      const count = entry?.byCategory.find(([code]) => code === category)?.[1] ?? 0;
      if (entry === undefined || count === 0) continue;
      const gain = Math.log((count + SHRINK) / ((textsOf * entry.texts) / model.texts + SHRINK));
      if (gain > (best?.gain ?? 0)) best = { from, to, texts: count, gain };
    }
  }
  return best === null ? null : { from: best.from, to: best.to, texts: best.texts };
}
