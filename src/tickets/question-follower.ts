import { Injectable, type OnModuleInit } from '@nestjs/common';
import { In } from 'typeorm';
import { managerOf, type Transaction } from '../platform/database/index.js';
import { SubscriberRegistry, type StoredEvent, type Subscriber } from '../platform/outbox/index.js';
import { TicketQuestionRow, TicketRow } from './entities.js';

/**
 * A question nobody waits for any more is cancelled: the ticket was transferred, merged or withdrawn. It goes by
 * the ticket as it is, so a late or repeated event does no harm.
 */
@Injectable()
export class QuestionFollower implements Subscriber, OnModuleInit {
  readonly name = 'questions';
  readonly events = [
    'ticket.transferred',
    'ticket.returned',
    'ticket.lead_ruled',
    'ticket.withdrawn',
    'ticket.merged',
    'ticket.rejected',
    'ticket.guided_elsewhere',
    'ticket.agency_changed',
  ];

  constructor(private readonly registry: SubscriberRegistry) {}

  onModuleInit(): void {
    this.registry.register(this);
  }

  async handle({ aggregateId: ticketId, occurredAt }: StoredEvent, transaction: Transaction): Promise<void> {
    const manager = managerOf(transaction);
    // The questions first: one that is asked between the two looks is not among them.
    const asked = await manager.find(TicketQuestionRow, {
      where: { ticketId, status: 'asked' },
      order: { number: 'ASC' },
    });
    if (asked.length === 0) return;
    const ticket = await manager.findOne(TicketRow, { where: { id: ticketId }, select: { id: true, state: true } });
    const over = ticket?.state === 'awaiting_info' ? asked.slice(0, -1) : asked;
    if (over.length === 0) return;
    await manager.update(
      TicketQuestionRow,
      { id: In(over.map(({ id }) => id)), status: 'asked' },
      { status: 'cancelled', remindAt: null, nextAt: null, endedAt: occurredAt },
    );
  }
}
