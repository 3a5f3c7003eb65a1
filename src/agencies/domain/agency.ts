import { inSentence, type AdministrativeUnit } from './unit.js';
import type { Validity } from './validity.js';

export const AGENCY_KINDS = [
  'government',
  'office',
  'centre',
  'department',
  'vertical',
  'utility',
  'ward',
  'ward-police',
] as const;

/**
 * government: the province's people's committee; ward: the committee of a phường or xã; vertical: a
 * branch of a national body (police, tax), which has no parent here; utility: power, water, telecoms.
 */
export type AgencyKind = (typeof AGENCY_KINDS)[number];

export interface Agency extends Validity {
  readonly code: string;
  readonly name: string;
  readonly shortName: string;
  readonly kind: AgencyKind;
  readonly parentCode: string | null;
  /** The ward it serves; null for agencies of the whole province. */
  readonly wardCode: string | null;
}

export const wardAgencyCode = (unitCode: string): string => `UBND-${unitCode}`;
export const wardPoliceCode = (unitCode: string): string => `CA-${unitCode}`;

/** The two agencies that every ward has: its people's committee and its police. */
export function agenciesOfWard(
  unit: AdministrativeUnit,
  parents: { readonly government: string; readonly police: string },
): [Agency, Agency] {
  const place = inSentence(unit.name);
  const common = { wardCode: unit.code, validFrom: unit.validFrom, validTo: unit.validTo };
  return [
    {
      ...common,
      code: wardAgencyCode(unit.code),
      name: `Ủy ban nhân dân ${place}`,
      shortName: `UBND ${place}`,
      kind: 'ward',
      parentCode: parents.government,
    },
    {
      ...common,
      code: wardPoliceCode(unit.code),
      name: `Công an ${place}`,
      shortName: `Công an ${place}`,
      kind: 'ward-police',
      parentCode: parents.police,
    },
  ];
}

/**
 * Who stands above an agency: its parent, or for an agency without one (the province's committee, the
 * vertical bodies, the utilities) whom the province named for its kind.
 *
 * @returns null when nobody is named, or when it would be the agency itself.
 */
export function superiorCode(agency: Agency, topLevel: Readonly<Partial<Record<AgencyKind, string>>>): string | null {
  const superior = agency.parentCode ?? topLevel[agency.kind] ?? null;
  return superior === agency.code ? null : superior;
}

/** An agency of which `agency` is a descendant chain that never ends; null when every chain ends at a top. */
export function findCycle(agencies: ReadonlyMap<string, Pick<Agency, 'parentCode'>>): string | null {
  for (const start of agencies.keys()) {
    let steps = 0;
    for (let code: string | null = start; code !== null; code = agencies.get(code)?.parentCode ?? null) {
      steps += 1;
      if (steps > agencies.size) return start;
    }
  }
  return null;
}

/**
 * Who keeps a denunciation: the centre, unless it is about the centre itself or a unit above it, whose people
 * may not see it. Then the first of the keepers that is neither the unit accused nor below it; where all are below
 * (it is about the province's committee), the last one that is not accused itself.
 *
 * @param accused the unit accused, with whom it came from and who came from it; empty: nobody in particular.
 */
export function denunciationKeeper(
  accused: readonly string[],
  from: {
    readonly centre: string;
    readonly keepers: readonly string[];
    parentOf(code: string): string | null;
  },
): string {
  const above = (code: string): string[] => {
    const line = [code];
    for (let next = from.parentOf(code); next !== null && !line.includes(next); next = from.parentOf(next))
      line.push(next);
    return line;
  };
  const isUnder = (code: string): boolean => above(code).some((one) => accused.includes(one));
  if (!isUnder(from.centre)) return from.centre;
  const free = from.keepers.find((keeper) => !isUnder(keeper));
  return free ?? from.keepers.findLast((keeper) => !accused.includes(keeper)) ?? from.centre;
}
