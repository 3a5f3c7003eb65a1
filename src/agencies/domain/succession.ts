import { NO_LINE, type AgencyLine } from '../../kernel/index.js';
import { isValidOn } from './validity.js';
import type { Agency } from './agency.js';

/** One agency came after another on a day, by an order. */
export interface Succession {
  readonly orderId: string;
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

/**
 * How an agency hangs together with others by the orders in force on a day. Its `before` are those that have ended and
 * whose work went to it alone, directly or through others that ended in their turn: of one that was divided nobody is
 * the successor in everything. Its `kin` are all before it and all after it, whatever part they took; another part of
 * the same agency is none.
 */
export function lineOf(
  agencies: ReadonlyMap<string, Agency>,
  successions: Successions,
  code: string,
  on: string,
): AgencyLine {
  if (successions.size === 0) return NO_LINE;
  const inForce = [...successions.values()].flat().filter(({ effectiveOn }) => effectiveOn <= on);
  const wholly = inForce.filter((one) => {
    const from = agencies.get(one.fromCode);
    const ended = from === undefined || !isValidOn(from, on);
    const shared = inForce.some(
      (other) => other.orderId === one.orderId && other.fromCode === one.fromCode && other.toCode !== one.toCode,
    );
    return ended && one.main && !shared;
  });
  const after = reached(
    inForce,
    code,
    ({ fromCode }) => fromCode,
    ({ toCode }) => toCode,
  );
  const origins = reached(
    inForce,
    code,
    ({ toCode }) => toCode,
    ({ fromCode }) => fromCode,
  );
  return {
    before: reached(
      wholly,
      code,
      ({ toCode }) => toCode,
      ({ fromCode }) => fromCode,
    ),
    kin: [...new Set([...origins, ...after])],
  };
}

/** Everybody that is reached from a code by going one way, step by step; never itself. */
function reached(
  steps: readonly Succession[],
  code: string,
  from: (step: Succession) => string,
  to: (step: Succession) => string,
): string[] {
  const found = new Set([code]);
  // A set is walked on into what is added meanwhile.
  for (const one of found) for (const step of steps) if (from(step) === one) found.add(to(step));
  found.delete(code);
  return [...found];
}

/** A code may have been taken over twice: the later order counts. */
function latest(rows: readonly Succession[]): Succession | null {
  return [...rows].filter(({ main }) => main).sort((a, b) => (a.effectiveOn < b.effectiveOn ? 1 : -1))[0] ?? null;
}
