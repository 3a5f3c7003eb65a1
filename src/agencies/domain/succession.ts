import { isValidOn } from './validity.js';
import type { Agency } from './agency.js';

/** One agency came after another on a day, by an order. */
export interface Succession {
  readonly fromCode: string;
  readonly toCode: string;
  readonly effectiveOn: string;
  /** Of several successors the one that took what nothing else says. */
  readonly main: boolean;
}

/** Who came after whom, followed as often as agencies have changed. */
export type Successions = ReadonlyMap<string, readonly Succession[]>;

export function successionsByCode(rows: readonly Succession[]): Successions {
  const byCode = new Map<string, Succession[]>();
  for (const row of rows) byCode.set(row.fromCode, [...(byCode.get(row.fromCode) ?? []), row]);
  return byCode;
}

/**
 * The agency that has on a day what one had: itself while it is in force, else whoever came after it, or after
 * that one. null: it is unknown, or ended without a successor.
 */
export function standsIn(
  agencies: ReadonlyMap<string, Agency>,
  successions: Successions,
  code: string,
  on: string,
): Agency | null {
  const seen = new Set<string>();
  for (let next: string | null = code; next !== null && !seen.has(next);) {
    seen.add(next);
    const agency = agencies.get(next);
    if (agency !== undefined && isValidOn(agency, on)) return agency;
    const after: readonly Succession[] = successions.get(next) ?? [];
    next = latest(after.filter(({ effectiveOn }) => effectiveOn <= on))?.toCode ?? null;
  }
  return null;
}

/** A code may have been taken over twice: the later order counts. */
function latest(rows: readonly Succession[]): Succession | null {
  return [...rows].filter(({ main }) => main).sort((a, b) => (a.effectiveOn < b.effectiveOn ? 1 : -1))[0] ?? null;
}
