import type { WorkingCalendar } from './calendar.js';
import { dayNumber, SECOND_MS } from './day.js';
import type { Limit } from './limit.js';
import { SlaError } from './sla-error.js';

/** Time that does not count for a clock: [from, to). Kept as intervals, never as a sum, so that any change can replay them. */
export interface Pause {
  readonly from: Date;
  readonly to: Date;
  /** Why, as a person reads it. */
  readonly reason?: string;
}

/**
 * From which day N working days are counted when the start lies outside hours: from the moved start's day
 * (common practice), or from the calendar day of the event itself (as Bộ luật Dân sự, điều 147 may be read).
 * Working time runs from the moved start either way.
 */
export const START_RULES = ['next_opening', 'event_day'] as const;
export type StartRule = (typeof START_RULES)[number];

export interface Deadline {
  readonly dueAt: Date;
  /** The start, moved to the next opening when it lies outside hours. */
  readonly countedFrom: Date;
}

interface Interval {
  readonly from: number;
  readonly to: number;
}

/** A measure of time that runs only while it counts: working time of a calendar, or elapsed time. */
interface Measure {
  at(instant: number): number;
  /** The first instant at which the measure has reached the value. */
  instantOf(value: number): number;
}

const ELAPSED: Measure = { at: (instant) => instant, instantOf: (value) => value };
/** Beyond it days are no longer written with ten characters, whatever the zone. */
const LAST_INSTANT = Date.UTC(9999, 11, 31);

/**
 * When a clock runs out.
 *
 * A start outside hours moves to the next opening. The budget of N working days is the working time from
 * there to the close of the N-th working day after that day; of hours or minutes so much working time; of
 * a 24/7 limit so much elapsed time; until a promised day the working time to its close, or to that of the next
 * working day when nobody works on it. Paused instants are skipped, and the deadline is the first instant at
 * which the budget is used up: at a closing that closing, not the next opening, and never rounded. A limit
 * of 0 is due at the moved start. Late means now > deadline.
 *
 * @param calendar not asked for a 24/7 limit.
 * @param pauses in any order; overlapping ones count once, what lies before the start counts for nothing.
 * @param startRule for N working days: after which day they are counted.
 * @throws SlaError when the calendar does not reach far enough or has no more working time, or a pause ends before it begins.
 */
export function deadline(
  start: Date,
  limit: Limit,
  calendar: WorkingCalendar,
  pauses: readonly Pause[] = [],
  startRule: StartRule = 'next_opening',
): Deadline {
  const from = instantOf(start);
  if (limit.kind === 'elapsed') return result(from, afterPauses(from, limit.ms, ELAPSED, pauses));

  const { timeline } = calendar;
  const opening = timeline.openingAt(from);
  const counted = Math.max(from, timeline.opensAt(opening));
  if (limit.kind === 'working-time')
    return result(counted, afterPauses(counted, limit.ms, measureOf(calendar), pauses));

  if (limit.kind === 'working-days' && limit.days === 0) return result(counted, counted);
  const close =
    limit.kind === 'until-day'
      ? timeline.closeFrom(Math.max(counted, calendar.wallClock.startOfDay(dayNumber(limit.day))))
      : // Moved to another day, that is the first working day after the event: already one of the N.
        timeline.closeAfter(
          opening,
          limit.days - (startRule === 'event_day' && counted > from && !onSameDay(calendar, from, counted) ? 1 : 0),
        );
  if (pauses.length === 0) return result(counted, close);
  const budget = timeline.workAt(close) - timeline.workAt(counted);
  return result(counted, afterPauses(counted, budget, measureOf(calendar), pauses));
}

/**
 * Working time in [from, to) without the pauses, in seconds; 0 when `to` is not after `from`.
 * @throws SlaError when the calendar does not cover both instants.
 */
export function workingSeconds(from: Date, to: Date, calendar: WorkingCalendar, pauses: readonly Pause[] = []): number {
  const begins = instantOf(from);
  const ends = instantOf(to);
  if (ends <= begins) return 0;
  calendar.timeline.begin(begins);
  return counted(begins, ends, measureOf(calendar), pauses) / SECOND_MS;
}

/** Elapsed time in [from, to) without the pauses, in seconds: what is left of a 24/7 clock. */
export function elapsedSeconds(from: Date, to: Date, pauses: readonly Pause[] = []): number {
  return counted(instantOf(from), instantOf(to), ELAPSED, pauses) / SECOND_MS;
}

/** Late is after the deadline; at the deadline itself is in time. */
export function isLate(dueAt: Date, now: Date): boolean {
  return now.getTime() > dueAt.getTime();
}

/** The pauses as disjoint intervals in order, cut to [from, to); empty ones left out. */
export function mergedPauses(pauses: readonly Pause[], from: number, to = Infinity): Interval[] {
  const cut = pauses
    .map((pause) => {
      const begins = instantOf(pause.from);
      const ends = instantOf(pause.to);
      if (ends < begins) throw new SlaError('pause-reversed', 'Có một lần tạm dừng kết thúc trước khi bắt đầu.');
      return { from: Math.max(begins, from), to: Math.min(ends, to) };
    })
    .filter((pause) => pause.from < pause.to)
    .sort((a, b) => a.from - b.from);
  const merged: { from: number; to: number }[] = [];
  for (const pause of cut) {
    const last = merged.at(-1);
    if (last && pause.from <= last.to) last.to = Math.max(last.to, pause.to);
    else merged.push({ ...pause });
  }
  return merged;
}

function onSameDay({ wallClock }: WorkingCalendar, one: number, other: number): boolean {
  return wallClock.dayAt(one) === wallClock.dayAt(other);
}

function measureOf({ timeline }: WorkingCalendar): Measure {
  return { at: (instant) => timeline.workAt(instant), instantOf: (value) => timeline.instantOf(value) };
}

/**
 * Each pause that begins before the budget is used up moves the end by the time it takes away, and the
 * next pause is judged by the moved end: so one that lies in added time counts too. A later pause is not
 * looked at, so the calendar need not reach it.
 */
function afterPauses(from: number, budget: number, measure: Measure, pauses: readonly Pause[]): number {
  if (budget === 0) return from;
  let end = measure.at(from) + budget;
  let due = measure.instantOf(end);
  for (const pause of mergedPauses(pauses, from)) {
    if (pause.from >= due) break;
    end += measure.at(pause.to) - measure.at(pause.from);
    due = measure.instantOf(end);
  }
  return due;
}

function counted(from: number, to: number, measure: Measure, pauses: readonly Pause[]): number {
  if (to <= from) return 0;
  const start = measure.at(from);
  const whole = measure.at(to) - start;
  return mergedPauses(pauses, from, to).reduce(
    (left, pause) => left - (measure.at(pause.to) - measure.at(pause.from)),
    whole,
  );
}

function instantOf(date: Date): number {
  const instant = date.getTime();
  if (Number.isNaN(instant)) throw new SlaError('instant-unreadable', 'Thời điểm không đọc được.');
  return instant;
}

function result(from: number, due: number): Deadline {
  if (!(due <= LAST_INSTANT)) throw new SlaError('calendar-too-short', 'Hạn xa hơn mọi lịch.');
  return { dueAt: new Date(due), countedFrom: new Date(from) };
}
