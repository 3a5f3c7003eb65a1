import { z } from 'zod';
import { CALENDAR_DAY_TYPES, parseClockTime } from '../../sla/domain/calendar.js';
import { CLOCK_KINDS } from '../../sla/domain/clock-kind.js';
import { START_RULES } from '../../sla/domain/deadline.js';
import { parseMark, RECIPIENT_ROLES, STEP_ACTIONS } from '../../sla/domain/ladder.js';
import { parseLimit } from '../../sla/domain/limit.js';
import { CALENDAR_ROLES } from '../../sla/domain/policy.js';
import { SlaError } from '../../sla/domain/sla-error.js';
import { ANY } from './rule-rows.js';

const PRIORITIES = [ANY, 'normal', 'high'] as const;
/** A year has some thirty entries; the rest of the room is for mistakes. */
const MOST_ENTRIES = 200;
const MOST_STEPS = 20;

const day = z.iso.date('Xin ghi ngày có thật, dạng 2026-11-24.');
const code = (length: number) =>
  z
    .string()
    .min(1, 'Xin ghi mã.')
    .max(length, `Mã dài nhất ${String(length)} ký tự.`)
    .regex(/^[A-Za-z0-9._-]+$/, 'Mã chỉ gồm chữ không dấu, số và dấu - . _');
const codeOrAny = (length: number) => z.union([z.literal(ANY), code(length)], 'Xin chọn một mã, hoặc * cho mọi mã.');
const line = (length: number, what: string) =>
  z
    .string(`Xin ghi ${what}.`)
    .trim()
    .min(1, `Xin ghi ${what}.`)
    .max(length, `Dài nhất ${String(length)} ký tự.`)
    .transform((text) => text.normalize('NFC'));
const oneOf = <const T extends readonly [string, ...string[]]>(values: T, what: string) =>
  z.enum(values, `Xin chọn ${what}.`);

/** What a parser of the rules must accept; its message is what the parser says. */
const readBy = (length: number, parse: (text: string) => unknown) =>
  z
    .string()
    .max(length, 'Dài quá.')
    .superRefine((text, context) => {
      try {
        parse(text);
      } catch (error) {
        if (!(error instanceof SlaError)) throw error;
        context.addIssue({ code: 'custom', message: error.message });
      }
    });
const limit = readBy(16, parseLimit);

function parseOpening(text: string): void {
  const [opens = '', closes = '', ...rest] = text.split('-');
  if (rest.length > 0) throw new SlaError('hours-unreadable', `Khoảng giờ “${text}” viết dạng 07:00-11:30.`);
  if (parseClockTime(opens) >= parseClockTime(closes))
    throw new SlaError('hours-unreadable', `Khoảng giờ “${text}”: giờ đóng phải sau giờ mở.`);
}

const dayEntry = z.object({
  on: day,
  type: oneOf(CALENDAR_DAY_TYPES, 'loại ngày'),
  replaces: day.nullable().default(null),
  name: line(100, 'tên ngày'),
  source: line(200, 'văn bản làm căn cứ'),
  provisional: z.boolean().default(false),
});
export type DayEntry = z.output<typeof dayEntry>;

const days = z.object({
  kind: z.literal('days'),
  /** `national`, or the code of the one calendar. */
  scope: code(40),
  /** Set: these entries are the whole year's; what else the national table has in it is taken back. */
  year: z.int().min(2000).max(2100).nullable().default(null),
  entries: z.array(dayEntry).max(MOST_ENTRIES, 'Quá nhiều ngày trong một lần.').default([]),
  takeBack: z.array(day).max(MOST_ENTRIES, 'Quá nhiều ngày trong một lần.').default([]),
});

const week = z.partialRecord(
  z.enum(['1', '2', '3', '4', '5', '6', '7']),
  z.array(readBy(11, parseOpening)).max(6, 'Một ngày nhiều nhất sáu khoảng giờ.'),
);

const hours = z.object({
  kind: z.literal('hours'),
  calendarCode: code(40),
  /** Set: an agency gets a calendar of its own. */
  newCalendar: z
    .object({ name: line(100, 'tên lịch'), agencyCode: code(40), nationalDays: z.boolean().default(true) })
    .nullable()
    .default(null),
  validFrom: day,
  /** null takes back hours that an administrator has entered and that have not begun. */
  week: week.nullable(),
});

