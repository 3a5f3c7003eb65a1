import { dayNumber, dayText, weekdayOf, type Day, type Weekday } from './day.js';
import { SlaError } from './sla-error.js';
import { Timeline, type Schedule } from './timeline.js';
import { WallClock } from './zone.js';

/** One opening of a day, in minutes since local midnight; `closes` 1440 is 24:00. */
export interface Slot {
  readonly opens: number;
  readonly closes: number;
}

export type Week = Readonly<Partial<Record<Weekday, readonly Slot[]>>>;

/**
 * The week as it is worked from `validFrom` up to, but not on, `validTo`; without `validTo` until the next
 * hours begin.
 */
interface WeeklyHours {
  readonly validFrom: Day | null;
  readonly validTo: Day | null;
  readonly week: Week;
}

/** The days that are listed one by one; `ordinary`: whatever the national table says, here like others of its weekday. */
export const CALENDAR_DAY_TYPES = ['holiday', 'substitute', 'swap_off', 'swap_work', 'local', 'ordinary'] as const;
export type CalendarDayType = (typeof CALENDAR_DAY_TYPES)[number];

/** Why a day is off: a public holiday, its substitute, a day worked on another one, or a local decision. */
export type DayOffKind = Exclude<CalendarDayType, 'swap_work' | 'ordinary'>;

export interface DayOff {
  /** `YYYY-MM-DD`, or `--MM-DD` for every year. */
  readonly on: string;
  readonly kind: DayOffKind;
  readonly name: string;
  /** For a substitute or a swapped day: the day it stands for. */
  readonly replaces: Day | null;
  /** Known from the law, not yet from the year's notice. */
  readonly provisional: boolean;
}

/** A day worked out of turn: with hours of its own, or with those of the weekday of the day it replaces. */
export interface WorkedDay {
  readonly on: Day;
  readonly replaces: Day | null;
  readonly hours: readonly Slot[] | null;
  readonly provisional: boolean;
}

export interface CalendarSpec {
  readonly code: string;
  readonly name: string;
  /** IANA name. */
  readonly zone: string;
  readonly hours: readonly WeeklyHours[];
  /** A day listed again replaces the earlier entry; a worked day goes before a day off. */
  readonly daysOff: readonly DayOff[];
  readonly workedDays: readonly WorkedDay[];
  /** The first and the last day the calendar knows; null = no bound. */
  readonly firstDay: Day | null;
  readonly lastDay: Day | null;
}

/** What one day is: its openings, and why it has none or other ones than its weekday. */
export interface CalendarDay {
  readonly slots: readonly Slot[];
  readonly off: DayOff | null;
  readonly worked: WorkedDay | null;
}

interface HoursInForce {
  readonly from: number;
  readonly to: number;
  readonly week: Week;
}

const CLOCK_TIME = /^(\d{2}):(\d{2})$/;
const LAST_MINUTE = 24 * 60;

/** `07:30` → 450; `24:00` → 1440. @throws SlaError `hours-unreadable` */
export function parseClockTime(text: string): number {
  const match = CLOCK_TIME.exec(text);
  const minutes = match ? Number(match[1]) * 60 + Number(match[2]) : Number.NaN;
  if (Number.isNaN(minutes) || Number(match?.[2]) > 59 || minutes > LAST_MINUTE) {
    throw new SlaError('hours-unreadable', `Giờ “${text}” không đọc được; giờ viết dạng 07:30, muộn nhất là 24:00.`);
  }
  return minutes;
}

/**
 * A calendar of working time: weekly hours with effective dates, days off, worked days. Checked when it
 * is made, so that a deadline never has to doubt it.
 */
export class WorkingCalendar implements Schedule {
  readonly code: string;
  readonly name: string;
  readonly wallClock: WallClock;
  /** First and last day for which a deadline can be found (days since 1970-01-01; ±Infinity = no bound). */
  readonly firstDay: number;
  readonly lastDay: number;
  /** @internal the prepared years */
  readonly timeline: Timeline;

  private readonly hours: readonly HoursInForce[];
  private readonly offDays = new Map<number, DayOff>();
  private readonly yearlyOffDays = new Map<string, DayOff>();
  private readonly workedDays = new Map<number, WorkedDay>();
  private readonly provisionalYears: ReadonlySet<number>;

  /** @throws SlaError: overlapping or missing hours, no working time at all, a day that does not exist, an unknown zone */
  constructor(spec: CalendarSpec) {
    this.code = spec.code;
    this.name = spec.name;
    this.wallClock = WallClock.of(spec.zone);
    this.hours = successive(spec);
    const first = this.hours[0];
    const last = this.hours.at(-1);
    const anyHours =
      this.hours.some(({ week }) => Object.values(week).some((slots) => slots.length > 0)) ||
      spec.workedDays.some((day) => (day.hours ?? []).length > 0);
    if (!first || !last || !anyHours) {
      throw new SlaError('calendar-empty', `Lịch “${spec.name}” không có giờ làm việc nào.`);
    }
    this.firstDay = Math.max(first.from, spec.firstDay === null ? -Infinity : dayNumber(spec.firstDay));
    this.lastDay = Math.min(last.to, spec.lastDay === null ? Infinity : dayNumber(spec.lastDay));
    if (this.firstDay > this.lastDay) {
      throw new SlaError('calendar-empty', `Lịch “${spec.name}” kết thúc trước khi bắt đầu.`);
    }
    this.readDaysOff(spec);
    this.readWorkedDays(spec);
    const provisional = [...spec.daysOff, ...spec.workedDays].filter((day) => day.provisional);
    this.provisionalYears = new Set(provisional.map((day) => Number(day.on.slice(0, 4))));
    this.timeline = new Timeline(this);
  }

