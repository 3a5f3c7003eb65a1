import type { Actor } from './answer-moves.js';
import { change, type LoadedTicket, type TicketChange } from './change.js';
import type { ClockHolding, TicketClock } from './clock.js';
import { factsOf, holding, ofKinds, started, stopped, type ClockPlanner, type Holder } from './clock-moves.js';
import type { Extension } from './extension.js';
import { MAX_REASON } from './open.js';
import { newRemark } from './remark.js';

/**
 * A coordinator gives the ticket to another agency. What the former one had to meet ends, the new one gets
 * clocks of its own, and end to end the time runs on: the citizen has been waiting since the first day.
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
    /** The former agency's request for more time that waits; nobody is left to decide it. */
    readonly pending: Extension | null;
  },
  planner: ClockPlanner,
): TicketChange {
  const { ticket, running } = loaded;
  const { agencyCode, at } = to;
  const lead: Holder = { agencyCode, accountId: null };
  const clocks: TicketClock[] = ofKinds(running, ['accept', 'resolve_holder']).map((clock) =>
    stopped(clock, at, 'handed_over'),
  );
  const moved = ofKinds(running, ['resolve', 'act']).map((clock) => ({
    ...clock,
    holderAgencyCode: agencyCode,
    holderAccountId: null,
  }));
  const fresh: TicketClock[] = [];
  for (const kind of ['accept', 'resolve_holder'] as const) {
    const plan = planner.plan(kind, { ...factsOf(ticket), startedAt: at, holderAgencyCode: agencyCode });
    if (plan !== null) fresh.push(started(plan, ticket.id, loaded.clockCount + fresh.length + 1, null));
  }
  const holdings: ClockHolding[] = [...moved, ...fresh].map((clock) => holding(clock, lead, 'assigned', at));
  const remark = newRemark(ticket.id, 'transfer', to.ground, to.actor, at);
  const fromAgencyCode = ticket.leadAgencyCode ?? '';
  return change('assigned', {
    set: {
      leadAgencyCode: agencyCode,
      handlerAccountId: null,
      extensionAsked: false,
      assignedAt: at,
      routeRuleId: null,
      routeRuleVersion: null,
      routeReason: to.reason.slice(0, MAX_REASON),
    },
    clocks: [...clocks, ...moved, ...fresh],
    holdings,
    remark,
    extension: to.pending === null ? null : lapsed(to.pending, to.actor, at),
    notes: [{ type: 'transferred', data: { fromAgencyCode, agencyCode, remarkId: remark.id } }],
    events: [{ type: 'ticket.transferred', data: { fromAgencyCode, agencyCode, slaClass: ticket.slaClass ?? '' } }],
  });
}

function lapsed(pending: Extension, actor: Actor, at: Date): Extension {
  return {
    ...pending,
    status: 'refused',
    decidedByAccountId: actor.accountId,
    decidedAt: at,
    decisionWords: 'Phiếu được chuyển sang đơn vị khác.',
  };
}
