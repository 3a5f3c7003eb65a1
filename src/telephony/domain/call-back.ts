/**
 * Why somebody is called: a call was missed or left on the machine, or the reporter of a ticket has nothing but a
 * telephone and must hear what others are written.
 */
export const CALL_BACK_REASONS = [
  'missed',
  'voicemail',
  'answer',
  'guidance',
  'rejection',
  'question',
  'delay',
  'extension',
  'ended',
] as const;
export type CallBackReason = (typeof CALL_BACK_REASONS)[number];

/** `unreachable`: tried often enough; a coordinator decides what becomes of it. */
export type CallBackState = 'open' | 'unreachable' | 'closed';

export const ATTEMPT_RESULTS = ['reached', 'no_answer', 'busy', 'wrong_number', 'later'] as const;
export type AttemptResult = (typeof ATTEMPT_RESULTS)[number];

/** `called_again`: the person reached the centre first; `superseded`: there is something newer to tell, or nothing any more. */
export const CALL_BACK_OUTCOMES = ['told', 'helped', 'not_needed', 'given_up', 'called_again', 'superseded'] as const;
export type CallBackOutcome = (typeof CALL_BACK_OUTCOMES)[number];

/** What a person may choose; the other two are the service's own. */
export const CHOSEN_OUTCOMES = [
  'told',
  'helped',
  'not_needed',
  'given_up',
] as const satisfies readonly CallBackOutcome[];

/** Settings of the province. */
export interface CallBackRules {
  /** So many attempts without success end the trying. */
  readonly mostFailures: number;
  /** Attempts closer together than this count once. */
  readonly apartMinutes: number;
  /** Only what was tried between these hours of the wall clock counts: from the first, before the second. */
  readonly fromHour: number;
  readonly toHour: number;
  /** How long a claim holds without an attempt. */
  readonly claimMinutes: number;
  /** After a call was missed, by when it should be returned. */
  readonly missedMinutes: number;
  /** After something is owed, by when the person should hear of it. */
  readonly owedHours: number;
}

export interface Attempts {
  readonly attempts: number;
  readonly failures: number;
  readonly lastFailureAt: Date | null;
}

export interface AfterAttempt extends Attempts {
  readonly state: CallBackState;
  /** Not to be tried before. */
  readonly nextAt: Date | null;
}

/**
 * What an attempt makes of an entry. Three tries within an hour are one: the person may be at work all morning.
 * A wrong number is not tried again.
 *
 * @param hour of the wall clock when it was made, 0 to 23.
 */
export function afterAttempt(
  before: Attempts,
  attempt: { readonly result: AttemptResult; readonly at: Date; readonly hour: number; readonly laterAt: Date | null },
  rules: CallBackRules,
): AfterAttempt {
  const { result, at, hour, laterAt } = attempt;
  const attempts = before.attempts + 1;
  const kept = { ...before, attempts, state: 'open' as const, nextAt: null };
  if (result === 'reached') return { ...kept, failures: 0, lastFailureAt: null };
  if (result === 'later') return { ...kept, failures: 0, lastFailureAt: null, nextAt: laterAt };
  if (result === 'wrong_number') return { ...kept, state: 'unreachable' };
  const apartMs = rules.apartMinutes * 60_000;
  const nextAt = new Date(at.getTime() + (result === 'busy' ? apartMs / 4 : apartMs));
  const inHours = hour >= rules.fromHour && hour < rules.toHour;
  const apart = before.lastFailureAt === null || at.getTime() - before.lastFailureAt.getTime() >= apartMs;
  if (!inHours || !apart) return { ...kept, nextAt };
  const failures = before.failures + 1;
  const over = failures >= rules.mostFailures;
  return { attempts, failures, lastFailureAt: at, state: over ? 'unreachable' : 'open', nextAt: over ? null : nextAt };
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * By when somebody should hear of what is owed: only hours in which people are called count, so that nobody is
 * promised a call at two in the morning.
 *
 * @param msOfDay since midnight by the wall clock.
 */
export function dueInCallingHours(from: Date, rules: CallBackRules, msOfDay: (at: Date) => number): Date {
  const opens = rules.fromHour * HOUR_MS;
  const closes = rules.toHour * HOUR_MS;
  let left = rules.owedHours * HOUR_MS;
  let at = from.getTime();
  if (closes <= opens) return new Date(at + left);
  for (;;) {
    const time = msOfDay(new Date(at));
    if (time < opens) at += opens - time;
    const room = closes - Math.max(time, opens);
    if (left <= room) return new Date(at + left);
    left -= Math.max(0, room);
    // Opening time of the next day.
    at += DAY_MS - Math.max(time, opens) + opens;
  }
}

/** What makes an entry the only open one: the caller, or the ticket and what is to be said of it. */
export function openKey(
  of: { readonly phone: string } | { readonly ticketId: string; readonly reason: string },
): string {
  return 'phone' in of ? `in:${of.phone}` : `out:${of.ticketId}:${of.reason}`;
}
