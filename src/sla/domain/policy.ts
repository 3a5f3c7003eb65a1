import type { WorkingCalendar } from './calendar.js';
import type { ClockKind } from './clock-kind.js';
import type { Day } from './day.js';
import type { Pause, StartRule } from './deadline.js';
import type { Explanation } from './explanation.js';
import type { LadderStep, Timer } from './ladder.js';

/** In whose working time a clock runs: the holding agency's, the province's office, the hotline's, or day and night. */
export const CALENDAR_ROLES = ['holder', 'office', 'hotline', '24x7'] as const;
export type CalendarRole = (typeof CALENDAR_ROLES)[number];

export interface SlaClass {
  /** K0 … K6. */
  readonly code: string;
  readonly name: string;
  /** Inside a sentence: "Đèn đường là {việc hiện trường}". */
  readonly phrase: string;
  /** After which day working days are counted when a clock of the class starts outside hours. */
  readonly startRule: StartRule;
}

export interface SlaPolicy {
  readonly version: number;
  readonly clock: ClockKind;
  /** null = every class, and tickets that have no class yet; the same for category, priority and agency. */
  readonly slaClass: string | null;
  readonly categoryCode: string | null;
  readonly priority: string | null;
  /** Of the agency that holds the clock. */
  readonly agencyCode: string | null;
  readonly limit: string;
  readonly calendar: CalendarRole;
  /** By how much the clock may be extended once, as a limit; null = not at all. */
  readonly extension: string | null;
  /** A policy that is switched off goes on giving deadlines, but its clocks do not escalate. */
  readonly enabled: boolean;
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
  readonly steps: readonly LadderStep[];
  readonly calendars: readonly NamedCalendar[];
}

/** What decides which policy holds for a clock. */
export interface PolicyFacts {
  /** null while the ticket has no class. */
  readonly slaClass: string | null;
  readonly categoryCode?: string | null | undefined;
  /** Left out: normal. */
  readonly priority?: string | undefined;
  readonly startedAt: Date;
  /** Whose hours count for the holder's clocks. */
  readonly holderAgencyCode: string;
}

export interface PlanRequest extends PolicyFacts {
  /** The day that was promised: the clock runs to its close, whatever limit the policy has. */
  readonly until?: Day;
  readonly pauses?: readonly Pause[];
  /** Of a clock that runs already: marks that have fired, as stored with it. */
  readonly firedMarks?: string | undefined;
}

/** A clock that runs already, to be planned again: other pauses, another calendar, an extension. */
export interface ReplanRequest {
  readonly kind: ClockKind;
  readonly slaClass: string | null;
  readonly limit: string;
  readonly calendarCode: string;
  readonly startedAt: Date;
  readonly pauses: readonly Pause[];
  readonly ladderVersion: number | null;
  /** Marks that have fired, as stored with the clock. */
  readonly firedMarks: string;
  /** Whether its policy lets it escalate. */
  readonly escalates: boolean;
}

export interface Replanned {
  readonly dueAt: Date;
  readonly explanation: ClockExplanation;
  readonly timer: Timer | null;
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
  /** null when there is no ladder for it. */
  readonly ladderVersion: number | null;
  /** Its first step; null without a ladder, or when the policy is switched off. */
  readonly timer: Timer | null;
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
  /** The whole time allowed, pauses taken out. */
  readonly budgetSeconds: number;
  readonly elapsed: boolean;
  /** What people call one day of this clock, in seconds. */
  readonly daySeconds: number;
  readonly zone: string;
}
