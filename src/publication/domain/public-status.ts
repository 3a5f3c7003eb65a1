import type { TicketState } from '../../tickets/domain/state-table.js';
import { isPublic } from '../../tickets/domain/publicity.js';
import type { Boundary, Visibility } from '../../tickets/domain/ticket.js';

/** What the projections look at in a ticket. */
export interface SourceTicket {
  readonly id: string;
  readonly code: string;
  readonly version: number;
  readonly state: TicketState;
  readonly visibility: Visibility;
  readonly boundary: Boundary;
  readonly categoryCode: string | null;
  readonly wardCode: string | null;
  readonly leadAgencyCode: string | null;
  readonly receivedAt: Date;
  readonly resolveDueAt: Date | null;
  readonly answeredAt: Date | null;
  readonly publishedAt: Date | null;
}

export interface PublicStatus {
  readonly ticketId: string;
  readonly code: string;
  readonly ticketVersion: number;
  readonly state: string;
  readonly categoryCode: string | null;
  readonly wardCode: string | null;
  readonly agencyCode: string | null;
  readonly receivedAt: Date;
  readonly dueAt: Date | null;
  readonly answeredAt: Date | null;
  readonly publishedAt: Date | null;
  readonly reporterCount: number;
  readonly verySatisfied: number;
  readonly satisfied: number;
  readonly unsatisfied: number;
}

/** How often each score was given to the answer that is published now. */
export interface Ratings {
  readonly verySatisfied: number;
  readonly satisfied: number;
  readonly unsatisfied: number;
}

export const NOT_RATED: Ratings = { verySatisfied: 0, satisfied: 0, unsatisfied: 0 };

/**
 * The public row of a ticket: codes, dates and the state, no free text and no person.
 * @returns null when nothing may be known of it; an existing row is then removed.
 */
export function publicStatus(
  ticket: SourceTicket,
  reporterCount: number,
  ratings: Ratings = NOT_RATED,
): PublicStatus | null {
  if (!isPublic(ticket)) return null;
  // The citizen is answered when the answer has passed the gate, so nobody reads of an answer before.
  const answered = ticket.state === 'published' || ticket.state === 'closed';
  return {
    ticketId: ticket.id,
    code: ticket.code,
    ticketVersion: ticket.version,
    state: ticket.state,
    categoryCode: ticket.categoryCode,
    wardCode: ticket.wardCode,
    agencyCode: ticket.leadAgencyCode,
    receivedAt: ticket.receivedAt,
    dueAt: ticket.resolveDueAt,
    answeredAt: answered ? ticket.answeredAt : null,
    publishedAt: answered ? ticket.publishedAt : null,
    reporterCount,
    // Also while the answer is looked at again: it stands on its page with what was said of it.
    ...ratings,
  };
}
