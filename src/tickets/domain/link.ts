import { change, type LoadedTicket, type TicketChange } from './change.js';

/** Why two tickets cannot be linked; null when they can. */
export function linkObstacle({ ticket }: LoadedTicket, other: LoadedTicket): string | null {
  return ticket.id === other.ticket.id ? 'Một phiếu không liên kết được với chính nó.' : null;
}

/** Two tickets have to do with each other, or no longer: both tell it in their history. */
export function linkBoth(
  one: LoadedTicket,
  other: LoadedTicket,
  { removed }: { readonly removed: boolean },
): { readonly one: TicketChange; readonly other: TicketChange } {
  return { one: linked(one, other, removed), other: linked(other, one, removed) };
}

function linked({ ticket }: LoadedTicket, other: LoadedTicket, removed: boolean): TicketChange {
  const { id: otherTicketId, code: otherCode } = other.ticket;
  return change(ticket.state, {
    notes: [{ type: 'linked', data: { otherTicketId, otherCode, removed } }],
    events: [{ type: 'ticket.linked', data: { otherTicketId } }],
  });
}

/** The pair as it is kept: the smaller id first. */
export function pairOf(one: string, other: string): { readonly ticketId: string; readonly otherId: string } {
  return one < other ? { ticketId: one, otherId: other } : { ticketId: other, otherId: one };
}
