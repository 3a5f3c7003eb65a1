import { z } from 'zod';
import {
  codeCell,
  dayCell,
  integerCell,
  lineCell,
  optionalCell,
  ProvinceFiles,
  readAgencies,
  yesNoCell,
  type CsvRow,
} from '../agencies/offline.js';
import { ANY, NATIONAL, rulesOf, type SlaRows } from './configuration.js';
import { parseClockTime } from './domain/calendar.js';
import { START_RULES } from './domain/deadline.js';
import { parseMark, RECIPIENT_ROLES, STEP_ACTIONS } from './domain/ladder.js';
import { parseLimit } from './domain/limit.js';
import { CLOCK_KINDS } from './domain/clock-kind.js';
import { CALENDAR_ROLES } from './domain/policy.js';
import { SlaError } from './domain/sla-error.js';
import type { CalendarHoursRow } from './entities.js';

/** Read by other modules; here only their codes count. */
export const CATEGORIES_FILE = 'categories.csv';
export const AGENCIES_FILE = 'agencies.csv';
export const CLASSES_FILE = 'sla-classes.csv';
export const POLICIES_FILE = 'sla-policies.csv';
export const LADDERS_FILE = 'escalation-ladders.csv';
export const CALENDARS_FILE = 'calendar-list.csv';
export const HOURS_FILE = 'calendar-hours.csv';
export const DAYS_FILE = 'calendar-days.csv';

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, `chỉ nhận ${values.join(', ')}`);

