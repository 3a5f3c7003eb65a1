import { Injectable } from '@nestjs/common';
import { Idempotency, managerOf, Reader } from '../platform/database/index.js';
import { Outbox } from '../platform/outbox/index.js';
import { TicketRow } from './entities.js';
import { published } from './ticket-writing.js';

/** What a citizen mails about a ticket that has ended is not put with it; the citizen is told so, and what to do instead. */
@Injectable()
export class LateMail {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly reader: Reader,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Has the reporter written to, once until the ticket is opened again: two machines that answer each other stop there.
   * Nothing happens while the ticket, or the one that stands for it, is open.
   */
  async tell(ticketId: string): Promise<void> {
    const { manager } = this.reader;
    const ticket = await manager.findOneBy(TicketRow, { id: ticketId });
    const kept = ticket?.mergedIntoId ? await manager.findOneBy(TicketRow, { id: ticket.mergedIntoId }) : ticket;
    if (ticket === null || kept === null || kept.isOpen) return;
    const round = { scope: 'late-mail', key: `${ticketId}:${kept.id}:${String(kept.reopenCount)}`, hash: '' };
    await this.idempotency.once(round, async (transaction) => {
      const now = (await managerOf(transaction).findOneBy(TicketRow, { id: ticketId })) ?? ticket;
      await this.outbox.append(transaction, published([{ type: 'ticket.mail_came_late', data: {} }], now));
      return { ticketId };
    });
  }
}
