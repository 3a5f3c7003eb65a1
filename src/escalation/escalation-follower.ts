import { Injectable, type OnModuleInit } from '@nestjs/common';
import { managerOf, type Transaction } from '../platform/database/index.js';
import { SubscriberRegistry, type StoredEvent, type Subscriber } from '../platform/outbox/index.js';
import { TICKET_EVENTS, TicketRow } from '../tickets/index.js';
import { EscalationNoticeRow, TicketWatchRow } from './entities.js';

const STOPPED_CLOCKS = 'select id from ticket_clock where ticket_id = :ticketId and stopped_at is not null';

/**
 * Takes back what is no longer so when a ticket has moved: nobody is told in the morning of what was
 * answered in the evening, and a ticket that has ended is on nobody's list. It goes by the clocks as they
 * are, not by the event, so a late or repeated event does no harm.
 */
@Injectable()
export class EscalationFollower implements Subscriber, OnModuleInit {
  readonly name = 'escalation';
  /** Nothing has been escalated yet when a ticket comes in. */
  readonly events = TICKET_EVENTS.filter((type) => type !== 'ticket.received');

  constructor(private readonly registry: SubscriberRegistry) {}

  onModuleInit(): void {
    this.registry.register(this);
  }

  async handle({ aggregateId: ticketId, occurredAt }: StoredEvent, transaction: Transaction): Promise<void> {
    const manager = managerOf(transaction);
    await manager
      .createQueryBuilder()
      .update(EscalationNoticeRow)
      .set({ withdrawnAt: occurredAt })
      .where('ticket_id = :ticketId and mailed_at is null and withdrawn_at is null', { ticketId })
      .andWhere(`clock_id in (${STOPPED_CLOCKS})`)
      .execute();
    const ticket = await manager.findOne(TicketRow, { select: { id: true, isOpen: true }, where: { id: ticketId } });
    if (ticket === null || ticket.isOpen) return;
    // The clock of an apology outlives its ticket: what that one put on a list stays there.
    await manager
      .createQueryBuilder()
      .update(TicketWatchRow)
      .set({ clearedAt: occurredAt })
      .where('ticket_id = :ticketId and cleared_at is null', { ticketId })
      .andWhere(`clock_id in (${STOPPED_CLOCKS})`)
      .execute();
  }
}
