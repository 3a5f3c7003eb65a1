import { Injectable } from '@nestjs/common';
import { Directory } from '../../../agencies/index.js';
import type { Principal } from '../../../identity/index.js';
import { Clock, dayInVietnam, Problem } from '../../../kernel/index.js';
import { Pages, type PageContext } from '../../../platform/templates/index.js';
import { dayNumber, dayText, type SlaRows } from '../../../sla/index.js';
import { Choices } from '../../choices.js';
import { field, type FormState } from '../../form-field.js';
import { isDay } from '../day.js';
import { fullDay } from '../day-words.js';
import { Frames } from '../frame.js';
import { calendarChoices, RulesOfTime } from '../rules-of-time.js';
import { hoursOn, WEEKDAY_NAMES, weekOf, weekText } from '../week-view.js';
import { checkbox, errorOf, problemsOf, type ChangeForm, type FormRequest, type Values } from './change-form.js';

const PARTS = ['opens1', 'closes1', 'opens2', 'closes2'] as const;
const TIME = /^\d{1,2}:\d{2}$/;

/** Other weekly hours from a day on, of a calendar or of an agency that gets its own. */
@Injectable()
export class HoursForm implements ChangeForm {
  constructor(
    private readonly rules: RulesOfTime,
    private readonly frames: Frames,
    private readonly choices: Choices,
    private readonly directory: Directory,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  async render(principal: Principal, { query, form, formKey }: FormRequest, page: PageContext): Promise<string> {
    const [rows, frame] = await Promise.all([this.rules.read(), this.frames.of(principal, '/quan-tri/gio')]);
    const code = form.values['calendar'] ?? query['lich'] ?? '';
    const choice = calendarChoices(rows).find((one) => one.code === code && code !== 'national') ?? null;
    if (code !== '' && choice === null) throw Problem.notFound('Không có lịch này.');
    const today = dayInVietnam(this.clock.now());
    const tomorrow = dayText(dayNumber(today) + 1);
    const model = {
      ...frame,
      title: 'Đổi giờ làm việc',
      heading: choice === null ? 'Giờ riêng cho một đơn vị' : `Đổi giờ: ${choice.name}`,
      lead: 'Bước sau xem trước hạn nào đổi. Hạn của việc đang chạy được tính lại theo giờ mới từ ngày bắt đầu.',
      notice: null,
      errors: problemsOf(form.errors),
      formKey,
      action: `/quan-tri/gio/moi?${new URLSearchParams(query).toString()}`,
      back: '/quan-tri/gio',
      hidden: [{ name: 'calendar', value: code }],
      own:
        choice === null
          ? field(form, 'agency', 'Đơn vị', '', {
              list: 'don-vi',
              hint: 'Trước ngày bắt đầu, đơn vị vẫn theo giờ chung.',
            })
          : null,
      agencies: choice === null ? this.choices.agencyNames() : [],
      nationalDays:
        choice === null ? checkbox(form, 'nationalDays', 'Nghỉ lễ và làm bù theo lịch chung cả nước', true) : null,
      now: nowVi(rows, choice?.code ?? commonOf(rows), today),
      validFrom: field(form, 'validFrom', 'Áp dụng từ ngày', tomorrow, { kind: 'date' }),
      weekError: errorOf(form, 'week'),
      week: weekFields(form, startingWeek(rows, choice?.code ?? commonOf(rows), today)),
      note: field(form, 'note', 'Lý do thay đổi', '', { kind: 'area', rows: 2 }),
      planned: this.plannedOf(rows, choice?.code ?? null, today),
    };
    return this.pages.render('console/calendars/form-hours', model, page);
  }

  proposal(values: Values): object {
    const calendar = values['calendar'] ?? '';
    const validFrom = values['validFrom'] ?? '';
    if (values['action'] === 'remove')
      return { kind: 'hours', calendarCode: calendar, validFrom: values['planned'] ?? '', week: null };
    if (!isDay(validFrom)) throw Problem.invalid([{ field: 'validFrom', message: 'Xin chọn ngày bắt đầu.' }]);
    const week = weekFrom(values);
    if (calendar !== '') return { kind: 'hours', calendarCode: calendar, validFrom, week };
    const agencyCode = this.choices.agencyCode((values['agency'] ?? '').trim());
    if (agencyCode === null)
      throw Problem.invalid([{ field: 'agency', message: 'Chưa rõ là cơ quan nào. Xin chọn trong danh sách.' }]);
    const name = `Giờ làm việc của ${this.directory.agency(agencyCode)?.name ?? agencyCode}`.slice(0, 100);
    const newCalendar = { name, agencyCode, nationalDays: values['nationalDays'] === 'yes' };
    return { kind: 'hours', calendarCode: agencyCode, newCalendar, validFrom, week };
  }

  fieldOf(name: string): string {
    if (name.startsWith('newCalendar') || name === 'calendarCode') return 'agency';
    const weekday = /^week\.(\d)/.exec(name)?.[1];
    return weekday === undefined ? name : `d${weekday}.opens1`;
  }

  /** Hours that were entered here and have not begun may be taken back. */
  private plannedOf(rows: SlaRows, code: string | null, today: string): { on: string; text: string; label: string }[] {
    return rows.hours
      .filter(({ calendarCode, validFrom, origin }) => calendarCode === code && validFrom > today && origin === 'admin')
      .map(({ validFrom, week }) => ({ on: validFrom, text: weekText(week), label: fullDay(validFrom) }));
  }
}

/** Of the agencies without hours of their own: what an own calendar begins with. */
function commonOf(rows: SlaRows): string {
  return rows.calendars.find(({ role, agencyCode }) => role === 'holder' && agencyCode === null)?.code ?? '';
}

function nowVi(rows: SlaRows, code: string, today: string): string {
  const row = hoursOn(
    rows.hours.filter(({ calendarCode }) => calendarCode === code),
    today,
  );
  return row === null ? 'Chưa có giờ nào.' : `Đang áp dụng: ${weekText(row.week)}.`;
}

function startingWeek(rows: SlaRows, code: string, today: string): string[][] {
  const row = hoursOn(
    rows.hours.filter(({ calendarCode }) => calendarCode === code),
    today,
  );
  return row === null ? WEEKDAY_NAMES.map(() => []) : weekOf(row.week);
}

interface WeekdayField {
  readonly label: string;
  readonly error: string | null;
  readonly times: readonly { name: string; label: string; value: string; invalid: boolean; second: boolean }[];
}

const TIME_LABELS = ['mở cửa buổi sáng', 'nghỉ trưa', 'mở cửa buổi chiều', 'đóng cửa'] as const;

/** Two openings a day; a third one of the files is kept together with the second only when it was typed so. */
function weekFields(form: FormState, start: readonly string[][]): WeekdayField[] {
  return WEEKDAY_NAMES.map((label, index) => {
    const times = (start[index] ?? []).flatMap((opening) => opening.split('–'));
    const prefix = `d${String(index + 1)}`;
    const error = form.errors.find((one) => one.field.startsWith(`${prefix}.`))?.message ?? null;
    return {
      label,
      error,
      times: PARTS.map((part, position) => ({
        name: `${prefix}.${part}`,
        label: `${label}, ${TIME_LABELS[position] ?? ''}`,
        value: form.values[`${prefix}.${part}`] ?? times[position] ?? '',
        invalid: error !== null,
        second: position >= 2,
      })),
    };
  });
}

/** `07:00-11:30` for each pair of times that is filled in. */
function weekFrom(values: Values): Record<string, string[]> {
  const week: Record<string, string[]> = {};
  const errors: { field: string; message: string }[] = [];
  WEEKDAY_NAMES.forEach((name, index) => {
    const prefix = `d${String(index + 1)}`;
    const [opens1, closes1, opens2, closes2] = PARTS.map((part) => (values[`${prefix}.${part}`] ?? '').trim());
    const openings: string[] = [];
    for (const [opens = '', closes = '', part] of [
      [opens1, closes1, 'opens1'],
      [opens2, closes2, 'opens2'],
    ] as const) {
      if (opens === '' && closes === '') continue;
      if (!TIME.test(opens) || !TIME.test(closes))
        errors.push({
          field: `${prefix}.${part}`,
          message: `${capital(name)}: xin ghi cả giờ mở và giờ đóng, hoặc bỏ trống cả hai.`,
        });
      else openings.push(`${opens.padStart(5, '0')}-${closes.padStart(5, '0')}`);
    }
    week[String(index + 1)] = openings;
  });
  if (errors.length > 0) throw Problem.invalid(errors);
  return week;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
