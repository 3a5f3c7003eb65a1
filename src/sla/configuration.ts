import {
  WorkingCalendar,
  parseClockTime,
  type DayOff,
  type Slot,
  type Week,
  type WorkedDay,
} from './domain/calendar.js';
import type { RecipientRole, StepAction } from './domain/ladder.js';
import { type NamedCalendar } from './domain/policy.js';
import { SlaRules } from './domain/sla-rules.js';
import { SlaError } from './domain/sla-error.js';
import type {
  CalendarDayRow,
  CalendarHoursRow,
  CalendarRow,
  EscalationStepRow,
  SlaClassRow,
  SlaPolicyRow,
} from './entities.js';

/** The rows of the configuration tables, or what the files would make of them. */
export interface SlaRows {
  readonly classes: readonly SlaClassRow[];
  readonly policies: readonly SlaPolicyRow[];
  readonly steps: readonly EscalationStepRow[];
  readonly calendars: readonly CalendarRow[];
  readonly hours: readonly CalendarHoursRow[];
  readonly days: readonly CalendarDayRow[];
}

/** Scope of days that hold for every calendar with `national_days`. */
export const NATIONAL = 'national';
/** In a policy or a ladder: every class, category, priority or agency. */
export const ANY = '*';

function anyAsNull(code: string): string | null {
  return code === ANY ? null : code;
}

/** @throws SlaError when the rows do not fit together; what does is ready to be asked. */
export function rulesOf(rows: SlaRows): SlaRules {
  return new SlaRules({
    classes: rows.classes,
    policies: rows.policies.map((policy) => ({
      ...policy,
      slaClass: anyAsNull(policy.slaClass),
      categoryCode: anyAsNull(policy.categoryCode),
      priority: anyAsNull(policy.priority),
      agencyCode: anyAsNull(policy.agencyCode),
    })),
    steps: rows.steps.map((step) => ({
      ...step,
      slaClass: anyAsNull(step.slaClass),
      recipients: step.recipients.split(',') as RecipientRole[],
      actions: step.actions.split(',') as StepAction[],
    })),
    calendars: rows.calendars.map((calendar) => namedCalendar(calendar, rows)),
  });
}

function namedCalendar(row: CalendarRow, rows: SlaRows): NamedCalendar {
  const national = row.nationalDays ? rows.days.filter(({ scope }) => scope === NATIONAL) : [];
  const local = rows.days.filter(({ scope }) => scope === row.code);
  // What a calendar says of its own about a day goes before the national table.
  const own = new Set(local.map(({ on }) => on));
  const days = [...national.filter(({ on }) => !own.has(on)), ...local];
  const reach = row.nationalDays ? reachOf(national) : { firstDay: null, lastDay: null };
  const calendar = new WorkingCalendar({
    code: row.code,
    name: row.name,
    zone: row.zone,
    hours: rows.hours
      .filter(({ calendarCode }) => calendarCode === row.code)
      .map(({ validFrom, validTo, week }) => ({ validFrom, validTo, week: parseWeek(week) })),
    daysOff: days.filter(({ type }) => type !== 'swap_work' && type !== 'ordinary').map(dayOff),
    workedDays: days.filter(({ type }) => type === 'swap_work').map(workedDay),
    ...reach,
  });
  return { code: row.code, role: row.role, agencyCode: row.agencyCode, calendar };
}

/**
 * The years the national table knows, without a hole: a year that nobody has entered yet would look like
 * one without holidays, and every deadline in it would be too early.
 */
function reachOf(national: readonly CalendarDayRow[]): { firstDay: string; lastDay: string } {
  // An entry that was taken back says nothing about its year.
  const entries = national.filter(({ type }) => type !== 'ordinary');
  const years = [...new Set(entries.map(({ on }) => Number(on.slice(0, 4))))].sort((a, b) => a - b);
  const [first] = years;
  if (first === undefined) throw new SlaError('calendar-too-short', 'Chưa có ngày nghỉ lễ của năm nào.');
  let last = first;
  while (years.includes(last + 1)) last += 1;
  const beyond = years.find((year) => year > last);
  if (beyond !== undefined)
    throw new SlaError(
      'calendar-too-short',
      `Chưa có ngày nghỉ lễ năm ${String(last + 1)}, mà đã có năm ${String(beyond)}.`,
    );
  return { firstDay: `${String(first)}-01-01`, lastDay: `${String(last)}-12-31` };
}

function dayOff(row: CalendarDayRow): DayOff {
  const { on, type, name, replaces, provisional } = row;
  return { on, kind: type as DayOff['kind'], name, replaces, provisional };
}

function workedDay({ on, replaces, provisional }: CalendarDayRow): WorkedDay {
  return { on, replaces, hours: null, provisional };
}

/** `{"1":["07:00-11:30"]}` as it is stored. */
function parseWeek(json: string): Week {
  const stored = JSON.parse(json) as Record<string, string[]>;
  return Object.fromEntries(Object.entries(stored).map(([weekday, openings]) => [weekday, openings.map(parseOpening)]));
}

function parseOpening(text: string): Slot {
  const [opens = '', closes = ''] = text.split('-');
  return { opens: parseClockTime(opens), closes: parseClockTime(closes) };
}
