import { Injectable } from '@nestjs/common';
import type { Principal } from '../../identity/index.js';
import { Clock, dayInVietnam, formatDay, Problem } from '../../kernel/index.js';
import { Pages, type PageContext } from '../../platform/templates/index.js';
import { EnteredDays, type EnteredBy } from '../../sla-admin/index.js';
import {
  dayNumber,
  NATIONAL,
  yearOf,
  type CalendarDayRow,
  type SlaRows,
  type WorkingCalendar,
} from '../../sla/index.js';
import { DAY_LOOKS, dayMonth, fullDay, insteadVi, slotsVi } from './day-words.js';
import { Frames } from './frame.js';
import { calendarBehind, calendarChoices, entriesOf, RulesOfTime } from './rules-of-time.js';
import { weekVi } from './week-view.js';
import { yearView } from './year-view.js';

const WEEKDAYS = [
  { short: 'T2', long: 'thứ Hai' },
  { short: 'T3', long: 'thứ Ba' },
  { short: 'T4', long: 'thứ Tư' },
  { short: 'T5', long: 'thứ Năm' },
  { short: 'T6', long: 'thứ Sáu' },
  { short: 'T7', long: 'thứ Bảy' },
  { short: 'CN', long: 'Chủ nhật' },
];

export interface YearRequest {
  readonly year: number | null;
  readonly calendar: string;
  /** The day that is open; null: none. */
  readonly day: string | null;
}

interface DayFacts {
  readonly entries: readonly CalendarDayRow[];
  readonly code: string;
  readonly year: number;
  readonly enteredBy: (entry: CalendarDayRow) => EnteredBy | null;
}

