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
  'action-reported',
  'deadline-changed',
  'question-asked',
  'question-reminded',
  'question-expired',
  'deadline-extended',
  'apology-letter',
  'work-done',
  'ticket-rejected',
  'ticket-withdrawn',
  'ticket-reopened',
  'ticket-merged',
  'ticket-split',
  'mail-late',
  'incident-update',
  'escalation-notice',
  'escalation-digest',
  'follow-confirm',
  'follow-news',
] as const;

/** To staff, of what the ladders tell; all others go to the reporter of a ticket, or to those who follow it. */
export const STAFF_MAILS: ReadonlySet<MailTemplate> = new Set(['escalation-notice', 'escalation-digest'] as const);

/** To people who follow a report without having sent it. */
export type FollowerMail = 'follow-confirm' | 'follow-news';

/** A mail to the reporter of a ticket. */
export type ReporterMail = Exclude<MailTemplate, 'escalation-notice' | 'escalation-digest' | FollowerMail>;

export type MailTemplate = (typeof MAIL_TEMPLATES)[number];

type Decision = ReporterMail | null | ((event: StoredEvent) => ReporterMail | null);

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
  'ticket.action_reported': 'action-reported',
  // A promise that moved is told; what else was corrected shows in the answer.
  'ticket.reclassified': (event) => (event.data['dueBefore'] === null ? null : 'deadline-changed'),
  'ticket.transferred': 'ticket-assigned',
  'ticket.question_asked': 'question-asked',
  'ticket.reply_recorded': null,
  'ticket.extension_requested': null,
  'ticket.extension_approved': 'deadline-extended',
  'ticket.extension_refused': null,
  'ticket.apology_sent': 'apology-letter',
  'ticket.returned': null,
  'ticket.lead_appealed': null,
  // Upheld, nothing changes for the citizen.
  'ticket.lead_ruled': (event) =>
    event.data['fromAgencyCode'] === event.data['agencyCode'] ? null : 'ticket-assigned',
  'ticket.handler_assigned': null,
  'ticket.support_asked': null,
  'ticket.support_delivered': null,
  'ticket.support_reminded': null,
  'ticket.support_withdrawn': null,
  'ticket.question_reminded': 'question-reminded',
  // One that stands for others goes on, and so does nobody's ticket end.
  'ticket.question_expired': (event) => (event.data['shared'] === true ? null : 'question-expired'),
  'ticket.corrected': null,
  'ticket.facts_added': null,
  'ticket.enquired': null,
  'ticket.chased': null,
  'ticket.holder_reminded': null,
  'ticket.rejected': 'ticket-rejected',
  'ticket.withdrawn': 'ticket-withdrawn',
  'ticket.merged': 'ticket-merged',
  // The one whose ticket it is notices nothing: promise and answer are the same or earlier.
  'ticket.absorbed': null,
  'ticket.split': 'ticket-split',
  'ticket.released': null,
  'ticket.incident_declared': null,
  'ticket.incident_updated': (event) => (event.data['broadcast'] === true ? 'incident-update' : null),
  'ticket.incident_ended': null,
  'ticket.linked': null,
  // The answer stays on the reporter's own page; what is public of it is the centre's care.
  'ticket.copy_moderated': null,
  'ticket.reopened': 'ticket-reopened',
  'ticket.closed': null,
  'ticket.done_reported': 'work-done',
  'ticket.mail_came_late': 'mail-late',
  'ticket.agency_changed': null,
};

/**
 * What the reporters of the tickets that are merged into one are told as well: what becomes of the matter.
 * A question, its reminders and the guidance go to the ticket's own reporter alone.
 */
const SHARED: ReadonlySet<string> = new Set([
  'ticket-assigned',
  'ticket-accepted',
  'answer-submitted',
  'answer-approved',
  'ticket-answered',
  'action-reported',
  'deadline-changed',
  'deadline-extended',
  'apology-letter',
  'work-done',
  'ticket-reopened',
  'ticket-rejected',
  'incident-update',
]);

/** Whether a mail about a ticket also goes to the reporters of those that are merged into it. */
export function isShared(template: ReporterMail): boolean {
  return SHARED.has(template);
}

/** The mail an event asks for. */
export function mailFor(event: StoredEvent): ReporterMail | null {
  const decision = MAIL_FOR[event.type as TicketEventType];
  return typeof decision === 'function' ? decision(event) : decision;
}

export const MAILED_EVENTS: readonly string[] = Object.keys(MAIL_FOR);

/** Those of which anybody besides the reporter may be told. */
export const FOLLOWED_EVENTS: readonly string[] = Object.entries(MAIL_FOR).flatMap(([type, decision]) =>
  decision === null || (typeof decision === 'string' && !isShared(decision)) ? [] : [type],
);
