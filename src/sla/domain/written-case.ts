import { z } from 'zod';
import type { WorkingCalendar } from './calendar.js';
import { MINUTE_MS, SECOND_MS } from './day.js';
import { START_RULES, workingSeconds } from './deadline.js';
import { explainVi } from './explain-vi.js';
import { explainDeadline } from './explanation.js';
import { parseLimit } from './limit.js';
import { SlaError } from './sla-error.js';
import { writtenCalendar } from './written-calendar.js';
import { onlyTheseKeys, parsedText, wordsOf, writtenInstant } from './written-value.js';

/** The calendars of cases that bring none of their own. */
export interface CaseCalendars {
  /** @throws SlaError when it cannot be had */
  common(): WorkingCalendar;
  /**
   * The hours of an agency; null: there is no such agency.
   * @throws SlaError when agencies have no meaning here, because a calendar was given for all cases
   */
  ofAgency(code: string): WorkingCalendar | null;
}

export type CaseAnswer =
  | { readonly dueAt: string; readonly workedMinutes: number; readonly explain: readonly string[] }
  | { readonly workedSeconds: number }
  | { readonly error: string };

const pause = z
  .tuple([writtenInstant, writtenInstant], 'mỗi lần tạm dừng viết ["từ","đến"].')
  .refine(([from, to]) => from <= to, 'tạm dừng kết thúc trước khi bắt đầu.')
  .transform(([from, to]) => ({ from, to }));

const everyCase = {
  pauses: z.array(pause, 'các lần tạm dừng viết [["từ","đến"],["từ","đến"]].').nullish(),
  agency: z
    .string('mã cơ quan viết trong dấu nháy.')
    .min(1, 'xin ghi mã cơ quan, hoặc bỏ mục này.')
    .max(40, 'không có cơ quan mã dài như vậy.')
    .nullish(),
  // Looked at once for all cases that bring the same one.
  calendar: z.unknown().optional(),
  /** For the person who wrote the case; nothing is made of them. */
  id: z.unknown().optional(),
  note: z.unknown().optional(),
};

const deadlineCase = onlyTheseKeys(
  {
    start: writtenInstant,
    limit: parsedText('hạn viết như "5wd", "8h", "90m", "30s", "4h24x7".', parseLimit),
    startRule: z.enum(START_RULES, `viết "${START_RULES.join('" hoặc "')}".`).nullish(),
    ...everyCase,
  },
  'trường hợp tính hạn',
);

const spanCase = onlyTheseKeys(
  { from: writtenInstant, to: writtenInstant, ...everyCase },
  'trường hợp tính giờ làm việc',
);

/** Cases that stand in one file mostly share a calendar, or a few. */
const CALENDARS_KEPT = 100;

/** Answers cases that are written as JSON, one a line. */
export class WrittenCases {
  private readonly written = new Map<string, WorkingCalendar>();

  constructor(private readonly calendars: CaseCalendars) {}

  /** Never throws: what is wrong with a case is its answer. */
  answer(line: string): CaseAnswer {
    try {
      return this.answerCase(parseLine(line));
    } catch (error) {
      if (error instanceof SlaError) return { error: error.message };
      return { error: `Không tính được trường hợp này: ${error instanceof Error ? error.message : String(error)}` };
    }
  }

  private answerCase(value: object): CaseAnswer {
    if ('from' in value || 'to' in value) {
      const { from, to, pauses, ...where } = checked(spanCase, value);
      return { workedSeconds: workingSeconds(from, to, this.calendarOf(where), pauses ?? []) };
    }
    const { start, limit, pauses, startRule, ...where } = checked(deadlineCase, value);
    const calendar = this.calendarOf(where);
    const { explanation } = explainDeadline(start, limit, calendar, pauses ?? [], startRule ?? undefined);
    return {
      dueAt: explanation.dueAt,
      workedMinutes: (explanation.budgetSeconds * SECOND_MS) / MINUTE_MS,
      explain: explainVi(explanation),
    };
  }

  private calendarOf({
    agency,
    calendar,
  }: {
    agency?: string | null | undefined;
    calendar?: unknown;
  }): WorkingCalendar {
    const own = calendar !== undefined && calendar !== null;
    if (typeof agency !== 'string') return own ? this.writtenCalendar(calendar) : this.calendars.common();
    if (own) throw new SlaError('calendar-unreadable', 'Đã có “calendar” thì không ghi “agency”: giờ lấy theo lịch.');
    const found = this.calendars.ofAgency(agency);
    if (!found) throw new SlaError('calendar-missing', `Không có cơ quan mã “${agency}”.`);
    return found;
  }

  private writtenCalendar(calendar: unknown): WorkingCalendar {
    const text = JSON.stringify(calendar);
    const known = this.written.get(text) ?? writtenCalendar(calendar, 'của trường hợp này');
    // The one asked for last stands last, so that the one not asked for the longest goes first.
    this.written.delete(text);
    this.written.set(text, known);
    for (const [oldest] of this.written) {
      if (this.written.size <= CALENDARS_KEPT) break;
      this.written.delete(oldest);
    }
    return known;
  }
}

const HOW = 'Mỗi dòng là một trường hợp, như {"start":"2026-02-13T15:00:00+07:00","limit":"5wd"}.';

function parseLine(line: string): object {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new SlaError('case-unreadable', `Dòng này không phải JSON. ${HOW}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SlaError('case-unreadable', HOW);
  return value;
}

function checked<S extends z.ZodType>(schema: S, value: object): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new SlaError('case-unreadable', wordsOf(parsed.error));
}
