import { fold } from '../../kernel/index.js';
import { accentPhrase } from './place-words.js';
import type { AdministrativeUnit, FormerUnit } from './unit.js';

/** The kinds of place that people name, of today and of before. */
export type PlaceKind = 'phuong' | 'xa' | 'thi-tran' | 'dac-khu' | 'huyen' | 'thi-xa' | 'thanh-pho' | 'tinh' | 'quan';

const KINDS: readonly (readonly [string, PlaceKind])[] = [
  ['Phường', 'phuong'],
  ['Xã', 'xa'],
  ['Thị trấn', 'thi-tran'],
  ['Đặc khu', 'dac-khu'],
  ['Huyện', 'huyen'],
  ['Thị xã', 'thi-xa'],
  ['Thành phố', 'thanh-pho'],
  ['Tỉnh', 'tinh'],
  ['Quận', 'quan'],
];

const LOCAL_KINDS: ReadonlySet<PlaceKind> = new Set<PlaceKind>(['phuong', 'xa', 'thi-tran', 'dac-khu']);

export const isLocalKind = (kind: PlaceKind): boolean => LOCAL_KINDS.has(kind);

/** One meaning of a name. `local` names a ward of today or a commune of before, the others an area of several wards. */
export interface Meaning {
  readonly level: 'local' | 'district' | 'province';
  readonly kind: PlaceKind;
  /** With accents, see `accentPhrase`. */
  readonly accented: string;
  /** Whether this is a name of today; former districts and provinces are not. */
  readonly today: boolean;
  /** Local meanings: the ward of today. */
  readonly wardCode: string | null;
  /** Keys of the former districts and provinces it lies in (or is). */
  readonly areas: ReadonlySet<string>;
}

/** A folded name and everything it may mean. */
export interface NameEntry {
  readonly words: readonly string[];
  readonly meanings: readonly Meaning[];
}

/** All names of places, ready to be found in a text. */
export interface Gazetteer {
  /** By first word, longest name first. */
  readonly byFirstWord: ReadonlyMap<string, readonly NameEntry[]>;
  /** Wards by the key of the former district or province they lie in. */
  readonly wardsOfArea: ReadonlyMap<string, readonly string[]>;
}

interface Named {
  readonly kind: PlaceKind;
  readonly bare: string;
}

function splitName(name: string): Named | null {
  const found = KINDS.find(([word]) => name.startsWith(`${word} `));
  return found ? { kind: found[1], bare: name.slice(found[0].length + 1) } : null;
}

const areaKey = (level: 'district' | 'province', kind: PlaceKind, bare: string): string =>
  `${level}:${kind}:${fold(bare)}`;

export function buildGazetteer(
  units: readonly AdministrativeUnit[],
  formerUnits: readonly FormerUnit[],
  abbreviations: Readonly<Record<string, string>> = {},
): Gazetteer {
  const names = new Map<string, Meaning[]>();
  const areasOfWard = new Map<string, Set<string>>();
  const areaMeanings = new Map<string, { meaning: Meaning; bare: string }>();

  for (const former of formerUnits) {
    const keys = new Set<string>();
    for (const [level, name] of [
      ['district', former.district],
      ['province', former.province],
    ] as const) {
      const named = splitName(name);
      if (named === null) continue;
      const key = areaKey(level, named.kind, named.bare);
      keys.add(key);
      areaMeanings.set(key, { bare: named.bare, meaning: areaMeaning(level, named, key) });
      multi(areasOfWard, former.unitCode).add(key);
    }
    addLocal(names, former.name, former.unitCode, false, keys);
  }
  for (const unit of units) {
    if (unit.kind === 'province') {
      const named = splitName(unit.name);
      if (named === null) continue;
      const key = areaKey('province', named.kind, named.bare);
      areaMeanings.set(key, { bare: named.bare, meaning: { ...areaMeaning('province', named, key), today: true } });
      continue;
    }
    const today = units.find(({ code }) => code === unit.parentCode);
    const named = today ? splitName(today.name) : null;
    const areas = multi(areasOfWard, unit.code);
    if (named) areas.add(areaKey('province', named.kind, named.bare));
    addLocal(names, unit.name, unit.code, true, areas);
  }
  for (const { bare, meaning } of areaMeanings.values()) add(names, fold(bare), meaning);
  for (const [short, full] of Object.entries(abbreviations)) {
    // An abbreviation stands for the district or province only; nobody writes "BH" for a ward.
    for (const meaning of names.get(fold(full)) ?? [])
      if (meaning.level !== 'local') add(names, short, { ...meaning, accented: short });
  }
  return { byFirstWord: indexNames(names), wardsOfArea: invert(areasOfWard) };
}

function areaMeaning(level: 'district' | 'province', { kind, bare }: Named, key: string): Meaning {
  return { level, kind, accented: accentPhrase(bare), today: false, wardCode: null, areas: new Set([key]) };
}

function addLocal(
  names: Map<string, Meaning[]>,
  name: string,
  wardCode: string,
  today: boolean,
  areas: ReadonlySet<string>,
): void {
  const named = splitName(name);
  if (named === null) return;
  add(names, fold(named.bare), {
    level: 'local',
    kind: named.kind,
    accented: accentPhrase(named.bare),
    today,
    wardCode,
    areas,
  });
}

function add(names: Map<string, Meaning[]>, folded: string, meaning: Meaning): void {
  names.set(folded, [...(names.get(folded) ?? []), meaning]);
}

function multi(map: Map<string, Set<string>>, key: string): Set<string> {
  const known = map.get(key);
  if (known) return known;
  const made = new Set<string>();
  map.set(key, made);
  return made;
}

function indexNames(names: ReadonlyMap<string, Meaning[]>): Map<string, NameEntry[]> {
  const index = new Map<string, NameEntry[]>();
  for (const [folded, meanings] of names) {
    const words = folded.split(' ');
    const first = words[0] as string;
    index.set(first, [...(index.get(first) ?? []), { words, meanings }]);
  }
  for (const entries of index.values()) entries.sort((a, b) => b.words.length - a.words.length);
  return index;
}

function invert(areasOfWard: ReadonlyMap<string, ReadonlySet<string>>): Map<string, string[]> {
  const wards = new Map<string, string[]>();
  for (const [ward, areas] of areasOfWard) {
    for (const area of areas) wards.set(area, [...(wards.get(area) ?? []), ward].sort());
  }
  return wards;
}
