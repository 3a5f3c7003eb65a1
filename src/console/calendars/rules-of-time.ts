import { Injectable } from '@nestjs/common';
import { Reader } from '../../platform/database/index.js';
import {
  NATIONAL,
  readRules,
  rulesOf,
  type CalendarDayRow,
  type SlaRows,
  type WorkingCalendar,
} from '../../sla/index.js';

/** A table of days that has a page: the national one, or that of one calendar. */
export interface CalendarChoice {
  readonly code: string;
  readonly name: string;
  readonly agencyCode: string | null;
}

/**
 * The rules of time as they stand in the database at this moment. Read for every page rather than taken from
 * the snapshot deadlines are planned by, so that somebody who has just changed them sees the change.
 */
@Injectable()
export class RulesOfTime {
  constructor(private readonly reader: Reader) {}

  read(): Promise<SlaRows> {
    return readRules(this.reader.manager);
  }
}

const NATIONAL_CHOICE: CalendarChoice = { code: NATIONAL, name: 'Ngày nghỉ chung cả nước', agencyCode: null };
const ROLE_ORDER = ['holder', 'office', 'hotline'];

/** What may be chosen: the national table first, then the common calendars, then agencies with their own. */
export function calendarChoices(rows: SlaRows): CalendarChoice[] {
  const calendars = [...rows.calendars].sort(
    (a, b) =>
      Number(a.agencyCode !== null) - Number(b.agencyCode !== null) ||
      ROLE_ORDER.indexOf(a.role) - ROLE_ORDER.indexOf(b.role) ||
      a.name.localeCompare(b.name, 'vi'),
  );
  return [NATIONAL_CHOICE, ...calendars.map(({ code, name, agencyCode }) => ({ code, name, agencyCode }))];
}

/**
 * The calendar behind a choice. The national table has no hours of its own: it is shown on those of the
 * province's office, without what the office adds to it.
 * @throws SlaError when the rows do not fit together.
 */
export function calendarBehind(rows: SlaRows, code: string): WorkingCalendar | null {
  if (code !== NATIONAL) return rulesOf(rows).calendar(code);
  const office = rows.calendars.find(({ role, agencyCode }) => role === 'office' && agencyCode === null);
  if (office === undefined) return null;
  return rulesOf({ ...rows, days: rows.days.filter(({ scope }) => scope === NATIONAL) }).calendar(office.code);
}

/**
 * The entries that count in a calendar, its own before the national ones of the same day. An `ordinary` row is
 * one only where it sets a national entry aside; elsewhere it is an entry that was taken back.
 */
export function entriesOf(rows: SlaRows, code: string): CalendarDayRow[] {
  const listed = rows.days.filter(({ type }) => type !== 'ordinary');
  if (code === NATIONAL) return listed.filter(({ scope }) => scope === NATIONAL);
  const follows = rows.calendars.find((row) => row.code === code)?.nationalDays === true;
  const national = follows ? listed.filter(({ scope }) => scope === NATIONAL) : [];
  const nationalDays = new Set(national.map(({ on }) => on));
  const own = rows.days.filter(
    ({ scope, on, type }) => scope === code && (type !== 'ordinary' || nationalDays.has(on)),
  );
  const taken = new Set(own.map(({ on }) => on));
  return [...own, ...national.filter(({ on }) => !taken.has(on))].sort((a, b) => (a.on < b.on ? -1 : 1));
}
