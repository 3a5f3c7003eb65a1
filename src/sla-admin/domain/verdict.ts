import type { ClockKind } from '../../sla/domain/clock-kind.js';
import type { Pause } from '../../sla/domain/deadline.js';
import { withFired, type Timer } from '../../sla/domain/ladder.js';
import type { ReplanRequest } from '../../sla/domain/policy.js';
import type { SlaRules } from '../../sla/domain/sla-rules.js';
import { SlaError } from '../../sla/domain/sla-error.js';
import type { NewCalendar } from './change.js';
import type { Walk } from './proposal.js';
import { ANY } from './rule-rows.js';

/** A running clock with what of its ticket decides about it. */
export interface WalkedClock {
  readonly kind: ClockKind;
  readonly holderAgencyCode: string;
  readonly calendarCode: string;
  readonly limit: string;
  readonly startedAt: Date;
  readonly dueAt: Date;
  /** Those that have ended. */
  readonly pauses: readonly Pause[];
  readonly policyVersion: number;
  readonly explanation: object;
  readonly ladderVersion: number | null;
  readonly timerMark: string | null;
  readonly timerAt: Date | null;
  readonly firedMarks: string;
  /** No step of its ladder comes now: it stands still, or what it waits for lies at the gate. */
  readonly silent: boolean;
  /** It stands still, and so cannot become late. */
  readonly standsStill: boolean;
  readonly slaClass: string | null;
  readonly categoryCode: string | null;
  readonly priority: string;
}

/** What of a clock a change may write. */
export interface ClockSet {
  readonly calendarCode: string;
  readonly limit: string;
  readonly policyVersion: number;
  readonly dueAt: Date;
  readonly explanation: object;
  readonly ladderVersion: number | null;
  readonly timerMark: string | null;
  readonly timerAt: Date | null;
  readonly firedMarks: string;
}

export type Verdict =
  | { readonly kind: 'stays' }
  /** There is no deadline by the new rules; the clock keeps the one it has. */
  | { readonly kind: 'unplannable' }
  | { readonly kind: 'changes'; readonly set: ClockSet };

export interface Judgement {
  readonly walk: Walk;
  /** With the change in them. */
  readonly rules: SlaRules;
  readonly newCalendar: NewCalendar | null;
  /** For `order`: which clocks are meant. */
  readonly order: { readonly clock: string; readonly slaClass: string } | null;
  readonly now: Date;
}

const STAYS: Verdict = { kind: 'stays' };

/** What a change means for one running clock. */
export function judge(stored: WalkedClock, by: Judgement): Verdict {
  const { kind, slaClass, startedAt } = stored;
  // A clock that started when there was no ladder yet gets the one of the day of its start.
  const ladderVersion = stored.ladderVersion ?? by.rules.ladderVersionFor(kind, slaClass, startedAt);
  const clock = { ...stored, ladderVersion };
  try {
    const verdict = judged(clock, by);
    // What started when there was no ladder has missed nothing by a switch.
    if (verdict.kind !== 'changes' || stored.silent || stored.ladderVersion === null) return verdict;
    return compared(clock, withoutPassedOver(clock, verdict.set, by));
  } catch (error) {
    if (error instanceof SlaError) return { kind: 'unplannable' };
    throw error;
  }
}

function judged(clock: WalkedClock, by: Judgement): Verdict {
  switch (by.walk) {
    case 'replan':
      return replanned(clock, by);
    case 'timers':
      return rearmed(clock, by.rules);
    case 'order':
      return ordered(clock, by);
    case 'none':
      return STAYS;
  }
}

function replanned(clock: WalkedClock, { rules, newCalendar }: Judgement): Verdict {
  const moves = newCalendar?.agencyCode === clock.holderAgencyCode && newCalendar.from === clock.calendarCode;
  return replan({ ...clock, calendarCode: moves ? newCalendar.to : clock.calendarCode }, clock, rules);
}

