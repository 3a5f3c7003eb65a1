import { DAY_MS, MINUTE_MS, SECOND_MS, dayNumber } from './day.js';
import { SlaError } from './sla-error.js';

const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?$/;
const HOUR_MS = 60 * MINUTE_MS;
const FIRST_YEAR = 1900;
const LAST_YEAR = 9000;

/**
 * An instant with its offset, `2026-02-13T15:00:00+07:00`; seconds may be left out, `Z` is UTC, and
 * `24:00` is the end of a day. Without an offset there is no telling which instant is meant.
 * @throws SlaError `instant-unreadable`, `day-unreadable`
 */
export function parseInstant(text: string): Date {
  const match = INSTANT.exec(text);
  if (!match) throw unreadable(text, 'không đọc được');
  const [, day = '', hour, minute, second = '0', fraction = '', offset] = match;
  if (offset === undefined) throw unreadable(text, 'thiếu múi giờ');
  const year = Number(day.slice(0, 4));
  if (year < FIRST_YEAR || year > LAST_YEAR) throw unreadable(text, `phải từ năm ${FIRST_YEAR} đến năm ${LAST_YEAR}`);
  if (/[^0]/.test(fraction.slice(3))) throw unreadable(text, 'chỉ được lẻ đến phần nghìn giây');
  const time = Number(hour) * HOUR_MS + Number(minute) * MINUTE_MS + Number(second) * SECOND_MS;
  const ms = Number(fraction.slice(0, 3).padEnd(3, '0'));
  if (Number(minute) > 59 || Number(second) > 59 || time + ms > DAY_MS) throw unreadable(text, 'có giờ không có thật');
  return new Date(dayNumber(day) * DAY_MS + time + ms - offsetOf(text, offset));
}

function offsetOf(text: string, offset: string): number {
  if (offset === 'Z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(-2));
  if (hours > 14 || minutes > 59) throw unreadable(text, 'có múi giờ không có thật');
  return (offset.startsWith('-') ? -1 : 1) * (hours * HOUR_MS + minutes * MINUTE_MS);
}

function unreadable(text: string, why: string): SlaError {
  return new SlaError('instant-unreadable', `Thời điểm “${text}” ${why}; viết như 2026-02-13T15:00:00+07:00.`);
}
