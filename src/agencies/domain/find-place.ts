import { isLocalKind, type Gazetteer, type Meaning, type NameEntry, type PlaceKind } from './gazetteer.js';
import { hasAccents, wordsOf, type Word } from './place-words.js';

export type PlaceMatch =
  | { readonly kind: 'ward'; readonly wardCode: string; readonly matched: string }
  /** Codes of the wards it could be; possibly a single one that was only hinted at. Ask. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly string[] }
  | { readonly kind: 'unknown' };

/** Words that say what kind of place follows, folded; several words are joined by a space. */
const KIND_WORDS: readonly (readonly [string, readonly PlaceKind[]])[] = [
  ['thi tran', ['thi-tran']],
  ['thanh pho', ['thanh-pho']],
  ['thi xa', ['thi-xa']],
  ['dac khu', ['dac-khu']],
  ['phuong', ['phuong']],
  ['xa', ['xa']],
  ['huyen', ['huyen']],
  ['tinh', ['tinh']],
  ['phg', ['phuong']],
  ['ph', ['phuong']],
  // Southerners write F for phường.
  ['f', ['phuong']],
  ['p', ['phuong']],
  ['x', ['xa']],
  ['tt', ['thi-tran']],
  ['tp', ['thanh-pho']],
  ['tx', ['thi-xa']],
  ['h', ['huyen']],
  ['t', ['tinh']],
];

/** After these a name is the name of a road: it says nothing about where. */
const ROAD_WORDS = new Set([
  'duong',
  'pho',
  'hem',
  'ngo',
  'ql',
  'tl',
  'dt',
  'lo',
  'cao toc',
  'quoc lo',
  'tinh lo',
  'huong lo',
  'dai lo',
]);

/** After these it names a landmark, which may stand outside the ward of that name: a hint, not an answer. */
const LANDMARK_WORDS = new Set([
  ...[
    'cho',
    'cau',
    'truong',
    'kcn',
    'ubnd',
    'thpt',
    'thcs',
    'th',
    'ho',
    'song',
    'suoi',
    'ben xe',
    'benh vien',
    'bv',
    'nga ba',
    'nga tu',
    'vong xoay',
  ],
  ...[
    'khu cong nghiep',
    'san bay',
    'nha may',
    'cong ty',
    'cty',
    'tram',
    'nghia trang',
    'sieu thi',
    'vien',
    'ga',
    'chua',
    'giao xu',
    'nha tho',
  ],
]);

/** Names that are everyday words or street names all over the country: without "phường" or "xã" only a hint. */
const EVERYDAY_NAMES = new Set([
  'thong nhat',
  'doan ket',
  'dong tam',
  'quang trung',
  'binh minh',
  'hung thinh',
  'binh an',
  'long an',
  'trung hoa',
]);

const SHORT_QUERY_WORDS = 6;

interface Mention {
  readonly said: readonly PlaceKind[] | null;
  readonly meanings: readonly Meaning[];
  /** "phường Hố Nai cũ": the unit of before is meant. */
  readonly former: boolean;
  readonly hint: boolean;
  readonly text: string;
}

/**
 * The ward of today that a text names, with today's or a former name, with or without accents, alone
 * or inside a sentence. A former district or province alone, a divided commune, a name that several
 * communes had, and a mere landmark are not decided: ask.
 */
export function findPlace(gazetteer: Gazetteer, text: string): PlaceMatch {
  const mentions = mentionsIn(gazetteer, text.normalize('NFC'));
  const areas = mentions.filter((mention) => isArea(mention) && !mention.hint);
  const local = localMentions(mentions);
  const results = local.map((mention) => ({
    mention,
    wards: resolve(
      mention,
      areas.filter((area) => area !== mention),
    ),
  }));
  const wards = distinct(results.flatMap((result) => result.wards.codes));
  const first = results[0];
  if (first === undefined) return areaOnly(gazetteer, areas);
  const [only, ...more] = wards;
  const sure = results.some(({ mention, wards: { certain } }) => !mention.hint && certain);
  if (only !== undefined && more.length === 0 && sure)
    return { kind: 'ward', wardCode: only, matched: first.mention.text };
  return { kind: 'ambiguous', candidates: wards };
}

