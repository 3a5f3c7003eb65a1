import type { Validity } from './validity.js';

/** province: tỉnh, thành phố; ward: phường; commune: xã; special-zone: đặc khu. */
export type UnitKind = 'province' | 'ward' | 'commune' | 'special-zone';

/** A unit of today's administrative division, keyed by its national code; names and kinds change. */
export interface AdministrativeUnit extends Validity {
  readonly code: string;
  /** With its kind: "Phường Trảng Dài". */
  readonly name: string;
  readonly kind: UnitKind;
  readonly parentCode: string | null;
}

/** What a unit of before became; several entries with the same `formerCode` when it was divided. */
export interface FormerUnit {
  readonly formerCode: string;
  readonly unitCode: string;
  /** With their kinds: "Tỉnh Đồng Nai", "Thành phố Biên Hòa", "Phường Tân Hiệp". */
  readonly province: string;
  readonly district: string;
  readonly name: string;
  readonly divided: boolean;
}

const KIND_WORDS: readonly (readonly [string, UnitKind])[] = [
  ['Phường', 'ward'],
  ['Xã', 'commune'],
  ['Đặc khu', 'special-zone'],
  ['Thành phố', 'province'],
  ['Tỉnh', 'province'],
];

/** The kind said in a unit's full name; null when the name starts with none of the kinds of today. */
export function kindOfName(name: string): UnitKind | null {
  return KIND_WORDS.find(([word]) => name.startsWith(`${word} `))?.[1] ?? null;
}

/** "Phường Trảng Dài" → "phường Trảng Dài": as it stands inside a sentence. */
export function inSentence(unitName: string): string {
  return unitName.charAt(0).toLowerCase() + unitName.slice(1);
}
