import { createHash } from 'node:crypto';

/** A call that may be drawn. */
export interface Candidate {
  readonly callId: string;
  readonly accountId: string;
}

export interface Drawn extends Candidate {
  /** 1 was drawn first. */
  readonly place: number;
}

/**
 * Draws the calls whose quality is looked at. Each call's lot is the SHA-256 of the seed and its id, so the order
 * depends on nobody, and whoever knows the seed can draw again and find the same.
 *
 * @param perOperator of each at most so many.
 */
export function drawn(candidates: readonly Candidate[], perOperator: number, seed: string): Drawn[] {
  const byPerson = new Map<string, { readonly callId: string; readonly lot: string }[]>();
  for (const { accountId, callId } of candidates) {
    const lot = createHash('sha256').update(`${seed}:${callId}`).digest('hex');
    byPerson.set(accountId, [...(byPerson.get(accountId) ?? []), { callId, lot }]);
  }
  return [...byPerson]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([accountId, calls]) =>
      calls
        .sort((a, b) => (a.lot < b.lot ? -1 : 1))
        .slice(0, perOperator)
        .map(({ callId }, index) => ({ accountId, callId, place: index + 1 })),
    );
}
