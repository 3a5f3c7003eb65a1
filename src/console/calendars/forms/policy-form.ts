import { Injectable } from '@nestjs/common';
import { Directory } from '../../../agencies/index.js';
import type { Principal } from '../../../identity/index.js';
import { Clock, dayInVietnam, Problem } from '../../../kernel/index.js';
import { Pages, type PageContext } from '../../../platform/templates/index.js';
import { ANY, dayNumber, dayText, type ClockKind, type SlaPolicyRow, type SlaRows } from '../../../sla/index.js';
import { Choices } from '../../choices.js';
import { field, type SelectOption } from '../../form-field.js';
import { Frames } from '../frame.js';
import { CLOCK_NAMES, limitText, ROLE_NAMES_VI } from '../rule-words.js';
import { RulesOfTime } from '../rules-of-time.js';
import { orNull, problemsOf, type ChangeForm, type FormRequest, type Values } from './change-form.js';

/** A new version of a limit from a day on, or the escalation of one switched off or on. */
@Injectable()
export class PolicyForm implements ChangeForm {
  constructor(
    private readonly rules: RulesOfTime,
    private readonly frames: Frames,
    private readonly choices: Choices,
    private readonly directory: Directory,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  async render(principal: Principal, { query, form, formKey }: FormRequest, page: PageContext): Promise<string> {
    const [rows, frame] = await Promise.all([this.rules.read(), this.frames.of(principal, '/quan-tri/han')]);
    const kind = (form.values['clock'] ?? query['dong-ho'] ?? '') as ClockKind;
    if (!Object.hasOwn(CLOCK_NAMES, kind)) throw Problem.notFound('Không có đồng hồ này.');
    const base = baseOf(rows, query, kind);
    const tomorrow = dayText(dayNumber(dayInVietnam(this.clock.now())) + 1);
    const value = (name: string, start: string): string => form.values[name] ?? start;
    const slaClass = value('slaClass', base?.slaClass ?? ANY);
    const agency = base === null || base.agencyCode === ANY ? '' : this.directory.agency(base.agencyCode)?.name;
    const model = {
      ...frame,
      title: 'Hạn mới',
      heading: `Hạn mới: ${CLOCK_NAMES[kind]}`,
      lead: 'Áp dụng cho việc bắt đầu từ ngày có hiệu lực; việc đang chạy giữ hạn đã hứa.',
      notice: null,
      errors: problemsOf(form.errors),
      formKey,
      action: `/quan-tri/han/moi?${new URLSearchParams(query).toString()}`,
      back: `/quan-tri/han#${kind}`,
      hidden: [
        { name: 'clock', value: kind },
        { name: 'version', value: base === null ? '' : String(base.version) },
        {
          name: 'was',
          value: base === null ? '' : [base.slaClass, base.categoryCode, base.priority, base.agencyCode].join(' '),
        },
      ],
      scope: [
        field(form, 'slaClass', 'Lớp', slaClass, { kind: 'select', options: classOptions(rows, slaClass) }),
        field(form, 'categoryCode', 'Loại việc', base?.categoryCode ?? ANY, {
          kind: 'select',
          options: this.categoryOptions(value('categoryCode', base?.categoryCode ?? ANY)),
        }),
        field(form, 'priority', 'Mức ưu tiên', base?.priority ?? ANY, {
          kind: 'select',
          options: options(
            [
              [ANY, 'Mọi mức'],
              ['normal', 'Thường'],
              ['high', 'Cao'],
            ],
            value('priority', base?.priority ?? ANY),
          ),
        }),
        field(form, 'agency', 'Đơn vị giữ', agency ?? '', {
          required: false,
          list: 'don-vi',
          hint: 'Bỏ trống: mọi đơn vị.',
        }),
      ],
      agencies: this.choices.agencyNames(),
      terms: [
        field(form, 'limit', 'Hạn', base?.limit ?? '', {
          hint: '5wd: 5 ngày làm việc; 8h, 90m: giờ, phút làm việc; 4h24x7: cả ngoài giờ.',
        }),
        field(form, 'calendar', 'Chạy theo', base?.calendar ?? 'holder', {
          kind: 'select',
          options: options(Object.entries(ROLE_NAMES_VI), value('calendar', base?.calendar ?? 'holder')),
        }),
        field(form, 'extension', 'Được gia hạn một lần thêm', base?.extension ?? '', {
          required: false,
          hint: 'Bỏ trống: không gia hạn.',
        }),
        field(form, 'validFrom', 'Áp dụng từ ngày', tomorrow, { kind: 'date' }),
        field(form, 'basis', 'Căn cứ', base?.basis ?? '', { required: false, hint: 'Văn bản quy định hạn này.' }),
      ],
      note: field(form, 'note', 'Lý do thay đổi', '', { kind: 'area', rows: 2 }),
      toggle: base === null ? null : { enabled: base.enabled, limit: limitText(base.limit), version: base.version },
    };
    return this.pages.render('console/calendars/form-policy', model, page);
  }

  proposal(values: Values): object {
    if (values['action'] === 'off' || values['action'] === 'on') return switched(values);
    const typed = (values['agency'] ?? '').trim();
    const agencyCode = typed === '' ? ANY : this.choices.agencyCode(typed);
    if (agencyCode === null)
      throw Problem.invalid([
        { field: 'agency', message: 'Chưa rõ là cơ quan nào. Xin chọn trong danh sách, hoặc bỏ trống.' },
      ]);
    return {
      kind: 'policy',
      action: 'version',
      clock: values['clock'],
      slaClass: values['slaClass'],
      categoryCode: values['categoryCode'],
      priority: values['priority'],
      agencyCode,
      limit: (values['limit'] ?? '').trim(),
      calendar: values['calendar'],
      extension: orNull(values['extension']),
      validFrom: values['validFrom'],
      basis: orNull(values['basis']),
    };
  }

  fieldOf(name: string): string {
    if (name === 'agencyCode') return 'agency';
    return name === 'version' || name === 'clock' ? 'limit' : name;
  }

  private categoryOptions(selected: string): SelectOption[] {
    return this.choices
      .categories(selected === ANY ? '' : selected, 'Mọi loại việc')
      .map((option) => (option.value === '' ? { ...option, value: ANY } : option));
  }
}

/** The very version the form was opened from, whatever stands in its fields since. */
function switched(values: Values): object {
  const [slaClass, categoryCode, priority, agencyCode] = (values['was'] ?? '').split(' ');
  return {
    kind: 'policy',
    action: 'switch',
    version: Number(values['version']),
    clock: values['clock'],
    slaClass,
    categoryCode,
    priority,
    agencyCode,
    enabled: values['action'] === 'on',
  };
}

/** The version a new one follows, when the form was opened from one. */
function baseOf(rows: SlaRows, query: Values, kind: ClockKind): SlaPolicyRow | null {
  return (
    rows.policies.find(
      (row) =>
        row.clock === kind &&
        row.version === Number(query['ban']) &&
        row.slaClass === query['lop'] &&
        row.categoryCode === query['linh-vuc'] &&
        row.priority === query['uu-tien'] &&
        row.agencyCode === query['don-vi'],
    ) ?? null
  );
}

/** The classes to choose from; `every` says what the first choice means. */
export function classOptions(rows: SlaRows, selected: string, every = 'Mọi lớp chưa có dòng riêng'): SelectOption[] {
  const classes = rows.classes.map(({ code, name }): [string, string] => [code, `${code} ${name}`]);
  return options([[ANY, every], ...classes], selected);
}

export function options(choices: readonly (readonly [string, string])[], selected: string): SelectOption[] {
  return choices.map(([value, label]) => ({ value, label, selected: value === selected, subject: false }));
}
