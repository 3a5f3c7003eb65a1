import { committedOn, doneAtOf, lastCommitment, overtakenCommitment } from '../../tickets/domain/commitment.js';
import type { TicketClock } from '../../tickets/domain/clock.js';

/** What an answer promised, as everybody reads it: days and instants, no words. */
export interface PublicCommitment {
  /** 'YYYY-MM-DD', as the answer says. */
  readonly on: string;
  /** The close of work of that day, or of the next one somebody works on. */
  readonly dueAt: string;
  /** When it was reported done; null: not yet. */
  readonly doneAt: string | null;
  /** The ticket was opened again then, which ended the promise; left out: it stands. */
  readonly reopenedAt?: string;
}

/** The last promise of a ticket, also one that its opening again has ended; null when there is none. */
export function publicCommitment(clocks: readonly TicketClock[]): PublicCommitment | null {
  const overtaken = overtakenCommitment(clocks);
  const last = overtaken?.clock ?? lastCommitment(clocks);
  if (last === null) return null;
  return {
    on: committedOn(last),
    dueAt: last.dueAt.toISOString(),
    doneAt: doneAtOf(last)?.toISOString() ?? null,
    ...(overtaken === null ? {} : { reopenedAt: overtaken.reopenedAt.toISOString() }),
  };
}
