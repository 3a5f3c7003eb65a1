import { monotonicFactory } from 'ulid';

const next = monotonicFactory();

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
