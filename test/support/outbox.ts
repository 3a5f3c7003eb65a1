import {
  Outbox,
  Dispatcher,
  Feed,
  outboxEntities,
  SubscriberRegistry,
  type NewEvent,
  type StoredEvent,
  type Subscriber,
} from '../../src/platform/outbox/index.js';
import { newId, type Clock } from '../../src/kernel/index.js';
import { managerOf, type Transaction } from '../../src/platform/database/index.js';
import { LeaseRow, Leases } from '../../src/platform/jobs/index.js';
import { createLog } from '../../src/platform/log/index.js';
import { Delivery } from '../../src/platform/outbox/delivery.js';
import { Sequencer } from '../../src/platform/outbox/sequencer.js';
import { openDatabase, type TestDatabase } from './database.js';
import type { DatabasePlace } from './server-database.js';

/** What one process of the service has of the outbox: connections, leases and dispatcher of its own. */
export interface OutboxProcess extends Pick<TestDatabase, 'unitOfWork' | 'reader' | 'rows'> {
  readonly outbox: Outbox;
  readonly feed: Feed;
  readonly sequencer: Sequencer;
  readonly registry: SubscriberRegistry;
  readonly dispatcher: Dispatcher;
  /** Runs one subscriber by hand. */
  delivery(subscriber: Subscriber): Delivery;
  /** Appends events in one unit of work, and commits. */
  happen(...types: string[]): Promise<void>;
  close(): Promise<void>;
}

export async function openOutbox(place: DatabasePlace, clock: Clock): Promise<OutboxProcess> {
  const { unitOfWork, reader, rows, close } = await openDatabase(place, [...outboxEntities, LeaseRow]);
  const log = createLog('silent');
  const leases = new Leases(unitOfWork, reader, clock);
  const feed = new Feed(reader);
  const sequencer = new Sequencer(unitOfWork, reader, leases);
  const registry = new SubscriberRegistry();
  const outbox = new Outbox(clock);
  const dispatcher = new Dispatcher(unitOfWork, reader, clock, outbox, feed, sequencer, leases, registry, log);
  return {
    unitOfWork,
    reader,
    rows,
    outbox,
    feed,
    sequencer,
    registry,
    dispatcher,
    delivery: (subscriber) =>
      new Delivery(subscriber, leases.lease(`subscriber:${subscriber.name}`), { unitOfWork, reader, feed, clock, log }),
    happen: (...types) => unitOfWork.run((transaction) => outbox.append(transaction, types.map(eventOf))),
    close: async () => {
      await dispatcher.stop();
      await close();
    },
  };
}

export function eventOf(type: string): NewEvent {
  return { type, aggregateId: newId(), version: 1, data: {}, audience: ['centre'] };
}

/** A subscriber whose effect is a row: how often and for which event can be counted afterwards. */
export function effectSubscriber(
  name: string,
  events: readonly string[],
  before?: (event: StoredEvent) => Promise<void> | void,
): Subscriber {
  return {
    name,
    events,
    handle: async (event, transaction) => {
      await writeEffect(transaction, name, event);
      await before?.(event);
    },
  };
}

async function writeEffect(transaction: Transaction, subscriber: string, event: StoredEvent): Promise<void> {
  const row = {
    name: `effect:${subscriber}:${newId()}`,
    token: event.type,
    heldUntil: new Date(0),
    position: event.seq,
  };
  await managerOf(transaction).insert(LeaseRow, row);
}

/** The event types a subscriber's committed effects are of, in the order in which they were made. */
export async function effectsOf(process: Pick<OutboxProcess, 'rows'>, subscriber: string): Promise<string[]> {
  const found = await process.rows
    .createQueryBuilder(LeaseRow, 'effect')
    .where('effect.name like :prefix', { prefix: `effect:${subscriber}:%` })
    .orderBy('effect.name')
    .getMany();
  return found.map(({ token }) => token);
}
