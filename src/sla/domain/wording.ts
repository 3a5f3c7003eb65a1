import { dayNumber, weekdayOf, type Day } from './day.js';
import type { Limit } from './limit.js';
import type { RunningClock, Standing } from './policy.js';
import { WallClock } from './zone.js';

/** The zone of people in Vietnam; a calendar of another zone brings its own. */
const VIETNAM = 'Asia/Ho_Chi_Minh';

const WEEKDAYS = ['', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'] as const;
const HOUR_S = 3600;

/** `2026-11-26` → "thứ Năm". */
export function weekdayVi(day: Day): string {
  return WEEKDAYS[weekdayOf(dayNumber(day))] ?? '';
}

/** `2026-11-26` → "26/11", with the year when `year` is another one. */
function shortDayVi(day: Day, year: number | null = null): string {
  const [y = '', month = '', date = ''] = day.split('-');
  return year === null || Number(y) === year ? `${date}/${month}` : `${date}/${month}/${y}`;
}

/** `2026-11-26` → "thứ Năm 26/11". */
export function dayVi(day: Day, year: number | null = null): string {
  return `${weekdayVi(day)} ${shortDayVi(day, year)}`;
}

/**
 * An instant as people read it: "16:30 thứ Năm 26/11"; with the year when it is not the year of `now`.
 * @param now left out: never with a year.
 */
export function formatInstantVi(instant: Date, now?: Date, zone: string = VIETNAM): string {
  const { day, time } = reading(instant, zone);
  return `${time} ${dayVi(day, now ? Number(reading(now, zone).day.slice(0, 4)) : null)}`;
}

/** An instant seen from now: "16:30 hôm nay", "09:12 hôm qua", "07:00 ngày mai", else as `formatInstantVi`. */
export function formatNearVi(instant: Date, now: Date, zone: string = VIETNAM): string {
  const there = reading(instant, zone);
  const away = dayNumber(there.day) - dayNumber(reading(now, zone).day);
  const word = { '-1': 'hôm qua', '0': 'hôm nay', '1': 'ngày mai' }[String(away)];
  return word === undefined ? formatInstantVi(instant, now, zone) : `${there.time} ${word}`;
}

function reading(instant: Date, zone: string): { day: Day; time: string } {
  const local = new Date(instant.getTime() + WallClock.of(zone).offsetAt(instant.getTime())).toISOString();
  return { day: local.slice(0, 10), time: local.slice(11, 16) };
}

/** "3 ngày làm việc", "8 giờ làm việc", "30 phút, tính cả ngoài giờ". */
export function limitVi(limit: Limit): string {
  if (limit.kind === 'working-days') return `${String(limit.days)} ngày làm việc`;
  if (limit.kind === 'until-day') return `đến hết ${dayVi(limit.day)}/${limit.day.slice(0, 4)}`;
  const seconds = (limit.ms / 1000) % 60;
  const rest = limit.ms >= 60_000 && seconds > 0 ? ` ${String(seconds)} giây` : '';
  const amount = `${durationVi(limit.ms / 1000)}${rest}`;
  return limit.kind === 'elapsed' ? `${amount}, tính cả ngoài giờ` : `${amount} làm việc`;
}

/** Whole hours and minutes: "5 giờ 48 phút", "48 phút", "2 giờ"; below a minute in seconds. */
export function durationVi(seconds: number): string {
  if (seconds < 60) return `${String(Math.floor(seconds))} giây`;
  const hours = Math.floor(seconds / HOUR_S);
  const minutes = Math.floor((seconds % HOUR_S) / 60);
  return [hours > 0 ? `${String(hours)} giờ` : '', minutes > 0 ? `${String(minutes)} phút` : '']
    .filter(Boolean)
    .join(' ');
}

/** How a clock stands, in words. `short` + `until` are the two parts of a badge, `text` is the sentence. */
export interface Remaining {
  readonly late: boolean;
  /** Left, or late by: working seconds; elapsed seconds for a 24/7 clock. */
  readonly workingSeconds: number;
  readonly usedShare: number;
  /** "còn 5 giờ 48 phút", "trễ 1 ngày 3 giờ làm việc". */
  readonly short: string;
  /** "đến 16:30 hôm nay", "hạn 16:30 hôm qua"; 24/7 clocks begin with "cả ngoài giờ". */
  readonly until: string;
  /** "còn 5 giờ 48 phút, đến 16:30 hôm nay"; when late the same as `short`. */
  readonly text: string;
}

export function remainingVi(clock: RunningClock, standing: Standing, now: Date): Remaining {
  const due = formatNearVi(clock.dueAt, now, standing.zone);
  const { late, seconds, usedShare } = standing;
  const base = { late, workingSeconds: seconds, usedShare };
  // Past the deadline, but no working time has passed since: the amount would read as nothing.
  if (late && seconds < 60) return { ...base, short: `trễ từ ${due}`, until: `hạn ${due}`, text: `trễ từ ${due}` };
  const amount = spanVi(standing);
  if (late) return { ...base, short: `trễ ${amount}`, until: `hạn ${due}`, text: `trễ ${amount}` };
  const short = seconds < 60 ? 'còn chưa đến 1 phút' : `còn ${amount}`;
  const until = `${standing.elapsed ? 'cả ngoài giờ, ' : ''}đến ${due}`;
  return { ...base, short, until, text: `${short}, ${until}` };
}

/**
 * Days and hours from one day on, hours and minutes below: "8 ngày 2 giờ", "5 giờ 48 phút". A limit is said in
 * days, so what was used of it is as well.
 * @param daySeconds what people call one day; 0 where the calendar has none.
 */
export function lengthVi(seconds: number, daySeconds: number): string {
  if (daySeconds <= 0 || seconds < daySeconds) return durationVi(seconds);
  const days = Math.floor(seconds / daySeconds);
  const hours = Math.floor((seconds - days * daySeconds) / HOUR_S);
  return `${String(days)} ngày${hours > 0 ? ` ${String(hours)} giờ` : ''}`;
}

function spanVi({ seconds, daySeconds, elapsed }: Standing): string {
  const length = lengthVi(seconds, daySeconds);
  return elapsed || daySeconds <= 0 || seconds < daySeconds ? length : `${length} làm việc`;
}
