/**
 * Instants and days as people in Viet Nam read them. One place for it, because a deadline must look
 * the same on a page, in a mail and in an explanation.
 */

// Viet Nam has kept UTC+7 all the year since 1975-06-13 (IANA: Asia/Ho_Chi_Minh), so a fixed offset is exact here.
const OFFSET_MS = 7 * 3_600_000;
const WEEKDAYS = ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'] as const;

/** A no-break space: clock times and dates do not break at a line end. */
const NBSP = '\u00A0';

const ENGLISH_WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const ENGLISH_MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

interface WallClock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: string;
  readonly time: string;
}

/**
 * "16:30 thứ Năm 26/11", with `year` "16:30 thứ Năm 26/11/2026". 24-hour time in Viet Nam.
 * @throws RangeError when `at` is no valid instant.
 */
export function formatInstant(at: Date, options: { readonly year?: boolean } = {}): string {
  const wall = wallClock(at);
  const year = options.year === true ? `/${wall.year}` : '';
  return `${wall.time} ${wall.weekday.replace(' ', NBSP)}${NBSP}${two(wall.day)}/${two(wall.month)}${year}`;
}

/**
 * A calendar day 'YYYY-MM-DD' as "thứ Năm 26/11/2026".
 * @throws RangeError when it is no day of the calendar.
 */
export function formatDay(day: string): string {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  const noon = new Date(`${day}T05:00:00Z`);
  const wall = wallClock(noon);
  if (year === undefined || two(wall.month) !== month || two(wall.day) !== date)
    throw new RangeError(`"${day}" is no calendar day`);
  return `${wall.weekday.replace(' ', NBSP)}${NBSP}${date}/${month}/${year}`;
}

/** The same for readers of English: "16:30, Thu 26 Nov", with `year` "16:30, Thu 26 Nov 2026"; always the time in Viet Nam. */
export function formatInstantEn(at: Date, options: { readonly year?: boolean } = {}): string {
  const { time, year, month, day } = wallClock(at);
  const date = [
    englishWeekday(at),
    String(day),
    ENGLISH_MONTHS[month - 1],
    ...(options.year === true ? [String(year)] : []),
  ];
  return `${time}, ${date.join(NBSP)}`;
}

/** "Thu 26 Nov 2026". @throws RangeError when it is no day of the calendar. */
export function formatDayEn(day: string): string {
  // Says the same of what is no day.
  formatDay(day);
  return formatInstantEn(new Date(`${day}T05:00:00Z`), { year: true }).replace(/^\S+ /, '');
}

function englishWeekday(at: Date): string {
  return ENGLISH_WEEKDAYS[new Date(at.getTime() + OFFSET_MS).getUTCDay()] ?? '';
}

/** The machine-readable form for `<time datetime>`: "2026-11-26T16:30+07:00". */
export function isoInVietnam(at: Date): string {
  const wall = wallClock(at);
  return `${wall.year}-${two(wall.month)}-${two(wall.day)}T${wall.time}+07:00`;
}

/** The calendar day in Viet Nam on which an instant falls, 'YYYY-MM-DD'. */
export function dayInVietnam(at: Date): string {
  return isoInVietnam(at).slice(0, 10);
}

function wallClock(at: Date): WallClock {
  const shifted = new Date(at.getTime() + OFFSET_MS);
  const weekday = WEEKDAYS[shifted.getUTCDay()];
  if (weekday === undefined) throw new RangeError('not a valid instant');
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    weekday,
    time: `${two(shifted.getUTCHours())}:${two(shifted.getUTCMinutes())}`,
  };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
