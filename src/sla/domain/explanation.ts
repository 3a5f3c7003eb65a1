import type { CalendarDay, DayOffKind, WorkingCalendar } from './calendar.js';
import { MINUTE_MS, SECOND_MS, dayText, timeText, twoDigits, yearOf, type Day } from './day.js';
import { deadline, mergedPauses, type Pause, type StartRule } from './deadline.js';
import { limitText, type Limit } from './limit.js';
import type { WallClock } from './zone.js';

/** Why the start did not count at once. */
type OutsideHours = 'before-opening' | 'break' | 'after-closing' | 'day-off';

/** A day that gave time to the clock. */
interface CountedDay {
  readonly on: Day;
  /** Openings counted, wall-clock `HH:MM` or `HH:MM:SS`, pauses taken out. */
  readonly intervals: readonly (readonly [from: string, to: string])[];
  readonly seconds: number;
  /** For a day worked out of turn: the day it stands for. */
  readonly replaces: Day | null;
}

/** A day between start and deadline without working time. */
export interface SkippedDay {
  readonly on: Day;
  readonly reason: DayOffKind | 'rest';
  /** Of the holiday; empty for a weekly rest day. */
  readonly name: string;
  readonly replaces: Day | null;
  readonly provisional: boolean;
}

interface CountedPause {
  readonly from: string;
  readonly to: string;
  /** What it took away, in the clock's own time. */
  readonly seconds: number;
}

/**
 * Why a deadline is what it is: plain JSON, kept with the clock, so that the answer is the same years
 * later. Instants are ISO with the calendar's offset.
 */
export interface Explanation {
  readonly limit: string;
  readonly zone: string;
  readonly startedAt: string;
  /** The moved start. */
  readonly countedFrom: string;
  readonly outsideHours: OutsideHours | null;
  /** After which day N working days were counted; explanations kept from before there was a choice have none. */
  readonly startRule?: StartRule;
  readonly dueAt: string;
  /** The whole budget in the clock's own time: working seconds, or elapsed ones for 24/7. */
  readonly budgetSeconds: number;
  readonly days: readonly CountedDay[];
  readonly skipped: readonly SkippedDay[];
  readonly pauses: readonly CountedPause[];
  /** Whether a year between start and deadline still waits for its notice of days off. */
  readonly provisional: boolean;
}

/** The deadline together with its explanation. @throws as `deadline` */
export function explainDeadline(
  start: Date,
  limit: Limit,
  calendar: WorkingCalendar,
  pauses: readonly Pause[] = [],
  startRule: StartRule = 'next_opening',
): { readonly dueAt: Date; readonly explanation: Explanation } {
  const { dueAt, countedFrom } = deadline(start, limit, calendar, pauses, startRule);
  const from = countedFrom.getTime();
  const due = dueAt.getTime();
  const elapsed = limit.kind === 'elapsed';
  const { wallClock, timeline } = calendar;
  const merged = mergedPauses(pauses, from, due);
  const measure = (interval: { from: number; to: number }): number =>
    elapsed ? interval.to - interval.from : timeline.workAt(interval.to) - timeline.workAt(interval.from);
  const taken = merged.map((pause) => ({
    from: isoText(wallClock, pause.from),
    to: isoText(wallClock, pause.to),
    seconds: measure(pause) / SECOND_MS,
  }));
  const whole = from < due ? measure({ from, to: due }) / SECOND_MS : 0;
  const firstDay = wallClock.dayAt(start.getTime());
  // A deadline at 24:00 belongs to the day that ends with it.
  const lastDay = wallClock.dayAt(from < due ? due - 1 : due);
  const days = elapsed ? [] : countedDays(calendar, from, due, merged);
  return {
    dueAt,
    explanation: {
      limit: limitText(limit),
      zone: wallClock.name,
      startedAt: isoText(wallClock, start.getTime()),
      countedFrom: isoText(wallClock, from),
      outsideHours: from > start.getTime() ? outsideHours(calendar, start.getTime()) : null,
      startRule,
      dueAt: isoText(wallClock, due),
      budgetSeconds: taken.reduce((left, pause) => left - pause.seconds, whole),
      days,
      skipped: elapsed ? [] : skippedDays(calendar, firstDay, lastDay),
      pauses: taken,
      provisional: !elapsed && anyProvisional(calendar, yearOf(firstDay), yearOf(lastDay)),
    },
  };
}

