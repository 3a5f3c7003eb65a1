import type { Actor } from './actor.js';
import { change, type LoadedTicket, type TicketChange } from './change.js';
import type { ClockHolding, TicketClock } from './clock.js';
import { again, factsOf, holding, ofKinds, replanned, started, type ClockPlanner } from './clock-moves.js';
import { newRemark } from './remark.js';
import { isOpen } from './state-table.js';

export interface Splitting {
  /** Why, in the coordinator's words. */
  readonly reason: string;
  readonly actor: Actor;
  readonly at: Date;
  /** Who holds what waits for a coordinator. */
  readonly centreAgencyCode: string;
}

/** The clocks that a split lets run on: as promised on its own day, the time while it was merged counted. */
const OWN = ['resolve', 'act', 'classify'] as const;
/** Those that the agency gets anew, because it has the ticket anew. */
const ANEW = ['accept', 'resolve_holder'] as const;

/**
 * A merged ticket goes back to where it can be worked: its former agency, or the coordinator when it had none.
 */
function split(child: LoadedTicket, parent: LoadedTicket, to: Splitting, planner: ClockPlanner): TicketChange {
  const { ticket } = child;
  const { at } = to;
  const waited = ofKinds(child.ended, ['classify']).some(({ stopReason }) => stopReason === 'merged');
  const assigned = ticket.leadAgencyCode !== null && !waited;
  const state = assigned ? 'assigned' : 'received';
  const agencyCode = assigned ? (ticket.leadAgencyCode ?? to.centreAgencyCode) : to.centreAgencyCode;
  const holder = { agencyCode, accountId: null };
  const own = ofKinds(child.ended, OWN)
    .filter(({ stopReason }) => stopReason === 'merged')
    .map((clock) =>
      again(
        { ...clock, stoppedAt: null, stopReason: null, holderAgencyCode: agencyCode, holderAccountId: null },
        factsOf(ticket),
        planner,
      ),
    );
  const fresh: TicketClock[] = [];
  for (const kind of assigned ? ANEW : []) {
    const plan = planner.plan(kind, { ...factsOf(ticket), startedAt: at, holderAgencyCode: agencyCode });
    if (plan !== null) fresh.push(started(plan, ticket.id, child.clockCount + fresh.length + 1, null));
  }
  // While it was merged it lay with whoever had the other ticket.
  const meanwhile = { agencyCode: parent.ticket.leadAgencyCode ?? to.centreAgencyCode, accountId: null };
  const mergedAt = ticket.closedAt ?? at;
  const holdings: ClockHolding[] = [
    ...own.map((clock) => holding(clock, meanwhile, 'merged', mergedAt)),
    ...[...own, ...fresh].map((clock) => holding(clock, holder, state, at)),
  ];
  const resolveDueAt = own.find(({ kind }) => kind === 'resolve')?.dueAt ?? ticket.resolveDueAt;
  const remark = newRemark(ticket.id, 'split', to.reason, to.actor, at);
  return change(state, {
    set: {
      mergedIntoId: null,
      closedAt: null,
      handlerAccountId: null,
      assignedAt: assigned ? at : null,
      resolveDueAt,
      listDueAt: resolveDueAt ?? own.find(({ kind }) => kind === 'classify')?.dueAt ?? ticket.listDueAt,
    },
    clocks: [...own, ...fresh],
    holdings,
    remark,
    notes: [
      {
        type: 'split',
        data: {
          fromTicketId: parent.ticket.id,
          fromCode: parent.ticket.code,
          agencyCode,
          dueAt: resolveDueAt?.toISOString() ?? null,
          remarkId: remark.id,
        },
      },
    ],
    events: [{ type: 'ticket.split', data: { fromTicketId: parent.ticket.id, agencyCode } }],
  });
}

/**
 * What the ticket that stood for it keeps: one reporter less. When its deadline came from that promise and from
 * nothing else, its own is computed again; where that is not sure the earlier one stays.
 */
function release(parent: LoadedTicket, child: LoadedTicket, at: Date, planner: ClockPlanner): TicketChange {
  const { ticket } = parent;
  const own = ownPromise(parent, child, at, planner);
  const mergedCount = Math.max(0, ticket.mergedCount - 1);
  const resolveDueAt = own?.dueAt ?? ticket.resolveDueAt;
  const less = (mine: number, its: number): number => Math.max(0, mine - its);
  return change(ticket.state, {
    set: {
      mergedCount,
      chaseCount: less(ticket.chaseCount, child.ticket.chaseCount),
      enquiryCount: less(ticket.enquiryCount, child.ticket.enquiryCount),
      additionCount: less(ticket.additionCount, child.ticket.additionCount),
      resolveDueAt,
      ...(isOpen(ticket.state) ? { listDueAt: resolveDueAt ?? ticket.listDueAt } : {}),
    },
    clocks: own === null ? [] : [own],
    notes: [
      {
        type: 'released',
        data: {
          ticketId: child.ticket.id,
          code: child.ticket.code,
          reporters: mergedCount + 1,
          fromDueAt: ticket.resolveDueAt?.toISOString() ?? null,
          dueAt: resolveDueAt?.toISOString() ?? null,
          kept: own === null && keepsPromiseOf(parent, child),
        },
      },
    ],
    events: [{ type: 'ticket.released', data: { reporters: mergedCount + 1 } }],
  });
}

/** Whether the end-to-end clock has the promise that was given to the reporter of the other ticket. */
function keepsPromiseOf(parent: LoadedTicket, child: LoadedTicket): boolean {
  const [mine] = ofKinds(parent.running, ['resolve']);
  const [its] = ofKinds(child.ended, ['resolve']);
  return (
    mine !== undefined &&
    its !== undefined &&
    mine.startedAt.getTime() === its.startedAt.getTime() &&
    mine.startedAt.getTime() !== parent.ticket.receivedAt.getTime()
  );
}

/**
 * The ticket's own promise, once nothing else has a part in it: nobody else is merged into it, its clock has
 * never stood still, been extended or been missed, and it was never answered or opened again.
 */
function ownPromise(parent: LoadedTicket, child: LoadedTicket, at: Date, planner: ClockPlanner): TicketClock | null {
  const { ticket } = parent;
  const [mine] = ofKinds(parent.running, ['resolve']);
  if (mine === undefined || !keepsPromiseOf(parent, child)) return null;
  const touched = mine.pauses.length > 0 || mine.extendedBy !== null || mine.dueAt <= at;
  if (touched || ticket.mergedCount > 1 || ticket.reopenCount > 0 || ticket.answeredAt !== null) return null;
  const plan = planner.plan('resolve', {
    ...factsOf(ticket),
    startedAt: ticket.receivedAt,
    holderAgencyCode: mine.holderAgencyCode,
    firedMarks: mine.firedMarks,
  });
  return plan === null ? null : replanned(mine, plan);
}

/** What a split does to both. */
export function splitApart(
  child: LoadedTicket,
  parent: LoadedTicket,
  to: Splitting,
  planner: ClockPlanner,
): { readonly child: TicketChange; readonly parent: TicketChange } {
  return { child: split(child, parent, to, planner), parent: release(parent, child, to.at, planner) };
}
