import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import { Directory } from '../agencies/index.js';
import { Problem } from '../kernel/index.js';
import { Api, Public, valid } from '../platform/http/index.js';
import { explainVi } from './domain/explain-vi.js';
import { explainDeadline } from './domain/explanation.js';
import { parseLimit } from './domain/limit.js';
import { SlaError } from './domain/sla-error.js';
import { formatInstantVi } from './domain/wording.js';
import { SlaPolicies } from './sla-policies.js';

const deadlineQuery = z.object({
  start: z.iso
    .datetime({ offset: true, message: 'Thời điểm bắt đầu viết như 2026-11-23T08:00:00+07:00.' })
    .describe('Thời điểm bắt đầu, ISO 8601 có múi giờ'),
  limit: z
    .string('Xin ghi hạn, ví dụ 5wd hoặc 8h.')
    .max(20, 'Hạn viết như 5wd, 8h, 90m hoặc 4h24x7.')
    .describe('5wd ngày làm việc; 8h, 90m, 30s thời gian làm việc; 4h24x7 cả ngoài giờ'),
  agency: z
    .string()
    .min(1, 'Xin bỏ trống hẳn hoặc ghi mã cơ quan.')
    .max(40)
    .optional()
    .describe('Mã cơ quan có giờ làm việc được tính; bỏ trống: giờ chung'),
});

const deadlineAnswer = z.object({
  dueAt: z.string(),
  countedFrom: z.string(),
  text: z.string(),
  explain: z.array(z.string()),
  explanation: z.record(z.string(), z.unknown()),
});

/** Anybody may check a deadline: the calendar and the rules are public. */
@Public()
@Controller('api/v1/sla')
export class SlaController {
  constructor(
    private readonly policies: SlaPolicies,
    private readonly directory: Directory,
  ) {}

  @Get('deadline')
  @Api({ summary: 'Tính hạn từ một thời điểm và nói vì sao', response: deadlineAnswer })
  deadline(@Query(valid(deadlineQuery)) query: z.output<typeof deadlineQuery>): z.output<typeof deadlineAnswer> {
    const agency = query.agency ?? null;
    if (agency !== null && this.directory.agency(agency) === null) {
      throw Problem.invalid([{ field: 'agency', message: 'Không có cơ quan mã này.' }]);
    }
    const calendar = this.policies.agencyCalendar(agency);
    const limit = orInvalid('limit', () => parseLimit(query.limit));
    const { dueAt, explanation } = orInvalid('start', () => explainDeadline(new Date(query.start), limit, calendar));
    return {
      dueAt: explanation.dueAt,
      countedFrom: explanation.countedFrom,
      text: formatInstantVi(dueAt, new Date(query.start), calendar.wallClock.name),
      explain: explainVi(explanation),
      explanation: { ...explanation },
    };
  }
}

function orInvalid<T>(field: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof SlaError) throw Problem.invalid([{ field, message: error.message }]);
    throw error;
  }
}
