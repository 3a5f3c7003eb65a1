import { isGuided, type Boundary } from './ticket.js';

/**
 * What others hear of a ticket: references, enum values and numbers. Whoever needs more asks for it with
 * the ticket's id, and is then shown what he may see.
 */
interface TicketEventData {
  'ticket.received': {
    readonly code: string;
    readonly channel: string;
    readonly boundary: string;
    readonly slaClass: string | null;
  };
  'ticket.assigned': {
    readonly agencyCode: string;
    readonly slaClass: string;
    readonly reason: 'routed' | 'classified';
  };
  /** A coordinator found that it is a complaint or denunciation: it stays with the centre, and nothing of it is public. */
  'ticket.kept_by_centre': { readonly kind: 'complaint' | 'denunciation' };
  'ticket.accepted': { readonly agencyCode: string; readonly accountId: string };
  'ticket.answer_submitted': { readonly agencyCode: string; readonly answerId: string };
  'ticket.answer_returned': { readonly agencyCode: string; readonly answerId: string; readonly by: 'head' | 'centre' };
  'ticket.answer_approved': { readonly agencyCode: string; readonly answerId: string; readonly accountId: string };
  'ticket.published': { readonly agencyCode: string; readonly answerId: string };
  'ticket.resolved_private': { readonly agencyCode: string; readonly answerId: string };
  'ticket.guided_elsewhere': { readonly kind: 'complaint' | 'denunciation' };
  'ticket.action_reported': { readonly agencyCode: string; readonly actedAt: string; readonly remarkId: string };
  /** `dueBefore`: the deadline that the citizen had been promised, when it is another one now. */
  'ticket.reclassified': {
    readonly agencyCode: string;
    readonly slaClass: string;
    readonly dueBefore: string | null;
  };
  'ticket.transferred': { readonly fromAgencyCode: string; readonly agencyCode: string; readonly slaClass: string };
  'ticket.question_asked': { readonly agencyCode: string; readonly remarkId: string };
  'ticket.reply_recorded': { readonly agencyCode: string; readonly remarkId: string };
  'ticket.extension_requested': { readonly agencyCode: string; readonly extensionId: string };
  'ticket.extension_approved': { readonly agencyCode: string; readonly extensionId: string };
  'ticket.extension_refused': { readonly agencyCode: string; readonly extensionId: string };
  'ticket.apology_sent': { readonly agencyCode: string };
}

export type TicketEventType = keyof TicketEventData;

/** Every event of a ticket; the start-up check wants a subscriber for each. */
export const TICKET_EVENTS: readonly TicketEventType[] = [
  'ticket.received',
  'ticket.assigned',
  'ticket.kept_by_centre',
  'ticket.accepted',
  'ticket.answer_submitted',
  'ticket.answer_returned',
  'ticket.answer_approved',
  'ticket.published',
  'ticket.resolved_private',
  'ticket.guided_elsewhere',
  'ticket.action_reported',
  'ticket.reclassified',
  'ticket.transferred',
  'ticket.question_asked',
  'ticket.reply_recorded',
  'ticket.extension_requested',
  'ticket.extension_approved',
  'ticket.extension_refused',
  'ticket.apology_sent',
];

/**
 * The rules of time have changed and deadlines of several tickets with them, without a command and without
 * a new version of any: `data.ticketIds` says which. Its id is that of the change.
 */
export const DEADLINES_MOVED = 'ticket.deadlines_moved';

export type TicketEvent = {
  readonly [Type in TicketEventType]: { readonly type: Type; readonly data: TicketEventData[Type] };
}[TicketEventType];

interface Heard {
  readonly boundary: Boundary;
  readonly leadAgencyCode: string | null;
}

/**
 * The rooms that hear of it: the centre, the agency in charge, and the one that was until now, whose list it
 * leaves. Never the agency complained about, and of a complaint or denunciation the centre alone.
 */
export function audienceOf(ticket: Heard, before: Heard = ticket): string[] {
  if (isGuided(ticket.boundary)) return ['centre'];
  const agencies = [before, ticket].flatMap(({ boundary, leadAgencyCode }) =>
    leadAgencyCode === null || isGuided(boundary) ? [] : [`agency:${leadAgencyCode}`],
  );
  return ['centre', ...new Set(agencies)];
}
