import type { EntityManager } from 'typeorm';
import {
  TicketAnswerRow,
  TicketClockRow,
  TicketRow,
} from '../tickets/index.js';
import type { SourceClock } from './domain/holders.js';
import type { FreezeInput, FreezeTicket } from './domain/published-item.js';

/** All that the projections read of a ticket. The reporter is not among it. */
export interface PublicationSource {
  readonly ticket: FreezeTicket;
  /** The answer that passed the gate. */
  readonly answer: FreezeInput['answer'] | null;
  readonly clocks: readonly SourceClock[];
  readonly confirmed: FreezeInput['confirmed'];
  readonly reporterCount: number;
}

/** The only place of this module that reads ticket tables; queries for the public never do. */
export async function readSource(manager: EntityManager, ticketId: string): Promise<PublicationSource | null> {
  const ticket = await manager.findOneBy(TicketRow, { id: ticketId });
  if (ticket === null) return null;
  const base = { ticket, confirmed: null, reporterCount: 1 };
  if (ticket.state !== 'published') return { ...base, answer: null, clocks: [] };
  const [answer] = await manager.find(TicketAnswerRow, { where: { ticketId, status: 'published' }, order: { number: 'DESC' }, take: 1 });
  const clocks = await manager.find(TicketClockRow, { where: { ticketId }, order: { startedAt: 'ASC', position: 'ASC' } });
  return { ...base, answer: answer ?? null, clocks };
}
