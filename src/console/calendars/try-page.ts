import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import type { Principal } from '../../identity/index.js';
import { Clock, isoInVietnam, type FieldError } from '../../kernel/index.js';
import { Pages, type PageContext } from '../../platform/templates/index.js';
import { explainDeadline, explainVi, formatInstantVi, parseLimit, SlaError, SlaPolicies } from '../../sla/index.js';
import { Choices } from '../choices.js';
import { field, type FormState } from '../form-field.js';
import { Frames } from './frame.js';

/** What was asked, as it was typed; null: nothing yet. */
export interface TryRequest {
  readonly start: string;
  readonly limit: string;
  readonly agency: string;
}

/** "Tính thử hạn": a start and a limit in, the deadline and its reason out, by the code every deadline is made with. */
@Injectable()
export class TryPage {
  constructor(
    private readonly policies: SlaPolicies,
    private readonly directory: Directory,
    private readonly choices: Choices,
    private readonly frames: Frames,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  async render(principal: Principal, request: TryRequest | null, page: PageContext): Promise<string> {
    const frame = await this.frames.of(principal, '/quan-tri/tinh-thu');
    const { answer, errors } = request === null ? { answer: null, errors: [] } : this.answerTo(request);
    const form: FormState = { values: request === null ? {} : { ...request }, errors };
    const now = isoInVietnam(this.clock.now()).slice(0, 16);
    const model = {
      ...frame,
      title: 'Tính thử hạn',
      heading: 'Tính thử hạn',
      lead: 'Hạn và lý do đúng như hệ thống tính cho phiếu thật, theo lịch và giờ đang áp dụng.',
      notice: null,
      errors: errors.length === 0 ? null : errors.map(({ field: name, message }) => ({ id: `f-${name}`, message })),
      fields: [
        { ...field(form, 'start', 'Bắt đầu lúc', now), kind: 'datetime-local' },
        {
          ...field(form, 'limit', 'Hạn', '5wd', {
            hint: '5wd: 5 ngày làm việc; 8h, 90m: giờ, phút làm việc; 4h24x7: cả ngoài giờ.',
          }),
        },
        {
          ...field(form, 'agency', 'Theo giờ của đơn vị', '', {
            required: false,
            list: 'don-vi',
            hint: 'Bỏ trống: giờ chung của các cơ quan.',
          }),
        },
      ],
      agencies: this.choices.agencyNames(),
      answer,
    };
    return this.pages.render('console/calendars/try', model, page);
  }

  private answerTo(request: TryRequest): { answer: object | null; errors: FieldError[] } {
    const errors: FieldError[] = [];
    const typed = request.agency.trim();
    const agencyCode = typed === '' ? null : this.choices.agencyCode(typed);
    if (typed !== '' && agencyCode === null) {
      errors.push({ field: 'agency', message: 'Chưa rõ là cơ quan nào. Xin chọn trong danh sách, hoặc bỏ trống.' });
    }
    const calendar = this.policies.agencyCalendar(agencyCode);
    const start = startOf(request.start);
    if (start === null) errors.push({ field: 'start', message: 'Xin ghi ngày và giờ bắt đầu.' });
    if (request.limit.trim() === '') {
      return { answer: null, errors: [...errors, { field: 'limit', message: 'Xin ghi hạn, ví dụ 5wd.' }] };
    }
    try {
      const limit = parseLimit(request.limit.trim());
      if (start === null || errors.length > 0) return { answer: null, errors };
      const { dueAt, explanation } = explainDeadline(start, limit, calendar);
      const own = agencyCode === null ? null : (this.directory.agency(agencyCode)?.name ?? null);
      return {
        answer: {
          due: formatInstantVi(dueAt, start, calendar.wallClock.name),
          calendar: `${calendar.name}${own === null ? '' : `; ${own}`}`,
          explain: explainVi(explanation),
        },
        errors,
      };
    } catch (error) {
      if (!(error instanceof SlaError)) throw error;
      const about = error.code === 'limit-unreadable' ? 'limit' : 'start';
      return { answer: null, errors: [...errors, { field: about, message: error.message }] };
    }
  }
}

/** `2026-11-20T15:10` of a date field, which is time in Vietnam; null when it is none. */
function startOf(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text)) return null;
  const start = new Date(`${text}+07:00`);
  return Number.isNaN(start.getTime()) ? null : start;
}
