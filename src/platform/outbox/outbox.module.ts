import { Global, Module } from '@nestjs/common';
import { Leases } from '../jobs/index.js';
import { Dispatcher } from './dispatcher.js';
import { Feed } from './feed.js';
import { Outbox, OutboxEventRow } from './outbox.js';
import { Sequencer } from './sequencer.js';
import { OutboxRetryRow, SubscriberRegistry } from './subscribers.js';

export const outboxEntities = [OutboxEventRow, OutboxRetryRow];

@Global()
@Module({
  providers: [Outbox, Feed, Sequencer, SubscriberRegistry, Leases, Dispatcher],
  exports: [Outbox, Feed, SubscriberRegistry, Leases, Dispatcher],
})
export class OutboxModule {}
