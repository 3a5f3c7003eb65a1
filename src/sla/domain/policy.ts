import { WorkingCalendar } from './calendar.js';
import { dayText, type Day } from './day.js';
import { elapsedSeconds, isLate, workingSeconds, type Pause } from './deadline.js';
import { explainDeadline, type Explanation } from './explanation.js';
import { parseLimit, type Limit } from './limit.js';
import { SlaError } from './sla-error.js';

/**
 * What is timed. `resolve` runs from the citizen's message to the answer, whoever holds the ticket;
 * `resolve_holder` from each transfer; `act` (urgent only) to the report from the place.
 */
export const CLOCK_KINDS = ['classify', 'accept', 'act', 'resolve', 'resolve_holder', 'publish'] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];

/** In whose working time a clock runs: the holding agency's, the province's office, the hotline's, or day and night. */
export const CALENDAR_ROLES = ['holder', 'office', 'hotline', '24x7'] as const;
export type CalendarRole = (typeof CALENDAR_ROLES)[number];

export interface SlaClass {
  /** K0 … K6. */
  readonly code: string;
  readonly name: string;
  /** Inside a sentence: "Đèn đường là {việc hiện trường}". */
  readonly phrase: string;
}

export interface SlaPolicy {
  readonly version: number;
  readonly clock: ClockKind;
  /** null = every class without a row of its own, and tickets that have no class yet. */
  readonly slaClass: string | null;
  readonly limit: string;
  readonly calendar: CalendarRole;
  /** For clocks that start from this day up to, but not on, `validTo`. */
  readonly validFrom: Day;
  readonly validTo: Day | null;
}

/** A calendar as the province names it: the default of a role, or an agency's own. */
export interface NamedCalendar {
  readonly code: string;
  readonly role: Exclude<CalendarRole, '24x7'>;
  /** For role `holder`: the agency whose hours these are; null = every other agency. */
  readonly agencyCode: string | null;
  readonly calendar: WorkingCalendar;
}

export interface SlaConfiguration {
  readonly classes: readonly SlaClass[];
  readonly policies: readonly SlaPolicy[];
  readonly calendars: readonly NamedCalendar[];
}

export interface PlanRequest {
  /** null while the ticket has no class. */
  readonly slaClass: string | null;
  readonly startedAt: Date;
  /** Whose hours count for the holder's clocks. */
  readonly holderAgencyCode: string;
  readonly pauses?: readonly Pause[];
}

/** A deadline's explanation with what was timed, so that it can be said in words. */
export interface ClockExplanation extends Explanation {
  readonly clock: ClockKind;
  readonly slaClass: string | null;
  /** The class inside a sentence; empty without a class. */
  readonly phrase: string;
}

export interface ClockPlan {
  readonly kind: ClockKind;
  readonly holderAgencyCode: string;
  readonly calendarCode: string;
  readonly limit: string;
  readonly startedAt: Date;
  readonly dueAt: Date;
  readonly policyVersion: number;
  readonly explanation: ClockExplanation;
}

/** What is needed of a running clock to say how it stands. */
export interface RunningClock {
  readonly calendarCode: string;
  readonly limit: string;
  readonly startedAt: Date;
  readonly dueAt: Date;
  readonly pauses?: readonly Pause[];
}

/** How a clock stands; seconds in its own time (working time, or elapsed time for 24/7). */
export interface Standing {
  readonly late: boolean;
  /** Left, or late by. */
  readonly seconds: number;
  /** Share of the budget used: 0 at the start, 1 at the deadline, above 1 when late. */
  readonly usedShare: number;
  readonly elapsed: boolean;
  /** What people call one day of this clock, in seconds. */
  readonly daySeconds: number;
  readonly zone: string;
}

/** The classes, policies and calendars of a province as they stand, ready to be asked. */
export class SlaRules {
  private readonly classes: ReadonlyMap<string, SlaClass>;
  private readonly calendars: ReadonlyMap<string, WorkingCalendar>;
  private readonly byRole = new Map<CalendarRole, NamedCalendar>();
  private readonly byAgency = new Map<string, NamedCalendar>();
  private readonly policies = new Map<string, SlaPolicy[]>();
  private readonly limits = new Map<string, Limit>();
  /** Names the day of a start, and the zone of clocks that run day and night. */
  private readonly office: WorkingCalendar;

  /** @throws SlaError when a calendar of a role is missing or doubled, or a limit cannot be read. */
  constructor(configuration: SlaConfiguration) {
    this.classes = new Map(configuration.classes.map((slaClass) => [slaClass.code, slaClass]));
    this.calendars = new Map(configuration.calendars.map(({ code, calendar }) => [code, calendar]));
    for (const named of configuration.calendars) this.addCalendar(named);
    for (const role of CALENDAR_ROLES) {
      if (role !== '24x7' && !this.byRole.has(role))
        throw new SlaError('calendar-missing', `Chưa có lịch làm việc chung cho “${role}”.`);
    }
    this.office = this.calendarOf('office', '').calendar;
    for (const policy of configuration.policies) this.addPolicy(policy);
  }

