import type { WorkingCalendar } from './calendar.js';
import type { RunningClock, Standing } from './policy.js';
import { SlaError } from './sla-error.js';

/**
 * All that a page needs to let a clock run on by itself, second by second, in the clock's own time. Plain
 * JSON; instants in milliseconds since 1970, amounts in seconds.
 */
export interface Countdown {
  /** When this was found out. */
  readonly at: number;
  readonly dueAt: number;
  /** Left at `at`; negative: late by so much. */
  readonly left: number;
  /** The whole time allowed. */
  readonly budget: number;
  /** What people call one day of this clock. */
  readonly day: number;
  /** Day and night: `open` is empty and not needed. */
  readonly elapsed: boolean;
  /** IANA zone in which the deadline is read. */
  readonly zone: string;
  /** The openings to come, the one around `at` first: time stands still between them. Beyond the last one, ask again. */
  readonly open: readonly (readonly [from: number, to: number])[];
}

/** A working week, that is: a page is seldom open longer without being fetched again. */
const OPENINGS = 10;

/** @param calendar the clock's own. */
export function countdownOf(clock: RunningClock, standing: Standing, calendar: WorkingCalendar, now: Date): Countdown {
  const { late, seconds, budgetSeconds, daySeconds, elapsed, zone } = standing;
  return {
    at: now.getTime(),
    dueAt: clock.dueAt.getTime(),
    left: late ? -seconds : seconds,
    budget: budgetSeconds,
    day: daySeconds,
    elapsed,
    zone,
    open: elapsed ? [] : openingsFrom(calendar, now.getTime()),
  };
}

function openingsFrom({ timeline }: WorkingCalendar, from: number): [number, number][] {
  const open: [number, number][] = [];
  try {
    for (let at = from; open.length < OPENINGS;) {
      const index = timeline.openingAt(at);
      const closes = timeline.closesAt(index);
      open.push([timeline.opensAt(index), closes]);
      at = closes;
    }
  } catch (error) {
    // The calendar ends: what is known is shown, nothing is guessed.
    if (!(error instanceof SlaError)) throw error;
  }
  return open;
}
