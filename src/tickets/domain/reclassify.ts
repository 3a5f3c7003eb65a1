import type { Actor } from './actor.js';
import { change, type LoadedTicket, type TicketChange } from './change.js';
import type { ClockHolding, TicketClock } from './clock.js';
import {
  extended,
  holding,
  ofKinds,
  RESOLVE_KINDS,
  replanned,
  started,
  stopped,
  type ClockPlanner,
  type PlanFacts,
} from './clock-moves.js';
import { classOf, URGENT_CLASS, visibilityOf, type CategoryFacts } from './open.js';
import { newRemark } from './remark.js';
import { endPartsOfAccused } from './support.js';
import { wasReported } from './report-action.js';
import type { Boundary, Priority } from './ticket.js';

export interface Correction {
  readonly category: CategoryFacts;
  /** The class that the rules give the category here; null: the category's own. */
  readonly slaClass: string | null;
  /** Never a complaint or denunciation: those are guided, not corrected. */
  readonly boundary: Boundary;
  readonly priority: Priority;
  readonly remark: string | null;
  readonly actor: Actor;
  /** Whether the ticket is about an agency, which the new category keeps from it; null: it does not. */
  readonly isAccused: ((agencyCode: string) => boolean) | null;
  readonly centreAgencyCode: string;
  readonly at: Date;
}

/**
 * A coordinator corrects what a ticket is, without moving it: every running clock keeps its start and takes
 * the limit of the new class; one that the class does not have stops. An urgent ticket gets its act clock,
 * from the recording, unless the action has been reported already.
 */
export function reclassify(loaded: LoadedTicket, to: Correction, planner: ClockPlanner): TicketChange {
  const { ticket, running, ended } = loaded;
  const { category, boundary, priority, at } = to;
  const slaClass = classOf(boundary, to.slaClass ?? category.slaClass);
  const facts: PlanFacts = { slaClass, categoryCode: category.code, priority };
  const clocks = ofKinds(running, ['accept', 'act', ...RESOLVE_KINDS]).map((clock) =>
    corrected(clock, facts, at, planner),
  );
  const holdings: ClockHolding[] = [];
  const agencyCode = ticket.leadAgencyCode ?? to.centreAgencyCode;
  if (ofKinds(running, ['act']).length === 0 && !wasReported(ended)) {
    const plan = planner.plan('act', { ...facts, startedAt: ticket.createdAt, holderAgencyCode: agencyCode });
    if (plan !== null) {
      const act = started(plan, ticket.id, loaded.clockCount + 1, ticket.handlerAccountId);
      clocks.push(act);
      // Until now nobody knew that it was urgent: that time was the centre's.
      if (act.startedAt < at)
        holdings.push(holding(act, { agencyCode: to.centreAgencyCode, accountId: null }, 'received', act.startedAt));
      holdings.push(holding(act, { agencyCode, accountId: ticket.handlerAccountId }, ticket.state, at));
    }
  }

  const dueBefore = ticket.resolveDueAt;
  const resolve = clocks.find(({ kind, stoppedAt }) => kind === 'resolve' && stoppedAt === null);
  const resolveDueAt = resolve?.dueAt ?? dueBefore;
  const moved = dueBefore !== null && resolveDueAt !== null && dueBefore.getTime() !== resolveDueAt.getTime();
  const parts = endPartsOfAccused(loaded, to.isAccused, at, to.actor.accountId);
  const remark = to.remark === null ? null : newRemark(ticket.id, 'reclassification', to.remark, to.actor, at);
  return change(ticket.state, {
    set: {
      categoryCode: category.code,
      boundary,
      priority,
      slaClass,
      urgent: slaClass === URGENT_CLASS,
      visibility: visibilityOf(boundary, category),
      resolveDueAt,
      listDueAt: resolveDueAt ?? ticket.listDueAt,
      ...parts.set,
    },
    clocks: [...clocks, ...parts.clocks],
    supports: parts.supports,
    holdings,
    remark,
    notes: [
      {
        type: 'reclassified',
        data: {
          fromCategoryCode: ticket.categoryCode,
          categoryCode: category.code,
          fromSlaClass: ticket.slaClass,
          slaClass,
          fromPriority: ticket.priority,
          priority,
          fromBoundary: ticket.boundary,
          boundary,
          fromDueAt: dueBefore?.toISOString() ?? null,
          dueAt: resolveDueAt?.toISOString() ?? null,
          remarkId: remark?.id ?? null,
        },
      },
      ...parts.notes,
    ],
    events: [
      {
        type: 'ticket.reclassified',
        data: { agencyCode, slaClass: slaClass ?? '', dueBefore: moved ? dueBefore.toISOString() : null },
      },
      ...parts.events,
    ],
  });
}

/** Same start, new limit. An extension is kept where the new class knows extensions. */
function corrected(clock: TicketClock, facts: PlanFacts, at: Date, planner: ClockPlanner): TicketClock {
  const plan = planner.plan(clock.kind, {
    ...facts,
    startedAt: clock.startedAt,
    holderAgencyCode: clock.holderAgencyCode,
    pauses: clock.pauses,
    firedMarks: clock.firedMarks,
  });
  if (plan === null) return stopped(clock, at, 'reclassified');
  const anew = { ...replanned(clock, plan), extendedBy: null };
  return clock.extendedBy !== null && planner.extensionOf(anew, facts) !== null
    ? extended(anew, clock.extendedBy, facts, planner)
    : anew;
}
