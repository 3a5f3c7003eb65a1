import { committedOn, lastCommitment } from '../domain/commitment.js';
import type { TicketClock } from '../domain/clock.js';
import type { HistoryNote } from '../domain/history.js';
import type { Remark } from '../domain/ticket.js';
import type { CommitmentView } from './views.js';

/** What the present answer promises, and what was reported of it; null: nothing. */
export function commitmentView(
  clocks: readonly TicketClock[],
  reported: { readonly history: readonly Pick<HistoryNote, 'type' | 'data'>[]; readonly remarks: readonly Remark[] },
  now: Date,
): CommitmentView | null {
  const clock = lastCommitment(clocks);
  if (clock === null) return null;
  const { dueAt, stoppedAt } = clock;
  const report = reported.history.findLast(({ type }) => type === 'done_reported')?.data['remarkId'];
  return {
    on: committedOn(clock),
    dueAt,
    doneAt: stoppedAt,
    late: (stoppedAt ?? now) > dueAt,
    words: stoppedAt === null ? null : (reported.remarks.find(({ id }) => id === report)?.text ?? null),
  };
}
