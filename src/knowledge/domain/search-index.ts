import { fold, hasAccents, wordsOf, type Word } from '../../kernel/index.js';
import { expansionOf, readQuery } from './words.js';

/** What of an article is searched. */
export interface SearchText {
  readonly title: string;
  /** Other ways to ask. */
  readonly keywords: string;
  /** Everything else that is read. */
  readonly body: string;
}

/** One way of writing a word, and where it stands: `slot << 3 | fields`, rising. */
interface Form {
  readonly base: string;
  readonly tone: string;
  readonly places: number[];
}

const TITLE = 4;
const KEYWORDS = 2;
const BODY = 1;
/** By the fields a word stands in, the best one counts. */
const WEIGHT = [0, 1, 5, 5, 8, 8, 8, 8] as const;

/** A word that is in few articles says more, up to here. */
const MOST_TELLING = 4;
/** What a word around the question adds, of what one of its words does. */
const AROUND = 0.1;
/** Of the weight of all words, so much must be found: callers say more than the question. */
const ENOUGH = 0.5;
const PHRASE_IN_TITLE = 12;
const TITLE_BEGINS = 6;
/** Removed articles leave holes; above this share of holes everything is packed again. */
const MOST_HOLES = 0.5;

export interface Hit<T> {
  readonly item: T;
  /** Every word was found. */
  readonly whole: boolean;
}

interface Slot<T> {
  readonly id: string;
  readonly item: T;
  readonly text: SearchText;
  readonly title: string;
}

/**
 * Articles by the words in them, without accents. In memory: a few thousand articles are a few megabytes, and a
 * look-up is some walks along sorted lists.
 *
 * Order: articles with all words before others; those where accents were typed and are the same before others (ma,
 * má and mã fold together); then the weight of what was found, title before keywords before text, and a title that
 * holds the very words in a row.
 */
export class SearchIndex<T> {
  private readonly words = new Map<string, Form[]>();
  private sorted: string[] | null = null;
  private slots: (Slot<T> | null)[] = [];
  private readonly slotOf = new Map<string, number>();

  get size(): number {
    return this.slotOf.size;
  }

  put(id: string, item: T, text: SearchText): void {
    this.remove(id);
    const slot = this.slots.length;
    this.slots.push({ id, item, text, title: fold(text.title) });
    this.slotOf.set(id, slot);
    // By the word itself: each is one object, however often it is written.
    const fields = new Map<Word, number>();
    const note = (word: Word, field: number): void => void fields.set(word, (fields.get(word) ?? 0) | field);
    for (const [content, field] of [
      [text.title, TITLE],
      [text.keywords, KEYWORDS],
      [text.body, BODY],
    ] as const)
      for (const word of wordsOf(content)) {
        note(word, field);
        // "CCCD" in an article is found by "căn cước", and by its own letters as they are typed.
        for (const meant of expansionOf(word) ?? []) note(meant, field);
      }
    for (const [word, mask] of fields) this.formOf(word).places.push((slot << 3) | mask);
  }

  remove(id: string): void {
    const slot = this.slotOf.get(id);
    if (slot === undefined) return;
    this.slots[slot] = null;
    this.slotOf.delete(id);
    if (this.slots.length > 64 && this.slotOf.size < this.slots.length * MOST_HOLES) this.pack();
  }

