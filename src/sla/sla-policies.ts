import { Reader } from '../platform/database/index.js';
import { rulesOf, type SlaRows } from './configuration.js';
import type { WorkingCalendar } from './domain/calendar.js';
import type { ClockKind } from './domain/clock-kind.js';
import { countdownOf, type Countdown } from './domain/countdown.js';
import type { Ladder } from './domain/ladder.js';
import type {
  ClockPlan,
  PlanRequest,
  PolicyFacts,
  ReplanRequest,
  Replanned,
  RunningClock,
  SlaClass,
  SlaPolicy,
  Standing,
} from './domain/policy.js';
import type { SlaRules } from './domain/sla-rules.js';
import { remainingVi, type Remaining } from './domain/wording.js';
import { readRules, rulesRevision } from './rule-store.js';

/** The rules of one moment: ready to be asked, and as they are stored. */
interface Snapshot {
  readonly rules: SlaRules;
  readonly rows: SlaRows;
  readonly revision: number;
}

/**
 * The province's policies and calendars, in memory: planning a ticket's clocks asks no database.
 * Replaced as a whole by `reload`; callers see the old rules or the new ones, never a mixture.
 */
export class SlaPolicies {
  private current: Snapshot | null = null;

  constructor(private readonly reader: Reader) {}

  /** Reads everything again, after a load. @throws SlaError when the rows do not fit together; the old rules stay. */
  async reload(): Promise<void> {
    const { manager } = this.reader;
    // Somebody may change the rules between two of the reads: then once more.
    let revision = await rulesRevision(manager);
    for (;;) {
      const rows = await readRules(manager);
      const after = await rulesRevision(manager);
      if (after === revision) {
        this.current = { rules: rulesOf(rows), rows, revision };
        return;
      }
      revision = after;
    }
  }

  /** Reads everything again when another process has changed the rules. @returns whether it had. */
  async reloadIfChanged(): Promise<boolean> {
    if ((await rulesRevision(this.reader.manager)) === this.revision) return false;
    await this.reload();
    return true;
  }

  /** Rises with every change of the rules. */
  get revision(): number {
    return this.snapshot.revision;
  }

  /** The rules as they stand now; the next change puts others in their place. */
  get rules(): SlaRules {
    return this.snapshot.rules;
  }

  /** The rules as they are stored, for those who read and change them. */
  get rows(): SlaRows {
    return this.snapshot.rows;
  }

  /**
   * The deadline of a clock that starts, by the policy in force on the day of its start: end to end and
   * `publish` in the province's office hours, `classify` in the hotline's, `accept` and `resolve_holder`
   * in the holder's, urgent ones day and night.
   *
   * @returns null when there is no such clock for the class.
   * @throws SlaError when the calendar does not reach far enough.
   */
  plan(kind: ClockKind, request: PlanRequest): ClockPlan | null {
    return this.rules.plan(kind, request);
  }

  /** A running clock again, by what is stored with it. @throws SlaError when its calendar is gone or too short. */
  replan(clock: ReplanRequest): Replanned {
    return this.rules.replan(clock);
  }

  /** The policy in force for a clock on the day of its start; null when there is none. */
  policyFor(kind: ClockKind, facts: PolicyFacts): SlaPolicy | null {
    return this.rules.policyFor(kind, facts);
  }

  /** A class as people read it: "K2 Hiện trường"; the code alone when there is no such class any more. */
  className(code: string): string {
    return `${code} ${this.rules.class(code)?.name ?? ''}`.trim();
  }

  /** The ladder a clock is escalated by; null without one. */
  ladder(kind: ClockKind, slaClass: string | null, version: number | null): Ladder | null {
    return this.rules.ladder(kind, slaClass, version);
  }

  /** How a clock stands, for lists, bars and colours. */
  standing(clock: RunningClock, now: Date): Standing {
    return this.rules.standing(clock, now);
  }

  /** How a clock stands, in words. */
  remaining(clock: RunningClock, now: Date): Remaining {
    return remainingVi(clock, this.standing(clock, now), now);
  }

  /** How a clock goes on from now, for pages that count by themselves. */
  countdown(clock: RunningClock, now: Date): Countdown {
    const calendar = this.rules.calendar(clock.calendarCode) ?? this.rules.agencyCalendar(null);
    return countdownOf(clock, this.standing(clock, now), calendar, now);
  }

  /** How a calendar is called; null for clocks that run day and night, and when it is gone. */
  calendarName(code: string): string | null {
    return code === '24x7' ? null : (this.rules.calendar(code)?.name ?? null);
  }

  slaClass(code: string): SlaClass | null {
    return this.rules.class(code);
  }

  slaClasses(): readonly SlaClass[] {
    return this.rules.allClasses;
  }

  /** The calendar an agency works by; null: the one of agencies without hours of their own. */
  agencyCalendar(agencyCode: string | null): WorkingCalendar {
    return this.rules.agencyCalendar(agencyCode);
  }

  /** The calendar in which the centre's own people work. */
  hotlineCalendar(): WorkingCalendar {
    return this.rules.hotlineCalendar();
  }

  /** A calendar by its code; null when there is none of that code any more. */
  calendar(code: string): WorkingCalendar | null {
    return this.rules.calendar(code);
  }

  private get snapshot(): Snapshot {
    if (this.current === null) throw new Error('The SLA policies are used before they were loaded.');
    return this.current;
  }
}
