import { createHash } from 'node:crypto';
import type { HistoryData } from './history-types.js';

/** What of an entry the chain seals: everything but its row's own id. */
export interface SealedEntry {
  readonly ticketId: string;
  readonly number: number;
  readonly version: number;
  readonly type: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly actorAgencyCode: string | null;
  readonly at: Date;
  readonly data: HistoryData;
}

/**
 * The hash of an entry: SHA-256 over the hash of the one before and the entry itself, in hexadecimal. A change,
 * a removal or another order of entries gives other hashes from there on.
 *
 * @param before the hash of the entry before; '' for the first.
 */
export function chainHash(before: string, entry: SealedEntry): string {
  const { ticketId, number, version, type, actorKind, actorId, actorAgencyCode, at, data } = entry;
  const sealed = [before, ticketId, number, version, type, actorKind, actorId, actorAgencyCode, at.toISOString()];
  return createHash('sha256')
    .update(JSON.stringify([...sealed, ordered(data)]))
    .digest('hex');
}

/** The same data, whatever order a database gives its keys back in. */
function ordered(data: HistoryData): [string, unknown][] {
  return Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1));
}