/** A cell that a domain parser must accept; its message is what the parser says. */
const readBy = (parse: (text: string) => unknown) =>
  z.string().superRefine((text, context) => {
    try {
      parse(text);
    } catch (error) {
      if (!(error instanceof SlaError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
    }
  });

const validity = { valid_from: dayCell, valid_to: optionalCell(dayCell) };
const basis = optionalCell(lineCell(200));

const classSchema = z.object({
  code: codeCell(10),
  name: lineCell(100),
  phrase: lineCell(100),
  start_rule: oneOf(START_RULES),
  ...validity,
  basis,
});

/** `*` or a code. */
const codeOrAny = (length: number) => z.union([z.literal(ANY), codeCell(length)]);

/** Several words of a list, separated by blanks. */
const wordsOf = (values: readonly string[]) =>
  lineCell(120)
    .transform((text) => text.split(/\s+/))
    .refine((words) => words.every((word) => values.includes(word)), `chỉ nhận ${values.join(', ')}`);

const policySchema = z.object({
  version: integerCell(1, 100_000),
  clock: oneOf(CLOCK_KINDS),
  sla_class: codeOrAny(10),
  category: codeOrAny(40),
  priority: oneOf([ANY, 'normal', 'high']),
  agency: codeOrAny(40),
  limit: readBy(parseLimit),
  calendar: oneOf(CALENDAR_ROLES),
  extension: optionalCell(readBy(parseLimit)),
  enabled: yesNoCell,
  ...validity,
  basis,
});

const stepSchema = z.object({
  version: integerCell(1, 100_000),
  clock: oneOf(CLOCK_KINDS),
  sla_class: codeOrAny(10),
  mark: readBy(parseMark),
  recipients: wordsOf(RECIPIENT_ROLES),
  actions: wordsOf(STEP_ACTIONS),
  at_once: yesNoCell,
  enabled: yesNoCell,
  ...validity,
  basis,
});

const calendarSchema = z.object({
  code: codeCell(40).refine((code) => code !== NATIONAL && code !== '24x7', 'tên này để dành cho hệ thống'),
  name: lineCell(100),
  role: oneOf(['holder', 'office', 'hotline']),
  agency: optionalCell(codeCell(40)),
  zone: lineCell(40),
  national_days: yesNoCell,
});

const hoursSchema = z.object({
  calendar: codeCell(40),
  weekday: integerCell(1, 7),
  opens: readBy(parseClockTime),
  closes: readBy(parseClockTime),
  ...validity,
});

const daySchema = z.object({
  scope: codeCell(40),
  on: dayCell,
  type: oneOf(['holiday', 'substitute', 'swap_off', 'swap_work', 'local']),
  replaces: optionalCell(dayCell),
  name: lineCell(100),
  source: lineCell(200),
  provisional: yesNoCell,
});

type PolicyCells = z.output<typeof policySchema>;
type HoursCells = z.output<typeof hoursSchema>;
type DayCells = z.output<typeof daySchema>;

export interface SlaData extends SlaRows {
  /** Where each policy stands in its file, for messages of the write. */
  readonly policyRows: readonly CsvRow<PolicyCells>[];
}

/** Reads classes, policies and calendars; everything wrong is reported on `files`. */
export function readSla(files: ProvinceFiles): SlaData {
  const classes = files.csv(CLASSES_FILE, classSchema, ['code']);
  const policies = files.csv(POLICIES_FILE, policySchema, [
    'version',
    'clock',
    'sla_class',
    'category',
    'priority',
    'agency',
  ]);
  const steps = files.csv(LADDERS_FILE, stepSchema, ['version', 'clock', 'sla_class', 'mark']);
  const calendars = files.csv(CALENDARS_FILE, calendarSchema, ['code']);
  const hours = files.csv(HOURS_FILE, hoursSchema, ['calendar', 'valid_from', 'weekday', 'opens']);
  const days = files.csv(DAYS_FILE, daySchema, ['scope', 'on']);

  const classCodes = new Set([ANY, ...classes.map(({ value }) => value.code)]);
  files.checkReferences(policies, 'sla_class', classCodes, 'lớp');
  files.checkReferences(steps, 'sla_class', classCodes, 'lớp');
  const calendarCodes = new Set(calendars.map(({ value }) => value.code));
  files.checkReferences(hours, 'calendar', calendarCodes, 'lịch');
  files.checkReferences(days, 'scope', new Set([NATIONAL, ...calendarCodes]), 'lịch');
  checkDays(files, days);
  checkCategories(files, policies);
  checkAgencies(files, policies, calendars);

  const data: SlaData = {
    policyRows: policies,
    classes: classes.map(({ value }) => ({
      code: value.code,
      name: value.name,
      phrase: value.phrase,
      startRule: value.start_rule,
      ...validityOf(value),
      origin: 'file' as const,
    })),
    policies: policies.map(({ value }) => ({
      version: value.version,
      clock: value.clock,
      slaClass: value.sla_class,
      categoryCode: value.category,
      priority: value.priority,
      agencyCode: value.agency,
      limit: value.limit,
      calendar: value.calendar,
      extension: value.extension,
      enabled: value.enabled,
      ...validityOf(value),
      basis: value.basis,
      origin: 'file' as const,
    })),
    steps: steps.map(({ value }) => ({
      version: value.version,
      clock: value.clock,
      slaClass: value.sla_class,
      mark: value.mark,
      recipients: value.recipients.join(','),
      actions: value.actions.join(','),
      atOnce: value.at_once,
      enabled: value.enabled,
      ...validityOf(value),
      basis: value.basis,
      origin: 'file' as const,
    })),
    calendars: calendars.map(({ value }) => ({
      code: value.code,
      name: value.name,
      role: value.role,
      agencyCode: value.agency,
      zone: value.zone,
      nationalDays: value.national_days,
      origin: 'file' as const,
    })),
    hours: hoursRows(files, hours),
    days: days.map(({ value }) => ({ ...value, origin: 'file' as const })),
  };
  if (data.calendars.length > 0) checkTogether(files, data);
  return data;
}

/** The same for a folder, without a database. @throws ProvinceFilesError */
export function readSlaFiles(provinceDir: string): SlaData {
  const files = new ProvinceFiles(provinceDir);
  const data = readSla(files);
  files.throwIfWrong();
  return data;
}

function validityOf(cells: { valid_from: string; valid_to: string | null }): {
  validFrom: string;
  validTo: string | null;
} {
  return { validFrom: cells.valid_from, validTo: cells.valid_to };
}

/** The openings of one calendar that begin to hold on the same day make one week. */
function hoursRows(files: ProvinceFiles, rows: readonly CsvRow<HoursCells>[]): CalendarHoursRow[] {
  const sets = new Map<string, { first: CsvRow<HoursCells>; week: Record<string, string[]> }>();
  for (const row of rows) {
    const { calendar, valid_from, valid_to, weekday, opens, closes } = row.value;
    const key = `${calendar} ${valid_from}`;
    const set = sets.get(key) ?? { first: row, week: {} };
    sets.set(key, set);
    if (set.first.value.valid_to !== valid_to) {
      files.reportRow(
        row,
        'valid_to',
        `phải giống dòng ${String(set.first.line)}: giờ bắt đầu cùng ngày thì hết hiệu lực cùng ngày`,
      );
    }
    (set.week[String(weekday)] ??= []).push(`${opens}-${closes}`);
  }
  return [...sets.values()].map(({ first: { value }, week }) => ({
    calendarCode: value.calendar,
    validFrom: value.valid_from,
    validTo: value.valid_to,
    week: JSON.stringify(Object.fromEntries(Object.entries(week).map(([day, openings]) => [day, openings.sort()]))),
    origin: 'file' as const,
  }));
}

function checkCategories(files: ProvinceFiles, policies: readonly CsvRow<PolicyCells>[]): void {
  if (policies.every(({ value }) => value.category === ANY)) return;
  const codes = files.column(CATEGORIES_FILE, 'code');
  if (codes !== null) files.checkReferences(policies, 'category', new Set([ANY, ...codes]), 'loại việc');
}

/** The agencies are many, and most provinces name none here: they are read only when one is named. */
function checkAgencies(
  files: ProvinceFiles,
  policies: readonly CsvRow<PolicyCells>[],
  calendars: readonly CsvRow<{ agency: string | null }>[],
): void {
  const named = [...policies, ...calendars].some(({ value }) => value.agency !== null && value.agency !== ANY);
  if (!named || !files.has(AGENCIES_FILE)) return;
  const codes = new Set([ANY, ...files.once(readAgencies).map(({ code }) => code)]);
  files.checkReferences(policies, 'agency', codes, 'cơ quan');
  files.checkReferences(calendars, 'agency', codes, 'cơ quan');
}

/** A substitute names its holiday; swapped days name each other. */
function checkDays(files: ProvinceFiles, rows: readonly CsvRow<DayCells>[]): void {
  const byDay = new Map(rows.map((row) => [`${row.value.scope} ${row.value.on}`, row.value]));
  const partner = { substitute: 'holiday', swap_off: 'swap_work', swap_work: 'swap_off' } as const;
  for (const row of rows) {
    const { type, scope, replaces } = row.value;
    if (type === 'holiday' || type === 'local') {
      if (replaces !== null) files.reportRow(row, 'replaces', 'chỉ dùng cho ngày nghỉ bù và ngày hoán đổi');
      continue;
    }
    const other = replaces === null ? undefined : byDay.get(`${scope} ${replaces}`);
    if (replaces === null) files.reportRow(row, 'replaces', 'phải ghi ngày được nghỉ bù hoặc hoán đổi');
    else if (other?.type !== partner[type])
      files.reportRow(row, 'replaces', `ngày ${replaces} phải có trong bảng với loại ${partner[type]}`);
    else if (type !== 'substitute' && other.replaces !== row.value.on) {
      files.reportRow(row, 'replaces', `ngày ${replaces} không ghi lại là hoán đổi với ngày này`);
    }
  }
}

/** What no single row shows: overlapping hours, a missing calendar, a year without days off. */
function checkTogether(files: ProvinceFiles, data: SlaData): void {
  try {
    rulesOf(data);
  } catch (error) {
    if (!(error instanceof SlaError)) throw error;
    files.report(fileOf(error), null, null, error.message);
  }
}

function fileOf(error: SlaError): string {
  if (error.code.startsWith('hours') || error.code === 'calendar-empty') return HOURS_FILE;
  return error.code === 'calendar-too-short' ? DAYS_FILE : CALENDARS_FILE;
}
