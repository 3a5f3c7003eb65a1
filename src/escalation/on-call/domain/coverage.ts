import { MINUTE_MS } from '../../../sla/domain/day.js';
import type { WorkingCalendar } from '../../../sla/domain/calendar.js';

/** A stretch of time, from its first instant up to, but not including, its last. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/**
 * When nobody is at the office: from a day's last closing to the next day's first opening. The break at noon
 * is none: whoever works that day is near.
 *
 * @param calendar the agency's hours; beyond its reach every day counts as off.
 */
export function outOfHours(calendar: WorkingCalendar, from: Date, to: Date): Span[] {
  const { wallClock } = calendar;
  const spans: Span[] = [];
  let free = from.getTime();
  for (let day = wallClock.dayAt(from.getTime()); wallClock.startOfDay(day) < to.getTime(); day += 1) {
    const { slots } = calendar.day(day);
    const first = slots[0];
    const last = slots.at(-1);
    if (!first || !last) continue;
    const midnight = wallClock.startOfDay(day);
    const opens = midnight + first.opens * MINUTE_MS;
    const closes = midnight + last.closes * MINUTE_MS;
    if (closes <= free) continue;
    if (opens > free) spans.push(span(free, Math.min(opens, to.getTime())));
    free = Math.max(free, closes);
  }
  if (free < to.getTime()) spans.push(span(free, to.getTime()));
  return spans.filter(({ from: begins, to: ends }) => begins < ends);
}

/** What of `spans` no shift covers; both in any order, shifts may overlap. */
export function uncovered(spans: readonly Span[], shifts: readonly Span[]): Span[] {
  const inOrder = [...shifts].sort((a, b) => a.from.getTime() - b.from.getTime());
  return spans.flatMap(({ from, to }) => {
    const gaps: Span[] = [];
    let free = from.getTime();
    for (const shift of inOrder) {
      if (shift.to.getTime() <= free) continue;
      if (shift.from.getTime() >= to.getTime()) break;
      if (shift.from.getTime() > free) gaps.push(span(free, shift.from.getTime()));
      free = Math.max(free, shift.to.getTime());
    }
    if (free < to.getTime()) gaps.push(span(free, to.getTime()));
    return gaps;
  });
}

function span(from: number, to: number): Span {
  return { from: new Date(from), to: new Date(to) };
}
