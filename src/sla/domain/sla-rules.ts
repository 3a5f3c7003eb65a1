import type { WorkingCalendar } from './calendar.js';
import type { ClockKind } from './clock-kind.js';
import { dayText, type Day } from './day.js';
import { elapsedSeconds, isLate, workingSeconds } from './deadline.js';
import { explainDeadline } from './explanation.js';
import { firedMarks as marksOf, nextTimer, parseMark, type Ladder, type LadderStep, type Timer } from './ladder.js';
import { limitText, parseClockLimit, parseLimit, type Limit } from './limit.js';
import { SlaError } from './sla-error.js';
import {
  CALENDAR_ROLES,
  type CalendarRole,
  type SlaClass,
  type SlaPolicy,
  type NamedCalendar,
  type SlaConfiguration,
  type PolicyFacts,
  type PlanRequest,
  type ReplanRequest,
  type Replanned,
  type ClockPlan,
  type RunningClock,
  type Standing,
} from './policy.js';

/** The classes, policies and calendars of a province as they stand, ready to be asked. */
export class SlaRules {
  private readonly classes: ReadonlyMap<string, SlaClass>;
  private readonly calendars: ReadonlyMap<string, WorkingCalendar>;
  private readonly byRole = new Map<CalendarRole, NamedCalendar>();
  private readonly byAgency = new Map<string, NamedCalendar>();
  private readonly policies = new Map<ClockKind, SlaPolicy[]>();
  private readonly ladders = new Map<string, Ladder>();
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
    for (const step of configuration.steps) this.addStep(step);
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

  /** The calendar in which the centre's own people work. */
  hotlineCalendar(): WorkingCalendar {
    return this.calendarOf('hotline', '').calendar;
  }

  /** The code of the calendar a policy's clock of this agency runs in. */
  calendarCodeOf(role: CalendarRole, agencyCode: string): string {
    return this.calendarOf(role, agencyCode).code;
  }

  /**
   * The deadline of a clock that starts now, by the policy in force on the day of its start.
   * @returns null when there is no such clock for the class.
   * @throws SlaError when the calendar does not reach far enough.
   */
  plan(kind: ClockKind, request: PlanRequest): ClockPlan | null {
    const policy = this.policyFor(kind, request);
    if (!policy) return null;
    const { startedAt, slaClass, holderAgencyCode, pauses = [], firedMarks = '' } = request;
    const { code: calendarCode } = this.calendarOf(policy.calendar, holderAgencyCode);
    const ladderVersion = this.ladderVersionFor(kind, slaClass, startedAt);
    const { enabled: escalates } = policy;
    const limit = request.until === undefined ? policy.limit : limitText({ kind: 'until-day', day: request.until });
    const clock = { kind, slaClass, limit, calendarCode, startedAt, pauses, ladderVersion, firedMarks, escalates };
    return {
      kind,
      holderAgencyCode,
      calendarCode,
      limit,
      startedAt,
      policyVersion: policy.version,
      ladderVersion,
      ...this.replan(clock),
    };
  }

  /**
   * The deadline, explanation and next step of a clock by what is stored with it: its own limit and
   * calendar, not the policies as they are now.
   * @throws SlaError when the calendar is gone or does not reach far enough.
   */
  replan(clock: ReplanRequest): Replanned {
    const calendar = this.calendarNamed(clock);
    const { startedAt, pauses, kind, slaClass } = clock;
    const limit = this.limit(clock.limit);
    const judged = slaClass === null ? null : this.class(slaClass);
    const { dueAt, explanation } = explainDeadline(startedAt, limit, calendar, pauses, judged?.startRule);
    return {
      dueAt,
      explanation: { ...explanation, clock: kind, slaClass, phrase: judged?.phrase ?? '' },
      timer: this.timerOf(clock, dueAt),
    };
  }

  /**
   * The next step of a clock whose deadline is known; null when it does not escalate or nothing is left.
   * @throws SlaError as `replan`.
   */
  timerOf(clock: ReplanRequest, dueAt: Date): Timer | null {
    const ladder = clock.escalates ? this.ladder(clock.kind, clock.slaClass, clock.ladderVersion) : null;
    if (ladder === null) return null;
    const { startedAt, pauses } = clock;
    const timed = { startedAt, dueAt, limit: this.limit(clock.limit), calendar: this.calendarNamed(clock), pauses };
    return nextTimer(ladder, timed, marksOf(clock.firedMarks));
  }