  /** What the day is. Outside the reach of the calendar every day is closed; the timeline refuses it before. */
  day(number: number): CalendarDay {
    const hours = this.hoursOn(number);
    const worked = this.workedDays.get(number) ?? null;
    if (worked) {
      const slots =
        worked.hours ?? this.weekdayHours(hours, worked.replaces === null ? number : dayNumber(worked.replaces));
      return { slots, off: null, worked };
    }
    const yearly = this.yearlyOffDays.size === 0 ? undefined : this.yearlyOffDays.get(dayText(number).slice(5));
    const off = this.offDays.get(number) ?? yearly ?? null;
    return { slots: off ? [] : this.weekdayHours(hours, number), off, worked: null };
  }

  /** Working milliseconds of the longest day of the week in force: what people call "one day" of work. */
  longestDay(number: number): number {
    const hours = this.hoursOn(Math.min(Math.max(number, this.firstDay), this.lastDay));
    const lengths = Object.values(hours?.week ?? {}).map((slots) =>
      slots.reduce((sum, slot) => sum + slot.closes - slot.opens, 0),
    );
    return Math.max(0, ...lengths) * 60_000;
  }

  /** Whether days off of this year are still guessed from the law. */
  isProvisional(year: number): boolean {
    return this.provisionalYears.has(year);
  }

  private hoursOn(number: number): HoursInForce | undefined {
    return this.hours.find(({ from, to }) => from <= number && number <= to);
  }

  /** A worked Saturday takes the hours in force on that Saturday, of the weekday it replaces. */
  private weekdayHours(hours: HoursInForce | undefined, dayOfWeekday: number): readonly Slot[] {
    return hours?.week[weekdayOf(dayOfWeekday)] ?? [];
  }

  private readDaysOff(spec: CalendarSpec): void {
    for (const day of spec.daysOff) {
      const yearly = /^--(\d{2}-\d{2})$/.exec(day.on)?.[1];
      if (yearly === undefined) {
        this.offDays.set(dayNumber(day.on), day);
      } else {
        // 2024 has a 29 February.
        dayNumber(`2024-${yearly}`);
        this.yearlyOffDays.set(yearly, day);
      }
    }
  }

  private readWorkedDays(spec: CalendarSpec): void {
    for (const day of spec.workedDays) {
      if (day.hours) checkSlots(day.hours, `ngày ${day.on}`, spec.name);
      if (day.replaces !== null) dayNumber(day.replaces);
      this.workedDays.set(dayNumber(day.on), day.hours ? { ...day, hours: ordered(day.hours) } : day);
    }
  }
}

/**
 * Hours in order of time, each ending where the next begins. A hole between two of them is refused: days
 * without hours would count as days off and give a date that is silently too late.
 */
function successive(spec: CalendarSpec): HoursInForce[] {
  const sorted = spec.hours
    .map((hours) => ({
      from: hours.validFrom === null ? -Infinity : dayNumber(hours.validFrom),
      to: hours.validTo === null ? Infinity : dayNumber(hours.validTo) - 1,
      open: hours.validTo === null,
      week: checkedWeek(hours.week, spec.name),
    }))
    .sort((a, b) => (a.from === b.from ? 0 : a.from - b.from));
  return sorted.map((hours, index) => {
    const next = sorted[index + 1];
    if (hours.to < hours.from)
      throw new SlaError('hours-overlap', `Lịch “${spec.name}” có giờ làm việc kết thúc trước khi bắt đầu.`);
    if (!next) return hours;
    if (next.from === hours.from || (!hours.open && hours.to >= next.from)) {
      throw new SlaError(
        'hours-overlap',
        `Lịch “${spec.name}” có hai bộ giờ làm việc cùng hiệu lực ${Number.isFinite(next.from) ? `từ ${dayText(next.from)}` : 'từ đầu'}.`,
      );
    }
    if (!hours.open && hours.to < next.from - 1) {
      throw new SlaError(
        'hours-gap',
        `Lịch “${spec.name}” không có giờ làm việc từ ${dayText(hours.to + 1)} đến ${dayText(next.from - 1)}.`,
      );
    }
    return { ...hours, to: next.from - 1 };
  });
}

const WEEKDAY_NAMES = ['', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'];

function checkedWeek(week: Week, name: string): Week {
  const entries = Object.entries(week).map(([weekday, slots]) => {
    checkSlots(slots, WEEKDAY_NAMES[Number(weekday)] ?? weekday, name);
    return [weekday, ordered(slots)] as const;
  });
  return Object.fromEntries(entries);
}

function ordered(slots: readonly Slot[]): Slot[] {
  return [...slots].sort((a, b) => a.opens - b.opens);
}

function checkSlots(slots: readonly Slot[], when: string, name: string): void {
  let closed = 0;
  for (const slot of ordered(slots)) {
    const whole = Number.isInteger(slot.opens) && Number.isInteger(slot.closes);
    if (!whole || slot.opens < 0 || slot.closes > LAST_MINUTE || slot.closes <= slot.opens) {
      throw new SlaError(
        'hours-unreadable',
        `Lịch “${name}”, ${when}: giờ đóng phải sau giờ mở, trong khoảng 00:00–24:00; ca qua đêm viết thành hai ngày.`,
      );
    }
    if (slot.opens < closed)
      throw new SlaError('hours-overlap', `Lịch “${name}”, ${when}: hai khoảng giờ làm việc chồng lên nhau.`);
    closed = slot.closes;
  }
}
