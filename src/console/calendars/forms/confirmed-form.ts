import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../identity/index.js';
import { Problem } from '../../../kernel/index.js';
import { Pages, type PageContext } from '../../../platform/templates/index.js';
import { NATIONAL, type CalendarDayRow } from '../../../sla/index.js';
import { field } from '../../form-field.js';
import { Frames } from '../frame.js';
import { calendarChoices, RulesOfTime } from '../rules-of-time.js';
import { orNull, problemsOf, type ChangeForm, type FormRequest, type Values } from './change-form.js';

/** The notice says what was entered from the law: the year's provisional days become final, all at once. */
@Injectable()
export class ConfirmedForm implements ChangeForm {
  constructor(
    private readonly rules: RulesOfTime,
    private readonly frames: Frames,
    private readonly pages: Pages,
  ) {}

  async render(principal: Principal, { query, form, formKey }: FormRequest, page: PageContext): Promise<string> {
    const [rows, frame] = await Promise.all([this.rules.read(), this.frames.of(principal, '/quan-tri/lich')]);
    const scope = form.values['scope'] ?? query['lich'] ?? NATIONAL;
    const year = form.values['year'] ?? query['nam'] ?? '';
    const choice = calendarChoices(rows).find(({ code }) => code === scope);
    if (choice === undefined || !/^\d{4}$/.test(year)) throw Problem.notFound('Không có lịch này.');
    const model = {
      ...frame,
      title: `Xác nhận lịch năm ${year}`,
      heading: `Xác nhận lịch năm ${year}: ${choice.name}`,
      lead: `${String(provisionalOf(rows.days, scope, year).length)} ngày tạm tính của năm ${year} thành chính thức. Ngày nào khác thông báo thì sửa riêng.`,
      notice: null,
      errors: problemsOf(form.errors),
      formKey,
      action: `/quan-tri/lich/chinh-thuc?${new URLSearchParams(query).toString()}`,
      back: `/quan-tri/lich?lich=${encodeURIComponent(scope)}&nam=${year}`,
      hidden: [
        { name: 'scope', value: scope },
        { name: 'year', value: year },
      ],
      words: [
        field(form, 'source', 'Văn bản', '', {
          required: false,
          hint: 'Thông báo chính thức; bỏ trống thì giữ văn bản đang ghi.',
        }),
      ],
      kind: null,
      note: field(form, 'note', 'Lý do thay đổi', '', { kind: 'area', rows: 2 }),
    };
    return this.pages.render('console/calendars/form-short', model, page);
  }

  async proposal(values: Values): Promise<object> {
    const scope = values['scope'] ?? NATIONAL;
    const source = orNull(values['source']);
    const days = provisionalOf((await this.rules.read()).days, scope, values['year'] ?? '');
    return {
      kind: 'days',
      scope,
      entries: days.map(({ on, type, replaces, name, source: written }) => ({
        on,
        type,
        replaces,
        name,
        source: source ?? written,
        provisional: false,
      })),
    };
  }

  fieldOf(name: string): string {
    return name === 'note' ? name : 'source';
  }
}

function provisionalOf(days: readonly CalendarDayRow[], scope: string, year: string): CalendarDayRow[] {
  return days.filter((day) => day.scope === scope && day.provisional && day.on.startsWith(`${year}-`));
}
