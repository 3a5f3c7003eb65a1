import type { WorkingCalendar } from './calendar.js';
import type { Day } from './day.js';
import { deadline, type Pause, workingSeconds } from './deadline.js';
import { parseLimit, type Limit } from './limit.js';
import type { ClockKind } from './clock-kind.js';
import { SlaError } from './sla-error.js';

/**
 * Whom a step reaches, seen from the clock: whoever has it on the desk, the head of the agency holding it,
 * the head of the agency above; of the agency in charge of the ticket whoever handles it (for parts of others); the centre's coordinators and director; the province office (overseer) and
 * the province's leaders; the agency's person on call.
 */
export const RECIPIENT_ROLES = [
  'handler',
  'head',
  'superior',
  'lead',
  'coordinator',
  'director',
  'overseer',
  'leader',
  'on_call',
] as const;
export type RecipientRole = (typeof RECIPIENT_ROLES)[number];

/** What a step does besides being noted: tell people, flag the ticket, draft the apology owed, put it on the overseer's list. */
export const STEP_ACTIONS = ['notify', 'flag', 'apology', 'overseer_list'] as const;
export type StepAction = (typeof STEP_ACTIONS)[number];

/** One step of a ladder. */
export interface LadderStep {
  readonly version: number;
  readonly clock: ClockKind;
  /** null = every class without a ladder of its own. */
  readonly slaClass: string | null;
  /** When: `50%` of the budget used, `100%` the deadline, `+2wd` or `+30m24x7` after it. Fires once for a clock. */
  readonly mark: string;
  readonly recipients: readonly RecipientRole[];
  readonly actions: readonly StepAction[];
  /** People are told at once, also at night and on days off; else in their next working hours. */
  readonly atOnce: boolean;
  /** A step that is switched off is passed over. */
  readonly enabled: boolean;
  /** For clocks that start from this day up to, but not on, `validTo`. */
  readonly validFrom: Day;
  readonly validTo: Day | null;
}

/** The steps of one version for one clock and class. */
export interface Ladder {
  readonly version: number;
  readonly steps: readonly LadderStep[];
}

type Mark = { readonly kind: 'share'; readonly share: number } | { readonly kind: 'after'; readonly limit: Limit };

const SHARE = /^(\d{1,3})%$/;

/** @throws SlaError `mark-unreadable` */
export function parseMark(text: string): Mark {
  const share = SHARE.exec(text)?.[1];
  if (share !== undefined && Number(share) <= 100) return { kind: 'share', share: Number(share) / 100 };
  if (text.startsWith('+') && text.length <= 16) return { kind: 'after', limit: parseLimit(text.slice(1)) };
  throw new SlaError(
    'mark-unreadable',
    `Mốc “${text}” không đọc được. Viết 50% (phần thời gian đã dùng, tối đa 100%) hoặc +2wd, +4h, +30m24x7 (sau hạn).`,
  );
}

/** What of a clock decides when its steps come. */
export interface TimedClock {
  readonly startedAt: Date;
  readonly dueAt: Date;
  readonly limit: Limit;
  readonly calendar: WorkingCalendar;
  readonly pauses: readonly Pause[];
}

/**
 * The instant of a mark: a share of the budget in the clock's own time, pauses taken out; or working time
 * after the deadline, where days are counted after the day of the breach itself (a deadline at closing is
 * outside hours already) and end at their closing.
 * @throws SlaError when the calendar does not reach far enough.
 */
export function instantOfMark(text: string, clock: TimedClock): Date {
  const mark = parseMark(text);
  const { startedAt, dueAt, limit, calendar, pauses } = clock;
  if (mark.kind === 'after') return deadline(dueAt, mark.limit, calendar, pauses, 'event_day').dueAt;
  if (mark.share === 1) return dueAt;
  if (limit.kind === 'elapsed') {
    return deadline(startedAt, { kind: 'elapsed', ms: Math.floor(limit.ms * mark.share) }, calendar, pauses).dueAt;
  }
  const budgetMs = workingSeconds(startedAt, dueAt, calendar, pauses) * 1000;
  return deadline(startedAt, { kind: 'working-time', ms: Math.floor(budgetMs * mark.share) }, calendar, pauses).dueAt;
}

/** The next step of a ladder and when its time comes. */
export interface Timer {
  readonly mark: string;
  readonly at: Date;
}

/**
 * The first step that has not fired, in the order of time; marks at one instant in the order of the ladder.
 * @param fired marks that have fired for this clock: never again, wherever the deadline has moved.
 * @returns null when nothing is left, or nothing that the calendar reaches.
 */
export function nextTimer(ladder: Ladder, clock: TimedClock, fired: ReadonlySet<string>): Timer | null {
  let next: Timer | null = null;
  for (const { mark, enabled } of ladder.steps) {
    if (!enabled || fired.has(mark)) continue;
    const at = reached(mark, clock);
    if (at !== null && (next === null || at < next.at)) next = { mark, at };
  }
  return next;
}

/** null where the calendar ends before the mark: the deadline is known all the same, and the earlier steps come. */
function reached(mark: string, clock: TimedClock): Date | null {
  try {
    return instantOfMark(mark, clock);
  } catch (error) {
    if (error instanceof SlaError && error.code === 'calendar-too-short') return null;
    throw error;
  }
}

/** `50%,80%` as it is stored with a clock. */
export function firedMarks(stored: string): ReadonlySet<string> {
  return new Set(stored.split(',').filter((mark) => mark !== ''));
}

export function withFired(stored: string, mark: string): string {
  const marks = firedMarks(stored);
  return marks.has(mark) ? stored : [...marks, mark].join(',');
}
