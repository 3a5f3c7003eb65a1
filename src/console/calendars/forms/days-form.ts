import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../identity/index.js';
import { formatDay, Problem } from '../../../kernel/index.js';
import { Pages, type PageContext } from '../../../platform/templates/index.js';
import { dayNumber, dayText, NATIONAL, type CalendarDayRow } from '../../../sla/index.js';
import { field } from '../../form-field.js';
import { isDay } from '../day.js';
import { Frames } from '../frame.js';
import { calendarChoices, entriesOf, RulesOfTime } from '../rules-of-time.js';
import { checkbox, orNull, problemsOf, type ChangeForm, type FormRequest, type Values } from './change-form.js';

/** What a person chooses; a swap is two entries, and is changed and taken back as one. */
const KINDS = [
  ['holiday', 'Nghỉ lễ'],
  ['substitute', 'Nghỉ bù, cho ngày lễ rơi vào ngày nghỉ hằng tuần'],
  ['swap', 'Nghỉ hoán đổi, có ngày làm bù'],
  ['local', 'Nghỉ riêng của địa phương hoặc đơn vị'],
  ['ordinary', 'Như ngày thường, dù cả nước nghỉ hoặc làm bù'],
] as const;
/** A year's longest holiday; more is a mistake in one of the two dates. */
const LONGEST = 31;

/** One day or several in a row: entered, changed, taken back. */
@Injectable()
export class DaysForm implements ChangeForm {
  constructor(
    private readonly rules: RulesOfTime,
    private readonly frames: Frames,
    private readonly pages: Pages,
  ) {}

  async render(principal: Principal, { query, form, formKey }: FormRequest, page: PageContext): Promise<string> {
    const [rows, frame] = await Promise.all([this.rules.read(), this.frames.of(principal, '/quan-tri/lich')]);
    const scope = form.values['scope'] ?? query['lich'] ?? NATIONAL;
    const choice = calendarChoices(rows).find(({ code }) => code === scope);
    if (choice === undefined) throw Problem.notFound('Không có lịch này.');
    const day = query['ngay'];
    const known = day !== undefined && isDay(day) ? day : null;
    const entries = entriesOf(rows, scope).filter((entry) => entry.scope === scope);
    const pair = known === null ? null : pairOf(entries, known);
    const start = startOf(pair, known);
    const type = form.values['type'] ?? start.type;
    const kinds = KINDS.filter(([kind]) => kind !== 'ordinary' || scope !== NATIONAL);
    const model = {
      ...frame,
      title: pair === null ? 'Thêm ngày' : 'Sửa ngày',
      heading: `${pair === null ? 'Thêm ngày' : `Sửa ${formatDay(start.on)}`}: ${choice.name}`,
      lead: 'Bước sau xem trước hạn nào đổi. Chưa có gì thay đổi cho đến khi bấm áp dụng.',
      notice: null,
      errors: problemsOf(form.errors),
      formKey,
      action: `/quan-tri/lich/sua?${new URLSearchParams(query).toString()}`,
      back: `/quan-tri/lich?lich=${encodeURIComponent(scope)}${known === null ? '' : `&ngay=${known}`}`,
      hidden: [
        { name: 'scope', value: scope },
        { name: 'was', value: form.values['was'] ?? pair?.map(({ on }) => on).join(' ') ?? '' },
      ],
      kind: {
        name: 'type',
        label: 'Loại ngày',
        options: kinds.map(([value, label]) => ({ value, label, checked: value === type })),
      },
      dates: [
        field(form, 'on', 'Ngày', start.on, { kind: 'date' }),
        field(form, 'until', 'Đến hết ngày', '', {
          kind: 'date',
          required: false,
          hint: 'Nhiều ngày liền nhau cùng loại; một ngày thì bỏ trống.',
        }),
        field(form, 'other', 'Nghỉ bù cho ngày, hoặc làm bù vào ngày', start.other, {
          kind: 'date',
          required: false,
          hint: 'Nghỉ bù: ngày lễ được nghỉ bù. Hoán đổi: thứ Bảy hoặc Chủ nhật làm bù.',
        }),
      ],
      words: [
        field(form, 'name', 'Dịp', start.name, { hint: 'Ví dụ: Quốc khánh 2/9.' }),
        field(form, 'source', 'Văn bản', start.source, { hint: 'Số, ngày và nơi ban hành.' }),
      ],
      provisional: checkbox(
        form,
        'provisional',
        'Tạm tính, chờ thông báo chính thức',
        start.provisional,
        'Lời giải thích hạn sẽ nói rõ là tạm tính.',
      ),
      note: field(form, 'note', 'Lý do thay đổi', '', { kind: 'area', rows: 2 }),
      removable: pair === null ? null : pair.map(({ on }) => formatDay(on)).join(' và '),
    };
    return this.pages.render('console/calendars/form-days', model, page);
  }

