import type { CalendarDayType } from '../../sla/domain/calendar.js';
import type { ClockKind } from '../../sla/domain/clock-kind.js';
import type { StartRule } from '../../sla/domain/deadline.js';
import type { CalendarRole } from '../../sla/domain/policy.js';

/** Scope of the days that hold for every calendar with national days off. */
export const NATIONAL = 'national';
/** Every class, category, priority, agency. */
export const ANY = '*';

interface Owned {
  readonly origin: 'file' | 'admin';
}

interface Valid {
  readonly validFrom: string;
  readonly validTo: string | null;
}

export interface ClassRule extends Owned, Valid {
  readonly code: string;
  readonly name: string;
  readonly phrase: string;
  readonly startRule: StartRule;
}

export interface PolicyRule extends Owned, Valid {
  readonly version: number;
  readonly clock: ClockKind;
  readonly slaClass: string;
  readonly categoryCode: string;
  readonly priority: string;
  readonly agencyCode: string;
  readonly limit: string;
  readonly calendar: CalendarRole;
  readonly extension: string | null;
  readonly enabled: boolean;
  readonly basis: string | null;
}

export interface StepRule extends Owned, Valid {
  readonly version: number;
  readonly clock: ClockKind;
  readonly slaClass: string;
  readonly mark: string;
  /** Comma-separated. */
  readonly recipients: string;
  readonly actions: string;
  readonly atOnce: boolean;
  readonly enabled: boolean;
  readonly basis: string | null;
}

export interface CalendarRule extends Owned {
  readonly code: string;
  readonly name: string;
  readonly role: Exclude<CalendarRole, '24x7'>;
  readonly agencyCode: string | null;
  readonly zone: string;
  readonly nationalDays: boolean;
}

export interface HoursRule extends Owned, Valid {
  readonly calendarCode: string;
  /** JSON: weekday 1–7 → openings `07:00-11:30`. */
  readonly week: string;
}

export interface DayRule extends Owned {
  readonly scope: string;
  readonly on: string;
  readonly type: CalendarDayType;
  readonly replaces: string | null;
  readonly name: string;
  readonly source: string;
  readonly provisional: boolean;
}

/** The rules of time as they are stored. */
export interface RuleRows {
  readonly classes: readonly ClassRule[];
  readonly policies: readonly PolicyRule[];
  readonly steps: readonly StepRule[];
  readonly calendars: readonly CalendarRule[];
  readonly hours: readonly HoursRule[];
  readonly days: readonly DayRule[];
}

/** What exists elsewhere and may be named in a rule. */
export interface KnownCodes {
  agency(code: string): boolean;
  category(code: string): boolean;
}
