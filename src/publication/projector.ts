import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Transaction } from '../platform/database/index.js';
import { SubscriberRegistry, type StoredEvent, type Subscriber } from '../platform/outbox/index.js';
import { TICKET_RATED } from '../surveys/index.js';
import { DEADLINES_MOVED, HiddenTickets, TICKET_EVENTS } from '../tickets/index.js';
import { Projections } from './projections.js';

/**
 * Every ticket event may change what the public reads; so do deadlines that move, and ratings. What must not be read any
 * more does not wait for its event.
 */
@Injectable()
export class Projector implements Subscriber, OnModuleInit {
  readonly name = 'publication';
  readonly events = [...TICKET_EVENTS, DEADLINES_MOVED, TICKET_RATED];

  constructor(
    private readonly registry: SubscriberRegistry,
    private readonly projections: Projections,
    hidden: HiddenTickets,
  ) {
    hidden.onHidden((transaction, ticketId) => projections.hide(transaction, ticketId));
  }

  onModuleInit(): void {
    this.registry.register(this);
  }

  async handle(event: StoredEvent, transaction: Transaction): Promise<void> {
    for (const ticketId of ticketsOf(event)) await this.projections.project(transaction, ticketId);
  }
}

function ticketsOf({ type, aggregateId, data }: StoredEvent): readonly string[] {
  return type === DEADLINES_MOVED ? (data['ticketIds'] as readonly string[]) : [aggregateId];
}
