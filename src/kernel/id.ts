import { randomFillSync } from 'node:crypto';
import { encodeTime, monotonicFactory } from 'ulid';

// By itself ulid asks the system for each of its 16 random characters, a dozen ids a ticket.
const pool = new Uint8Array(4096);
let used = pool.length;

/** A cryptographically random number in [0, 1), in steps of 1/256: ulid takes one of 32 characters by it. */
function random(): number {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  return (pool[used++] ?? 0) / 256;
}

const next = monotonicFactory(random);

/** Length of every id this service makes. */
export const ID_LENGTH = 26;

/**
 * A new id: a ULID, 26 ASCII characters, rising with time within one process. Time order keeps
 * inserts at the end of the index; ids of different processes are unique but not ordered among
 * themselves, so nothing may use an id as a feed position (see `seq` in the outbox).
 */
export function newId(): string {
  return next();
}

/** What every id made at that instant or later is not below: a range of time is a range of ids. */
export function firstIdAt(at: Date): string {
  return encodeTime(at.getTime(), 10).padEnd(ID_LENGTH, '0');
}
