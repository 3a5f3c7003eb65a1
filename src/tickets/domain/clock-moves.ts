import { newId } from '../../kernel/index.js';
import { limitText, parseLimit } from '../../sla/domain/limit.js';
import type {
  ClockHolding,
  Pause,
  PauseReason,
  PlannedClock,
  StopReason,
  TicketClock,
  TicketClockKind,
} from './clock.js';
import type { TicketState } from './state-table.js';
import type { Priority } from './ticket.js';

/** What of a ticket decides how long its clocks run. */
export interface PlanFacts {
  readonly slaClass: string | null;
  readonly categoryCode: string | null;
  readonly priority: Priority;
}

export function factsOf({ slaClass, categoryCode, priority }: PlanFacts): PlanFacts {
  return { slaClass, categoryCode, priority };
}

/** The SLA module, as decisions see it: how long a clock runs. */
export interface ClockPlanner {
  /** A clock by the policy in force at its start. @returns null when the class has no such clock. */
  plan(
    kind: TicketClockKind,
    from: PlanFacts & {
      readonly startedAt: Date;
      readonly holderAgencyCode: string;
      /** The day that was promised, 'YYYY-MM-DD': the clock runs to its close. */
      readonly until?: string;
      /** Of a clock that runs already. */
      readonly pauses?: readonly Pause[];
      readonly firedMarks?: string;
    },
  ): PlannedClock | null;
  /**
   * A running clock again, by its own limit, calendar and pauses: deadline, explanation, next step of its
   * ladder. There is no next step while it stands still.
   */
  replan(clock: TicketClock, facts: PlanFacts): Pick<TicketClock, 'dueAt' | 'explanation' | 'timerMark' | 'timerAt'>;
  /** By how much its policy lets a clock be extended once, as a limit; null: not at all. */
  extensionOf(clock: TicketClock, facts: PlanFacts): string | null;
  /** When a limit that belongs to no clock is used up, in the hours of an agency; null: the common ones. */
  dueAfter(startedAt: Date, limit: string, agencyCode: string | null): Date;
}

/** Who has it on the desk. */
export interface Holder {
  readonly agencyCode: string;
  /** null while it lies with the agency and with nobody in particular. */
  readonly accountId: string | null;
}

/** A planned clock that starts to run for a ticket. */
export function started(plan: PlannedClock, ticketId: string, position: number, accountId: string | null): TicketClock {
  const { timer, ...planned } = plan;
  return {
    ...planned,
    id: newId(),
    ticketId,
    position,
    holderAccountId: accountId,
    stoppedAt: null,
    stopReason: null,
    pauses: [],
    timerMark: timer?.mark ?? null,
    timerAt: timer?.at ?? null,
    firedMarks: '',
    extendedBy: null,
  };
}

/**
 * A running clock by another plan: same start, new limit. While it stands still no step comes.
 * @param plan made with the clock's own start, pauses and fired marks.
 */
export function replanned(clock: TicketClock, plan: PlannedClock): TicketClock {
  const { timer, ...planned } = plan;
  const moved = { ...clock, ...planned, timerMark: timer?.mark ?? null, timerAt: timer?.at ?? null };
  const still = runningPause(clock);
  return still === null ? moved : silent(moved, new Date(still.fromAt));
}

const NO_TIMER = { timerMark: null, timerAt: null } as const;

/**
 * A clock whose ladder ends or waits from an instant on: it stops, stands still, or what it waits for lies at
 * the gate. A step whose time had come before, and which nobody has seen yet (the service was down), still
 * comes: a missed deadline does not become a kept one, nor its apology less owed. `replan` wakes the ladder.
 */
export function silent(clock: TicketClock, from: Date): TicketClock {
  return clock.timerAt !== null && clock.timerAt < from ? clock : { ...clock, ...NO_TIMER };
}

/** A clock that stands still from now on; one that does already goes on doing so. */
export function paused(clock: TicketClock, at: Date, reason: PauseReason): TicketClock {
  if (runningPause(clock) !== null) return clock;
  const pause: Pause = { fromAt: at.toISOString(), toAt: null, reason };
  return { ...silent(clock, at), pauses: [...clock.pauses, pause] };
}

