import { Entity } from 'typeorm';
import {
  CodeColumn,
  DayColumn,
  FlagColumn,
  InstantColumn,
  IntegerColumn,
  LineColumn,
  TextColumn,
} from '../platform/database/index.js';
import type { CalendarDayType } from './domain/calendar.js';
import type { ClockKind } from './domain/clock-kind.js';
import type { StartRule } from './domain/deadline.js';
import type { CalendarRole } from './domain/policy.js';

/** Where a row comes from: the province's files, or an administrator. A load never overwrites an administrator's row. */
export type Origin = 'file' | 'admin';

@Entity('sla_class')
export class SlaClassRow {
  @CodeColumn('code', 10, { primary: true }) code!: string;
  @LineColumn('name', 100) name!: string;
  /** The class inside a sentence: "việc hiện trường". */
  @LineColumn('phrase', 100) phrase!: string;
  /** From when working days count for a start outside hours: `next_opening`, or `event_day` (after the day of the event itself). */
  @CodeColumn('start_rule', 16) startRule!: StartRule;
  @DayColumn('valid_from') validFrom!: string;
  @DayColumn('valid_to', { nullable: true }) validTo!: string | null;
  @CodeColumn('origin', 8) origin!: Origin;
}

@Entity('sla_limit')
export class SlaPolicyRow {
  @IntegerColumn('version', { primary: true }) version!: number;
  @CodeColumn('clock', 20, { primary: true }) clock!: ClockKind;
  /** `*`: every class, and tickets without a class; the same for the three that follow. The most specific row goes before. */
  @CodeColumn('sla_class', 10, { primary: true }) slaClass!: string;
  @CodeColumn('category_code', 40, { primary: true }) categoryCode!: string;
  @CodeColumn('priority', 10, { primary: true }) priority!: string;
  /** The agency that holds the clock. */
  @CodeColumn('agency_code', 40, { primary: true }) agencyCode!: string;
  @CodeColumn('time_limit', 20) limit!: string;
  @CodeColumn('calendar_role', 10) calendar!: CalendarRole;
  /** By how much it may be extended once, `5wd`; null = not at all. */
  @CodeColumn('extension', 20, { nullable: true }) extension!: string | null;
  /** Switched off: deadlines go on, escalation does not. */
  @FlagColumn('enabled') enabled!: boolean;
  @DayColumn('valid_from') validFrom!: string;
  @DayColumn('valid_to', { nullable: true }) validTo!: string | null;
  @LineColumn('basis', 200, { nullable: true }) basis!: string | null;
  @CodeColumn('origin', 8) origin!: Origin;
}

/** One step of an escalation ladder; the steps of one version, clock and class are a ladder. */
@Entity('escalation_step')
export class EscalationStepRow {
  @IntegerColumn('version', { primary: true }) version!: number;
  @CodeColumn('clock', 20, { primary: true }) clock!: ClockKind;
  /** `*`: every class without a ladder of its own. */
  @CodeColumn('sla_class', 10, { primary: true }) slaClass!: string;
  /** `50%`, `100%`, `+2wd`. */
  @CodeColumn('mark', 16, { primary: true }) mark!: string;
  /** Roles, comma-separated. */
  @CodeColumn('recipients', 120) recipients!: string;
  /** Actions, comma-separated. */
  @CodeColumn('actions', 80) actions!: string;
  /** People are told at once, also outside working hours. */
  @FlagColumn('at_once') atOnce!: boolean;
  @FlagColumn('enabled') enabled!: boolean;
  @DayColumn('valid_from') validFrom!: string;
  @DayColumn('valid_to', { nullable: true }) validTo!: string | null;
  @LineColumn('basis', 200, { nullable: true }) basis!: string | null;
  @CodeColumn('origin', 8) origin!: Origin;
}

/** Grows with every change of the rules, so that each process notices that it has to read them again. One row. */
@Entity('sla_revision')
export class SlaRevisionRow {
  @CodeColumn('id', 8, { primary: true }) id!: string;
  @IntegerColumn('revision') revision!: number;
  @InstantColumn('changed_at') changedAt!: Date;
  /** The files were loaded and changed the calendar: open deadlines have to follow. */
  @FlagColumn('deadlines_due') deadlinesDue!: boolean;
}

@Entity('calendar')
export class CalendarRow {
  @CodeColumn('code', 40, { primary: true }) code!: string;
  @LineColumn('name', 100) name!: string;
  @CodeColumn('calendar_role', 10) role!: Exclude<CalendarRole, '24x7'>;
  /** The agency whose own hours these are; null: the common calendar of the role. */
  @CodeColumn('agency_code', 40, { nullable: true }) agencyCode!: string | null;
  /** IANA name. */
  @CodeColumn('zone', 40) zone!: string;
  /** Whether the national days off and worked Saturdays apply. */
  @FlagColumn('national_days') nationalDays!: boolean;
  @CodeColumn('origin', 8) origin!: Origin;
}

/** The week as it is worked from one day on. */
@Entity('calendar_hours')
export class CalendarHoursRow {
  @CodeColumn('calendar_code', 40, { primary: true }) calendarCode!: string;
  @CodeColumn('valid_from', 10, { primary: true }) validFrom!: string;
  @DayColumn('valid_to', { nullable: true }) validTo!: string | null;
  /** JSON: weekday 1–7 → openings, `{"1":["07:00-11:30","13:00-16:30"]}`. */
  @TextColumn('week') week!: string;
  @CodeColumn('origin', 8) origin!: Origin;
}

/** A day off, or a day worked out of turn. */
@Entity('calendar_day')
export class CalendarDayRow {
  /** `national`, or the code of the one calendar it is for. */
  @CodeColumn('scope', 40, { primary: true }) scope!: string;
  @CodeColumn('day_on', 10, { primary: true }) on!: string;
  @CodeColumn('day_type', 20) type!: CalendarDayType;
  /** The day a substitute or a swapped day stands for. */
  @DayColumn('replaces_on', { nullable: true }) replaces!: string | null;
  @LineColumn('name', 100) name!: string;
  /** The document it is from. */
  @LineColumn('source', 200) source!: string;
  @FlagColumn('provisional') provisional!: boolean;
  @CodeColumn('origin', 8) origin!: Origin;
}

export const slaEntities = [
  SlaClassRow,
  SlaPolicyRow,
  EscalationStepRow,
  SlaRevisionRow,
  CalendarRow,
  CalendarHoursRow,
  CalendarDayRow,
];
