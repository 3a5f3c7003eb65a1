import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, newId } from '../kernel/index.js';
import { managerOf, type Transaction } from '../platform/database/index.js';
import { SubscriberRegistry, type StoredEvent, type Subscriber } from '../platform/outbox/index.js';
import { TicketReporterRow } from '../tickets/index.js';
import { MailMessageRow } from './entities.js';
import { MAILED_EVENTS, mailFor } from './mail-table.js';

/** Puts down that a mail has to go out; in the event's transaction, so it is neither lost nor doubled. */
@Injectable()
export class MailPlanner implements Subscriber, OnModuleInit {
  readonly name = 'notifications-mail';
  readonly events = MAILED_EVENTS;

  constructor(
    private readonly registry: SubscriberRegistry,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.registry.register(this);
  }

  async handle(event: StoredEvent, transaction: Transaction): Promise<void> {
    const template = mailFor(event);
    if (template === null) return;
    const manager = managerOf(transaction);
    const ticketId = event.aggregateId;
    const reporter = await manager.findOneBy(TicketReporterRow, { ticketId });
    if (!reporter?.email || reporter.anonymous) return;
    if (await manager.existsBy(MailMessageRow, { eventId: event.id, template })) return;
    const now = this.clock.now();
    await manager.insert(MailMessageRow, {
      id: newId(),
      eventId: event.id,
      eventSeq: event.seq,
      ticketId,
      template,
      refs: event.data as object,
      status: 'pending',
      attempts: 0,
      createdAt: now,
      nextAt: now,
      claimToken: null,
      claimedUntil: null,
      sentAt: null,
      messageId: null,
      lastError: null,
    });
  }
}
