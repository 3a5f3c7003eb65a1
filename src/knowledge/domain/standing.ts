/** One version of an article, as far as its standing depends on it. */
export interface VersionDates {
  readonly number: number;
  readonly state: VersionState;
  /** 'YYYY-MM-DD' */
  readonly validFrom: string;
  /** The last day; null: until something else is known. */
  readonly validTo: string | null;
}

/** `superseded`: a later one is in force; `withdrawn`: the article was taken back. */
export const VERSION_STATES = ['draft', 'approved', 'superseded', 'withdrawn'] as const;
export type VersionState = (typeof VERSION_STATES)[number];

/** How an article stands on a day. `waiting`: approved, and not yet valid. */
export const STANDINGS = ['draft', 'waiting', 'in_force', 'expired', 'withdrawn'] as const;
export type Standing = (typeof STANDINGS)[number];

/** The version of an article that counts on a day: the latest of those approved that have begun. One at a time. */
export function countingOn<V extends VersionDates>(versions: readonly V[], today: string): V | null {
  const begun = versions.filter(({ state, validFrom }) => state === 'approved' && validFrom <= today);
  return begun.reduce<V | null>((latest, one) => (latest === null || one.number > latest.number ? one : latest), null);
}

export function standingOn(versions: readonly VersionDates[], today: string): Standing {
  const counting = countingOn(versions, today);
  if (counting !== null) return isOffered(counting, today) ? 'in_force' : 'expired';
  if (versions.some(({ state }) => state === 'approved')) return 'waiting';
  return versions.some(({ state }) => state === 'withdrawn') ? 'withdrawn' : 'draft';
}

/** Whether a version that counts may be read to a caller on a day. */
export function isOffered({ validFrom, validTo }: Pick<VersionDates, 'validFrom' | 'validTo'>, today: string): boolean {
  return validFrom <= today && (validTo === null || validTo >= today);
}
