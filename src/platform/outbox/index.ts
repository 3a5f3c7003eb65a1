export { Dispatcher, type FeedListener } from './dispatcher.js';
export type { EventData, NewEvent, StoredEvent, Subscriber } from './event.js';
export { Feed } from './feed.js';
export { Outbox } from './outbox.js';
export { SubscriberRegistry } from './subscribers.js';
export { outboxEntities, OutboxModule } from './outbox.module.js';