/** The year as it is worked: `/quan-tri/lich`. */
@Injectable()
export class YearPage {
  constructor(
    private readonly rules: RulesOfTime,
    private readonly enteredDays: EnteredDays,
    private readonly frames: Frames,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  /** @throws Problem when there is no such calendar. */
  async render(principal: Principal, request: YearRequest, page: PageContext): Promise<string> {
    const [rows, frame] = await Promise.all([this.rules.read(), this.frames.of(principal, '/quan-tri/lich')]);
    const choices = calendarChoices(rows);
    const choice = choices.find(({ code }) => code === request.calendar);
    const calendar = choice === undefined ? null : calendarBehind(rows, choice.code);
    if (choice === undefined || calendar === null) throw Problem.notFound('Không có lịch này.');
    const today = dayInVietnam(this.clock.now());
    const year = request.day === null ? (request.year ?? Number(today.slice(0, 4))) : Number(request.day.slice(0, 4));
    const href = (to: { year?: number; code?: string; day?: string }): string => addressOf(choice.code, year, to);
    const entries = entriesOf(rows, choice.code);
    const [own, national] = await Promise.all([this.enteredDays.of(choice.code), this.enteredDays.of(NATIONAL)]);
    const enteredBy = (entry: CalendarDayRow): EnteredBy | null =>
      entry.origin === 'file' ? null : ((entry.scope === NATIONAL ? national : own).get(entry.on) ?? null);
    const ofYear = entries.filter(({ on }) => on.startsWith(String(year)));
    const view = yearView({
      year,
      calendar,
      entries: ofYear,
      today,
      openDay: request.day,
      hrefOf: (day) => `${href({ day })}#ngay`,
    });
    return this.pages.render(
      'console/calendars/year',
      {
        ...frame,
        ...view,
        title: `Lịch năm ${String(year)}, ${choice.name}`,
        heading: `Lịch năm ${String(year)}: ${choice.name}`,
        notice: null,
        yearText: String(year),
        code: choice.code,
        openDay: request.day ?? '',
        week: choice.code === NATIONAL ? '' : `Trong tuần: ${weekVi(rows, choice.code, today)}.`,
        choices: choices.map(({ code, name }) => ({
          href: href({ code }),
          label: name,
          current: code === choice.code,
        })),
        years: yearsOf(rows, year).map((one) => ({
          href: href({ year: one }),
          label: String(one),
          current: one === year,
        })),
        beyond: beyondOf(calendar, year),
        weekdays: WEEKDAYS,
        legend: legendOf(choice.code),
        confirmHref: ofYear.some(({ scope, provisional }) => scope === choice.code && provisional)
          ? `/quan-tri/lich/chinh-thuc?lich=${encodeURIComponent(choice.code)}&nam=${String(year)}`
          : null,
        addHref: `/quan-tri/lich/sua?lich=${encodeURIComponent(choice.code)}&nam=${String(year)}`,
        importHref: `/quan-tri/lich/nhap?lich=${encodeURIComponent(choice.code)}`,
        day:
          request.day === null
            ? null
            : this.dayView(request.day, calendar, { entries, code: choice.code, year, enteredBy }),
        entries: ofYear.map((entry) => ({
          href: `${href({ day: entry.on })}#ngay`,
          dayText: formatDay(entry.on),
          look: DAY_LOOKS[entry.type].look,
          kind: DAY_LOOKS[entry.type].name,
          name: entry.name,
          scope: entry.scope === NATIONAL && choice.code !== NATIONAL ? 'cả nước' : null,
          instead: insteadVi(entry.type, entry.replaces, year),
          source: entry.source,
          provisional: entry.provisional,
          by: byVi(entry, enteredBy(entry)),
          byHref: changeHref(enteredBy(entry)),
          editHref: entry.scope === choice.code ? editHref(choice.code, entry.on) : null,
        })),
      },
      page,
    );
  }

  private dayView(day: string, calendar: WorkingCalendar, { entries, code, year, enteredBy }: DayFacts): object {
    const entry = entries.find(({ on }) => on === day);
    const { slots } = calendar.day(dayNumber(day));
    return {
      title: formatDay(day),
      look: entry === undefined ? (slots.length === 0 ? 'rest' : 'work') : DAY_LOOKS[entry.type].look,
      kind: entry === undefined ? null : DAY_LOOKS[entry.type].name,
      provisional: entry?.provisional ?? false,
      hours: slots.length === 0 ? 'Không làm việc' : slotsVi(slots),
      why: whyVi(entry, slots.length > 0, year),
      source: entry === undefined ? null : `${entry.source}${entry.provisional ? ' (tạm tính)' : ''}`,
      by: entry === undefined ? null : byVi(entry, enteredBy(entry)),
      byHref: entry === undefined ? null : changeHref(enteredBy(entry)),
      editHref: editHref(code, day),
      editLabel: entry?.scope === code ? 'Sửa hoặc bỏ' : 'Đổi ngày này',
      closeHref: addressOf(code, year, {}),
    };
  }
}

function addressOf(code: string, year: number, to: { year?: number; code?: string; day?: string }): string {
  const query = new URLSearchParams({ nam: String(to.year ?? year), lich: to.code ?? code });
  if (to.day !== undefined) query.set('ngay', to.day);
  return `/quan-tri/lich?${query.toString()}`;
}

function editHref(code: string, day: string): string {
  return `/quan-tri/lich/sua?lich=${encodeURIComponent(code)}&ngay=${day}`;
}

/** The years of the table and the one after it, which waits to be entered; and the one that is shown. */
function yearsOf(rows: SlaRows, shown: number): number[] {
  const known = new Set(rows.days.map(({ on }) => Number(on.slice(0, 4))));
  const last = Math.max(...known, shown - 1);
  return [...new Set([...known, last + 1, shown])].sort((a, b) => a - b);
}

function beyondOf(calendar: WorkingCalendar, year: number): string | null {
  const first = Number.isFinite(calendar.firstDay) ? yearOf(calendar.firstDay) : -Infinity;
  const last = Number.isFinite(calendar.lastDay) ? yearOf(calendar.lastDay) : Infinity;
  if (year >= first && year <= last) return null;
  return `Năm ${String(year)} chưa có bảng ngày nghỉ, nên chưa tính được hạn nào rơi vào năm này. Khi có thông báo, xin nhập bảng của năm.`;
}

function legendOf(code: string): { mark: string; look: string; name: string }[] {
  const kinds = code === NATIONAL ? (['holiday', 'substitute', 'swap_off', 'swap_work'] as const) : ALL_KINDS;
  return kinds.map((kind) => {
    const { mark, look, name } = DAY_LOOKS[kind];
    return { mark, look, name };
  });
}

const ALL_KINDS = ['holiday', 'substitute', 'swap_off', 'swap_work', 'local', 'ordinary'] as const;

function byVi({ origin }: CalendarDayRow, by: EnteredBy | null): string {
  if (origin === 'file') return 'dữ liệu của tỉnh';
  return by === null ? 'quản trị ghi' : `${by.name ?? 'tài khoản đã xoá'}, ${fullDay(dayInVietnam(by.at))}`;
}

function changeHref(by: EnteredBy | null): string | null {
  return by === null ? null : `/quan-tri/thay-doi/${by.changeId}`;
}

function whyVi(entry: CalendarDayRow | undefined, works: boolean, year: number): string {
  if (entry === undefined) return works ? 'Ngày làm việc bình thường.' : 'Ngày nghỉ hằng tuần.';
  const other = entry.replaces === null ? '' : dayMonth(entry.replaces, year);
  switch (entry.type) {
    case 'holiday':
    case 'local':
      return `${entry.name}.`;
    case 'substitute':
      return `Nghỉ bù ${entry.name}, vì ${other} rơi vào ngày nghỉ hằng tuần.`;
    case 'swap_off':
      return `Nghỉ dịp ${entry.name}, làm bù vào ${other}.`;
    case 'swap_work':
      return `Làm bù cho ${fullDay(entry.replaces ?? entry.on)}, theo giờ của ngày được làm bù.`;
    case 'ordinary':
      return works ? 'Lịch này làm việc như ngày thường.' : 'Lịch này theo tuần như ngày thường.';
  }
}
