import { SlaError } from './sla-error.js';

/** A calendar day without a zone, `YYYY-MM-DD`. */
export type Day = string;

/** ISO weekday: 1 Monday … 7 Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;
export const SECOND_MS = 1_000;

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** @returns days since 1970-01-01. @throws SlaError for a day that does not exist (30/2). */
export function dayNumber(day: Day): number {
  const match = DAY.exec(day);
  const at = match ? Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) : Number.NaN;
  // Date.UTC reads years 0–99 as 1900–1999 and 30/2 as 1/3: both come back different.
  if (Number.isNaN(at) || dayText(at / DAY_MS) !== day) {
    throw new SlaError('day-unreadable', `Ngày “${day}” không có thật; ngày viết dạng 2026-01-31.`);
  }
  return at / DAY_MS;
}

/** The inverse of `dayNumber`, for years of four digits. */
export function dayText(number: number): Day {
  // Explanations write hundreds of days and times: toISOString would be most of what they cost.
  const date = new Date(number * DAY_MS);
  const year = String(date.getUTCFullYear()).padStart(4, '0');
  return `${year}-${twoDigits(date.getUTCMonth() + 1)}-${twoDigits(date.getUTCDate())}`;
}

/** Time of day as a clock on the wall shows it, `07:30`; with seconds where there are some. */
export function timeText(msOfDay: number): string {
  const seconds = Math.floor(msOfDay / SECOND_MS);
  const time = `${twoDigits(Math.floor(seconds / 3600))}:${twoDigits(Math.floor(seconds / 60) % 60)}`;
  return seconds % 60 === 0 ? time : `${time}:${twoDigits(seconds % 60)}`;
}

export function twoDigits(value: number): string {
  return value < 10 ? `0${String(value)}` : String(value);
}

export function weekdayOf(number: number): Weekday {
  // 1970-01-01 was a Thursday.
  return (((((number + 3) % 7) + 7) % 7) + 1) as Weekday;
}

export function yearOf(number: number): number {
  return new Date(number * DAY_MS).getUTCFullYear();
}

/** The first day of a year, as days since 1970-01-01. */
export function firstDayOf(year: number): number {
  return Date.UTC(year, 0, 1) / DAY_MS;
}
