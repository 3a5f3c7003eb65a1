import { newId } from '../../kernel/index.js';
import type { WorkingCalendar } from '../../sla/domain/calendar.js';
import { deadline } from '../../sla/domain/deadline.js';
import { SlaError } from '../../sla/domain/sla-error.js';
import type { TicketClock } from '../../tickets/domain/clock.js';
import { isGuided, type Ticket } from '../../tickets/domain/ticket.js';
import type { DueStep, DueSteps } from './due-steps.js';
import type { Recipients, StaffMember } from './recipients.js';
import type { Fallback, RecipientRole, WatchKind } from './step.js';

/** What of a ticket the steps of its clocks need. */
export type EscalatedTicket = Pick<
  Ticket,
  | 'id'
  | 'version'
  | 'state'
  | 'isOpen'
  | 'boundary'
  | 'leadAgencyCode'
  | 'handlerAccountId'
  | 'subjectAgencyCode'
  | 'enteredByAccountId'
  | 'slaClass'
  | 'categoryCode'
  | 'priority'
  | 'answeredAt'
>;

/** What of a clock its steps need. */
export type EscalatedClock = Pick<
  TicketClock,
  | 'id'
  | 'ticketId'
  | 'kind'
  | 'holderAgencyCode'
  | 'holderAccountId'
  | 'calendarCode'
  | 'limit'
  | 'startedAt'
  | 'dueAt'
  | 'stoppedAt'
  | 'pauses'
  | 'ladderVersion'
  | 'timerMark'
  | 'timerAt'
  | 'firedMarks'
>;

/** A clock whose timer has come, and what is decided about it. */
export interface Decision {
  readonly clock: EscalatedClock;
  readonly ticket: EscalatedTicket;
  readonly steps: DueSteps;
}

export interface Firing {
  readonly clockId: string;
  readonly mark: string;
  readonly ticketId: string;
  readonly kind: TicketClock['kind'];
  readonly agencyCode: string;
  readonly accountId: string | null;
  readonly actions: string;
  readonly fallback: Fallback | null;
  readonly dueAt: Date;
  readonly stepAt: Date;
  readonly firedAt: Date;
}

export interface Notice {
  readonly id: string;
  readonly recipientAccountId: string;
  readonly ticketId: string;
  readonly clockId: string;
  readonly kind: TicketClock['kind'];
  readonly mark: string;
  readonly role: RecipientRole;
  readonly atOnce: boolean;
  readonly createdAt: Date;
  readonly notBeforeAt: Date;
}

export interface Watch {
  readonly ticketId: string;
  readonly kind: WatchKind;
  readonly clockId: string;
  readonly agencyCode: string;
  readonly accountId: string | null;
  readonly sinceAt: Date;
}

/** What a portion of due clocks leads to, the oldest step first. */
export interface Outcome {
  readonly firings: readonly Firing[];
  readonly notices: readonly Notice[];
  /** One for a ticket and kind. */
  readonly watches: readonly Watch[];
  /** Clocks whose missed deadline makes an apology owed. */
  readonly breaches: readonly Decision[];
}

/** What decides whom a step reaches and when. */
export interface Surroundings {
  readonly now: Date;
  recipients(decision: Decision, due: DueStep): Recipients;
  /** In which hours somebody works. */
  calendarOf(member: StaffMember): WorkingCalendar;
}

/** What fires, whom it reaches, and what goes on whose list. */
export function outcomeOf(decisions: readonly Decision[], around: Surroundings): Outcome {
  const firings: Firing[] = [];
  const notices: Notice[] = [];
  const watches = new Map<string, Watch>();
  const breaches: Decision[] = [];
  for (const { decision, due } of oldestFirst(decisions)) {
    const { clock, ticket } = decision;
    const { step, at } = due;
    // What has ended meanwhile is noted, and an apology owed; there is nothing to press anybody for.
    const over = clock.stoppedAt !== null;
    const { told, fallback } =
      !over && step.actions.includes('notify') ? around.recipients(decision, due) : { told: [], fallback: null };
    const about = { ticketId: ticket.id, clockId: clock.id, kind: clock.kind, mark: step.mark };
    const holder = { agencyCode: clock.holderAgencyCode, accountId: clock.holderAccountId };
    firings.push({
      ...about,
      ...holder,
      actions: step.actions.filter((action) => !over || action === 'apology').join(','),
      fallback,
      dueAt: clock.dueAt,
      stepAt: at,
      firedAt: around.now,
    });
    const atOnce = step.atOnce || clock.calendarCode === '24x7';
    for (const { member, role } of told) {
      notices.push({
        ...about,
        id: newId(),
        recipientAccountId: member.accountId,
        role,
        atOnce,
        createdAt: around.now,
        notBeforeAt: atOnce ? around.now : nextOpening(around.now, around.calendarOf(member)),
      });
    }
    for (const kind of ['flag', 'overseer_list'] as const) {
      if (over || !step.actions.includes(kind)) continue;
      const key = `${ticket.id} ${kind}`;
      if (!watches.has(key)) watches.set(key, { ticketId: ticket.id, clockId: clock.id, kind, ...holder, sinceAt: at });
    }
    // What is no report in the sense of the law is told where it goes; nobody had to answer it.
    if (step.actions.includes('apology') && clock.kind === 'resolve' && !isGuided(ticket.boundary))
      breaches.push(decision);
  }
  return { firings, notices, watches: [...watches.values()], breaches };
}

function oldestFirst(decisions: readonly Decision[]): { decision: Decision; due: DueStep }[] {
  return decisions
    .flatMap((decision) => decision.steps.due.map((due) => ({ decision, due })))
    .sort((a, b) => a.due.at.getTime() - b.due.at.getTime());
}

/** Now, when it is working time; else when it next begins. Where the calendar does not say, now. */
export function nextOpening(now: Date, calendar: WorkingCalendar): Date {
  try {
    return deadline(now, { kind: 'working-time', ms: 0 }, calendar).dueAt;
  } catch (error) {
    if (error instanceof SlaError) return now;
    throw error;
  }
}