/** Of all mentions those that name a ward; the others only say in which district it lies. */
function localMentions(mentions: readonly Mention[]): readonly Mention[] {
  const said = mentions.filter(
    ({ said, meanings }) => said !== null && meanings.some(({ level }) => level === 'local'),
  );
  if (said.length > 0) return said;
  const bare = mentions.filter(
    ({ said, meanings }) => said === null && meanings.some(({ level }) => level === 'local'),
  );
  const plain = bare.filter((mention) => !isArea(mention));
  const sure = plain.filter(({ hint }) => !hint);
  if (sure.length > 0) return sure;
  if (plain.length > 0) return plain;
  // "Tân Phú, Đồng Phú": both are former districts as well; the first is the place if it lies in the one named after it.
  const place = mentions.find((mention, at) => {
    const after = mentions.slice(at + 1).filter(({ meanings }) => meanings.some(({ level }) => level === 'district'));
    return bare.includes(mention) && !mention.hint && resolve(mention, after, true).codes.length > 0;
  });
  return place ? [place] : [];
}

/** The province of today holds all of the former ones that it was made of: its name tells nothing apart. */
const isFormer = (mention: Mention): boolean =>
  mention.meanings.every(({ level, today }) => level !== 'province' || !today);

const isArea = (mention: Mention): boolean => mention.meanings.some(({ level }) => level !== 'local');

interface Resolved {
  readonly codes: readonly string[];
  /** false when the text contradicts itself. */
  readonly certain: boolean;
}

/** @param strict nothing instead of everything when no meaning lies in the areas. */
function resolve(mention: Mention, areaMentions: readonly Mention[], strict = false): Resolved {
  let meanings = mention.meanings.filter(({ level }) => level === 'local');
  if (mention.former && meanings.some(({ today }) => !today)) meanings = meanings.filter(({ today }) => !today);
  // Of district and province the district says more.
  const districts = areaKeys(areaMentions, 'district');
  const areas = districts.size > 0 ? districts : areaKeys(areaMentions.filter(isFormer), 'province');
  const within = meanings.filter((meaning) => [...meaning.areas].some((area) => areas.has(area)));
  if (strict) return { codes: distinct(within.map(wardOf)), certain: true };
  if (areas.size > 0 && within.length > 0 && (districts.size > 0 || within.length < meanings.length)) {
    return { codes: distinct(within.map(wardOf)), certain: true };
  }
  const contradicted = districts.size > 0 && areaMentions.some(({ said }) => said !== null);
  const official = meanings.filter(({ today, kind }) => today && mention.said?.includes(kind) === true);
  if (official.length > 0 && !mention.former) return { codes: distinct(official.map(wardOf)), certain: !contradicted };
  return { codes: distinct(meanings.map(wardOf)), certain: !contradicted };
}

function areaKeys(mentions: readonly Mention[], level: 'district' | 'province'): Set<string> {
  return new Set(
    mentions.flatMap(({ meanings }) =>
      meanings.filter((meaning) => meaning.level === level).flatMap(({ areas }) => [...areas]),
    ),
  );
}

function areaOnly(gazetteer: Gazetteer, areas: readonly Mention[]): PlaceMatch {
  const districts = areaKeys(areas, 'district');
  const keys = districts.size > 0 ? districts : areaKeys(areas, 'province');
  if (keys.size === 0) return { kind: 'unknown' };
  return { kind: 'ambiguous', candidates: distinct([...keys].flatMap((key) => gazetteer.wardsOfArea.get(key) ?? [])) };
}

const wardOf = (meaning: Meaning): string => meaning.wardCode as string;
const distinct = (codes: readonly string[]): string[] => [...new Set(codes)];

function mentionsIn(gazetteer: Gazetteer, text: string): Mention[] {
  const words = wordsOf(text);
  const context = { text, words, accents: hasAccents(text), names: namesAreCapital(words) };
  const mentions: Mention[] = [];
  for (let at = 0; at < words.length;) {
    const said = kindAt(words, at);
    const start = at + (said?.length ?? 0);
    // "xã Xã …" never happens, but "TT Tân Phú" does and "t" may be anything: a kind counts only before a name.
    const entry = entryAt(gazetteer, words, start, said !== null);
    if (entry === null) {
      at += 1;
      continue;
    }
    const mention = mentionOf(context, at, said, start, entry);
    if (mention !== null) mentions.push(mention);
    at = mention === null ? at + 1 : start + entry.words.length;
  }
  return mentions;
}

