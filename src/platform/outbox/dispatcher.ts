import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { Reader, UnitOfWork } from '../database/index.js';
import { Leases, Poller } from '../jobs/index.js';
import { Log } from '../log/index.js';
import { Delivery } from './delivery.js';
import type { StoredEvent } from './event.js';
import { Feed } from './feed.js';
import { Sequencer } from './sequencer.js';
import { SubscriberRegistry } from './subscribers.js';

const POLL_MS = 500;
const TAIL_BATCH = 500;

/** Hears of every event in this process, in feed order, while the process runs; catches up by itself with nothing. */
export type FeedListener = (events: readonly StoredEvent[]) => void;

/**
 * Keeps the feed moving: numbers what was committed, hands it to the subscribers, tells this process's
 * listeners (the sockets). Nudged after each commit here; polling finds what other processes committed.
 */
@Injectable()
export class Dispatcher {
  private readonly listeners: FeedListener[] = [];
  private pollers: Poller[] = [];
  private deliveries: Delivery[] = [];
  private tailed = 0;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly feed: Feed,
    private readonly sequencer: Sequencer,
    private readonly leases: Leases,
    private readonly registry: SubscriberRegistry,
    private readonly log: Log,
  ) {}

  onEvents(listener: FeedListener): void {
    this.listeners.push(listener);
  }

  async start(): Promise<void> {
    this.tailed = await this.feed.position();
    const { unitOfWork, reader, feed, clock, log } = this;
    this.deliveries = this.registry.all().map(
      (subscriber) =>
        new Delivery(subscriber, this.leases.lease(`subscriber:${subscriber.name}`), {
          unitOfWork,
          reader,
          feed,
          clock,
          log,
        }),
    );
    const followers = [
      this.poller('feed-tail', () => this.tail()),
      ...this.deliveries.map((delivery, index) => this.poller(`delivery-${index}`, () => delivery.run())),
    ];
    const sequencing = this.poller('sequencer', async () => {
      const numbered = await this.sequencer.run();
      this.hear(numbered);
      if (numbered.length > 0) for (const follower of followers) follower.nudge();
      return numbered.length > 0;
    });
    this.pollers = [sequencing, ...followers];
    this.unitOfWork.onCommit({ committed: () => sequencing.nudge() });
    for (const poller of this.pollers) poller.start();
  }

  /** Lets the runs in progress end and frees the leases, so that another process goes on at once. */
  async stop(): Promise<void> {
    await Promise.all(this.pollers.map((poller) => poller.stop()));
    await this.sequencer.release();
    await Promise.all(this.deliveries.map((delivery) => delivery.release()));
  }

  private poller(name: string, run: () => Promise<boolean>): Poller {
    return new Poller({ name, everyMs: POLL_MS, log: this.log, run });
  }

  /** What other processes numbered, and whatever this one missed. */
  private async tail(): Promise<boolean> {
    const events = await this.feed.since(this.tailed, TAIL_BATCH);
    // While that was read, this process may have numbered and told some of them.
    this.tell(events.filter(({ seq }) => seq > this.tailed));
    return events.length === TAIL_BATCH;
  }

  /** What follows at once on what has been told need not be read again; after a gap the tail reads it in its turn. */
  private hear(numbered: readonly StoredEvent[]): void {
    if (numbered[0]?.seq === this.tailed + 1) this.tell(numbered);
  }

  private tell(events: readonly StoredEvent[]): void {
    const last = events.at(-1);
    if (last === undefined) return;
    this.tailed = last.seq;
    for (const listener of this.listeners) listener(events);
  }
}
