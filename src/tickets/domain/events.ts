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
];

export type TicketEvent = {
  readonly [Type in TicketEventType]: { readonly type: Type; readonly data: TicketEventData[Type] };
}[TicketEventType];

/**
 * The rooms that hear of it: the centre and the agency in charge. Never the agency complained about, and of
 * a complaint or denunciation the centre alone.
 */
export function audienceOf(ticket: { readonly boundary: Boundary; readonly leadAgencyCode: string | null }): string[] {
  if (ticket.leadAgencyCode === null || isGuided(ticket.boundary)) return ['centre'];
  return ['centre', `agency:${ticket.leadAgencyCode}`];
}
