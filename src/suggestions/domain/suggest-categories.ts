import { fold } from '../../kernel/index.js';
import type { Favours } from './favours.js';
import { compilePhrases, findPhrases, type CategoryPhrase, type Hit, type PhraseIndex } from './phrase-rules.js';
import { knownNgrams, likeness, tellingNgram, TextModelTrainer, type TextModel } from './text-model.js';
import { hasAccents, quoted, typedWords, type TypedWord } from './typed-text.js';

/** A category as far as suggestions need it. */
export interface SuggestibleCategory {
  readonly code: string;
  readonly name: string;
}

export interface CategorySuggestion {
  readonly code: string;
  /** 0 to 1; over all categories 1. Probability-like: it orders, it is not promised. */
  readonly score: number;
  /** Why, for a person: "vì có “đèn đường”, “tối om”". */
  readonly reason: string;
}

/** The file's phrases, ready to be found, and what their single words say. */
export interface CategoryRules {
  readonly index: PhraseIndex;
  /** The words of the phrases as a model: "đường không có đèn" is near "đường không đèn". */
  readonly vocabulary: TextModel;
  readonly categories: readonly SuggestibleCategory[];
}

const MOST = 3;
/** A longer letter has said by then what it is about; what follows only costs time. */
const MOST_CHARACTERS = 2_000;
const MOST_QUOTES = 3;
/** Less than this is no suggestion but a guess. */
const LOWEST_SCORE = 0.005;

/** How much each kind of evidence counts, in logarithms of odds. */
const PER_WEIGHT = 0.6;
/** The second phrase for a category says less than the first, the third less again. */
const FADING = [1, 0.7, 0.5, 0.35, 0.25, 0.2];
const VOCABULARY = 0.9;
const LEARNT = 1;
/** Tickets from which on what was learnt counts half: a dozen tickets overrule no clear phrase. */
const HALF_TRUSTED = 50;
/** Evidence of words is counted several times over; so much of it makes scores that are right about as often as they say. */
const SOBER = 0.7;
/** Texts that the prior of each category is worth: how often a category comes matters once there are many tickets. */
const PRIOR_TEXTS = 20;

/** @param phrases of categories that are in force; others are left out. */
export function categoryRules(
  categories: readonly SuggestibleCategory[],
  phrases: readonly CategoryPhrase[],
): CategoryRules {
  const codes = new Set(categories.map(({ code }) => code));
  const known = phrases.filter(({ category }) => codes.has(category));
  const trainer = new TextModelTrainer(0);
  const learn = (category: string, text: string, weight: number): void => {
    const words = typedWords(text);
    const runs = [true, false].map((accents) => vocabularyOf(words, accents).map(({ spelt }) => spelt));
    trainer.add({ category, runs, weight });
  };
  for (const { code, name } of categories) learn(code, name, 1);
  for (const { category, phrase, weight } of known) {
    if (weight < 2) continue;
    for (const part of phrase.split('*')) learn(category, part.replaceAll('/', ' '), weight / 5);
  }
  return { index: compilePhrases(known), vocabulary: trainer.model(), categories };
}

/**
 * What a text is probably about, the likeliest first: what the rules hear in it, and what tickets with such
 * words turned out to be.
 *
 * @param learnt the model of the centre's own tickets; an empty one when there are none.
 * @param favoured what else speaks for categories; see `favours`.
 * @returns at most three; none when nothing speaks for anything.
 */
export function suggestCategories(
  rules: CategoryRules,
  learnt: TextModel,
  whole: string,
  favoured: Favours = new Map(),
): CategorySuggestion[] {
  const text = whole.slice(0, MOST_CHARACTERS);
  const words = typedWords(text);
  const hits = byCategory(findPhrases(text, words, rules.index));
  const vocabulary = likeness(rules.vocabulary, knownNgrams(rules.vocabulary, vocabularyOf(words, hasAccents(words))));
  const known = knownNgrams(
    learnt,
    words.map(({ folded, sentence }) => ({ spelt: folded, sentence })),
  );
  const similar = likeness(learnt, known);
  const trust = (LEARNT * learnt.texts) / (learnt.texts + HALF_TRUSTED);
  const logits = rules.categories.map(({ code }) => {
    const own = hits.get(code) ?? [];
    const said = PER_WEIGHT * strength(own);
    const near = VOCABULARY * (vocabulary.get(code) ?? 0);
    const before = trust * (similar.get(code) ?? 0) + prior(learnt, code, rules.categories.length);
    return { code, hits: own, logit: SOBER * (said + near + before) + (favoured.get(code)?.by ?? 0) };
  });
  const top = Math.max(...logits.map(({ logit }) => logit));
  const sum = logits.reduce((total, { logit }) => total + Math.exp(logit - top), 0);
  return (
    logits
      .map(({ code, hits: own, logit }) => ({ code, own, score: Math.exp(logit - top) / sum }))
      .sort((a, b) => b.score - a.score)
      .flatMap(({ code, own, score }) => {
        const similarOnes = tellingNgram(learnt, known, code);
        const reason = reasonFor(text, words, { hits: own, heard: favoured.get(code)?.because ?? [] }, similarOnes);
        return score < LOWEST_SCORE || reason === null ? [] : [{ code, score, reason }];
      })
      // What nothing can be said for takes nobody's place.
      .slice(0, MOST)
  );
}

