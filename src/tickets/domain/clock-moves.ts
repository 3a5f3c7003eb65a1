import { newId } from '../../kernel/index.js';
import type { ClockHolding, Pause, PlannedClock, StopReason, TicketClock, TicketClockKind } from './clock.js';
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
      /** Of a clock that runs already. */
      readonly pauses?: readonly Pause[];
      readonly firedMarks?: string;
    },
  ): PlannedClock | null;
  /** A running clock again, by its own limit, calendar and pauses: deadline, explanation, next step of its ladder. */
  replan(clock: TicketClock, facts: PlanFacts): Pick<TicketClock, 'dueAt' | 'explanation' | 'timerMark' | 'timerAt'>;
  /** By how much its policy lets a clock be extended once, as a limit; null: not at all. */
  extensionOf(clock: TicketClock, facts: PlanFacts): string | null;
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
 * A running clock by another plan: same start, new limit.
 * @param plan made with the clock's own start, pauses and fired marks.
 */
export function replanned(clock: TicketClock, plan: PlannedClock): TicketClock {
  const { timer, ...planned } = plan;
  return { ...clock, ...planned, timerMark: timer?.mark ?? null, timerAt: timer?.at ?? null };
}

/** The pauses that have ended, as the SLA module takes them. A running one ends with `resumed`. */
export function closedPauses(pauses: readonly Pause[]): { from: Date; to: Date }[] {
  return pauses.flatMap(({ fromAt, toAt }) => (toAt === null ? [] : [{ from: new Date(fromAt), to: new Date(toAt) }]));
}

/** The pause in which a clock stands still now; null while it runs. */
export function runningPause(clock: TicketClock): Pause | null {
  return clock.pauses.find(({ toAt }) => toAt === null) ?? null;
}

export function stopped(clock: TicketClock, at: Date, reason: StopReason): TicketClock {
  // A clock cannot stop before it began: a citizen's watch may be ahead of ours.
  const stoppedAt = at < clock.startedAt ? clock.startedAt : at;
  return { ...clock, stoppedAt, stopReason: reason, timerMark: null, timerAt: null };
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
