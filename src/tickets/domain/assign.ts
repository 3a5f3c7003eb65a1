import { change, type LoadedTicket, type TicketChange } from './change.js';
import { holding, ofKinds, RESOLVE_KINDS } from './clock-moves.js';
import { newRemark, type Author } from './remark.js';
import type { TicketState } from './state-table.js';
import type { Ticket } from './ticket.js';

/** By the head's hand, by a rule of the agency, or by a colleague who takes it over. */
export type AssignedBy = 'hand' | 'rule' | 'takeover';

/** In these states the clocks lie with the handler; while the head reads the answer they lie with the leadership. */
const ON_THE_HANDLERS_DESK: readonly TicketState[] = ['assigned', 'in_progress', 'awaiting_info'];

/**
 * The ticket comes to lie with somebody of the agency in charge. Before acceptance that only says whose it is:
 * accepting stays an act of its own. The clocks on the handler's desk move along; none begins, stops or waits.
 */
export function assign(
  loaded: LoadedTicket,
  to: {
    readonly accountId: string;
    readonly how: AssignedBy;
    /** What the head wants to say with it; null: nothing. */
    readonly words: string | null;
    readonly author: Author;
    readonly at: Date;
  },
): TicketChange {
  const { ticket } = loaded;
  const { accountId, how, at } = to;
  const agencyCode = ticket.leadAgencyCode ?? '';
  const moving = ON_THE_HANDLERS_DESK.includes(ticket.state)
    ? ofKinds(loaded.running, ['accept', 'act', ...RESOLVE_KINDS]).map((clock) => ({
        ...clock,
        holderAccountId: accountId,
      }))
    : [];
  const remark = to.words === null ? null : newRemark(ticket.id, 'assignment', to.words, to.author, at);
  const former = ticket.handlerAccountId === null ? {} : { formerAccountId: ticket.handlerAccountId };
  return change(ticket.state, {
    set: { handlerAccountId: accountId },
    clocks: moving,
    holdings: moving.map((clock) => holding(clock, { agencyCode, accountId }, ticket.state, at)),
    remark,
    notes: [
      {
        type: 'handler_assigned',
        data: { accountId, how, ...former, ...(remark === null ? {} : { remarkId: remark.id }) },
      },
    ],
    events: [{ type: 'ticket.handler_assigned', data: { agencyCode, accountId, how, ...former } }],
  });
}

/** Why somebody cannot be given this ticket, or take it; null when it goes. */
export function assignObstacle(ticket: Ticket, accountId: string, how: AssignedBy): string | null {
  if (ticket.handlerAccountId === accountId)
    return how === 'takeover' ? 'Anh chị đang giữ phiếu này rồi.' : 'Phiếu này đang ở chính người ấy.';
  if (how === 'takeover' && ticket.state === 'assigned')
    return 'Phiếu chưa ai nhận: xin bấm “Nhận xử lý”, phiếu sẽ mang tên người nhận.';
  return null;
}
