import { committedOn, lastCommitment } from '../../tickets/domain/commitment.js';
import type { TicketClock } from '../../tickets/domain/clock.js';

/** What an answer promised, as everybody reads it: days and instants, no words. */
export interface PublicCommitment {
  /** 'YYYY-MM-DD', as the answer says. */
  readonly on: string;
  /** The close of work of that day, or of the next one somebody works on. */
  readonly dueAt: string;
  /** When it was reported done; null: not yet. */
  readonly doneAt: string | null;
}

/** The last promise of a ticket; null when there is none, or the ticket was opened again since. */
export function publicCommitment(clocks: readonly TicketClock[]): PublicCommitment | null {
  const last = lastCommitment(clocks);
  if (last === null) return null;
  const { dueAt, stoppedAt } = last;
  return { on: committedOn(last), dueAt: dueAt.toISOString(), doneAt: stoppedAt?.toISOString() ?? null };
}
