import { fold } from '../../kernel/index.js';

/** Something that can be found by typing some letters of it. */
export interface Findable {
  readonly code: string;
  readonly text: string;
  /** Shown beside it: the name of before that was typed, the field, the ward. */
  readonly detail: string | null;
  /** What is searched; the text when left out. */
  readonly searched?: string;
  /** Ranks below others that match as well. */
  readonly minor?: boolean;
}

interface Prepared {
  readonly item: Findable;
  /** Folded words, the kind ("phường", "xã") taken off. */
  readonly words: readonly string[];
  readonly spelt: string;
  readonly initials: string;
  /** Folded text from each word on. */
  readonly tails: readonly string[];
}

export interface TypeAheadList {
  readonly prepared: readonly Prepared[];
}

const KINDS = /^(phuong|xa|thi tran|dac khu|thanh pho|thi xa|huyen|p|x|tt|tp|tx|f) (?=\S)/u;
/** Usual ways to write the first words of offices, folded on both sides. */
const LONG_FORMS: readonly (readonly [RegExp, string])[] = [
  [/\bubnd\b/gu, 'uy ban nhan dan'],
  [/^ca (?=\S)/gu, 'cong an '],
];
const TYPO_FROM = 5;
const WORST = 0;

const comparable = (text: string): string =>
  LONG_FORMS.reduce((folded, [short, long]) => folded.replace(short, long), fold(text)).replace(KINDS, '');

const spelling = (text: string): string => text.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim();

/** Prepares a list once, so that each keystroke only compares. */
export function typeAheadList(items: readonly Findable[]): TypeAheadList {
  return {
    prepared: items.map((item) => {
      const searched = item.searched ?? item.text;
      const words = comparable(searched).split(' ');
      return {
        item,
        words,
        spelt: ` ${spelling(searched)}`,
        initials: words.map((word) => word.charAt(0)).join(''),
        tails: words.map((_, at) => words.slice(at).join(' ')),
      };
    }),
  };
}

/**
 * What matches the letters typed, the best first, nothing twice: exact accents before plain letters, the
 * beginning before the middle, whole words before initials ("td" for Trảng Dài), and a slip of one letter
 * last, from five letters on.
 */
export function typeAhead({ prepared }: TypeAheadList, query: string, limit: number): Findable[] {
  const typed = comparable(query);
  if (typed === '') return [];
  const spelt = spelling(query);
  const asked = {
    typed,
    words: typed.split(' '),
    // Without an accent nothing exact can be said.
    spelt: /[đ\p{M}]/u.test(spelt.normalize('NFD')) ? spelt : null,
  };
  let ranked = rankedBy(prepared, (entry) => rankOf(entry, asked));
  // Looked for only when the letters as they are lead nowhere.
  if (ranked.length === 0 && typed.replaceAll(' ', '').length >= TYPO_FROM)
    ranked = rankedBy(prepared, (entry) => (oneSlip(entry, typed) ? 20 : WORST));
  const found = new Map<string, Findable>();
  for (const { entry } of ranked) {
    // A place has its ward's code: two places of one ward are two.
    const id = `${entry.item.code}\0${entry.item.text}`;
    if (!found.has(id)) found.set(id, entry.item);
    if (found.size === limit) break;
  }
  return [...found.values()];
}

interface Asked {
  readonly typed: string;
  readonly words: readonly string[];
  readonly spelt: string | null;
}

interface Ranked {
  readonly entry: Prepared;
  readonly order: number;
  readonly rank: number;
}

function rankedBy(prepared: readonly Prepared[], rank: (entry: Prepared) => number): Ranked[] {
  const ranked: Ranked[] = [];
  prepared.forEach((entry, order) => {
    const own = rank(entry);
    if (own > WORST) ranked.push({ entry, order, rank: own });
  });
  return ranked.sort((a, b) => b.rank - a.rank || a.entry.words.length - b.entry.words.length || a.order - b.order);
}

function rankOf(entry: Prepared, { typed, words, spelt }: Asked): number {
  const rank = lettersRank(entry, typed, words);
  if (rank === WORST) return WORST;
  const accents = spelt !== null && entry.spelt.includes(` ${spelt}`) ? 100 : 0;
  return rank + accents - (entry.item.minor === true ? 5 : 0);
}

function lettersRank(entry: Prepared, typed: string, words: readonly string[]): number {
  const [whole] = entry.tails;
  if (whole === typed) return 90;
  if (whole?.startsWith(typed) === true) return 80;
  if (entry.tails.some((tail) => tail.startsWith(typed))) return 70;
  if (words.length > 1 && words.every((word) => entry.words.some((known) => known.startsWith(word)))) return 50;
  if (typed.length > 1 && !typed.includes(' ') && entry.initials.startsWith(typed)) return 40;
  return WORST;
}

/** Whether the letters typed are the beginning of the name, from one of its words on, but for one slip. */
const oneSlip = (entry: Prepared, typed: string): boolean =>
  entry.tails.some((tail) => isOneSlip(typed, tail.slice(0, typed.length + 1)));

/** One letter too many, too few, another, or two exchanged; the name may go on after what was typed. */
function isOneSlip(typed: string, name: string): boolean {
  let same = 0;
  while (same < typed.length && typed[same] === name[same]) same += 1;
  const rest = typed.slice(same);
  const known = name.slice(same);
  const goesOn = (left: string, beginning: string): boolean => beginning.startsWith(left);
  return (
    goesOn(rest.slice(1), known) ||
    goesOn(rest, known.slice(1)) ||
    goesOn(rest.slice(1), known.slice(1)) ||
    (rest.length > 1 && rest[0] === known[1] && rest[1] === known[0] && goesOn(rest.slice(2), known.slice(2)))
  );
}
