import type { FieldError } from '../../../kernel/index.js';

const HOUR_MS = 3_600_000;
/** Longer than a week is a slip of the keyboard, and nobody answers the phone for so long. */
export const LONGEST_SHIFT_MS = 7 * 24 * HOUR_MS;
const FURTHEST_MS = 366 * 24 * HOUR_MS;

export interface ShiftTimes {
  readonly fromAt: Date;
  readonly toAt: Date;
}

/**
 * What is wrong with the times of a new shift, beside the field it belongs to. A shift may have begun (it is
 * written down when somebody has jumped in), but not be over: whom a message went to is not changed afterwards.
 */
export function shiftTimeFaults({ fromAt, toAt }: ShiftTimes, now: Date): FieldError[] {
  if (toAt <= fromAt) return [{ field: 'toAt', message: 'Giờ hết ca phải sau giờ bắt đầu ca.' }];
  if (toAt <= now) return [{ field: 'toAt', message: 'Ca này đã qua. Xin chọn ca chưa hết giờ.' }];
  if (toAt.getTime() - fromAt.getTime() > LONGEST_SHIFT_MS) {
    return [{ field: 'toAt', message: 'Một ca dài nhất 7 ngày. Xin chia thành nhiều ca.' }];
  }
  if (fromAt.getTime() - now.getTime() > FURTHEST_MS) {
    return [{ field: 'fromAt', message: 'Ca này còn quá xa, hơn một năm nữa. Xin xem lại năm.' }];
  }
  return [];
}

/**
 * The day and the clock time of a form as an instant: `2026-11-28` (or `28/11/2026`, where the browser has no
 * calendar to pick from) and `16:30` (`16h30`, `7h`).
 * @returns null when it is none, or no day of the calendar.
 */
export function typedInstant(day: string, time: string): Date | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day.trim());
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(day.trim());
  const clock = /^(\d{1,2})(?:[:hg](\d{2})?)?$/i.exec(time.trim().replace(/\s+/g, ''));
  const [year, month, date] = iso ? [iso[1], iso[2], iso[3]] : [local?.[3], local?.[2], local?.[1]];
  if (year === undefined || month === undefined || date === undefined || !clock) return null;
  const hour = Number(clock[1]);
  const minute = Number(clock[2] ?? 0);
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return null;
  const midnight = new Date(`${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}T00:00:00+07:00`);
  if (Number.isNaN(midnight.getTime())) return null;
  // 31 April becomes 1 May in a Date; people mean neither.
  if (new Date(midnight.getTime() + 7 * HOUR_MS).getUTCDate() !== Number(date)) return null;
  return new Date(midnight.getTime() + hour * HOUR_MS + minute * 60_000);
}
