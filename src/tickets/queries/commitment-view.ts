import { committedOn, doneAtOf, lastCommitment, overtakenCommitment } from '../domain/commitment.js';
import type { TicketClock } from '../domain/clock.js';
import type { HistoryNote } from '../domain/history.js';
import type { Remark } from '../domain/ticket.js';
import type { CommitmentView } from './views.js';

interface Reported {
  readonly history: readonly Pick<HistoryNote, 'type' | 'data'>[];
  readonly remarks: readonly Remark[];
}

/** What the present answer promises, and what was reported of it; null: nothing. */
export function commitmentView(clocks: readonly TicketClock[], reported: Reported, now: Date): CommitmentView | null {
  const clock = lastCommitment(clocks);
  return clock && viewOf(clock, reported, now);
}

/** The same with what was promised before the ticket was opened again: whoever was promised something hears what became of it. */
export function promisedView(clocks: readonly TicketClock[], reported: Reported, now: Date): CommitmentView | null {
  const overtaken = overtakenCommitment(clocks);
  if (overtaken === null) return commitmentView(clocks, reported, now);
  const { clock, reopenedAt } = overtaken;
  return { ...viewOf(clock, reported, reopenedAt), reopenedAt };
}

function viewOf(clock: TicketClock, reported: Reported, judgedAt: Date): CommitmentView {
  const doneAt = doneAtOf(clock);
  const told = reported.history.findLast(({ type }) => type === 'done_reported')?.data['remarkId'];
  const report = doneAt === null ? undefined : reported.remarks.find(({ id }) => id === told);
  return {
    on: committedOn(clock),
    dueAt: clock.dueAt,
    doneAt,
    late: (doneAt ?? judgedAt) > clock.dueAt,
    words: report?.text ?? null,
    reportId: report?.id ?? null,
  };
}
