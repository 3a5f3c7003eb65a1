import { formatInstant } from '../../kernel/index.js';
import type { Actor } from './answer-moves.js';
import { change, type LoadedTicket, type TicketChange } from './change.js';
import { factsOf, holding, ofKinds, paused, RESOLVE_KINDS, resumed, type ClockPlanner } from './clock-moves.js';
import { newRemark } from './remark.js';

/** How long after receipt a citizen may still be asked: whoever asks later has not read it in time. */
const ASK_WITHIN = '5wd';

interface Written {
  readonly text: string;
  readonly actor: Actor;
  readonly at: Date;
}

/** The citizen is asked something: until the answer both clocks of the answer stand still. */
export function askCitizen(loaded: LoadedTicket, { text, actor, at }: Written): TicketChange {
  const { ticket } = loaded;
  const remark = newRemark(ticket.id, 'question', text, actor, at);
  const agencyCode = ticket.leadAgencyCode ?? actor.agencyCode;
  const clocks = ofKinds(loaded.running, RESOLVE_KINDS).map((clock) => paused(clock, at, 'awaiting_citizen'));
  return change('awaiting_info', {
    set: { pausedAt: at },
    clocks,
    holdings: clocks.map((clock) =>
      holding(clock, { agencyCode, accountId: ticket.handlerAccountId }, 'awaiting_info', at),
    ),
    remark,
    notes: [{ type: 'question_asked', data: { remarkId: remark.id } }],
    events: [{ type: 'ticket.question_asked', data: { agencyCode, remarkId: remark.id } }],
  });
}

/** What the citizen answered is written down: the clocks run again, by as much longer as they stood still. */
export function recordReply(loaded: LoadedTicket, { text, actor, at }: Written, planner: ClockPlanner): TicketChange {
  const { ticket } = loaded;
  const remark = newRemark(ticket.id, 'reply', text, actor, at);
  const agencyCode = ticket.leadAgencyCode ?? actor.agencyCode;
  const clocks = ofKinds(loaded.running, RESOLVE_KINDS).map((clock) => resumed(clock, at, factsOf(ticket), planner));
  const resolveDueAt = clocks.find(({ kind }) => kind === 'resolve')?.dueAt ?? ticket.resolveDueAt;
  return change('in_progress', {
    set: { pausedAt: null, resolveDueAt, listDueAt: resolveDueAt ?? ticket.listDueAt },
    clocks,
    holdings: clocks.map((clock) =>
      holding(clock, { agencyCode, accountId: ticket.handlerAccountId }, 'in_progress', at),
    ),
    remark,
    notes: [{ type: 'reply_recorded', data: { remarkId: remark.id, dueAt: resolveDueAt?.toISOString() ?? null } }],
    events: [{ type: 'ticket.reply_recorded', data: { agencyCode, remarkId: remark.id } }],
  });
}

/** Why the citizen cannot be asked any more; null while there is time. */
export function askObstacle(
  { ticket, running }: Pick<LoadedTicket, 'ticket' | 'running'>,
  at: Date,
  planner: ClockPlanner,
): string | null {
  const [resolve] = ofKinds(running, ['resolve']);
  if (!resolve) return null;
  const counted = { ...resolve, limit: ASK_WITHIN, startedAt: ticket.receivedAt, pauses: [] };
  const { dueAt } = planner.replan(counted, factsOf(ticket));
  if (at <= dueAt) return null;
  return `Chỉ hỏi thêm người dân trong 5 ngày làm việc từ khi nhận phản ánh, tức đến ${formatInstant(dueAt)}. Xin xử lý theo nội dung đã có.`;
}