/** `2026-11-26T16:30:00+07:00`; milliseconds only where there are some. */
export function isoText(wallClock: WallClock, instant: number): string {
  const offset = wallClock.offsetAt(instant);
  // Before there were zones, offsets had seconds, which cannot be written: the instant stays the same.
  const minutes = Math.round(Math.abs(offset) / MINUTE_MS);
  const written = instant + Math.sign(offset) * minutes * MINUTE_MS;
  const local = new Date(written).toISOString().replace('.000Z', '').replace('Z', '');
  return `${local}${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

function outsideHours(calendar: WorkingCalendar, start: number): OutsideHours {
  const { wallClock } = calendar;
  const { slots } = calendar.day(wallClock.dayAt(start));
  const minute = wallClock.timeOfDayAt(start) / MINUTE_MS;
  const first = slots[0];
  const last = slots.at(-1);
  if (!first || !last) return 'day-off';
  if (minute < first.opens) return 'before-opening';
  return minute >= last.closes ? 'after-closing' : 'break';
}

interface Interval {
  readonly from: number;
  readonly to: number;
}

function countedDays(calendar: WorkingCalendar, from: number, due: number, pauses: readonly Interval[]): CountedDay[] {
  const days: { on: number; intervals: Interval[] }[] = [];
  for (const opening of openings(calendar, from, due)) {
    const on = calendar.wallClock.dayAt(opening.from);
    const intervals = without(opening, pauses);
    const last = days.at(-1);
    if (last?.on === on) last.intervals.push(...intervals);
    else days.push({ on, intervals });
  }
  return days.map(({ on, intervals }) => ({
    on: dayText(on),
    intervals: intervals.map(({ from: a, to: b }) => [clockText(calendar, on, a), clockText(calendar, on, b)] as const),
    seconds: intervals.reduce((sum, interval) => sum + interval.to - interval.from, 0) / SECOND_MS,
    replaces: calendar.day(on).worked?.replaces ?? null,
  }));
}

/** The working intervals of a calendar within [from, to), cut to it. */
function* openings({ timeline }: WorkingCalendar, from: number, to: number): Generator<Interval> {
  if (from >= to) return;
  for (let index = timeline.openingAt(from); index < timeline.count && timeline.opensAt(index) < to; index += 1) {
    yield { from: Math.max(from, timeline.opensAt(index)), to: Math.min(to, timeline.closesAt(index)) };
  }
}

function without(whole: Interval, pauses: readonly Interval[]): Interval[] {
  let rest: Interval[] = [whole];
  for (const pause of pauses) {
    rest = rest.flatMap((piece) => [
      { from: piece.from, to: Math.min(piece.to, pause.from) },
      { from: Math.max(piece.from, pause.to), to: piece.to },
    ]);
    rest = rest.filter((piece) => piece.from < piece.to);
  }
  return rest;
}

function skippedDays(calendar: WorkingCalendar, first: number, last: number): SkippedDay[] {
  const skipped: SkippedDay[] = [];
  for (let day = first; day <= last; day += 1) {
    const found = calendar.day(day);
    if (found.slots.length === 0) skipped.push(skippedDay(day, found));
  }
  return skipped;
}

function skippedDay(day: number, { off }: CalendarDay): SkippedDay {
  return {
    on: dayText(day),
    reason: off?.kind ?? 'rest',
    name: off?.name ?? '',
    replaces: off?.replaces ?? null,
    provisional: off?.provisional ?? false,
  };
}

function anyProvisional(calendar: WorkingCalendar, first: number, last: number): boolean {
  for (let year = first; year <= last; year += 1) if (calendar.isProvisional(year)) return true;
  return false;
}

/** The reading of the wall clock; the end of the day is 24:00. */
function clockText(calendar: WorkingCalendar, day: number, instant: number): string {
  const { wallClock } = calendar;
  if (wallClock.dayAt(instant) > day) return '24:00';
  return timeText(wallClock.timeOfDayAt(instant));
}