/** Say nothing by themselves; folded. */
const EMPTY_WORDS = new Set(
  fold(
    `không có là và mà thì của cho đã đang sẽ được bị tôi em anh chị ông bà này kia đó nay rồi lại luôn hoài quá lắm với
    vì do nên để từ tới đến ra vào vô lên xuống về đi ở tại trong ngoài trên dưới sau trước một hai ba mấy các những khi
    lúc giờ ngày tháng năm tuần hôm sáng chiều tối gì nào ai sao hỏi nói kêu báo xin nhờ khách người dân phản ánh cũng còn
    vẫn cứ hay hoặc như mới chưa làm phải xã phường ấp khu chỗ bên cái con việc ạ ơi nhà cô chú bác nó họ mình thôi`,
  ).split(' '),
);

/** Words as they are spelt in the vocabulary: with accents, or without, for who writes without. */
function vocabularyOf(words: readonly TypedWord[], accents: boolean): { spelt: string; sentence: number }[] {
  return words
    .filter(({ folded }) => !EMPTY_WORDS.has(folded))
    .map(({ folded, key, sentence }) => ({ spelt: accents ? key : `~${folded}`, sentence }));
}

interface Heard {
  readonly hits: Hit[];
  readonly quotes: Set<string>;
  /** By word of the text: which of the hits has it. */
  readonly covered: Map<number, number>;
}

/** The hits of each category, without those inside a longer one of the same category or repeated. */
function byCategory(hits: readonly Hit[]): Map<string, Hit[]> {
  const heard = new Map<string, Heard>();
  for (const hit of hits) {
    const own: Heard = heard.get(hit.category) ?? { hits: [], quotes: new Set(), covered: new Map() };
    heard.set(hit.category, own);
    const quote = hit.quote.toLowerCase();
    const around = own.covered.get(hit.from);
    // The longer ones come first.
    if (own.quotes.has(quote) || (around !== undefined && around === own.covered.get(hit.to - 1))) continue;
    own.quotes.add(quote);
    own.hits.push(hit);
    for (let at = hit.from; at < hit.to; at += 1) if (!own.covered.has(at)) own.covered.set(at, own.hits.length);
  }
  return new Map([...heard].map(([category, own]) => [category, own.hits.sort((a, b) => b.weight - a.weight)]));
}

/** Falling weights of phrases that speak for it, less those that speak against it. */
function strength(hits: readonly Hit[]): number {
  const last = FADING.at(-1) ?? 0;
  const pro = hits.filter(({ weight }) => weight > 0);
  const contra = hits.filter(({ weight }) => weight < 0);
  return (
    pro.reduce((sum, { weight }, at) => sum + weight * (FADING[at] ?? last), 0) +
    contra.reduce((sum, { weight }) => sum + weight, 0)
  );
}

function prior({ texts, textsOf }: TextModel, code: string, categories: number): number {
  const own = (textsOf.get(code) ?? 0) + PRIOR_TEXTS;
  return Math.log((own * categories) / (texts + PRIOR_TEXTS * categories));
}

function reasonFor(
  text: string,
  words: readonly TypedWord[],
  { hits, heard: besides }: { readonly hits: readonly Hit[]; readonly heard: readonly string[] },
  similar: ReturnType<typeof tellingNgram>,
): string | null {
  const said = hits.filter(({ weight }) => weight > 0).map(({ quote }) => quote);
  const quotes = [...new Set([...said, ...besides])].slice(0, MOST_QUOTES);
  const heard = quotes.length === 0 ? null : `vì có ${quotes.map((quote) => `“${quote}”`).join(', ')}`;
  const before =
    similar === null
      ? null
      : `${similar.texts} phiếu trước của loại này cũng có “${quoted(text, words, similar.from, similar.to)}”`;
  return heard === null && before === null ? null : [heard, before].filter((part) => part !== null).join('; ');
}
