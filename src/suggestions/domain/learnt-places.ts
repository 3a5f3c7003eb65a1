import { fold } from '../../kernel/index.js';

/** A place as it was typed on a ticket, and the ward the ticket was given. */
export interface SeenPlace {
  readonly placeText: string;
  readonly wardCode: string;
}

/** A place that several tickets named, all in one ward. */
export interface LearntPlace {
  /** As most of them wrote it. */
  readonly text: string;
  readonly wardCode: string;
  readonly tickets: number;
}

/** By the folded words. */
export type LearntPlaces = ReadonlyMap<string, LearntPlace>;

/** Fewer tickets that agree teach nothing; so many in a hundred must agree. */
const MIN_TICKETS = 3;
const MIN_SHARE = 0.9;
const MOST_WORDS = 6;

/** Say where something is, seen from the place; not part of its name. Folded. */
const RELATIONS = new Set(
  'gan doi dien truoc sau ben canh ke sat ngay tai o khu vuc doan khuc cuoi dau phia giua tu den toi'.split(' '),
);
/** Whose it is: not learnt. Folded. */
const PERSONAL = new Set('nha ong ba anh chi co chu bac em ten sdt dt dien thoai'.split(' '));
const HOUSE_NUMBER = /^(so|\d+[a-z]?|[a-z]\d+)$/u;
const LONG_NUMBER = /\d{4}/u;

/** The places named in a place text: "12/3 gần chợ Sặt, Biên Hòa" → chợ Sặt, Biên Hòa. */
function placesIn(placeText: string): { key: string; text: string }[] {
  return placeText
    .split(/[,;\n()]|\s[-–]\s/u)
    .map((part) => part.trim().split(/\s+/u))
    .flatMap((parts) => {
      // "12/3" is several words when folded; as long as all of them are numbers it is a house number.
      const from = parts.findIndex(
        (part) =>
          !fold(part)
            .split(' ')
            .every((word) => word === '' || skipped(word)),
      );
      if (from < 0) return [];
      const text = parts.slice(from).join(' ');
      const words = fold(text).split(' ');
      if (words.length < 2 || words.length > MOST_WORDS) return [];
      if (words.some((word) => LONG_NUMBER.test(word)) || PERSONAL.has(words[0] ?? '')) return [];
      return [{ key: words.join(' '), text }];
    });
}

const skipped = (word: string): boolean => RELATIONS.has(word) || HOUSE_NUMBER.test(word);

interface Counted {
  readonly wards: Map<string, number>;
  readonly spellings: Map<string, number>;
}

const newCount = (): Counted => ({ wards: new Map(), spellings: new Map() });

/** Counts tickets' places; what is known is asked when all have been added. */
export class PlaceTrainer {
  private readonly counted = new Map<string, Counted>();

  add({ placeText, wardCode }: SeenPlace): void {
    const places = new Map(placesIn(placeText).map(({ key, text }) => [key, text]));
    for (const [key, text] of places) {
      const { wards, spellings } = this.counted.get(key) ?? newCount();
      wards.set(wardCode, (wards.get(wardCode) ?? 0) + 1);
      spellings.set(text, (spellings.get(text) ?? 0) + 1);
      this.counted.set(key, { wards, spellings });
    }
  }

  /** @param official names of wards and areas of today and before, which are looked up elsewhere: not learnt. */
  places(official: (text: string) => boolean): LearntPlaces {
    const learnt = new Map<string, LearntPlace>();
    for (const [key, { wards, spellings }] of this.counted) {
      const all = [...wards.values()].reduce((sum, tickets) => sum + tickets, 0);
      const [wardCode, tickets] = most(wards);
      const [text] = most(spellings);
      if (tickets < MIN_TICKETS || tickets < all * MIN_SHARE || official(text)) continue;
      learnt.set(key, { text, wardCode, tickets });
    }
    return learnt;
  }
}

function most(counts: ReadonlyMap<string, number>): readonly [string, number] {
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), ['', 0]);
}

/** The learnt places that a text names, the longest name first. */
export function findLearntPlaces(places: LearntPlaces, text: string): LearntPlace[] {
  const words = fold(text).split(' ');
  const found = new Map<string, LearntPlace>();
  for (let from = 0; from < words.length; from += 1) {
    for (let to = from + 2; to <= Math.min(words.length, from + MOST_WORDS); to += 1) {
      const key = words.slice(from, to).join(' ');
      const place = places.get(key);
      if (place !== undefined) found.set(key, place);
    }
  }
  return [...found].sort(([a], [b]) => b.length - a.length).map(([, place]) => place);
}
