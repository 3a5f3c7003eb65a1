import { formatInstant } from '../../kernel/index.js';
import type { Actor } from './actor.js';
import { change, type LoadedTicket, type TicketChange } from './change.js';
import type { ClockPlanner, Holder } from './clock-moves.js';
import { lapsed } from './extension.js';
import { RETURN_GROUNDS, type ReturnGround } from './grounds.js';
import { begin, endTurn, goOn, withoutParts } from './lead-moves.js';
import { MAX_REASON } from './open.js';
import { newRemark } from './remark.js';
import type { TicketState } from './state-table.js';
import type { Ticket } from './ticket.js';

/** Whoever says that it is another's to do says whose. */
export function needsProposal(ground: ReturnGround): boolean {
  return ground === 'not_competent' || ground === 'wrong_area';
}

/** How long an accepted ticket may still be given back by its agency (practice of other cities' hotlines). */
const RETURN_WITHIN = '2wd';

/** After so many returns nobody simply passes it on any more: who leads has to be decided. */
export const RETURNS_BEFORE_RULING = 2;

/** Why an agency cannot give it back; null when it can. */
export function returnObstacle(
  { ticket }: Pick<LoadedTicket, 'ticket'>,
  at: Date,
  planner: ClockPlanner,
): string | null {
  if (ticket.leadLocked)
    return 'Đã có quyết định giao đơn vị này chủ trì nên không trả lại được. Thủ trưởng đơn vị có thể đề nghị Văn phòng UBND xem lại, một lần.';
  if (ticket.state === 'assigned' || ticket.assignedAt === null) return null;
  const until = planner.dueAfter(ticket.assignedAt, RETURN_WITHIN, ticket.leadAgencyCode);
  if (at <= until) return null;
  return `Đã nhận xử lý thì chỉ trả lại được trong 2 ngày làm việc từ khi được giao, tức đến ${formatInstant(until)}. Nay chỉ điều phối viên 1022 chuyển được.`;
}

/** Why a coordinator cannot simply name another agency; null when there is no dispute yet. */
export function disputeObstacle(ticket: Pick<Ticket, 'leadLocked' | 'returnCount'>): string | null {
  if (ticket.leadLocked) return 'Đã có quyết định đơn vị chủ trì; chỉ Văn phòng UBND mới thay đổi được quyết định này.';
  if (ticket.returnCount < RETURNS_BEFORE_RULING) return null;
  return `Phiếu đã bị trả lại ${ticket.returnCount} lần nên không chuyển tiếp như thường được nữa: cần quyết định đơn vị chủ trì, có nêu lý do.`;
}

/** The agency that gave it back last; null when none has. */
export function returnedBy({ ended }: Pick<LoadedTicket, 'ended'>): string | null {
  const turns = ended.filter(({ stopReason }) => stopReason === 'returned');
  return turns.sort((a, b) => a.position - b.position).at(-1)?.holderAgencyCode ?? null;
}

/** The sentence that a coordinator reads: who gives it back, why, and to whom it should go. */
export function returnReason(agency: string, ground: ReturnGround, proposed: string | null): string {
  const other = proposed === null ? '' : ` Đề nghị chuyển ${proposed}.`;
  return `${agency} trả lại: ${RETURN_GROUNDS[ground]}.${other}`.slice(0, MAX_REASON);
}

/**
 * The agency gives the ticket back to the centre. Its own clocks end; end to end nothing stops, because the
 * citizen goes on waiting, and the centre has to name the next one within the time for classifying.
 */
export function returnTicket(
  loaded: LoadedTicket,
  by: {
    readonly ground: ReturnGround;
    readonly words: string;
    readonly proposedAgencyCode: string | null;
    /** `returnReason` */
    readonly reason: string;
    readonly actor: Actor;
    readonly centreAgencyCode: string;
    readonly at: Date;
    readonly planner: ClockPlanner;
  },
): TicketChange {
  const { ticket } = loaded;
  const { at, ground, proposedAgencyCode, actor } = by;
  const centre: Holder & { stage: TicketState } = {
    agencyCode: by.centreAgencyCode,
    accountId: null,
    stage: 'received',
  };
  const going = goOn(loaded, centre, by);
  const fresh = begin(loaded, ['classify'], centre, by);
  const remark = newRemark(ticket.id, 'return', by.words, actor, at);
  const returns = ticket.returnCount + 1;
  const agencyCode = ticket.leadAgencyCode ?? actor.agencyCode;
  const because = 'Đơn vị chủ trì đã trả lại phiếu.';
  const returned = change('received', {
    set: {
      leadAgencyCode: null,
      handlerAccountId: null,
      extensionAsked: false,
      assignedAt: null,
      routeRuleId: null,
      routeRuleVersion: null,
      routeReason: by.reason,
      routeMissing: 'returned',
      returnCount: returns,
    },
    clocks: [...endTurn(loaded, 'returned', by), ...going.clocks, ...fresh.clocks],
    holdings: [...going.holdings, ...fresh.holdings],
    remark,
    extension: lapsed(loaded.extensions, actor.accountId, at, because),
    notes: [{ type: 'returned', data: { agencyCode, ground, proposedAgencyCode, returns, remarkId: remark.id } }],
    events: [{ type: 'ticket.returned', data: { agencyCode, proposedAgencyCode, returns } }],
  });
  return withoutParts(loaded, { because, at, accountId: actor.accountId }, returned);
}
