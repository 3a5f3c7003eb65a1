import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../identity/index.js';
import { Pages, type PageContext } from '../../../platform/templates/index.js';
import { ANY } from '../../../sla/index.js';
import { field } from '../../form-field.js';
import { Frames } from '../frame.js';
import { CLOCK_NAMES } from '../rule-words.js';
import { RulesOfTime } from '../rules-of-time.js';
import { problemsOf, type ChangeForm, type FormRequest, type Values } from './change-form.js';
import { classOptions, options } from './policy-form.js';

/** The limits in force now for what runs already: by order only, and a promise already given is never shortened. */
@Injectable()
export class OrderForm implements ChangeForm {
  constructor(
    private readonly rules: RulesOfTime,
    private readonly frames: Frames,
    private readonly pages: Pages,
  ) {}

  async render(principal: Principal, { form, formKey }: FormRequest, page: PageContext): Promise<string> {
    const [rows, frame] = await Promise.all([this.rules.read(), this.frames.of(principal, '/quan-tri/han')]);
    const clock = form.values['clock'] ?? ANY;
    const slaClass = form.values['slaClass'] ?? ANY;
    const model = {
      ...frame,
      title: 'Hạn hiện tại cho việc đang chạy',
      heading: 'Áp dụng hạn hiện tại cho việc đang chạy',
      lead: 'Việc đang chạy giữ hạn lúc bắt đầu. Chỉ dùng khi hạn mới dài hơn và có lệnh: hạn đã hứa không bị rút ngắn.',
      notice: null,
      errors: problemsOf(form.errors),
      formKey,
      action: '/quan-tri/han/viec-dang-chay',
      back: '/quan-tri/han',
      hidden: [],
      words: [
        field(form, 'clock', 'Đồng hồ', clock, {
          kind: 'select',
          options: options([[ANY, 'Mọi đồng hồ'], ...Object.entries(CLOCK_NAMES)], clock),
        }),
        field(form, 'slaClass', 'Lớp', slaClass, {
          kind: 'select',
          options: classOptions(rows, slaClass, 'Mọi lớp'),
        }),
      ],
      kind: null,
      note: field(form, 'note', 'Lý do thay đổi', '', { kind: 'area', rows: 2 }),
    };
    return this.pages.render('console/calendars/form-short', model, page);
  }

  proposal(values: Values): object {
    return { kind: 'order', clock: values['clock'], slaClass: values['slaClass'] };
  }

  fieldOf(name: string): string {
    return name;
  }
}
