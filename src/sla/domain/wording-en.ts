import type { Countdown } from './countdown.js';
import { dayNumber, weekdayOf, type Day } from './day.js';
import type { Limit } from './limit.js';

/** What citizens' pages say of time in English. Staff and mails are told in Vietnamese (`wording.ts`). */

const WEEKDAYS = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const HOUR_S = 3600;

/** `2026-11-26` → "Thu". */
export function weekdayEn(day: Day): string {
  return WEEKDAYS[weekdayOf(dayNumber(day))] ?? '';
}

/** `2026-11-26` → "Thu 26 Nov", with the year when `year` is another one. */
export function dayEn(day: Day, year: number | null = null): string {
  const [y = '', month = '', date = ''] = day.split('-');
  const short = `${weekdayEn(day)} ${Number(date)} ${MONTHS[Number(month) - 1] ?? ''}`;
  return year === null || Number(y) === year ? short : `${short} ${y}`;
}

/** Whole hours and minutes: "5 h 48 min", "48 min", "2 h"; below a minute in seconds. */
export function durationEn(seconds: number): string {
  if (seconds < 60) return `${String(Math.floor(seconds))} s`;
  const hours = Math.floor(seconds / HOUR_S);
  const minutes = Math.floor((seconds % HOUR_S) / 60);
  return [hours > 0 ? `${String(hours)} h` : '', minutes > 0 ? `${String(minutes)} min` : ''].filter(Boolean).join(' ');
}

/** "3 working days", "8 h of working time", "30 min, day and night". */
export function limitEn(limit: Limit): string {
  if (limit.kind === 'working-days') return limit.days === 1 ? '1 working day' : `${String(limit.days)} working days`;
  if (limit.kind === 'until-day') return `until the end of ${dayEn(limit.day, 0)}`;
  const seconds = (limit.ms / 1000) % 60;
  const rest = limit.ms >= 60_000 && seconds > 0 ? ` ${String(seconds)} s` : '';
  const amount = `${durationEn(limit.ms / 1000)}${rest}`;
  return limit.kind === 'elapsed' ? `${amount}, day and night` : `${amount} of working time`;
}

/** How a clock stands in the two parts of its badge, of which the second may be empty. */
interface BadgeEn {
  readonly short: string;
  readonly until: string;
}

/**
 * "5 h 48 min left" and "until 16:30, Thu 26 Nov"; late "1 day 3 h of working time late".
 * @param due the deadline as the page writes instants.
 */
export function badgeEn({ left, day, elapsed }: Countdown, late: boolean, due: string): BadgeEn {
  const seconds = Math.abs(left);
  // Past the deadline, but no working time has passed since: the amount would read as nothing.
  if (late && seconds < 60) return { short: `late since ${due}`, until: '' };
  const span = spanEn(seconds, day);
  const amount = elapsed || day <= 0 || seconds < day ? span : `${span} of working time`;
  if (late) return { short: `${amount} late`, until: `due ${due}` };
  return {
    short: seconds < 60 ? 'less than 1 min left' : `${amount} left`,
    until: `${elapsed ? 'day and night, ' : ''}until ${due}`,
  };
}

/** Days and hours from one day on, hours and minutes below. */
function spanEn(seconds: number, daySeconds: number): string {
  if (daySeconds <= 0 || seconds < daySeconds) return durationEn(seconds);
  const days = Math.floor(seconds / daySeconds);
  const hours = Math.floor((seconds - days * daySeconds) / HOUR_S);
  return `${days === 1 ? '1 day' : `${String(days)} days`}${hours > 0 ? ` ${String(hours)} h` : ''}`;
}
