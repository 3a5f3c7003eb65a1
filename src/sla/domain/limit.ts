import { dayNumber, SECOND_MS, type Day } from './day.js';
import { SlaError } from './sla-error.js';

/**
 * How much time a clock has.
 * - `working-days`: to the close of the N-th working day after the day of the start.
 * - `working-time`: that much working time.
 * - `elapsed`: that much time, day and night, days off included (24/7).
 * - `until-day`: to the close of work of a day that somebody has promised; when nobody works on it, of the next working day.
 */
export type Limit =
  | { readonly kind: 'working-days'; readonly days: number }
  | { readonly kind: 'working-time'; readonly ms: number }
  | { readonly kind: 'elapsed'; readonly ms: number }
  | UntilDay;

interface UntilDay {
  readonly kind: 'until-day';
  readonly day: Day;
}

const LIMIT = /^(\d{1,6})(wd|h|m|s)(24x7)?$/;
const UNIT_MS = { h: 3600 * SECOND_MS, m: 60 * SECOND_MS, s: SECOND_MS } as const;

/**
 * Reads a limit as it is written in the policy files: `5wd` (working days), `8h`, `90m`, `30s`
 * (working time), `4h24x7`, `30m24x7` (elapsed time).
 * @throws SlaError `limit-unreadable`
 */
export function parseLimit(text: string): Exclude<Limit, UntilDay> {
  const match = LIMIT.exec(text);
  const unit = match?.[2] as 'wd' | 'h' | 'm' | 's' | undefined;
  const elapsed = match?.[3] !== undefined;
  if (unit === undefined || (unit === 'wd' && elapsed)) {
    throw new SlaError(
      'limit-unreadable',
      `Hạn “${text}” không đọc được. Viết 5wd (ngày làm việc), 8h, 90m, 30s (giờ, phút, giây làm việc) hoặc 4h24x7 (cả ngoài giờ).`,
    );
  }
  const amount = Number(match?.[1]);
  if (unit === 'wd') return { kind: 'working-days', days: amount };
  return { kind: elapsed ? 'elapsed' : 'working-time', ms: amount * UNIT_MS[unit] };
}

const UNTIL = /^until(\d{4}-\d\d-\d\d)$/;

/**
 * Reads a limit as it is kept with a clock: that of its policy, or the day that was promised (`until2026-11-30`),
 * which no policy can set.
 * @throws SlaError `limit-unreadable`, or `day-unreadable` for a day that is none.
 */
export function parseClockLimit(text: string): Limit {
  const day = UNTIL.exec(text)?.[1];
  if (day === undefined) return parseLimit(text);
  dayNumber(day);
  return { kind: 'until-day', day };
}

/** The written form, in the largest unit that fits: the inverse of `parseClockLimit` up to the unit. */
export function limitText(limit: Limit): string {
  if (limit.kind === 'working-days') return `${String(limit.days)}wd`;
  if (limit.kind === 'until-day') return `until${limit.day}`;
  const unit = limit.ms % UNIT_MS.h === 0 ? 'h' : limit.ms % UNIT_MS.m === 0 ? 'm' : 's';
  return `${String(limit.ms / UNIT_MS[unit])}${unit}${limit.kind === 'elapsed' ? '24x7' : ''}`;
}
