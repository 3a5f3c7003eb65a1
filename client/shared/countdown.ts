/**
 * How a clock stands at any instant, from what the server said once; in the very words of the server (`remainingVi`,
 * `badgeEn`), which are tried against the same table. Pure: no page, no present time.
 */

/** As the server writes it: instants in milliseconds since 1970, amounts in seconds. */
export interface Countdown {
  /** When it was found out. */
  readonly at: number;
  readonly dueAt: number;
  /** Left at `at`; negative: late by so much. */
  readonly left: number;
  readonly budget: number;
  /** What people call one day of this clock. */
  readonly day: number;
  /** Runs day and night. */
  readonly elapsed: boolean;
  /** IANA zone in which the deadline is read. */
  readonly zone: string;
  /** The openings to come; time stands still between them. */
  readonly open: readonly (readonly [from: number, to: number])[];
  /** The deadline as an English page writes it; left out: the page is in Vietnamese. */
  readonly dueEn?: string;
}

export interface Standing {
  readonly late: boolean;
  /** Left, or late by: seconds of the clock's own time. */
  readonly seconds: number;
  readonly usedShare: number;
  /** "còn 5 giờ 48 phút", "trễ 1 ngày 3 giờ làm việc", "5 h 48 min left". */
  readonly short: string;
  /** "đến 16:30 hôm nay", "hạn 16:30 hôm qua", "until 16:30, Thu 26 Nov 2026". */
  readonly until: string;
  /** Outside working hours: the clock stands still until the next opening. */
  readonly still: boolean;
  /** Later than what the server told: ask it again. */
  readonly unknown: boolean;
  /** In so many seconds, if time runs, something of this changes. */
  readonly changesIn: number;
}

const HOUR = 3600;
const DAY_MS = 86_400_000;

/** @param now in the server's time, milliseconds. */
export function standingAt(clock: Countdown, now: number): Standing {
  // In whole milliseconds, as the server counts, so that no minute turns a moment too early.
  const passed = clock.elapsed ? Math.max(0, now - clock.at) : workedMs(clock.open, clock.at, now);
  const left = (Math.round(clock.left * 1000) - passed) / 1000;
  const late = now > clock.dueAt;
  const seconds = Math.abs(left);
  const opening = clock.elapsed ? null : clock.open.find(([, to]) => now < to);
  return {
    late,
    seconds,
    usedShare: clock.budget === 0 ? 1 : (clock.budget - left) / clock.budget,
    ...(clock.dueEn === undefined ? wordsVi(clock, late, seconds, now) : wordsEn(clock, late, seconds, clock.dueEn)),
    still: opening !== null && (opening === undefined || now < opening[0]),
    unknown: opening === undefined,
    changesIn: late ? 60 - (seconds % 60) : seconds % 60,
  };
}

function workedMs(open: Countdown['open'], from: number, to: number): number {
  return open.reduce((sum, [opens, closes]) => sum + Math.max(0, Math.min(closes, to) - Math.max(opens, from)), 0);
}

type Words = Pick<Standing, 'short' | 'until'>;

function wordsVi(clock: Countdown, late: boolean, seconds: number, now: number): Words {
  const due = nearVi(clock.dueAt, now, clock.zone);
  // Past the deadline, but no working time has passed since: the amount would read as nothing.
  if (late && seconds < 60) return { short: `trễ từ ${due}`, until: `hạn ${due}` };
  const amount = spanVi(clock, seconds);
  if (late) return { short: `trễ ${amount}`, until: `hạn ${due}` };
  return {
    short: seconds < 60 ? 'còn chưa đến 1 phút' : `còn ${amount}`,
    until: `${clock.elapsed ? 'cả ngoài giờ, ' : ''}đến ${due}`,
  };
}

/** Days and hours from one day on, hours and minutes below. */
function spanVi({ day, elapsed }: Countdown, seconds: number): string {
  if (day <= 0 || seconds < day) return durationVi(seconds);
  const days = Math.floor(seconds / day);
  const hours = Math.floor((seconds - days * day) / HOUR);
  return `${days} ngày${hours > 0 ? ` ${hours} giờ` : ''}${elapsed ? '' : ' làm việc'}`;
}

function durationVi(seconds: number): string {
  const hours = Math.floor(seconds / HOUR);
  const minutes = Math.floor((seconds % HOUR) / 60);
  return [hours > 0 ? `${hours} giờ` : '', minutes > 0 ? `${minutes} phút` : ''].filter(Boolean).join(' ');
}

function wordsEn({ day, elapsed }: Countdown, late: boolean, seconds: number, due: string): Words {
  if (late && seconds < 60) return { short: `late since ${due}`, until: '' };
  const whole = day > 0 && seconds >= day;
  const amount = whole ? `${daysEn(day, seconds)}${elapsed ? '' : ' of working time'}` : durationEn(seconds);
  if (late) return { short: `${amount} late`, until: `due ${due}` };
  return {
    short: seconds < 60 ? 'less than 1 min left' : `${amount} left`,
    until: `${elapsed ? 'day and night, ' : ''}until ${due}`,
  };
}

function daysEn(day: number, seconds: number): string {
  const days = Math.floor(seconds / day);
  const hours = Math.floor((seconds - days * day) / HOUR);
  return `${days === 1 ? '1 day' : `${days} days`}${hours > 0 ? ` ${hours} h` : ''}`;
}

function durationEn(seconds: number): string {
  const hours = Math.floor(seconds / HOUR);
  const minutes = Math.floor((seconds % HOUR) / 60);
  return [hours > 0 ? `${hours} h` : '', minutes > 0 ? `${minutes} min` : ''].filter(Boolean).join(' ');
}

const WEEKDAYS = ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'];
const NEAR: Readonly<Record<number, string>> = { [-1]: 'hôm qua', 0: 'hôm nay', 1: 'ngày mai' };

/** "16:30 hôm nay", "07:00 ngày mai", "16:30 thứ Năm 26/11", with the year when it is not this one. */
function nearVi(instant: number, now: number, zone: string): string {
  const there = reading(instant, zone);
  const here = reading(now, zone);
  const word = NEAR[(there.midnight - here.midnight) / DAY_MS];
  if (word !== undefined) return `${there.time} ${word}`;
  const day = new Date(there.midnight);
  const date = `${two(day.getUTCDate())}/${two(day.getUTCMonth() + 1)}`;
  const year = day.getUTCFullYear() === new Date(here.midnight).getUTCFullYear() ? '' : `/${day.getUTCFullYear()}`;
  return `${there.time} ${WEEKDAYS[day.getUTCDay()] ?? ''} ${date}${year}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The wall clock of a zone: its time, and its day as the UTC midnight of that date. */
function reading(instant: number, zone: string): { midnight: number; time: string } {
  let format = formats.get(zone);
  if (!format) {
    const numeric = 'numeric';
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      hourCycle: 'h23',
    });
    formats.set(zone, format);
  }
  const part = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const at = (type: Intl.DateTimeFormatPartTypes): number => part.get(type) ?? 0;
  return {
    midnight: Date.UTC(at('year'), at('month') - 1, at('day')),
    time: `${two(at('hour'))}:${two(at('minute'))}`,
  };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
