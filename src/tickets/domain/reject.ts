import { formatInstant } from '../../kernel/index.js';
import type { Actor } from './actor.js';
import { change, type LoadedTicket, type TicketChange } from './change.js';
import type { ClockPlanner } from './clock-moves.js';
import type { RejectionGround } from './grounds.js';
import { endAll, withoutParts } from './lead-moves.js';
import { newRemark } from './remark.js';

/** Who sent it hears within so long that it is not taken up; later the director answers for it. */
const REJECT_WITHIN = '2wd';

/** Why it cannot be refused any more by whoever asks; null when it can. @param order whether this is the director's own order. */
export function rejectObstacle(
  { ticket }: Pick<LoadedTicket, 'ticket'>,
  facts: { readonly at: Date; readonly order: boolean; readonly planner: ClockPlanner },
): string | null {
  if (facts.order) return null;
  const until = facts.planner.dueAfter(ticket.receivedAt, REJECT_WITHIN, null);
  if (facts.at <= until) return null;
  return `Chỉ từ chối được trong 2 ngày làm việc từ khi nhận, tức đến ${formatInstant(until)}. Nay chỉ giám đốc Trung tâm mới quyết định từ chối được.`;
}

/** It is not taken up: the citizen is told why and where to turn, and nothing of it is public. */
export function reject(
  loaded: LoadedTicket,
  by: {
    readonly ground: RejectionGround;
    /** The way forward; the citizen gets it. */
    readonly text: string;
    readonly order: boolean;
    readonly actor: Actor;
    readonly at: Date;
    readonly planner: ClockPlanner;
  },
): TicketChange {
  const { at, ground, actor, order } = by;
  const remark = newRemark(loaded.ticket.id, 'rejection', by.text, actor, at);
  const rejected = change('rejected', {
    set: { visibility: 'private', closedAt: at, extensionAsked: false, pausedAt: null, appealed: false },
    clocks: endAll(loaded, 'rejected', by),
    remark,
    notes: [{ type: 'rejected', data: { ground, order, remarkId: remark.id } }],
    events: [{ type: 'ticket.rejected', data: { ground, remarkId: remark.id } }],
  });
  return withoutParts(loaded, { because: 'Phiếu không được tiếp nhận.', at, accountId: actor.accountId }, rejected);
}
