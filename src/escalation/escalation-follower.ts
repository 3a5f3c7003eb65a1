import { Injectable, type OnModuleInit } from '@nestjs/common';
import { IsNull, type EntityManager } from 'typeorm';
import { managerOf, type Transaction } from '../platform/database/index.js';
import { SubscriberRegistry, type StoredEvent, type Subscriber } from '../platform/outbox/index.js';
import { TICKET_EVENTS, TicketRow } from '../tickets/index.js';
import { EscalationFiringRow, EscalationNoticeRow, TicketWatchRow } from './entities.js';

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
    // The clock of an apology outlives its ticket: what it was listed for stays listed, whichever clock came first.
    await this.leaveToRunning(manager, ticketId);
    await manager
      .createQueryBuilder()
      .update(TicketWatchRow)
      .set({ clearedAt: occurredAt })
      .where('ticket_id = :ticketId and cleared_at is null', { ticketId })
      .andWhere(`clock_id in (${STOPPED_CLOCKS})`)
      .execute();
  }
  /** A list keeps one step for a ticket, the first; of later ones the firings know. */
  private async leaveToRunning(manager: EntityManager, ticketId: string): Promise<void> {
    const listed = await manager.findBy(TicketWatchRow, { ticketId, clearedAt: IsNull() });
    if (listed.length === 0) return;
    const firings = await manager
      .createQueryBuilder(EscalationFiringRow, 'f')
      .where('f.ticketId = :ticketId', { ticketId })
      .andWhere(`f.clockId not in (${STOPPED_CLOCKS})`)
      .orderBy('f.stepAt', 'ASC')
      .getMany();
    for (const { kind } of listed) {
      const step = firings.find(({ actions }) => actions.split(',').includes(kind));
      if (step === undefined) continue;
      const { clockId, agencyCode, accountId, stepAt } = step;
      await manager.update(TicketWatchRow, { ticketId, kind }, { clockId, agencyCode, accountId, sinceAt: stepAt });
    }
  }
}
