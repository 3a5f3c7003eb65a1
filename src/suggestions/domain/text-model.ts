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
  /** The categories that had texts, in the order of the rows of evidence. */
  readonly categories: readonly string[];
  readonly textsOf: ReadonlyMap<string, number>;
  readonly ngrams: ReadonlyMap<string, Ngram>;
}

/** One n-gram of a model. */
export interface Ngram {
  /** In how many texts of each category. */
  readonly textsIn: ReadonlyMap<string, number>;
  /** How much it speaks for each category; see `evidenceOf`. */
  readonly evidence: Float32Array;
}

/** An n-gram of a text that the model knows, and where it stands in the text. */
export interface KnownNgram {
  readonly from: number;
  readonly to: number;
  readonly ngram: Ngram;
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
    const categories = [...this.textsOf.keys()];
    const ngrams = new Map<string, Ngram>();
    for (const [ngram, textsIn] of this.counts) {
      const texts = [...textsIn.values()].reduce((sum, count) => sum + count, 0);
      if (texts < this.minTexts) continue;
      const share = texts / this.texts;
      const evidence = Float32Array.from(categories, (category) =>
        evidenceOf(textsIn.get(category) ?? 0, (this.textsOf.get(category) ?? 0) * share),
      );
      ngrams.set(ngram, { textsIn, evidence });
    }
    return { texts: this.texts, categories, textsOf: new Map(this.textsOf), ngrams };
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

const evidenceOf = (seen: number, expected: number): number => Math.log((seen + SHRINK) / (expected + SHRINK));

/** The n-grams of a text that a model knows, wherever they stand. */
export function knownNgrams(model: TextModel, words: readonly { spelt: string; sentence: number }[]): KnownNgram[] {
  const known: KnownNgram[] = [];
  words.forEach(({ sentence }, from) => {
    let text = '';
    for (let to = from + 1; to <= Math.min(words.length, from + LONGEST); to += 1) {
      const word = words[to - 1];
      if (word === undefined || word.sentence !== sentence) break;
      text = to === from + 1 ? word.spelt : `${text} ${word.spelt}`;
      const ngram = model.ngrams.get(text);
      if (ngram !== undefined) known.push({ from, to, ngram });
    }
  });
  return known;
}

/** n-grams overlap, so their evidence is not independent: a text of n of them counts as many as n to this power. */
const INDEPENDENT = 0.6;

/**
 * Naive Bayes with counts of texts: how much oftener each n-gram of the text stood in a category than in
 * texts at large, shrunk towards "as often" where little was seen. A category without any text is neither
 * likelier nor less likely.
 *
 * @returns by category the logarithm of the odds; 0 or nothing: the words say nothing.
 */
export function likeness(model: TextModel, known: readonly KnownNgram[]): Map<string, number> {
  const once = new Set(known.map(({ ngram }) => ngram));
  const sums = new Float64Array(model.categories.length);
  for (const { evidence } of once)
    for (let at = 0; at < sums.length; at += 1) sums[at] = (sums[at] ?? 0) + (evidence[at] ?? 0);
  const share = once.size === 0 ? 0 : once.size ** INDEPENDENT / once.size;
  return new Map(model.categories.map((category, at) => [category, (sums[at] ?? 0) * share]));
}

/** The n-gram in a text that speaks most for a category, and in how many of its texts it stood; null: none does. */
export function tellingNgram(
  model: TextModel,
  known: readonly KnownNgram[],
  category: string,
): { readonly from: number; readonly to: number; readonly texts: number } | null {
  const row = model.categories.indexOf(category);
  let best: KnownNgram | null = null;
  let most = 0;
  for (const candidate of known) {
    const speaks = candidate.ngram.evidence[row] ?? 0;
    const longer = best !== null && speaks === most && candidate.to - candidate.from > best.to - best.from;
    if (speaks <= most && !longer) continue;
    best = candidate;
    most = speaks;
  }
  return best === null ? null : { from: best.from, to: best.to, texts: best.ngram.textsIn.get(category) ?? 0 };
}
