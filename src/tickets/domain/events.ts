import { isGuided, type Boundary } from './ticket.js';

/** Who speaks, presses, or has it looked at again: whose ticket it is, whose ticket was merged into it, or the centre. */
export type Speaker = 'reporter' | 'merged_reporter' | 'centre';

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
  'ticket.question_asked': { readonly agencyCode: string; readonly questionId: string };
  'ticket.reply_recorded': { readonly agencyCode: string; readonly remarkId: string };
  'ticket.extension_requested': { readonly agencyCode: string; readonly extensionId: string };
  'ticket.extension_approved': { readonly agencyCode: string; readonly extensionId: string };
  'ticket.extension_refused': { readonly agencyCode: string; readonly extensionId: string };
  'ticket.apology_sent': { readonly agencyCode: string; readonly letterId: string };
  'ticket.returned': {
    readonly agencyCode: string;
    readonly proposedAgencyCode: string | null;
    readonly returns: number;
  };
  'ticket.lead_appealed': { readonly agencyCode: string };
  'ticket.lead_ruled': {
    readonly fromAgencyCode: string | null;
    readonly agencyCode: string;
    readonly by: 'centre' | 'overseer';
  };
  'ticket.handler_assigned': {
    readonly agencyCode: string;
    readonly accountId: string;
    readonly how: 'hand' | 'rule' | 'takeover';
    /** Whose it was until then; left out: nobody's. */
    readonly formerAccountId?: string;
  };
  'ticket.support_asked': {
    readonly agencyCode: string;
    readonly supportAgencyCode: string;
    readonly supportId: string;
  };
  'ticket.support_delivered': {
    readonly agencyCode: string;
    readonly supportAgencyCode: string;
    readonly supportId: string;
  };
  'ticket.support_reminded': {
    readonly agencyCode: string;
    readonly supportAgencyCode: string;
    readonly supportId: string;
  };
  'ticket.support_withdrawn': {
    readonly agencyCode: string;
    readonly supportAgencyCode: string;
    readonly supportId: string;
  };
  'ticket.question_reminded': { readonly agencyCode: string; readonly questionId: string };
  'ticket.question_expired': { readonly agencyCode: string; readonly questionId: string; readonly shared?: boolean };
  'ticket.corrected': { readonly fields: string };
  'ticket.facts_added': {
    readonly agencyCode: string | null;
    readonly remarkId: string | null;
    readonly photos: number;
    readonly by: Speaker;
  };
  'ticket.enquired': { readonly times: number; readonly by: Speaker };
  'ticket.chased': { readonly agencyCode: string | null; readonly times: number; readonly by: Speaker };
  'ticket.holder_reminded': { readonly agencyCode: string | null; readonly remarkId: string };
  'ticket.rejected': { readonly ground: string; readonly remarkId: string };
  'ticket.withdrawn': { readonly by: 'reporter' | 'centre' };
  'ticket.merged': { readonly intoTicketId: string };
  /** Others are merged into it: how many just now, and how many people it stands for. */
  'ticket.absorbed': { readonly tickets: number; readonly reporters: number };
  'ticket.split': { readonly fromTicketId: string; readonly agencyCode: string };
  /** One that was merged into it stands for itself again. */
  'ticket.released': { readonly reporters: number };
  'ticket.incident_declared': { readonly agencyCode: string | null };
  /** What callers are told has changed; `broadcast`: everybody who reported it is told as well. */
  'ticket.incident_updated': {
    readonly agencyCode: string | null;
    readonly edition: number;
    readonly broadcast: boolean;
  };
  'ticket.incident_ended': { readonly agencyCode: string | null };
  'ticket.linked': { readonly otherTicketId: string };
  'ticket.reopened': { readonly agencyCode: string | null; readonly by: Speaker; readonly times: number };
  'ticket.closed': { readonly afterDays: number };
  'ticket.done_reported': { readonly agencyCode: string; readonly committedOn: string; readonly remarkId: string };
  /** The reporter has mailed something after the end, which was not put with it. */
  'ticket.mail_came_late': Readonly<Record<never, never>>;
  /** The copy that everybody reads was changed, taken off, or put back; whoever shows it looks at it again. */
  'ticket.copy_moderated': {
    readonly what: 'revised' | 'withdrawn' | 'restored';
    readonly withdrawalId: string | null;
  };
  'ticket.agency_changed': { readonly fromAgencyCode: string; readonly agencyCode: string; readonly orderId: string };
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
  'ticket.returned',
  'ticket.lead_appealed',
  'ticket.lead_ruled',
  'ticket.handler_assigned',
  'ticket.support_asked',
  'ticket.support_delivered',
  'ticket.support_reminded',
  'ticket.support_withdrawn',
  'ticket.question_reminded',
  'ticket.question_expired',
  'ticket.corrected',
  'ticket.facts_added',
  'ticket.enquired',
  'ticket.chased',
  'ticket.holder_reminded',
  'ticket.rejected',
  'ticket.withdrawn',
  'ticket.merged',
  'ticket.absorbed',
  'ticket.split',
  'ticket.released',
  'ticket.incident_declared',
  'ticket.incident_updated',
  'ticket.incident_ended',
  'ticket.linked',
  'ticket.reopened',
  'ticket.closed',
  'ticket.done_reported',
  'ticket.mail_came_late',
  'ticket.agency_changed',
  'ticket.copy_moderated',
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
 * leaves, and those asked for a part. Of a complaint or denunciation only whoever keeps it, so that the unit accused,
 * which may be the centre itself, does not even hear that there is one.
 */
export function audienceOf(ticket: Heard, before: Heard = ticket, supporting: readonly string[] = []): string[] {
  if (isGuided(ticket.boundary)) {
    const keepers = [before, ticket].flatMap(({ boundary, leadAgencyCode }) =>
      isGuided(boundary) && leadAgencyCode !== null ? [`keeper:${leadAgencyCode}`] : [],
    );
    // Until now the centre had it on its lists.
    return [...(isGuided(before.boundary) ? [] : ['centre']), ...new Set(keepers)];
  }
  const agencies = [before, ticket].flatMap(({ boundary, leadAgencyCode }) =>
    leadAgencyCode === null || isGuided(boundary) ? [] : [`agency:${leadAgencyCode}`],
  );
  agencies.push(...supporting.map((code) => `agency:${code}`));
  return ['centre', ...new Set(agencies)];
}
