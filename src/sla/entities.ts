import { Entity } from 'typeorm';
import {
  CodeColumn,
  DayColumn,
  FlagColumn,
  IntegerColumn,
  LineColumn,
  TextColumn,
} from '../platform/database/index.js';
import type { CalendarRole, ClockKind } from './domain/policy.js';

@Entity('sla_class')
export class SlaClassRow {
  @CodeColumn('code', 10, { primary: true }) code!: string;
  @LineColumn('name', 100) name!: string;
  /** The class inside a sentence: "việc hiện trường". */
  @LineColumn('phrase', 100) phrase!: string;
  @DayColumn('valid_from') validFrom!: string;
  @DayColumn('valid_to', { nullable: true }) validTo!: string | null;
}

@Entity('sla_policy')
export class SlaPolicyRow {
  @IntegerColumn('version', { primary: true }) version!: number;
  @CodeColumn('clock', 20, { primary: true }) clock!: ClockKind;
  /** `*`: every class without a row of its own, and tickets without a class. */
  @CodeColumn('sla_class', 10, { primary: true }) slaClass!: string;
  @CodeColumn('time_limit', 20) limit!: string;
  @CodeColumn('calendar_role', 10) calendar!: CalendarRole;
  @DayColumn('valid_from') validFrom!: string;
  @DayColumn('valid_to', { nullable: true }) validTo!: string | null;
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
}

/** The week as it is worked from one day on. */
@Entity('calendar_hours')
export class CalendarHoursRow {
  @CodeColumn('calendar_code', 40, { primary: true }) calendarCode!: string;
  @CodeColumn('valid_from', 10, { primary: true }) validFrom!: string;
  @DayColumn('valid_to', { nullable: true }) validTo!: string | null;
  /** JSON: weekday 1–7 → openings, `{"1":["07:00-11:30","13:00-16:30"]}`. */
  @TextColumn('week') week!: string;
}

export const CALENDAR_DAY_TYPES = ['holiday', 'substitute', 'swap_off', 'swap_work', 'local'] as const;
export type CalendarDayType = (typeof CALENDAR_DAY_TYPES)[number];

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
}

export const slaEntities = [SlaClassRow, SlaPolicyRow, CalendarRow, CalendarHoursRow, CalendarDayRow];
