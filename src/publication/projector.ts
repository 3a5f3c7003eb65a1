import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Transaction } from '../platform/database/index.js';
import { SubscriberRegistry, type StoredEvent, type Subscriber } from '../platform/outbox/index.js';
import { TICKET_EVENTS } from '../tickets/index.js';
import { Projections } from './projections.js';

/** Every ticket event may change what the public reads. */
@Injectable()
export class Projector implements Subscriber, OnModuleInit {
  readonly name = 'publication';
  readonly events = TICKET_EVENTS;

  constructor(
    private readonly registry: SubscriberRegistry,
    private readonly projections: Projections,
  ) {}

  onModuleInit(): void {
    this.registry.register(this);
  }

  async handle(event: StoredEvent, transaction: Transaction): Promise<void> {
    await this.projections.project(transaction, event.aggregateId);
  }
}
