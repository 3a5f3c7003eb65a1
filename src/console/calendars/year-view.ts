import {
  dayNumber,
  dayText,
  weekdayOf,
  weekdayVi,
  type CalendarDayRow,
  type CalendarDayType,
  type WorkingCalendar,
} from '../../sla/index.js';
import { DAY_LOOKS, dayMonth, slotsVi } from './day-words.js';

/** One square of a month. */
export interface DaySquare {
  readonly on: string;
  readonly date: number;
  readonly href: string;
  /** Letter or word of its kind; empty on an ordinary day. */
  readonly mark: string;
  readonly look: string;
  /** What a screen reader says: "thứ Bảy 10/01, làm bù: 07:00–11:30, 13:00–16:30". */
  readonly label: string;
  readonly provisional: boolean;
  readonly today: boolean;
  readonly open: boolean;
}

export interface MonthView {
  readonly month: number;
  readonly workingDays: number;
  /** Rows from Monday to Sunday; null before the first and after the last. */
  readonly weeks: readonly (readonly (DaySquare | null)[])[];
  /** The days that are not what their weekday says. */
  readonly marked: readonly DaySquare[];
}

export interface YearView {
  readonly year: number;
  readonly workingDays: number;
  readonly workedOutOfTurn: number;
  readonly provisional: boolean;
  readonly months: readonly MonthView[];
}

interface YearRequest {
  readonly year: number;
  readonly calendar: WorkingCalendar;
  readonly entries: readonly CalendarDayRow[];
  readonly today: string;
  /** The day whose detail is open. */
  readonly openDay: string | null;
  readonly hrefOf: (day: string) => string;
}

/**
 * The year as it is worked in a calendar: twelve months of squares, and how many days are worked. A working
 * day is one with at least one opening, as for deadlines.
 */
export function yearView(request: YearRequest): YearView {
  const { year, calendar, entries } = request;
  const types = new Map(entries.map((entry) => [entry.on, entry]));
  const months = Array.from({ length: 12 }, (_, index) => monthView(request, index + 1, types));
  return {
    year,
    months,
    workingDays: months.reduce((sum, month) => sum + month.workingDays, 0),
    workedOutOfTurn: entries.filter(({ on, type }) => type === 'swap_work' && on.startsWith(String(year))).length,
    provisional: calendar.isProvisional(year),
  };
}

function monthView(request: YearRequest, month: number, types: ReadonlyMap<string, CalendarDayRow>): MonthView {
  const { year, calendar } = request;
  const first = dayNumber(`${String(year)}-${String(month).padStart(2, '0')}-01`);
  const last = (month === 12 ? dayNumber(`${String(year + 1)}-01-01`) : dayNumber(nextMonth(year, month))) - 1;
  const squares: DaySquare[] = [];
  let workingDays = 0;
  for (let number = first; number <= last; number += 1) {
    if (calendar.day(number).slots.length > 0) workingDays += 1;
    squares.push(square(request, number, types.get(dayText(number))));
  }
  const cells = [...Array.from({ length: weekdayOf(first) - 1 }, () => null), ...squares];
  while (cells.length % 7 !== 0) cells.push(null);
  const weeks = Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
  return { month, workingDays, weeks, marked: squares.filter(({ mark }) => mark !== '') };
}

function nextMonth(year: number, month: number): string {
  return `${String(year)}-${String(month + 1).padStart(2, '0')}-01`;
}

function square(request: YearRequest, number: number, entry: CalendarDayRow | undefined): DaySquare {
  const { calendar, today, openDay, hrefOf, year } = request;
  const on = dayText(number);
  const { slots } = calendar.day(number);
  const type: CalendarDayType | null = entry?.type ?? null;
  const rest = slots.length === 0 ? 'rest' : '';
  const look = type === null ? rest : DAY_LOOKS[type].look;
  const kind = type === null ? (slots.length === 0 ? 'nghỉ hằng tuần' : 'làm việc') : DAY_LOOKS[type].name;
  const hours = slots.length === 0 ? '' : `, ${slotsVi(slots)}`;
  const name = entry === undefined || type === 'swap_work' ? '' : `, ${entry.name}`;
  const replaces =
    entry?.replaces === undefined || entry.replaces === null ? '' : ` cho ${dayMonth(entry.replaces, year)}`;
  const provisional = entry?.provisional ?? false;
  return {
    on,
    date: Number(on.slice(8)),
    href: hrefOf(on),
    mark: type === null ? '' : DAY_LOOKS[type].mark,
    look,
    label: `${weekdayVi(on)} ${dayMonth(on)}: ${kind}${type === 'swap_work' ? replaces : ''}${name}${hours}${provisional ? ', tạm tính' : ''}`,
    provisional,
    today: on === today,
    open: on === openDay,
  };
}
