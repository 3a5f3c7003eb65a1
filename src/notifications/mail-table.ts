import type { StoredEvent } from '../platform/outbox/index.js';
import type { TicketEventType } from '../tickets/index.js';

/** Folders below templates/email/. */
export const MAIL_TEMPLATES = [
  'ticket-received',
  'ticket-assigned',
  'ticket-accepted',
  'answer-submitted',
  'answer-approved',
  'ticket-answered',
  'ticket-guided',
] as const;

export type MailTemplate = (typeof MAIL_TEMPLATES)[number];

type Decision = MailTemplate | null | ((event: StoredEvent) => MailTemplate | null);

/**
 * What the reporter is told of each event. A record over all types: a new event does not compile until
 * somebody has decided. null: nothing goes out.
 */
const MAIL_FOR: Readonly<Record<TicketEventType, Decision>> = {
  'ticket.received': 'ticket-received',
  // What the rules route at once is said in the mail of receipt already.
  'ticket.assigned': (event) => (event.data['reason'] === 'classified' ? 'ticket-assigned' : null),
  // The guidance itself follows within two working days.
  'ticket.kept_by_centre': null,
  'ticket.accepted': 'ticket-accepted',
  'ticket.answer_submitted': 'answer-submitted',
  // Between agency and centre; the citizen is answered when the answer has passed the gate.
  'ticket.answer_returned': null,
  'ticket.answer_approved': 'answer-approved',
  'ticket.published': 'ticket-answered',
  'ticket.resolved_private': 'ticket-answered',
  'ticket.guided_elsewhere': 'ticket-guided',
};

/** The mail an event asks for. */
export function mailFor(event: StoredEvent): MailTemplate | null {
  const decision = MAIL_FOR[event.type as TicketEventType];
  return typeof decision === 'function' ? decision(event) : decision;
}

export const MAILED_EVENTS: readonly string[] = Object.keys(MAIL_FOR);