  proposal(values: Values): object {
    const scope = values['scope'] ?? NATIONAL;
    const was = (values['was'] ?? '').split(' ').filter((day) => isDay(day));
    if (values['action'] === 'remove') return { kind: 'days', scope, takeBack: was };
    const entries = entriesFrom(values);
    const entered = new Set(entries.map(({ on }) => on));
    return { kind: 'days', scope, entries, takeBack: was.filter((day) => !entered.has(day)) };
  }

  fieldOf(name: string): string {
    const part = name.split('.').at(-1) ?? name;
    return (
      { replaces: 'other', other: 'other', until: 'until', type: 'type', name: 'name', source: 'source' }[part] ?? 'on'
    );
  }
}

interface WrittenEntry {
  readonly on: string;
  readonly type: string;
  readonly replaces: string | null;
  readonly name: string;
  readonly source: string;
  readonly provisional: boolean;
}

function entriesFrom(values: Values): WrittenEntry[] {
  const on = values['on'] ?? '';
  const until = orNull(values['until']) ?? on;
  const other = orNull(values['other']);
  const type = values['type'] ?? '';
  const about = {
    name: values['name'] ?? '',
    source: values['source'] ?? '',
    provisional: values['provisional'] === 'yes',
  };
  if (!isDay(on)) throw Problem.invalid([{ field: 'on', message: 'Xin chọn ngày.' }]);
  if (!isDay(until)) throw Problem.invalid([{ field: 'until', message: 'Ngày này không có thật.' }]);
  if (type === 'swap') {
    if (other === null || !isDay(other))
      throw Problem.invalid([{ field: 'other', message: 'Xin ghi ngày làm bù, thường là một thứ Bảy.' }]);
    return [
      { on, type: 'swap_off', replaces: other, ...about },
      { on: other, type: 'swap_work', replaces: on, ...about },
    ];
  }
  const first = dayNumber(on);
  const last = dayNumber(until);
  if (last < first) throw Problem.invalid([{ field: 'until', message: 'Ngày cuối phải sau ngày đầu.' }]);
  if (last - first >= LONGEST)
    throw Problem.invalid([{ field: 'until', message: `Một lần nhiều nhất ${String(LONGEST)} ngày.` }]);
  // A day that stands for nothing else keeps no other day, even where one was left in the form.
  const replaces = type === 'substitute' ? other : null;
  return Array.from({ length: last - first + 1 }, (_, index) => ({
    on: dayText(first + index),
    type,
    replaces,
    ...about,
  }));
}

/** The entry of a day, with its other half when it is one of a swap; null when there is none. */
function pairOf(entries: readonly CalendarDayRow[], day: string): CalendarDayRow[] | null {
  const entry = entries.find(({ on }) => on === day);
  if (entry === undefined) return null;
  if (entry.type !== 'swap_off' && entry.type !== 'swap_work') return [entry];
  const other = entries.find(({ on }) => on === entry.replaces);
  const halves = other === undefined ? [entry] : [entry, other];
  return halves.sort((a, b) => (a.type === 'swap_off' ? -1 : b.type === 'swap_off' ? 1 : 0));
}

/** What the form begins with: the entry as it is, or an empty one on the day that was chosen. */
function startOf(
  pair: readonly CalendarDayRow[] | null,
  day: string | null,
): { type: string; on: string; other: string; name: string; source: string; provisional: boolean } {
  const first = pair?.[0];
  if (first === undefined) {
    return { type: 'holiday', on: day ?? '', other: '', name: '', source: '', provisional: false };
  }
  const { on, type, replaces, name, source, provisional } = first;
  return {
    type: type === 'swap_off' || type === 'swap_work' ? 'swap' : type,
    on,
    other: replaces ?? '',
    name,
    source,
    provisional,
  };
}
