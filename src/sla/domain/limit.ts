import { SECOND_MS } from './day.js';
import { SlaError } from './sla-error.js';

/**
 * How much time a clock has.
 * - `working-days`: to the close of the N-th working day after the day of the start.
 * - `working-time`: that much working time.
 * - `elapsed`: that much time, day and night, days off included (24/7).
 */
export type Limit =
  | { readonly kind: 'working-days'; readonly days: number }
  | { readonly kind: 'working-time'; readonly ms: number }
  | { readonly kind: 'elapsed'; readonly ms: number };

const LIMIT = /^(\d{1,6})(wd|h|m|s)(24x7)?$/;
const UNIT_MS = { h: 3600 * SECOND_MS, m: 60 * SECOND_MS, s: SECOND_MS } as const;

/**
 * Reads a limit as it is written in the policy files: `5wd` (working days), `8h`, `90m`, `30s`
 * (working time), `4h24x7`, `30m24x7` (elapsed time).
 * @throws SlaError `limit-unreadable`
 */
export function parseLimit(text: string): Limit {
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

/** The written form, in the largest unit that fits: the inverse of `parseLimit` up to the unit. */
export function limitText(limit: Limit): string {
  if (limit.kind === 'working-days') return `${String(limit.days)}wd`;
  const unit = limit.ms % UNIT_MS.h === 0 ? 'h' : limit.ms % UNIT_MS.m === 0 ? 'm' : 's';
  return `${String(limit.ms / UNIT_MS[unit])}${unit}${limit.kind === 'elapsed' ? '24x7' : ''}`;
}