  class(code: string): SlaClass | null {
    return this.classes.get(code) ?? null;
  }

  get allClasses(): readonly SlaClass[] {
    return [...this.classes.values()];
  }

  calendar(code: string): WorkingCalendar | null {
    return this.calendars.get(code) ?? (code === '24x7' ? this.office : null);
  }

  /** The calendar an agency works by: its own, or the common one. */
  agencyCalendar(agencyCode: string | null): WorkingCalendar {
    return this.calendarOf('holder', agencyCode ?? '').calendar;
  }

  /**
   * The deadline of a clock that starts now, by the policy in force on the day of its start.
   * @returns null when there is no such clock for the class.
   * @throws SlaError when the calendar does not reach far enough.
   */
  plan(kind: ClockKind, request: PlanRequest): ClockPlan | null {
    const policy = this.policyFor(kind, request.slaClass, request.startedAt);
    if (!policy) return null;
    const { code, calendar } = this.calendarOf(policy.calendar, request.holderAgencyCode);
    const { dueAt, explanation } = explainDeadline(
      request.startedAt,
      this.limit(policy.limit),
      calendar,
      request.pauses,
    );
    const slaClass = request.slaClass === null ? null : this.class(request.slaClass);
    return {
      kind,
      holderAgencyCode: request.holderAgencyCode,
      calendarCode: code,
      limit: policy.limit,
      startedAt: request.startedAt,
      dueAt,
      policyVersion: policy.version,
      explanation: { ...explanation, clock: kind, slaClass: request.slaClass, phrase: slaClass?.phrase ?? '' },
    };
  }

  /** How a clock stands at `now`. A calendar that has ended since counts elapsed time. */
  standing(clock: RunningClock, now: Date): Standing {
    const calendar = this.calendar(clock.calendarCode) ?? this.office;
    const limit = this.limit(clock.limit);
    const pauses = clock.pauses ?? [];
    const elapsed = limit.kind === 'elapsed';
    const between = (from: Date, to: Date): number => {
      if (elapsed) return elapsedSeconds(from, to, pauses);
      try {
        return workingSeconds(from, to, calendar, pauses);
      } catch (error) {
        if (error instanceof SlaError) return elapsedSeconds(from, to, pauses);
        throw error;
      }
    };
    const late = isLate(clock.dueAt, now);
    const budget = between(clock.startedAt, clock.dueAt);
    const used = between(clock.startedAt, now);
    const day = calendar.wallClock.dayAt(now.getTime());
    return {
      late,
      seconds: late ? between(clock.dueAt, now) : between(now, clock.dueAt),
      usedShare: budget === 0 ? 1 : used / budget,
      elapsed,
      daySeconds: elapsed ? 86_400 : calendar.longestDay(day) / 1000,
      zone: calendar.wallClock.name,
    };
  }

  private limit(text: string): Limit {
    const known = this.limits.get(text);
    if (known) return known;
    const limit = parseLimit(text);
    this.limits.set(text, limit);
    return limit;
  }

  private policyFor(kind: ClockKind, slaClass: string | null, startedAt: Date): SlaPolicy | null {
    const day = dayText(this.office.wallClock.dayAt(startedAt.getTime()));
    const inForce = (key: string): SlaPolicy | undefined =>
      this.policies.get(key)?.find((policy) => holdsOn(policy, day));
    return inForce(policyKey(kind, slaClass)) ?? inForce(policyKey(kind, null)) ?? null;
  }

  private calendarOf(role: CalendarRole, agencyCode: string): { code: string; calendar: WorkingCalendar } {
    if (role === '24x7') return { code: '24x7', calendar: this.office };
    const own = role === 'holder' ? this.byAgency.get(agencyCode) : undefined;
    const found = own ?? this.byRole.get(role);
    if (!found) throw new SlaError('calendar-missing', `Chưa có lịch làm việc chung cho “${role}”.`);
    return found;
  }

  private addCalendar(named: NamedCalendar): void {
    const taken = named.agencyCode === null ? this.byRole.has(named.role) : this.byAgency.has(named.agencyCode);
    if (taken) throw new SlaError('calendar-missing', `Có hai lịch làm việc cho “${named.agencyCode ?? named.role}”.`);
    if (named.agencyCode === null) this.byRole.set(named.role, named);
    else this.byAgency.set(named.agencyCode, named);
  }

  /** The latest version stands first: where two hold on one day it goes before the earlier one. */
  private addPolicy(policy: SlaPolicy): void {
    this.limit(policy.limit);
    const key = policyKey(policy.clock, policy.slaClass);
    const versions = [...(this.policies.get(key) ?? []), policy];
    this.policies.set(
      key,
      versions.sort((a, b) => b.version - a.version),
    );
  }
}

function policyKey(kind: ClockKind, slaClass: string | null): string {
  return `${kind} ${slaClass ?? '*'}`;
}

function holdsOn(policy: SlaPolicy, day: Day): boolean {
  return policy.validFrom <= day && (policy.validTo === null || day < policy.validTo);
}