/** The deadline is kept as it is; only the next step of the ladder is looked up anew. */
function rearmed(clock: WalkedClock, rules: SlaRules): Verdict {
  const timer = rules.timerOf(requestOf(clock, rules), clock.dueAt);
  const { calendarCode, limit, policyVersion, dueAt, explanation, ladderVersion } = clock;
  return compared(clock, {
    calendarCode,
    limit,
    policyVersion,
    dueAt,
    explanation,
    ladderVersion,
    firedMarks: clock.firedMarks,
    ...timerSet(clock, timer),
  });
}

/** The policy in force now, where it gives more time: a promise already given is never shortened. */
function ordered(clock: WalkedClock, { rules, order, now }: Judgement): Verdict {
  const meant =
    order !== null &&
    // A day that was promised, or that the lead has set for a part, is no policy's to set.
    clock.kind !== 'commitment' &&
    clock.kind !== 'support' &&
    (order.clock === ANY || order.clock === clock.kind) &&
    (order.slaClass === ANY || order.slaClass === clock.slaClass);
  if (!meant) return STAYS;
  const policy = rules.policyFor(clock.kind, { ...clock, startedAt: now });
  if (policy === null) return STAYS;
  const calendarCode = rules.calendarCodeOf(policy.calendar, clock.holderAgencyCode);
  const judged = { ...clock, limit: policy.limit, calendarCode, policyVersion: policy.version };
  const verdict = replan(judged, clock, rules);
  return verdict.kind === 'changes' && verdict.set.dueAt > clock.dueAt ? verdict : STAYS;
}

function replan(judged: WalkedClock, before: WalkedClock, rules: SlaRules): Verdict {
  const { dueAt, explanation, timer } = rules.replan(requestOf(judged, rules));
  const { calendarCode, limit, policyVersion, ladderVersion } = judged;
  // What else is noted with the explanation stays with it.
  const noted = { ...before.explanation, ...explanation };
  return compared(before, {
    calendarCode,
    limit,
    policyVersion,
    dueAt,
    explanation: noted,
    ladderVersion,
    firedMarks: before.firedMarks,
    ...timerSet(before, timer),
  });
}

function requestOf(clock: WalkedClock, rules: SlaRules): ReplanRequest {
  const escalates = !clock.silent && (rules.policyFor(clock.kind, clock)?.enabled ?? false);
  return { ...clock, escalates };
}

/** What is silent keeps its timer: none, or a step that had come before and that nobody has seen yet. */
function timerSet(before: WalkedClock, timer: Timer | null): Pick<ClockSet, 'timerMark' | 'timerAt'> {
  if (before.silent) return { timerMark: before.timerMark, timerAt: before.timerAt };
  return { timerMark: timer?.mark ?? null, timerAt: timer?.at ?? null };
}

/**
 * What came while a policy or a step was switched off is passed over for good: switched on again, a clock does
 * not catch up with it. Such a step has come already and lies before the one the clock waited for. When days or
 * hours have changed, a step may lie before it for that reason, and only a clock that waited for nothing was off.
 */
function withoutPassedOver(before: WalkedClock, set: ClockSet, { rules, walk, now }: Judgement): ClockSet {
  const awaited = before.timerAt;
  let on = set;
  for (;;) {
    const { timerMark, timerAt } = on;
    if (timerMark === null || timerAt === null || timerAt > now) return on;
    if (awaited !== null && (walk !== 'timers' || timerAt >= awaited)) return on;
    const firedMarks = withFired(on.firedMarks, timerMark);
    const next = rules.timerOf(requestOf({ ...before, ...on, firedMarks }, rules), on.dueAt);
    on = { ...on, firedMarks, ...timerSet(before, next) };
  }
}

function compared(before: WalkedClock, set: ClockSet): Verdict {
  const same =
    before.dueAt.getTime() === set.dueAt.getTime() &&
    before.timerMark === set.timerMark &&
    before.timerAt?.getTime() === set.timerAt?.getTime() &&
    before.firedMarks === set.firedMarks &&
    before.calendarCode === set.calendarCode &&
    JSON.stringify(before.explanation) === JSON.stringify(set.explanation);
  return same ? STAYS : { kind: 'changes', set };
}
