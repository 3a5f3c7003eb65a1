import type { ClockKind } from './clock-kind.js';
import type { Day } from './day.js';
import type { Explanation, SkippedDay } from './explanation.js';
import { parseClockLimit, type Limit } from './limit.js';
import type { ClockExplanation } from './policy.js';
import { dayEn, durationEn, limitEn, weekdayEn } from './wording-en.js';

/** What is promised, and how the start is called, per clock. */
const CLOCKS: Record<ClockKind, { readonly what: string; readonly start: string }> = {
  classify: { what: 'Sorting it and passing it to an agency', start: 'Received' },
  accept: { what: 'The agency takes it on or gives it back', start: 'Passed on' },
  act: { what: 'Urgent work on the spot', start: 'Received' },
  resolve: { what: 'Answer to the sender', start: 'Received' },
  resolve_holder: { what: 'The part of the agency that holds it', start: 'Passed on' },
  publish: { what: 'Publishing the answer', start: 'Approved' },
  apology: { what: 'Letter of apology', start: 'Overdue' },
  support: { what: 'The part of the supporting agency', start: 'Asked for' },
  commitment: { what: 'What was promised', start: 'Answered' },
};

/** So many days are named one by one; more are given as from–to. */
const NAMED_DAYS = 5;
const NAMED_REST_DAYS = 4;
const WEEKLY_REST = 'weekly rest';
const DAY_MS = 86_400_000;

/** "Why is … the deadline?": the explanation in sentences. Names of holidays are as the calendar has them, in Vietnamese. */
export function explainEn(explanation: Explanation | ClockExplanation): string[] {
  const limit = parseClockLimit(explanation.limit);
  const year = Number(explanation.startedAt.slice(0, 4));
  const clock = 'clock' in explanation ? CLOCKS[explanation.clock] : { what: 'Time allowed', start: 'Begun' };
  return [
    `${clock.what}: ${limitEn(limit)}.`,
    ...counted(explanation, limit, { year, start: clock.start }),
    ...skippedDays(explanation.skipped, year),
    ...workedDays(explanation, year),
    ...pauses(explanation, limit, year),
    ending(explanation, limit, year),
    ...provisional(explanation),
  ];
}

/** How the start was read and which days or hours were counted from it. */
function counted(
  explanation: Explanation,
  limit: Limit,
  { year, start }: { readonly year: number; readonly start: string },
): string[] {
  const { startedAt, countedFrom, outsideHours } = explanation;
  const startDay = dayOf(startedAt);
  const at = `${start} at ${timeOf(startedAt)}, ${dayEn(startDay)}`;
  if (limit.kind === 'elapsed') return [`${at}, and counted without a break from then, outside working hours as well.`];
  if (limit.kind === 'until-day') {
    const promised = `${start} on ${dayEn(startDay, year)}, promised for ${dayEn(limit.day, year)}`;
    const close = dayOf(explanation.dueAt);
    const moved = `; nobody works on that day, so the next working day counts, ${dayEn(close, year)}`;
    return [`${promised}${close === limit.day ? '' : moved}.`];
  }
  const sameDay = startDay === dayOf(countedFrom);
  const movedTo = `${timeOf(countedFrom)} ${sameDay ? 'that day' : `on ${dayEn(dayOf(countedFrom), year)}`}`;
  const received =
    outsideHours === null
      ? `${at}, within working hours`
      : `${at}, ${OUTSIDE[outsideHours]}, so it counts as received at ${movedTo}`;
  if (limit.kind === 'working-days') {
    const event = explanation.startRule === 'event_day';
    // The day of the start gives its rest, but is not one of the N days; nor is one that pauses have added.
    const from = dayOf(event ? startedAt : countedFrom);
    const after = explanation.days.map((day) => day.on).filter((on) => on > from);
    const days = after.slice(0, limit.days);
    if (days.length === 0) return [`${received}.`];
    const list = dayList(days, from, year);
    return outsideHours !== null && event && !sameDay
      ? [
          `${at}, ${OUTSIDE[outsideHours]}: the hours run from ${movedTo}, the days are counted after ${dayEn(startDay)}: ${list}.`,
        ]
      : [`${received}. Counted from the day after: ${list}.`];
  }
  const parts = explanation.days.map((day) => `${dayEn(day.on, year)} ${durationEn(day.seconds)}`);
  return parts.length <= 1 || parts.length > NAMED_DAYS
    ? [`${received}.`]
    : [`${received}. Counted: ${parts.join(', ')}.`];
}

