import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import { Directory } from '../agencies/index.js';
import { Problem } from '../kernel/index.js';
import { Api, Public, valid } from '../platform/http/index.js';
import type { WorkingCalendar } from './domain/calendar.js';
import { START_RULES, workingSeconds, type Pause } from './domain/deadline.js';
import { explainVi } from './domain/explain-vi.js';
import { explainDeadline } from './domain/explanation.js';
import { parseInstant } from './domain/instant.js';
import { parseLimit, type Limit } from './domain/limit.js';
import { SlaError } from './domain/sla-error.js';
import { formatInstantVi } from './domain/wording.js';
import { onlyTheseKeys, parsedText } from './domain/written-value.js';
import { SlaPolicies } from './sla-policies.js';

const HOW_INSTANT = 'Thời điểm viết như 2026-11-23T08:00:00+07:00 (trong địa chỉ, dấu + viết là %2B).';
const HOW_PAUSE = 'Mỗi lần tạm dừng viết hai thời điểm, cách nhau bằng dấu /.';
const MOST_PAUSES = 100;

const instant = (description: string) =>
  parsedText(HOW_INSTANT, parseInstant).optional().describe(`${description}, ISO 8601 có múi giờ`);
const pause = parsedText(HOW_PAUSE, parsePause);

const deadlineQuery = onlyTheseKeys(
  {
    start: instant('Thời điểm bắt đầu'),
    limit: parsedText('Hạn viết như 5wd, 8h, 90m hoặc 4h24x7.', parseLimit)
      .optional()
      .describe('5wd ngày làm việc; 8h, 90m, 30s thời gian làm việc; 4h24x7 cả ngoài giờ'),
    startRule: z
      .enum(START_RULES, `Viết ${START_RULES.join(' hoặc ')}.`)
      .optional()
      .describe('Bắt đầu ngoài giờ thì đếm ngày làm việc từ sau ngày mở cửa kế tiếp, hay từ sau ngày của sự việc'),
    from: instant('Thay cho start và limit: đếm giờ làm việc từ lúc này'),
    to: instant('đến lúc này'),
    pause: z
      .preprocess(
        // Given once it is a text, given again a list.
        (value) => (value === undefined ? undefined : [value].flat()),
        z.array(pause).max(MOST_PAUSES, `Nhiều nhất ${MOST_PAUSES} lần tạm dừng.`).optional(),
      )
      .describe('Lần tạm dừng, từ/đến; lặp lại cho mỗi lần'),
    agency: z
      .string()
      .min(1, 'Xin bỏ trống hẳn hoặc ghi mã cơ quan.')
      .max(40)
      .optional()
      .describe('Mã cơ quan có giờ làm việc được tính; bỏ trống: giờ chung'),
  },
  'câu hỏi',
).superRefine((query, context) => {
  const span = query.from !== undefined || query.to !== undefined;
  const needed = span ? (['from', 'to'] as const) : (['start', 'limit'] as const);
  const unfit = span ? (['start', 'limit', 'startRule'] as const) : [];
  const missing = {
    start: HOW_INSTANT,
    limit: 'Xin ghi hạn, ví dụ 5wd hoặc 8h.',
    from: HOW_INSTANT,
    to: HOW_INSTANT,
  };
  for (const name of needed) {
    if (query[name] === undefined) context.addIssue({ code: 'custom', path: [name], message: missing[name] });
  }
  for (const name of unfit) {
    if (query[name] !== undefined)
      context.addIssue({ code: 'custom', path: [name], message: 'Không đi cùng from và to.' });
  }
});

type DeadlineQuery = z.output<typeof deadlineQuery>;

const deadlineAnswer = z.object({
  dueAt: z.string(),
  countedFrom: z.string(),
  workedMinutes: z.number().describe('Thời gian được tính từ lúc bắt đầu đến hạn, không kể tạm dừng'),
  text: z.string(),
  explain: z.array(z.string()),
  explanation: z.record(z.string(), z.unknown()),
});
const spanAnswer = z.object({ workedSeconds: z.number() });
const answer = z.union([deadlineAnswer, spanAnswer]);

/** Anybody may check a deadline: the calendar and the rules are public. */
@Public()
@Controller('api/v1/sla')
export class SlaController {
  constructor(
    private readonly policies: SlaPolicies,
    private readonly directory: Directory,
  ) {}

  @Get('deadline')
  @Api({
    summary: 'Tính hạn từ một thời điểm và nói vì sao; hoặc đếm giờ làm việc giữa hai thời điểm',
    response: answer,
  })
  deadline(@Query(valid(deadlineQuery)) query: DeadlineQuery): z.output<typeof answer> {
    const calendar = this.calendarOf(query.agency ?? null);
    const { start, limit, from, to } = query;
    if (start && limit) return deadlineOf(start, limit, calendar, query);
    if (from && to) {
      return { workedSeconds: orInvalid('from', () => workingSeconds(from, to, calendar, query.pause ?? [])) };
    }
    throw new Error('A query that is neither was let through.');
  }

  private calendarOf(agency: string | null): WorkingCalendar {
    if (agency !== null && this.directory.agency(agency) === null) {
      throw Problem.invalid([{ field: 'agency', message: 'Không có cơ quan mã này.' }]);
    }
    return this.policies.agencyCalendar(agency);
  }
}

function deadlineOf(
  start: Date,
  limit: Limit,
  calendar: WorkingCalendar,
  { pause: pauses, startRule }: DeadlineQuery,
): z.output<typeof deadlineAnswer> {
  const { dueAt, explanation } = orInvalid('start', () =>
    explainDeadline(start, limit, calendar, pauses ?? [], startRule),
  );
  return {
    dueAt: explanation.dueAt,
    countedFrom: explanation.countedFrom,
    workedMinutes: explanation.budgetSeconds / 60,
    text: formatInstantVi(dueAt, start, calendar.wallClock.name),
    explain: explainVi(explanation),
    explanation: { ...explanation },
  };
}

function parsePause(text: string): Pause {
  const [from, to, ...more] = text.split('/');
  if (from === undefined || to === undefined || more.length > 0) throw new SlaError('instant-unreadable', HOW_PAUSE);
  const pause = { from: parseInstant(from), to: parseInstant(to) };
  if (pause.to < pause.from) throw new SlaError('pause-reversed', 'Tạm dừng kết thúc trước khi bắt đầu.');
  return pause;
}

function orInvalid<T>(field: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof SlaError) throw Problem.invalid([{ field, message: error.message }]);
    throw error;
  }
}