/** A clock that runs again: the interval is closed, and the deadline moves by what of it was the clock's time. */
export function resumed(clock: TicketClock, at: Date, facts: PlanFacts, planner: ClockPlanner): TicketClock {
  const pauses = clock.pauses.map((pause) => {
    // A machine whose clock was set back must not end a pause before it began.
    const end = Math.max(at.getTime(), Date.parse(pause.fromAt));
    return pause.toAt === null ? { ...pause, toAt: new Date(end).toISOString() } : pause;
  });
  return again({ ...clock, pauses }, facts, planner);
}

/** A clock by what is stored with it, its next step included. */
export function again(clock: TicketClock, facts: PlanFacts, planner: ClockPlanner): TicketClock {
  return { ...clock, ...planner.replan(clock, facts) };
}

/**
 * A limit with so much more, as it is written; null when the two cannot be added (days and hours).
 */
export function longerLimit(limit: string, by: string): string | null {
  const [base, more] = [parseLimit(limit), parseLimit(by)];
  if (base.kind === 'working-days' && more.kind === 'working-days')
    return limitText({ kind: 'working-days', days: base.days + more.days });
  if (base.kind === 'working-days' || more.kind === 'working-days' || base.kind !== more.kind) return null;
  return limitText({ kind: base.kind, ms: base.ms + more.ms });
}

/** A clock with more time, once; as it is when its limit cannot take it. */
export function extended(clock: TicketClock, by: string, facts: PlanFacts, planner: ClockPlanner): TicketClock {
  const limit = longerLimit(clock.limit, by);
  return limit === null ? clock : again({ ...clock, limit, extendedBy: by }, facts, planner);
}

/**
 * Reopened work has a clock of its own from that instant: the first one has stopped, and stays as it was judged.
 * @returns null when the class has no such clock.
 */
export function reopened(
  first: TicketClock,
  facts: PlanFacts,
  to: { readonly at: Date; readonly holder: Holder; readonly position: number; readonly planner: ClockPlanner },
): TicketClock | null {
  const { at, holder, position, planner } = to;
  const plan = planner.plan(first.kind, { ...facts, startedAt: at, holderAgencyCode: holder.agencyCode });
  return plan === null ? null : started(plan, first.ticketId, position, holder.accountId);
}

/**
 * The clock of a ticket into which another is merged: never later than the earlier promise. The earlier
 * one's start, limit, calendar and pauses are taken over whole, so that the deadline can be explained and
 * computed again.
 */
export function merged(into: TicketClock, from: TicketClock): TicketClock {
  if (from.dueAt >= into.dueAt) return into;
  const { startedAt, limit, calendarCode, pauses, policyVersion, explanation, dueAt, extendedBy } = from;
  const { ladderVersion, timerMark, timerAt, firedMarks } = from;
  const promise = { startedAt, limit, calendarCode, pauses, policyVersion, explanation, dueAt, extendedBy };
  return { ...into, ...promise, ladderVersion, timerMark, timerAt, firedMarks };
}

/** The pauses that have ended, as the SLA module takes them. A running one ends with `resumed`. */
export function closedPauses(pauses: readonly Pause[]): { from: Date; to: Date }[] {
  return pauses.flatMap(({ fromAt, toAt }) => (toAt === null ? [] : [{ from: new Date(fromAt), to: new Date(toAt) }]));
}

/** The pause in which a clock stands still now; null while it runs. */
export function runningPause(clock: Pick<TicketClock, 'pauses'>): Pause | null {
  return clock.pauses.find(({ toAt }) => toAt === null) ?? null;
}

export function stopped(clock: TicketClock, at: Date, reason: StopReason): TicketClock {
  // A clock cannot stop before it began: a citizen's watch may be ahead of ours.
  const stoppedAt = at < clock.startedAt ? clock.startedAt : at;
  const moot = reason === 'reclassified' || reason === 'guided';
  return { ...(moot ? { ...clock, ...NO_TIMER } : silent(clock, stoppedAt)), stoppedAt, stopReason: reason };
}

export function holding(clock: TicketClock, holder: Holder, stage: TicketState, fromAt: Date): ClockHolding {
  const { agencyCode, accountId } = holder;
  return { id: newId(), ticketId: clock.ticketId, clockId: clock.id, agencyCode, accountId, stage, fromAt };
}

/** The running clocks of these kinds. */
export function ofKinds(clocks: readonly TicketClock[], kinds: readonly TicketClockKind[]): TicketClock[] {
  return clocks.filter((clock) => kinds.includes(clock.kind));
}

/** The two clocks of the answer: end to end, and of whoever holds the ticket. */
export const RESOLVE_KINDS: readonly TicketClockKind[] = ['resolve', 'resolve_holder'];