  /** @param offered leaves out what is not to be shown now. */
  search(text: string, limit: number, offered: (item: T) => boolean = () => true): Hit<T>[] {
    const { words, around, growing } = readQuery(text);
    if (words.length === 0) return [];
    const count = this.slots.length;
    const score = new Float64Array(count);
    const matched = new Float64Array(count);
    const found = new Uint8Array(count);
    const inexact = new Uint8Array(count);
    const any = new Uint8Array(count);
    const exact = new Uint8Array(count);
    let total = 0;
    for (const [index, word] of words.entries()) {
      const grows = growing && index === words.length - 1;
      const touched = this.mark(word, grows, { any, exact });
      // A word that is in no article (a name, a street) must not hide what the others find.
      const telling = touched.length === 0 ? 1 : Math.min(MOST_TELLING, Math.log(1 + this.size / touched.length));
      total += telling;
      for (const slot of touched) {
        const same = exact[slot] ?? 0;
        score[slot] = (score[slot] ?? 0) + telling * (WEIGHT[same === 0 ? (any[slot] ?? 0) : same] ?? 0);
        matched[slot] = (matched[slot] ?? 0) + telling;
        found[slot] = (found[slot] ?? 0) + 1;
        if (same === 0) inexact[slot] = (inexact[slot] ?? 0) + 1;
        any[slot] = 0;
        exact[slot] = 0;
      }
    }
    for (const word of around)
      for (const slot of this.mark(word, false, { any, exact })) {
        score[slot] = (score[slot] ?? 0) + AROUND * (WEIGHT[any[slot] ?? 0] ?? 0);
        any[slot] = 0;
        exact[slot] = 0;
      }
    const phrase = words.map(({ folded }) => folded).join(' ');
    const best: Candidate<T>[] = [];
    for (let at = 0; at < count; at += 1) {
      const slot = this.slots[at];
      if (!slot || found[at] === 0 || (matched[at] ?? 0) < total * ENOUGH) continue;
      const place = slot.title.indexOf(phrase);
      const candidate = {
        slot,
        whole: found[at] === words.length,
        inexact: inexact[at] ?? 0,
        score: (score[at] ?? 0) + (place < 0 ? 0 : PHRASE_IN_TITLE) + (place === 0 ? TITLE_BEGINS : 0),
      };
      const last = best[limit - 1];
      if ((last !== undefined && order(last, candidate) < 0) || !offered(slot.item)) continue;
      // Only the few best are kept in order: a letter alone fits thousands.
      let to = best.length;
      while (to > 0 && order(candidate, best[to - 1] as Candidate<T>) < 0) to -= 1;
      best.splice(to, 0, candidate);
      if (best.length > limit) best.pop();
    }
    return best.map(({ slot, whole }) => ({ item: slot.item, whole }));
  }

  /** Marks the places of a word by article. @returns the articles that have it. */
  private mark(
    word: Word,
    grows: boolean,
    { any, exact }: { readonly any: Uint8Array; readonly exact: Uint8Array },
  ): number[] {
    const touched: number[] = [];
    const accents = hasAccents(word);
    // One letter begins a word of nearly every text.
    const titleOnly = grows && word.folded.length === 1;
    for (const forms of grows ? this.beginningWith(word.folded) : [this.words.get(word.folded) ?? []])
      for (const form of forms) {
        const same = !accents || (grows ? mayBecome(word, form) : word.base === form.base && word.tone === form.tone);
        for (const place of form.places) {
          if (titleOnly && (place & TITLE) === 0) continue;
          const slot = place >> 3;
          if (!this.slots[slot]) continue;
          if ((any[slot] ?? 0) === 0) touched.push(slot);
          any[slot] = (any[slot] ?? 0) | (place & 7);
          if (same) exact[slot] = (exact[slot] ?? 0) | (place & 7);
        }
      }
    return touched;
  }

  private *beginningWith(prefix: string): Generator<readonly Form[]> {
    this.sorted ??= [...this.words.keys()].sort();
    const { sorted } = this;
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] ?? '') < prefix) low = middle + 1;
      else high = middle;
    }
    for (let at = low; at < sorted.length && (sorted[at] ?? '').startsWith(prefix); at += 1)
      yield this.words.get(sorted[at] ?? '') ?? [];
  }

  private formOf({ folded, base, tone }: Word): Form {
    let forms = this.words.get(folded);
    if (forms === undefined) {
      forms = [];
      this.words.set(folded, forms);
      this.sorted = null;
    }
    let form = forms.find((one) => one.base === base && one.tone === tone);
    if (form === undefined) {
      form = { base, tone, places: [] };
      forms.push(form);
    }
    return form;
  }

  private pack(): void {
    const kept = this.slots.filter((slot) => slot !== null);
    this.words.clear();
    this.slotOf.clear();
    this.slots = [];
    this.sorted = null;
    for (const { id, item, text } of kept) this.put(id, item, text);
  }
}

interface Candidate<T> {
  readonly slot: Slot<T>;
  readonly whole: boolean;
  readonly inexact: number;
  readonly score: number;
}

/** Below nought: the first one comes first. */
function order<T>(a: Candidate<T>, b: Candidate<T>): number {
  return (
    Number(b.whole) - Number(a.whole) ||
    a.inexact - b.inexact ||
    b.score - a.score ||
    (a.slot.title < b.slot.title ? -1 : 1)
  );
}

/** Whether a word that is still being typed can become the other: the tone comes last on many keyboards. */
function mayBecome(typed: Word, { base, tone }: Form): boolean {
  return base.startsWith(typed.base) && (typed.tone === '' || typed.tone === tone);
}
