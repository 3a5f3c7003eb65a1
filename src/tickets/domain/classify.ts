import { change, type LoadedTicket, type TicketChange } from './change.js';
import type { ClockHolding, StopReason, TicketClock, TicketClockKind } from './clock.js';
import { holding, ofKinds, replanned, started, stopped, type ClockPlanner } from './clock-moves.js';
import {
  classOf,
  keptNote,
  keptReason,
  MAX_REASON,
  URGENT_CLASS,
  visibilityOf,
  type CategoryFacts,
  type RouteFacts,
} from './open.js';
import { wasReported } from './report-action.js';
import { isGuided, type Boundary, type Remark } from './ticket.js';

export interface Classification {
  readonly boundary: Boundary;
  readonly category: CategoryFacts;
  readonly wardCode: string | null;
  readonly subjectAgencyCode: string | null;
  /** Of a complaint or denunciation the lead is not looked at. */
  readonly route: RouteFacts;
  readonly remark: Remark | null;
  readonly centreAgencyCode: string;
  /** Of a complaint or denunciation: the office outside the centre that keeps it; null or left out: the centre does. */
  readonly keptBy?: string | null;
  readonly at: Date;
}

/**
 * Since when a ticket that had ended waits for an agency again: what begins now counts from there, as every clock of
 * work that is opened again. null: it never ended.
 */
function reopenedAt({ running, ended }: LoadedTicket): Date | null {
  const rested = ended.some(({ stopReason }) => ENDED.includes(stopReason));
  return rested ? (ofKinds(running, ['classify'])[0]?.startedAt ?? null) : null;
}

const ENDED: readonly (StopReason | null)[] = ['rejected', 'withdrawn', 'answered'];

/**
 * A coordinator says what the ticket is about and who is in charge: assigned. When it turns out to be a
 * complaint or denunciation, it stays with the centre, or with whoever keeps what is about the centre.
 */
export function classify(loaded: LoadedTicket, to: Classification, planner: ClockPlanner): TicketChange {
  const { ticket } = loaded;
  const { at, boundary, category, route } = to;
  const guided = isGuided(boundary);
  const lead = guided ? null : route.leadAgencyCode;
  const slaClass = classOf(boundary, route.slaClass ?? category.slaClass);
  const state = lead === null ? 'received' : 'assigned';
  const holderCode = lead ?? to.centreAgencyCode;
  const clocks: TicketClock[] = [];
  const holdings: ClockHolding[] = [];
  let position = loaded.clockCount;

  const centre = { agencyCode: to.centreAgencyCode, accountId: null };
  /** Same start, new limit; a clock the class does not have stops. */
  const run = (kind: TicketClockKind, startedAt: Date): TicketClock | null => {
    const [old] = ofKinds(loaded.running, [kind]);
    const plan = planner.plan(kind, {
      slaClass,
      categoryCode: category.code,
      priority: ticket.priority,
      startedAt: old?.startedAt ?? startedAt,
      holderAgencyCode: holderCode,
      pauses: old?.pauses ?? [],
      firedMarks: old?.firedMarks ?? '',
    });
    if (plan === null) {
      if (old) clocks.push(stopped(old, at, 'reclassified'));
      return null;
    }
    const clock = old ? replanned(old, plan) : started(plan, ticket.id, (position += 1), null);
    clocks.push(clock);
    // The time since the citizen sent it was the centre's.
    if (!old && clock.startedAt < at) holdings.push(holding(clock, centre, 'received', clock.startedAt));
    holdings.push(holding(clock, { agencyCode: holderCode, accountId: null }, state, at));
    return clock;
  };

  for (const clock of ofKinds(loaded.running, ['classify'])) {
    clocks.push(stopped(clock, at, lead === null ? 'kept_by_centre' : 'assigned'));
  }
  const again = reopenedAt(loaded);
  const resolve = run('resolve', again ?? ticket.receivedAt);
  // What was reported done on the spot before it was given back or opened again need not be done twice.
  if (!wasReported(loaded.ended)) run('act', again ?? ticket.createdAt);
  if (lead !== null) {
    run('accept', at);
    run('resolve_holder', at);
  }

  const resolveDueAt = resolve?.dueAt ?? null;
  return change(state, {
    set: {
      boundary,
      urgent: slaClass === URGENT_CLASS,
      visibility: visibilityOf(boundary, category),
      categoryCode: category.code,
      wardCode: to.wardCode,
      subjectAgencyCode: to.subjectAgencyCode,
      slaClass,
      leadAgencyCode: holderCode,
      routeRuleId: guided ? null : route.ruleId,
      routeRuleVersion: guided ? null : route.ruleVersion,
      routeReason: (guided ? keptReason(to.keptBy) : route.reason).slice(0, MAX_REASON),
      routeMissing: null,
      assignedAt: lead === null ? null : at,
      resolveDueAt,
      listDueAt: resolveDueAt ?? ticket.listDueAt,
    },
    clocks,
    holdings,
    remark: to.remark,
    notes:
      lead === null
        ? [keptNote(slaClass, to)]
        : [
            {
              type: 'classified',
              data: {
                categoryCode: category.code,
                wardCode: to.wardCode,
                subjectAgencyCode: to.subjectAgencyCode,
                agencyCode: lead,
                slaClass,
                ruleId: route.ruleId,
                ruleVersion: route.ruleVersion,
                remarkId: to.remark?.id ?? null,
              },
            },
          ],
    events:
      lead === null
        ? [
            {
              type: 'ticket.kept_by_centre',
              data: { kind: boundary === 'denunciation' ? 'denunciation' : 'complaint' },
            },
          ]
        : [{ type: 'ticket.assigned', data: { agencyCode: lead, slaClass: slaClass ?? '', reason: 'classified' } }],
  });
}
