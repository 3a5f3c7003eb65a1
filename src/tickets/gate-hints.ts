import { Injectable, type OnModuleInit } from '@nestjs/common';
import { managerOf, type Transaction } from '../platform/database/index.js';
import { SubscriberRegistry, type StoredEvent, type Subscriber } from '../platform/outbox/index.js';
import { TicketAnswerRow } from './entities.js';
import { AnswerQueries } from './queries/answer-queries.js';

/**
 * An answer that has come to the gate is looked at once, and what there is to point out is kept with it: the
 * coordinator's decision need not wait until it is compared with hundreds of others.
 */
@Injectable()
export class GateHints implements Subscriber, OnModuleInit {
  readonly name = 'gate-hints';
  readonly events = ['ticket.answer_approved'];

  constructor(
    private readonly registry: SubscriberRegistry,
    private readonly answers: AnswerQueries,
  ) {}

  onModuleInit(): void {
    this.registry.register(this);
  }

  async handle({ aggregateId: ticketId }: StoredEvent, transaction: Transaction): Promise<void> {
    const manager = managerOf(transaction);
    const answer = await manager.findOneBy(TicketAnswerRow, { ticketId, status: 'approved' });
    if (answer === null) return;
    const gateHints = await this.answers.hints({ kind: 'system', name: this.name }, ticketId, answer);
    await manager.update(TicketAnswerRow, { id: answer.id, status: 'approved' }, { gateHints });
  }
}
