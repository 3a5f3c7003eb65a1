import type { EntityManager } from 'typeorm';
import { AttachmentRow } from '../attachments/index.js';
import { ClockHoldingRow, TicketAnswerRow, TicketClockRow, TicketRow } from '../tickets/index.js';
import type { FreezeInput, FreezeTicket } from './domain/published-item.js';
import { ConfirmedTextRow } from './entities.js';

/** All that the projections read of a ticket. The reporter is not among it. */
export interface PublicationSource {
  readonly ticket: FreezeTicket;
  /** The answer that passed the gate. */
  readonly answer: FreezeInput['answer'] | null;
  /** Its photos that the coordinator let through. */
  readonly photos: FreezeInput['photos'];
  readonly confirmed: FreezeInput['confirmed'];
  readonly clocks: readonly TicketClockRow[];
  readonly holdings: readonly ClockHoldingRow[];
  readonly reporterCount: number;
}

/** The only place of this module that reads ticket tables; queries for the public never do. */
export async function readSource(manager: EntityManager, ticketId: string): Promise<PublicationSource | null> {
  const ticket = await manager.findOneBy(TicketRow, { id: ticketId });
  if (ticket === null) return null;
  const bare = {
    ticket,
    answer: null,
    photos: [],
    confirmed: null,
    clocks: [],
    holdings: [],
    reporterCount: ticket.mergedCount + 1,
  };
  // After the days for rating it stays public as it is.
  if (ticket.state !== 'published' && ticket.state !== 'closed') return bare;
  const [answer] = await manager.find(TicketAnswerRow, {
    where: { ticketId, status: 'published' },
    order: { number: 'DESC' },
    take: 1,
  });
  if (answer === undefined) return bare;
  const clocks = await manager.find(TicketClockRow, { where: { ticketId }, order: { position: 'ASC' } });
  const holdings = await manager.find(ClockHoldingRow, { where: { ticketId }, order: { fromAt: 'ASC', id: 'ASC' } });
  const confirmed = await manager.findOneBy(ConfirmedTextRow, { answerId: answer.id });
  const files = await manager.find(AttachmentRow, {
    where: { ticketId, ownerKind: 'answer', isPublic: true },
    order: { id: 'ASC' },
  });
  const photos = files.filter(({ mediaType }) => mediaType !== 'application/pdf');
  return { ...bare, answer, photos, confirmed, clocks, holdings };
}
