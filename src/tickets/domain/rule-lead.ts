import type { Actor } from './actor.js';
import { change, type LoadedTicket, type TicketChange } from './change.js';
import { ofKinds, stopped, type ClockPlanner } from './clock-moves.js';
import { lapsed } from './extension.js';
import type { HistoryNote } from './history.js';
import { withoutParts } from './lead-moves.js';
import { newRemark } from './remark.js';
import type { Ticket } from './ticket.js';
import { handOver } from './transfer.js';

export type Ruler = 'centre' | 'overseer';

/**
 * Why somebody cannot rule on the lead; null when they can. The first ruling is the centre's, and ends a
 * dispute; every further one is the overseer's.
 */
export function rulingObstacle(ticket: Pick<Ticket, 'leadLocked' | 'returnCount'>, by: Ruler): string | null {
  if (ticket.leadLocked)
    return by === 'overseer'
      ? null
      : 'Đã có quyết định đơn vị chủ trì; chỉ Văn phòng UBND mới thay đổi được quyết định này.';
  if (by === 'overseer')
    return 'Điều phối viên 1022 quyết định đơn vị chủ trì trước; Văn phòng UBND xem lại khi đơn vị đề nghị.';
  return ticket.returnCount > 0
    ? null
    : 'Chưa đơn vị nào trả lại phiếu này nên chưa cần quyết định; xin phân loại hoặc chuyển như thường.';
}

/**
 * Why the agency in charge cannot ask the overseer to look at the ruling; null when it can.
 * @param notes the rulings and appeals in the ticket's history, in order.
 */
export function appealObstacle(
  ticket: Pick<Ticket, 'leadLocked' | 'appealed'>,
  notes: readonly Pick<HistoryNote, 'type' | 'data'>[],
): string | null {
  if (!ticket.leadLocked) return 'Chưa có quyết định nào về đơn vị chủ trì; nếu không thuộc đơn vị, xin trả lại phiếu.';
  if (ticket.appealed) return 'Đã đề nghị Văn phòng UBND xem lại, đang chờ trả lời. Trong lúc chờ, thời hạn vẫn tính.';
  const ruling = notes.findLastIndex(({ type }) => type === 'lead_ruled');
  if (notes[ruling]?.data['by'] === 'overseer')
    return 'Văn phòng UBND đã quyết định; quyết định này không xem lại nữa.';
  return notes.slice(ruling + 1).some(({ type }) => type === 'lead_appealed')
    ? 'Mỗi quyết định chỉ được đề nghị xem lại một lần.'
    : null;
}

/** The head asks the overseer to look at the ruling again. Nothing moves, and the clocks run on. */
export function appealLead(
  { ticket }: Pick<LoadedTicket, 'ticket'>,
  by: { readonly words: string; readonly actor: Actor; readonly at: Date },
): TicketChange {
  const remark = newRemark(ticket.id, 'appeal', by.words, by.actor, by.at);
  const agencyCode = ticket.leadAgencyCode ?? by.actor.agencyCode;
  return change(ticket.state, {
    set: { appealed: true },
    remark,
    notes: [{ type: 'lead_appealed', data: { agencyCode, remarkId: remark.id } }],
    events: [{ type: 'ticket.lead_appealed', data: { agencyCode } }],
  });
}

/**
 * Who leads is decided, and stays so: the agency cannot give the ticket back any more. Another agency than
 * the present one gets it as by a transfer; the same one goes on where it is.
 */
export function ruleLead(
  loaded: LoadedTicket,
  ruling: {
    readonly agencyCode: string;
    readonly by: Ruler;
    readonly words: string;
    readonly reason: string;
    readonly actor: Actor;
    readonly at: Date;
    readonly planner: ClockPlanner;
  },
): TicketChange {
  const { ticket } = loaded;
  const { agencyCode, by, at, actor } = ruling;
  const fromAgencyCode = ticket.leadAgencyCode;
  const remark = newRemark(ticket.id, 'ruling', ruling.words, actor, at);
  const upheld = fromAgencyCode === agencyCode;
  const told = {
    remark,
    notes: [{ type: 'lead_ruled' as const, data: { fromAgencyCode, agencyCode, by, upheld, remarkId: remark.id } }],
    events: [{ type: 'ticket.lead_ruled' as const, data: { fromAgencyCode, agencyCode, by } }],
  };
  const stands = { leadLocked: true, appealed: false };
  if (upheld) return change(ticket.state, { ...told, set: { ...stands, routeReason: ruling.reason } });
  const handed = handOver(loaded, ruling);
  const because = 'Phiếu được giao đơn vị khác chủ trì.';
  // The centre's own clock for naming the agency ends with the ruling.
  const naming = ofKinds(loaded.running, ['classify']).map((clock) => stopped(clock, at, 'assigned'));
  const ruled = change('assigned', {
    ...told,
    set: { ...handed.set, ...stands },
    clocks: [...naming, ...handed.clocks],
    holdings: handed.holdings,
    extension: lapsed(loaded.extensions, actor.accountId, at, because),
  });
  return withoutParts(loaded, { because, at, accountId: actor.accountId }, ruled);
}
