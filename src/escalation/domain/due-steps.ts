import type { WorkingCalendar } from '../../sla/domain/calendar.js';
import { firedMarks, instantOfMark, withFired, type LadderStep, type Timer } from '../../sla/domain/ladder.js';
import { parseClockLimit } from '../../sla/domain/limit.js';
import { SlaError } from '../../sla/domain/sla-error.js';
import { closedPauses, RESOLVE_KINDS } from '../../tickets/domain/clock-moves.js';
import type { TicketClock } from '../../tickets/domain/clock.js';

/** What of a clock and its ticket decides what is due. */
export interface DueClock {
  readonly clock: Pick<TicketClock, 'kind' | 'limit' | 'startedAt' | 'dueAt' | 'stoppedAt' | 'pauses' | 'firedMarks'>;
  readonly ticketIsOpen: boolean;
  /** When the answer entered `awaiting_publication`; null while there is none, or it failed the gate. */
  readonly answeredAt: Date | null;
}

/** By which rules the clock is escalated, as they stand now. */
export interface ClockRules {
  readonly calendar: WorkingCalendar;
  /** Of the ladder the clock started under. */
  readonly steps: readonly LadderStep[];
  /** false: the policy is switched off. */
  readonly escalates: boolean;
}

export interface DueStep {
  readonly step: LadderStep;
  readonly at: Date;
}

export interface DueSteps {
  /** What fires, the oldest first. */
  readonly due: readonly DueStep[];
  /** The clock as it goes on. */
  readonly timer: Timer | null;
  readonly firedMarks: string;
  /** Marks whose instant cannot be found: the calendar does not reach so far. They are looked at again. */
  readonly unknown: readonly string[];
}

const LOOK_AGAIN_MS = 60 * 60_000;

/**
 * What of a clock's ladder has come, and when the next step does.
 *
 * Each mark fires once for a clock. What comes while the policy is switched off is passed over for good. A
 * clock that has stopped or stands still, or whose answer lies before the gate, stands at the instant that
 * began: what had come before then fires, however late it is seen, and the rest waits or never comes. Of a
 * clock that has stopped only the missed deadline and what follows it are worth noting.
 *
 * @param firedBefore marks that the firings know of, beside those noted with the clock: a command may have
 *   written the clock back as it had been read before the step fired.
 * @param until what comes after it does not fire yet.
 */
export function dueSteps(
  { clock, ticketIsOpen, answeredAt }: DueClock,
  rules: ClockRules,
  firedBefore: ReadonlySet<string>,
  until: Date,
): DueSteps {
  let stored = clock.firedMarks;
  for (const mark of firedBefore) stored = withFired(stored, mark);
  // These outlive their ticket; another one that runs on after the end has nobody to tell.
  const outlives = clock.kind === 'apology' || clock.kind === 'commitment';
  const ended = !ticketIsOpen && clock.stoppedAt === null && !outlives;
  if (ended) return { due: [], timer: null, firedMarks: stored, unknown: [] };

  const { pending, unknown } = pendingSteps(clock, rules, firedMarks(stored));
  const standsAt = standstill(clock, answeredAt);
  // At the very deadline is in time.
  const reached = standsAt === null ? pending : pending.filter(({ at }) => at < standsAt);
  const come = reached.filter(({ at }) => at <= until);
  for (const { step } of come) stored = withFired(stored, step.mark);
  // What has ended is no longer to be pressed; but that it was late stays true.
  const worthNoting = clock.stoppedAt === null ? come : come.filter(({ at }) => at >= clock.dueAt);
  return {
    due: rules.escalates ? worthNoting : [],
    timer: standsAt === null ? earliest(reached[come.length], unknown[0], until) : timerOf(reached[come.length]),
    firedMarks: stored,
    unknown,
  };
}

/** From when on the clock does not run; null while it runs. */
function standstill({ kind, stoppedAt, pauses }: DueClock['clock'], answeredAt: Date | null): Date | null {
  const still = pauses.find(({ toAt }) => toAt === null);
  const instants = [
    stoppedAt,
    still === undefined ? null : new Date(still.fromAt),
    RESOLVE_KINDS.includes(kind) ? answeredAt : null,
  ].flatMap((at) => at ?? []);
  return instants.length === 0 ? null : new Date(Math.min(...instants.map((at) => at.getTime())));
}

/** What has not fired, in the order of time; of one instant in the order of the ladder. */
function pendingSteps(
  clock: DueClock['clock'],
  { calendar, steps }: ClockRules,
  fired: ReadonlySet<string>,
): { pending: DueStep[]; unknown: string[] } {
  const pending: DueStep[] = [];
  const unknown: string[] = [];
  const pauses = closedPauses(clock.pauses);
  for (const step of steps) {
    if (!step.enabled || fired.has(step.mark)) continue;
    try {
      const at = instantOfMark(step.mark, { ...clock, limit: parseClockLimit(clock.limit), calendar, pauses });
      pending.push({ step, at });
    } catch (error) {
      if (!(error instanceof SlaError)) throw error;
      unknown.push(step.mark);
    }
  }
  return { pending: pending.sort((a, b) => a.at.getTime() - b.at.getTime()), unknown };
}

function timerOf(next: DueStep | undefined): Timer | null {
  return next === undefined ? null : { mark: next.step.mark, at: next.at };
}

/** A mark without an instant is asked about again in an hour: the year's table may have come by then. */
function earliest(next: DueStep | undefined, unknown: string | undefined, now: Date): Timer | null {
  const again = unknown === undefined ? null : { mark: unknown, at: new Date(now.getTime() + LOOK_AGAIN_MS) };
  const timer = timerOf(next);
  if (again === null || (timer !== null && timer.at <= again.at)) return timer;
  return again;
}
