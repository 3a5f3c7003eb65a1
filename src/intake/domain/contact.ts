import type { Boundary } from './boundary.js';

/**
 * What became of a contact: tickets were opened; a question was answered at once; it was told how a ticket stands;
 * a ticket was pressed for; what was said was added to a ticket that is there; the caller was put through to another
 * office; somebody wanted another number; nobody spoke; abuse. `other`: what came before these were told apart.
 */
export const CONTACT_KINDS = [
  'ticket',
  'answered',
  'status',
  'chased',
  'added',
  'transferred',
  'wrong_number',
  'silent',
  'abuse',
  'other',
] as const;

export type ContactKind = (typeof CONTACT_KINDS)[number];

/** Outcomes that one key says, of a call that nothing else came of. */
export const BARE_KINDS = ['transferred', 'wrong_number', 'silent', 'abuse'] as const satisfies readonly ContactKind[];

/**
 * What a contact is after more came of the same conversation: whoever was told how a ticket stands, and then reports
 * something new, is one contact, and it opened a ticket.
 */
export function kindTogether(before: ContactKind, after: ContactKind): ContactKind {
  const weight = (kind: ContactKind): number => ['status', 'chased', 'added', 'ticket'].indexOf(kind);
  return weight(before) > weight(after) ? before : after;
}

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
