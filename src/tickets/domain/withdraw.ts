import { change, type LoadedTicket, type TicketChange } from './change.js';
import type { ClockPlanner } from './clock-moves.js';
import { lapsed } from './extension.js';
import { endAll, questionDropped, withoutParts } from './lead-moves.js';
import { newRemark, type Author } from './remark.js';

/**
 * The citizen takes the report back, before an answer is approved: by the link, or on the phone. The ticket
 * rests; within the days for coming back the citizen can have it opened again.
 */
export function withdraw(
  loaded: LoadedTicket,
  by: {
    readonly by: 'reporter' | 'centre';
    /** null: no reason given. */
    readonly words: string | null;
    readonly author: Author;
    readonly at: Date;
    readonly planner: ClockPlanner;
  },
): TicketChange {
  const { at, author } = by;
  const { ticket } = loaded;
  const remark = by.words === null ? null : newRemark(ticket.id, 'withdrawal', by.words, author, at);
  const because = 'Người gửi đã rút phản ánh.';
  const clocks = endAll(loaded, 'withdrawn', by);
  const resolveDueAt = clocks.find(({ kind }) => kind === 'resolve')?.dueAt ?? ticket.resolveDueAt;
  const withdrawn = change('withdrawn', {
    set: {
      closedAt: at,
      pausedAt: null,
      extensionAsked: false,
      appealed: false,
      resolveDueAt,
      listDueAt: resolveDueAt ?? ticket.listDueAt,
    },
    clocks,
    question: questionDropped(loaded, at),
    remark,
    extension: lapsed(loaded.extensions, author.accountId, at, because),
    notes: [{ type: 'withdrawn', data: { by: by.by, remarkId: remark?.id ?? null } }],
    events: [{ type: 'ticket.withdrawn', data: { by: by.by } }],
  });
  return withoutParts(loaded, { because, at, accountId: author.accountId }, withdrawn);
}
