import { Clock } from '../../src/kernel/index.js';

/** A clock that stands still until it is told otherwise. */
export class FixedClock extends Clock {
  private at: number;

  /** @param at an instant; a string without a zone is read in Vietnam (`2026-11-23 08:00`). */
  constructor(at: Date | string = '2026-11-23 08:00') {
    super();
    this.at = instant(at).getTime();
  }

  now(): Date {
    return new Date(this.at);
  }

  set(at: Date | string): void {
    this.at = instant(at).getTime();
  }

  /** Moves on by so many seconds; negative goes back. */
  advance(seconds: number): void {
    this.at += Math.round(seconds * 1000);
  }
}

const WITHOUT_ZONE = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{3})?)?)?$/;

/** Vietnam's wall clock (UTC+7, no summer time) or any ISO instant as a `Date`. */
export function instant(text: Date | string): Date {
  if (text instanceof Date) return text;
  const iso = WITHOUT_ZONE.test(text) ? `${withTime(text.replace(' ', 'T'))}+07:00` : text;
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) throw new Error(`Not an instant: ${text}`);
  return date;
}

function withTime(text: string): string {
  return text.includes('T') ? text : `${text}T00:00`;
}