const slaClass = z.object({
  kind: z.literal('class'),
  code: code(10),
  name: line(100, 'tên lớp'),
  phrase: line(100, 'cách gọi trong câu'),
  startRule: oneOf(START_RULES, 'cách tính ngày bắt đầu'),
});

const policyKey = {
  clock: oneOf(CLOCK_KINDS, 'đồng hồ'),
  slaClass: codeOrAny(10).default(ANY),
  categoryCode: codeOrAny(40).default(ANY),
  priority: oneOf(PRIORITIES, 'mức ưu tiên').default(ANY),
  agencyCode: codeOrAny(40).default(ANY),
};
const version = z.int('Xin chọn phiên bản.').min(1).max(100_000);
const basis = line(200, 'căn cứ').nullable().default(null);

const policyVersion = z.object({
  kind: z.literal('policy'),
  action: z.literal('version'),
  ...policyKey,
  limit,
  calendar: oneOf(CALENDAR_ROLES, 'lịch'),
  extension: limit.nullable().default(null),
  validFrom: day,
  basis,
});
const policySwitch = z.object({
  kind: z.literal('policy'),
  action: z.literal('switch'),
  version,
  ...policyKey,
  enabled: z.boolean(),
});

const words = <const T extends readonly [string, ...string[]]>(values: T, what: string) =>
  z
    .array(z.enum(values, `Xin chọn ${what}.`))
    .min(1, `Xin chọn ${what}.`)
    .max(values.length);

const ladderVersion = z.object({
  kind: z.literal('ladder'),
  action: z.literal('version'),
  clock: policyKey.clock,
  slaClass: policyKey.slaClass,
  validFrom: day,
  steps: z
    .array(
      z.object({
        mark: readBy(16, parseMark),
        recipients: words(RECIPIENT_ROLES, 'người nhận'),
        actions: words(STEP_ACTIONS, 'việc làm'),
        atOnce: z.boolean().default(false),
        enabled: z.boolean().default(true),
      }),
    )
    .min(1, 'Xin ghi ít nhất một bước; muốn thôi nhắc thì tắt các bước.')
    .max(MOST_STEPS, `Nhiều nhất ${String(MOST_STEPS)} bước.`),
  basis,
});
const ladderSwitch = z.object({
  kind: z.literal('ladder'),
  action: z.literal('switch'),
  version,
  clock: policyKey.clock,
  slaClass: policyKey.slaClass,
  /** null: every step. */
  mark: z.string().max(16).nullable().default(null),
  enabled: z.boolean(),
});

/** The present policies for clocks that run already; a promise already given is never shortened. */
const order = z.object({
  kind: z.literal('order'),
  clock: z.union([z.literal(ANY), policyKey.clock], 'Xin chọn đồng hồ.').default(ANY),
  slaClass: policyKey.slaClass,
});

const policy = z.discriminatedUnion('action', [policyVersion, policySwitch]);
const ladder = z.discriminatedUnion('action', [ladderVersion, ladderSwitch]);

/** One change of the rules of time. Messages are read beside the fields. */
export const proposalSchema = z.discriminatedUnion('kind', [days, hours, slaClass, policy, ladder, order]);

export type Proposal = z.output<typeof proposalSchema>;
export type DaysProposal = z.output<typeof days>;
export type HoursProposal = z.output<typeof hours>;
export type ClassProposal = z.output<typeof slaClass>;
export type PolicyProposal = z.output<typeof policy>;
export type LadderProposal = z.output<typeof ladder>;
export type OrderProposal = z.output<typeof order>;
/** `load`: the province's files were loaded anew, and changed the calendar. */
export type ChangeKind = Proposal['kind'] | 'load';

/**
 * What of the running clocks a change looks at.
 * - `none`: nothing; it holds for clocks that start after it.
 * - `replan`: deadlines, by each clock's own limit, calendar and pauses.
 * - `timers`: the next step of each ladder; deadlines stay.
 * - `order`: the present policies, where they give more time.
 */
export type Walk = 'none' | 'replan' | 'timers' | 'order';
