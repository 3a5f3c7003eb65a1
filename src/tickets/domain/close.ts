import { change, type LoadedTicket, type TicketChange } from './change.js';

const DAY_MS = 86_400_000;

/** How long the citizen may rate an answer and have the ticket looked at again, in days. */
export const SURVEY_DAYS = 15;

/** Until when, for an answer that reached the citizen at an instant. */
export function surveyEnd(answeredAt: Date): Date {
  return new Date(answeredAt.getTime() + SURVEY_DAYS * DAY_MS);
}

/** The survey window is over, and what was promised is done: the ticket closes. Nothing is owed, no clock is touched. */
export function close({ ticket }: Pick<LoadedTicket, 'ticket'>, at: Date): TicketChange {
  return change('closed', {
    set: { closedAt: at, closeDueAt: null },
    notes: [{ type: 'closed', data: { from: ticket.state, afterDays: SURVEY_DAYS } }],
    events: [{ type: 'ticket.closed', data: { afterDays: SURVEY_DAYS } }],
  });
}
