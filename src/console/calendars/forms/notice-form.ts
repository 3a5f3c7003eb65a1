import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../identity/index.js';
import { Problem } from '../../../kernel/index.js';
import { Pages, type PageContext } from '../../../platform/templates/index.js';
import { NATIONAL } from '../../../sla/index.js';
import { field } from '../../form-field.js';
import { Frames } from '../frame.js';
import { calendarChoices, RulesOfTime } from '../rules-of-time.js';
import { problemsOf, type ChangeForm, type FormRequest, type Values } from './change-form.js';
import { NOTICE_EXAMPLE, readNotice } from './notice-csv.js';
import { textOfPaste } from './notice-text.js';

/** The field that holds why a file could not be read; set by whoever took the file. */
export const FILE_PROBLEM = 'fileProblem';

/** The yearly notice as a table, pasted or sent as a file. */
@Injectable()
export class NoticeForm implements ChangeForm {
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
    const national = scope === NATIONAL;
    const table = form.values['table'] ?? '';
    const byLine = linesWithProblems(table, form.errors);
    const model = {
      ...frame,
      title: 'Nhập thông báo cả năm',
      heading: `Nhập thông báo cả năm: ${choice.name}`,
      lead: 'Bước sau xem trước hạn nào đổi. Chưa có gì thay đổi cho đến khi bấm áp dụng.',
      notice: null,
      errors: problemsOf(form.errors),
      formKey,
      action: `/quan-tri/lich/nhap?${new URLSearchParams(query).toString()}`,
      back: `/quan-tri/lich?lich=${encodeURIComponent(scope)}`,
      hidden: [{ name: 'scope', value: scope }],
      table: { ...field(form, 'table', 'Bảng các ngày', ''), rows: 12 },
      fileError: form.errors.find((error) => error.field === 'file')?.message ?? null,
      byLine,
      example: NOTICE_EXAMPLE,
      source: field(form, 'source', 'Văn bản chung', '', {
        required: false,
        hint: 'Dùng cho dòng để trống cột văn bản.',
      }),
      whole: national
        ? {
            name: 'mode',
            label: 'Bảng này là',
            options: [
              {
                value: 'some',
                label: 'Một số ngày: chỉ thêm và sửa những ngày có trong bảng',
                checked: form.values['mode'] !== 'year',
              },
              {
                value: 'year',
                label: 'Thông báo cả năm: ngày của năm đó không có trong bảng thì bỏ',
                checked: form.values['mode'] === 'year',
              },
            ],
          }
        : null,
      note: field(form, 'note', 'Lý do thay đổi', '', { kind: 'area', rows: 2 }),
    };
    return this.pages.render('console/calendars/form-notice', model, page);
  }

  proposal(values: Values): object {
    const problem = values[FILE_PROBLEM];
    if (problem !== undefined && problem !== '') throw Problem.invalid([{ field: 'file', message: problem }]);
    const pasted = textOfPaste(values['table'] ?? '');
    if ('unreadable' in pasted) throw Problem.invalid([{ field: 'table', message: pasted.unreadable }]);
    if (pasted.text.trim() === '')
      throw Problem.invalid([{ field: 'table', message: 'Xin dán bảng hoặc chọn tệp CSV.' }]);
    const { entries, problems } = readNotice(pasted.text, (values['source'] ?? '').trim());
    if (problems.length > 0)
      throw Problem.invalid(
        problems.map(({ line, message }) => ({ field: lineField(line), message: atLine(line, message) })),
      );
    const year = values['mode'] === 'year' ? Number(entries[0]?.on.slice(0, 4)) : null;
    return { kind: 'days', scope: values['scope'] ?? NATIONAL, year, entries };
  }

  /** `entries.3.on` stands on a line of the table that only the table knows: see `errorsIn`. */
  fieldOf(name: string): string {
    return /^(entries|takeBack|year|scope)/.test(name) ? 'table' : name;
  }

  /** Errors of a proposal under the lines they are about. */
  errorsIn(values: Values, field: string, message: string): { field: string; message: string } {
    const index = /^entries\.(\d+)\./.exec(field)?.[1];
    if (index === undefined) return { field: this.fieldOf(field), message };
    const line = readNotice(values['table'] ?? '', '').lines[Number(index)] ?? 0;
    return { field: lineField(line), message: atLine(line, message) };
  }
}

function lineField(line: number): string {
  return line === 0 ? 'table' : `line-${String(line)}`;
}

function atLine(line: number, message: string): string {
  return line === 0 ? message : `Dòng ${String(line)}: ${message}`;
}

/** The table line by line with what is wrong beside each; null when no line is wrong. */
function linesWithProblems(
  table: string,
  errors: readonly { field: string; message: string }[],
): { line: number; text: string; error: string | null }[] | null {
  const byLine = new Map<number, string[]>();
  for (const { field: name, message } of errors) {
    const line = /^line-(\d+)$/.exec(name)?.[1];
    if (line !== undefined)
      byLine.set(Number(line), [...(byLine.get(Number(line)) ?? []), message.replace(/^Dòng \d+: /, '')]);
  }
  if (byLine.size === 0) return null;
  return table
    .trimEnd()
    .split('\n')
    .map((text, index) => ({ line: index + 1, text, error: byLine.get(index + 1)?.join(' ') ?? null }));
}