interface Context {
  readonly text: string;
  readonly words: readonly Word[];
  readonly accents: boolean;
  /** Whether names in this text can be expected to start with capitals. */
  readonly names: boolean;
}

interface SaidKind {
  readonly kinds: readonly PlaceKind[];
  readonly length: number;
}

function mentionOf(
  context: Context,
  at: number,
  said: SaidKind | null,
  start: number,
  entry: NameEntry,
): Mention | null {
  const { words, text, accents } = context;
  const named = words.slice(start, start + entry.words.length);
  const first = words[at] as Word;
  const last = named.at(-1) as Word;
  let meanings = exactFirst(entry.meanings, named, accents);
  const quoted = text.slice(first.start, last.end);
  const after = words[start + entry.words.length];
  const former = after?.folded === 'cu' && after.gap !== 'break';
  if (said !== null) {
    const { kinds } = said;
    const ofKind = meanings.filter(({ kind }) => kinds.includes(kind));
    // The kind may have changed since ("xã Hóa An" was a phường): any unit of the same level then.
    const level = kinds.some(isLocalKind);
    meanings = ofKind.length > 0 ? ofKind : meanings.filter((meaning) => (meaning.level === 'local') === level);
    return meanings.length > 0 ? { said: kinds, meanings, former, hint: false, text: quoted } : null;
  }
  if (precededBy(words, at, ROAD_WORDS)) return null;
  if (context.names && !named.every(({ capital, folded }) => capital || /^\d/.test(folded))) return null;
  if (named.some(({ folded }) => /^\d/.test(folded)) && ROAD_WORDS.has(named[0]?.folded ?? '')) return null;
  const everyday = EVERYDAY_NAMES.has(entry.words.join(' ')) && words.length > SHORT_QUERY_WORDS;
  const hint = everyday || precededBy(words, at, LANDMARK_WORDS);
  return { said: null, meanings, former, hint, text: quoted };
}

/** In an accented text "Lộc Thạnh" is not "Lộc Thành"; without accents, or misspelt, both are possible. */
function exactFirst(meanings: readonly Meaning[], named: readonly Word[], accents: boolean): readonly Meaning[] {
  if (!accents) return meanings;
  const key = named.map(({ accented }) => accented).join(' ');
  const exact = meanings.filter(({ accented }) => accented === key);
  return exact.length > 0 ? exact : meanings;
}

function kindAt(words: readonly Word[], at: number): SaidKind | null {
  for (const [phrase, kinds] of KIND_WORDS) {
    const parts = phrase.split(' ');
    if (!parts.every((part, i) => words[at + i]?.folded === part && (i === 0 || words[at + i]?.gap === 'space')))
      continue;
    const next = words[at + parts.length];
    if (next !== undefined && next.gap !== 'break') return { kinds, length: parts.length };
  }
  return null;
}

function entryAt(gazetteer: Gazetteer, words: readonly Word[], start: number, afterKind: boolean): NameEntry | null {
  const first = words[start];
  if (first === undefined || (afterKind && first.gap === 'break')) return null;
  for (const entry of gazetteer.byFirstWord.get(first.folded) ?? []) {
    if (
      entry.words.every(
        (word, i) => words[start + i]?.folded === word && (i === 0 || words[start + i]?.gap === 'space'),
      )
    )
      return entry;
  }
  return null;
}

function precededBy(words: readonly Word[], at: number, phrases: ReadonlySet<string>): boolean {
  if (words[at]?.gap === 'break') return false;
  for (const length of [1, 2, 3]) {
    const before = words.slice(Math.max(0, at - length), at);
    if (before.length === length && phrases.has(before.map(({ folded }) => folded).join(' '))) return true;
  }
  return false;
}

/** Somebody who writes capitals inside the text writes them in names too. */
function namesAreCapital(words: readonly Word[]): boolean {
  return words.length > SHORT_QUERY_WORDS && words.slice(1).some(({ capital, folded }) => capital && folded.length > 1);
}
