import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../identity/index.js';
import { Problem } from '../../../kernel/index.js';
import { Pages, type PageContext } from '../../../platform/templates/index.js';
import { field } from '../../form-field.js';
import { Frames } from '../frame.js';
import { RulesOfTime } from '../rules-of-time.js';
import { problemsOf, type ChangeForm, type FormRequest, type Values } from './change-form.js';

/** How a class is called, and how its days are counted. */
@Injectable()
export class ClassForm implements ChangeForm {
  constructor(
    private readonly rules: RulesOfTime,
    private readonly frames: Frames,
    private readonly pages: Pages,
  ) {}

  async render(principal: Principal, { query, form, formKey }: FormRequest, page: PageContext): Promise<string> {
    const [rows, frame] = await Promise.all([this.rules.read(), this.frames.of(principal, '/quan-tri/han')]);
    const row = rows.classes.find(({ code }) => code === (form.values['code'] ?? query['lop']));
    if (row === undefined) throw Problem.notFound('Không có lớp này.');
    const rule = form.values['startRule'] ?? row.startRule;
    const model = {
      ...frame,
      title: `Sửa lớp ${row.code}`,
      heading: `Sửa lớp ${row.code} ${row.name}`,
      lead: 'Tên và cách gọi đổi ngay; cách đếm ngày làm hạn của việc đang chạy tính lại.',
      notice: null,
      errors: problemsOf(form.errors),
      formKey,
      action: `/quan-tri/lop/sua?${new URLSearchParams(query).toString()}`,
      back: '/quan-tri/han',
      hidden: [{ name: 'code', value: row.code }],
      words: [
        field(form, 'name', 'Tên', row.name),
        field(form, 'phrase', 'Trong câu', row.phrase, { hint: 'Ví dụ: Đèn đường là “việc hiện trường”.' }),
      ],
      kind: {
        name: 'startRule',
        label: 'Nhận ngoài giờ thì số ngày',
        options: [
          {
            value: 'next_opening',
            label: 'đếm từ sau ngày mở cửa kế tiếp (cách thường dùng)',
            checked: rule === 'next_opening',
          },
          {
            value: 'event_day',
            label: 'đếm từ sau chính ngày xảy ra (theo điều 147 Bộ luật Dân sự)',
            checked: rule === 'event_day',
          },
        ],
      },
      note: field(form, 'note', 'Lý do thay đổi', '', { kind: 'area', rows: 2 }),
    };
    return this.pages.render('console/calendars/form-short', model, page);
  }

  proposal(values: Values): object {
    const { code, name, phrase, startRule } = values;
    return { kind: 'class', code, name: name ?? '', phrase: phrase ?? '', startRule };
  }

  fieldOf(name: string): string {
    return name === 'code' ? 'name' : name;
  }
}
