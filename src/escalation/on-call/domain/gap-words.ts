import { formatInstant } from '../../../kernel/index.js';
import type { Span } from './coverage.js';

const HOUR_MS = 3_600_000;
const VIETNAM_MS = 7 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;
const EVENING = 16;
const MORNING = 9;

/**
 * A gap in the roster as people say it: "Tối thứ Bảy 28/11, từ 16:30 đến 07:00 hôm sau", "Chủ nhật 29/11, từ
 * 08:00 đến 17:00", "Từ 16:30 thứ Sáu 27/11 đến 07:00 thứ Hai 30/11".
 */
export function gapWords({ from, to }: Span): string {
  const [fromTime, fromDay] = parts(from);
  const [toTime] = parts(to);
  const days = dayOf(to) - dayOf(from);
  const midnight = days === 1 && toTime === '00:00';
  if (days === 1 && hourOf(from) >= EVENING && hourOf(to) <= MORNING) {
    return `Tối ${fromDay}, từ ${fromTime} đến ${midnight ? '24:00' : `${toTime} hôm sau`}`;
  }
  if (days === 0 || midnight) return `${capital(fromDay)}, từ ${fromTime} đến ${midnight ? '24:00' : toTime}`;
  return `Từ ${formatInstant(from)} đến ${formatInstant(to)}`;
}

/** The time of a shift inside a sentence: the end with its day when that is another one. */
export function shiftWords({ from, to }: Span): string {
  const [fromTime] = parts(from);
  const [toTime] = parts(to);
  return dayOf(from) === dayOf(to) ? `${fromTime} đến ${toTime}` : `${fromTime} đến ${formatInstant(to)}`;
}

function parts(at: Date): [time: string, day: string] {
  const text = formatInstant(at);
  return [text.slice(0, 5), text.slice(6)];
}

function dayOf(at: Date): number {
  return Math.floor((at.getTime() + VIETNAM_MS) / DAY_MS);
}

function hourOf(at: Date): number {
  return new Date(at.getTime() + VIETNAM_MS).getUTCHours();
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
