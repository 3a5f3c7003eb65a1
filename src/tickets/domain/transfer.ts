import type { Actor } from './actor.js';
import { change, type LoadedTicket, type TicketChange } from './change.js';
import type { ClockPlanner, Holder } from './clock-moves.js';
import { lapsed } from './extension.js';
import { begin, endTurn, goOn, questionDropped, withoutParts } from './lead-moves.js';
import { MAX_REASON } from './open.js';
import { newRemark } from './remark.js';
import type { TicketState } from './state-table.js';

/** Why what the former agency had asked for ends. */
export const LAPSED = 'Phiếu được chuyển sang đơn vị khác.';

/**
 * A coordinator gives the ticket to another agency. What the former one had to meet ends, the new one gets
 * clocks of its own, and end to end the time runs on: the citizen has been waiting since the first day. What
 * stood still because the citizen was asked runs again first.
 */
export function transfer(
  loaded: LoadedTicket,
  to: {
    readonly agencyCode: string;
    readonly reason: string;
    /** Why it goes there, in the coordinator's words. */
    readonly ground: string;
    readonly actor: Actor;
    readonly at: Date;
  },
  planner: ClockPlanner,
): TicketChange {
  const { ticket } = loaded;
  const { agencyCode, at } = to;
  const remark = newRemark(ticket.id, 'transfer', to.ground, to.actor, at);
  const fromAgencyCode = ticket.leadAgencyCode ?? '';
  const handed = handOver(loaded, { agencyCode, reason: to.reason, at, planner });
  const moved = change('assigned', {
    ...handed,
    remark,
    extension: lapsed(loaded.extensions, to.actor.accountId, at, LAPSED),
    notes: [{ type: 'transferred', data: { fromAgencyCode, agencyCode, remarkId: remark.id } }],
    events: [{ type: 'ticket.transferred', data: { fromAgencyCode, agencyCode, slaClass: ticket.slaClass ?? '' } }],
  });
  return withoutParts(loaded, { because: LAPSED, at, accountId: to.actor.accountId }, moved);
}

/** The lead changes: clocks, holders and what the ticket says of it. */
export function handOver(
  loaded: LoadedTicket,
  to: { readonly agencyCode: string; readonly reason: string; readonly at: Date; readonly planner: ClockPlanner },
): Pick<TicketChange, 'set' | 'clocks' | 'holdings' | 'question'> {
  const { ticket } = loaded;
  const { agencyCode, at } = to;
  const lead: Holder & { stage: TicketState } = { agencyCode, accountId: null, stage: 'assigned' };
  const going = goOn(loaded, lead, to);
  const fresh = begin(loaded, ['accept', 'resolve_holder'], lead, to);
  return {
    set: {
      leadAgencyCode: agencyCode,
      handlerAccountId: null,
      extensionAsked: false,
      assignedAt: at,
      pausedAt: null,
      routeRuleId: null,
      routeRuleVersion: null,
      routeReason: to.reason.slice(0, MAX_REASON),
      routeMissing: null,
      resolveDueAt: going.resolveDueAt,
      listDueAt: going.resolveDueAt ?? ticket.listDueAt,
    },
    clocks: [...endTurn(loaded, 'handed_over', to), ...going.clocks, ...fresh.clocks],
    holdings: [...going.holdings, ...fresh.holdings],
    question: questionDropped(loaded, at),
  };
}