  /** The latest ladder for the class in force on the day of the start, or the latest for every class; null: none. */
  ladderVersionFor(kind: ClockKind, slaClass: string | null, startedAt: Date): number | null {
    const day = this.dayOf(startedAt);
    const inForce = [...this.ladders.values()].filter(({ steps }) => {
      const [step] = steps;
      return step?.clock === kind && (step.slaClass === slaClass || step.slaClass === null) && holdsOn(step, day);
    });
    const own = inForce.filter(({ steps }) => steps[0]?.slaClass !== null);
    const versions = (own.length > 0 ? own : inForce).map(({ version }) => version);
    return versions.length === 0 ? null : Math.max(...versions);
  }

  /**
   * The ladder of a clock by the version it started under; null without one.
   * @param version null: none.
   */
  ladder(kind: ClockKind, slaClass: string | null, version: number | null): Ladder | null {
    if (version === null) return null;
    return (
      this.ladders.get(ladderKey(kind, slaClass, version)) ?? this.ladders.get(ladderKey(kind, null, version)) ?? null
    );
  }

  /** The policy in force for a clock on the day of its start: the most specific one, then the latest version. */
  policyFor(kind: ClockKind, facts: PolicyFacts): SlaPolicy | null {
    const day = this.dayOf(facts.startedAt);
    return this.policies.get(kind)?.find((policy) => holdsOn(policy, day) && isFor(policy, facts)) ?? null;
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
      budgetSeconds: budget,
      elapsed,
      daySeconds: elapsed ? 86_400 : calendar.longestDay(day) / 1000,
      zone: calendar.wallClock.name,
    };
  }

  private calendarNamed({ calendarCode }: { readonly calendarCode: string }): WorkingCalendar {
    const calendar = this.calendar(calendarCode);
    if (calendar === null) throw new SlaError('calendar-missing', `Không còn lịch làm việc “${calendarCode}”.`);
    return calendar;
  }

  private limit(text: string): Limit {
    const known = this.limits.get(text);
    if (known) return known;
    const limit = parseClockLimit(text);
    this.limits.set(text, limit);
    return limit;
  }

  private dayOf(instant: Date): Day {
    return dayText(this.office.wallClock.dayAt(instant.getTime()));
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

  /** The most specific stands first, of equal ones the latest version: the first that holds is the one. */
  private addPolicy(policy: SlaPolicy): void {
    parseLimit(policy.limit);
    if (policy.extension !== null) parseLimit(policy.extension);
    const versions = [...(this.policies.get(policy.clock) ?? []), policy];
    versions.sort((a, b) => specificity(b) - specificity(a) || b.version - a.version);
    this.policies.set(policy.clock, versions);
  }

  private addStep(step: LadderStep): void {
    parseMark(step.mark);
    const key = ladderKey(step.clock, step.slaClass, step.version);
    const steps = [...(this.ladders.get(key)?.steps ?? []), step];
    this.ladders.set(key, { version: step.version, steps });
  }
}

function ladderKey(kind: ClockKind, slaClass: string | null, version: number): string {
  return `${kind} ${slaClass ?? '*'} ${String(version)}`;
}

/** A category goes before an agency, an agency before a priority, a priority before a class. */
function specificity({ categoryCode, agencyCode, priority, slaClass }: SlaPolicy): number {
  return (
    (categoryCode === null ? 0 : 8) +
    (agencyCode === null ? 0 : 4) +
    (priority === null ? 0 : 2) +
    (slaClass === null ? 0 : 1)
  );
}

function isFor(policy: SlaPolicy, facts: PolicyFacts): boolean {
  return (
    (policy.slaClass === null || policy.slaClass === facts.slaClass) &&
    (policy.categoryCode === null || policy.categoryCode === (facts.categoryCode ?? null)) &&
    (policy.priority === null || policy.priority === (facts.priority ?? 'normal')) &&
    (policy.agencyCode === null || policy.agencyCode === facts.holderAgencyCode)
  );
}

function holdsOn({ validFrom, validTo }: { readonly validFrom: Day; readonly validTo: Day | null }, day: Day): boolean {
  return validFrom <= day && (validTo === null || day < validTo);
}
