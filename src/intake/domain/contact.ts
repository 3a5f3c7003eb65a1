import type { Boundary } from './boundary.js';

/**
 * What became of a contact: tickets were opened; a question was answered at once; a status was asked
 * for or a ticket chased; something was added to a ticket; anything else (wrong number, silence).
 */
export const CONTACT_KINDS = ['ticket', 'answered', 'status', 'added', 'other'] as const;

export type ContactKind = (typeof CONTACT_KINDS)[number];

/** Longest texts that are taken, in characters; the same limits stand in the forms. */
export const MAX = {
  words: 5000,
  title: 200,
  placeText: 300,
  name: 120,
  email: 254,
  phoneAsTyped: 40,
  note: 5000,
  onBehalfOf: 200,
  externalId: 100,
  ticketsOfOneContact: 10,
} as const;

/** A ticket as its sender is told of it; no personal data. */
export interface RecordedTicket {
  readonly ticketId: string;
  readonly code: string;
  readonly version: number;
  readonly state: string;
  readonly boundary: Boundary;
  /** null: with the centre, which will find out who is in charge. */
  readonly leadAgencyCode: string | null;
  readonly slaClass: string | null;
  /** ISO instant; null while no class is known. */
  readonly dueAt: string | null;
  readonly routeReason: string;
  /** Code of the ticket about the same matter that it was put into; left out: it goes its own way. */
  readonly joinedCode?: string;
  /** It was there before: the caller asked how it stands, or pressed for it. */
  readonly asked?: 'enquire' | 'chase';
}
