import type { Principal } from '../identity/index.js';
import type { NewEvent } from '../platform/outbox/index.js';
import type { LoadedTicket, TicketChange } from './domain/change.js';
import { audienceOf, type TicketEvent } from './domain/events.js';
import { historyEntries, inPlaceOf } from './domain/history.js';
import { decidesFor } from './domain/policy.js';
import { isOpen, leads, type TicketCommand } from './domain/state-table.js';
import type { SupportPart } from './domain/support-part.js';
import type { Ticket } from './domain/ticket.js';

/** What is decided about one of several tickets. */
export interface TicketWrite {
  readonly loaded: LoadedTicket;
  readonly change: TicketChange;
  readonly command: TicketCommand;
}

/** A ticket as it is written: as it was and as it is, its history, what others hear. */
export function writtenBy(
  { loaded, change, command }: TicketWrite,
  { principal, at }: { principal: Principal; at: Date },
) {
  const before = loaded.ticket;
  if (!leads(before.state, command, change.state)) {
    throw new Error(`The state table does not let ${command} lead from ${before.state} to ${change.state}.`);
  }
  const { apology, supports } = loaded;
  const entries = historyEntries(
    inPlaceOf(change.notes, decidesFor(principal, command, { ...before, apology, supports })),
    {
      ticketId: before.id,
      after: before.historyLength,
      head: before.historyHash,
      version: before.version + 1,
      principal,
      at,
    },
  );
  const after: Ticket = {
    ...before,
    ...change.set,
    state: change.state,
    isOpen: isOpen(change.state),
    version: before.version + 1,
    historyLength: before.historyLength + entries.length,
    historyHash: entries.at(-1)?.hash ?? before.historyHash,
    updatedAt: at,
  };
  const supporting = askedAgencies([...loaded.supports, ...change.supports]);
  return { before, after, entries, events: published(change.events, after, before, supporting) };
}

/** What others hear of a ticket, and who. */
export function published(
  events: readonly TicketEvent[],
  ticket: Ticket,
  before: Ticket = ticket,
  supporting: readonly string[] = [],
): NewEvent[] {
  const audience = audienceOf(ticket, before, supporting);
  return events.map(({ type, data }) => ({
    type,
    aggregateId: ticket.id,
    version: ticket.version,
    data: { ...data },
    audience,
  }));
}

/** Who hears of the ticket because it gives a part. */
export function askedAgencies(parts: readonly SupportPart[]): string[] {
  return [...new Set(parts.flatMap(({ status, agencyCode }) => (status === 'withdrawn' ? [] : [agencyCode])))];
}