const OUTSIDE = {
  'before-opening': 'before working hours',
  break: 'in the midday break',
  'after-closing': 'after working hours',
  'day-off': 'on a day off',
} as const;

/** Weekday names alone while they cannot be mistaken, that is within a week of the start. */
function dayList(days: readonly Day[], from: Day, year: number): string {
  const last = days.at(-1) ?? from;
  if (days.length > NAMED_DAYS)
    return `${String(days.length)} working days, from ${dayEn(days[0] ?? from, year)} to ${dayEn(last, year)}`;
  const near = Date.parse(last) - Date.parse(from) < 7 * DAY_MS;
  return days.map((day) => (near ? weekdayEn(day) : dayEn(day, year))).join(', ');
}

/** Weekly rest days together, holidays by name, days in a row as from–to. */
function skippedDays(skipped: readonly SkippedDay[], year: number): string[] {
  const groups = new Map<string, Day[]>();
  for (const day of skipped) {
    const why = reason(day, year);
    groups.set(why, [...(groups.get(why) ?? []), day.on]);
  }
  const parts = [...groups].map(([why, days]) =>
    why === WEEKLY_REST && days.length > NAMED_REST_DAYS
      ? `${[...new Set(days.map(weekdayEn))].join(', ')} of each week (${String(days.length)} days)`
      : `${runs(days, year)} (${why})`,
  );
  return parts.length === 0 ? [] : [`Not counted: ${parts.join('; ')}.`];
}

function reason({ reason: kind, name, replaces }: SkippedDay, year: number): string {
  if (kind === 'rest') return WEEKLY_REST;
  if (kind === 'substitute') return `day off instead of ${name}`;
  if (kind === 'swap_off')
    return replaces === null ? `day off exchanged, ${name}` : `day off exchanged for ${dayEn(replaces, year)}`;
  return name;
}

function runs(days: readonly Day[], year: number): string {
  const found: { from: Day; to: Day }[] = [];
  for (const day of days) {
    const last = found.at(-1);
    if (last && Date.parse(day) - Date.parse(last.to) === DAY_MS) last.to = day;
    else found.push({ from: day, to: day });
  }
  return found
    .map(({ from, to }) => (from === to ? dayEn(from, year) : `${dayEn(from, year)} to ${dayEn(to, year)}`))
    .join(', ');
}

function workedDays({ days }: Explanation, year: number): string[] {
  return days.flatMap(({ on, replaces }) =>
    replaces === null ? [] : [`${dayEn(on, year)} is worked instead of ${dayEn(replaces, year)}, so it counts.`],
  );
}

function pauses({ pauses: all }: Explanation, limit: Limit, year: number): string[] {
  const working = limit.kind === 'elapsed' ? '' : ' of working time';
  return all
    .filter(({ seconds }) => seconds > 0)
    .map(
      ({ from, to, seconds }) =>
        `It stood still from ${moment(from, year)} to ${moment(to, year)}; ${durationEn(seconds)}${working} not counted.`,
    );
}

function ending(explanation: Explanation, limit: Limit, year: number): string {
  const { dueAt, days, startedAt } = explanation;
  const paused = explanation.pauses.some(({ seconds }) => seconds > 0);
  if (limit.kind !== 'working-days' || limit.days === 0 || paused) return `The deadline is ${moment(dueAt, year)}.`;
  // A closing at 24:00 is the end of its day, not the beginning of the next.
  const atMidnight = timeOf(dueAt) === '00:00';
  const due = atMidnight ? (days.at(-1)?.on ?? dayOf(dueAt)) : dayOf(dueAt);
  const near = Date.parse(due) - Date.parse(dayOf(startedAt)) < 7 * DAY_MS;
  return `Working hours end at ${atMidnight ? '24:00' : timeOf(dueAt)} on ${near ? weekdayEn(due) : dayEn(due, year)}.`;
}

function provisional({ provisional: waits, dueAt }: Explanation): string[] {
  return waits
    ? [`The days off of ${dueAt.slice(0, 4)} wait for their official notice; then the deadline is worked out again.`]
    : [];
}

/** Text of an instant written in the calendar's own zone. */
function moment(iso: string, year: number): string {
  return `${timeOf(iso)}, ${dayEn(dayOf(iso), year)}`;
}

function dayOf(iso: string): Day {
  return iso.slice(0, 10);
}

function timeOf(iso: string): string {
  return iso.slice(11, 16);
}
