import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { Reader, UnitOfWork } from '../database/index.js';
import { Leases, Poller } from '../jobs/index.js';
import { Log } from '../log/index.js';
import { Delivery } from './delivery.js';
import type { StoredEvent } from './event.js';
import { Feed } from './feed.js';
import { Outbox } from './outbox.js';
import { Sequencer, SEQUENCER_BATCH } from './sequencer.js';
import { SubscriberRegistry } from './subscribers.js';

/** How long what nobody here knows of may wait: what other processes committed, retries that are due. */
const POLL_MS = 500;
const TAIL_BATCH = 500;

/** Hears of every event in this process, in feed order, while the process runs; catches up by itself with nothing. */
export type FeedListener = (events: readonly StoredEvent[]) => void;

interface Follower {
  readonly delivery: Delivery;
  readonly poller: Poller;
}

/**
 * Keeps the feed moving: numbers what was committed, tells this process's listeners (the sockets), hands it to
 * the subscribers. Nudged by each commit here that carries events; polling finds what other processes committed.
 *
 * Pages wait for this: with fifty events a second, each statement too many for one event is time they wait. So
 * nothing that was just numbered is read again, and only who wants an event is woken by it.
 */
@Injectable()
export class Dispatcher {
  private readonly listeners: FeedListener[] = [];
  private sequencing: Poller | null = null;
  private tailing: Poller | null = null;
  private followers: Follower[] = [];
  private tailed = 0;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
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
    this.followers = this.registry.all().map((subscriber, index) => {
      const lease = this.leases.lease(`subscriber:${subscriber.name}`);
      const delivery = new Delivery(subscriber, lease, { unitOfWork, reader, feed, clock, log });
      return { delivery, poller: this.poller(`delivery-${index}`, () => delivery.run()) };
    });
    this.tailing = this.poller('feed-tail', () => this.tail());
    const sequencing = this.poller('sequencer', () => this.sequence());
    this.sequencing = sequencing;
    unitOfWork.onCommit({
      committed: (transaction) => {
        if (this.outbox.carriedBy(transaction)) sequencing.nudge();
      },
    });
    for (const poller of this.pollers()) poller.start();
  }

  /** Lets the runs in progress end and frees the leases, so that another process goes on at once. */
  async stop(): Promise<void> {
    await Promise.all(this.pollers().map((poller) => poller.stop()));
    await this.sequencer.release();
    await Promise.all(this.followers.map(({ delivery }) => delivery.release()));
  }

  private pollers(): Poller[] {
    const all = [this.sequencing, this.tailing, ...this.followers.map(({ poller }) => poller)];
    return all.filter((poller) => poller !== null);
  }

  private poller(name: string, run: () => Promise<boolean>): Poller {
    return new Poller({ name, everyMs: POLL_MS, log: this.log, run });
  }

  /** @returns whether more may be waiting; what commits here meanwhile nudges by itself. */
  private async sequence(): Promise<boolean> {
    const numbered = await this.sequencer.run();
    // What follows at once on what has been told need not be read again; after a gap the tail reads it in its turn.
    if (numbered[0]?.seq === this.tailed + 1) this.tell(numbered);
    else if (numbered.length > 0) this.tailing?.nudge();
    return numbered.length === SEQUENCER_BATCH;
  }

  /** What other processes numbered, and whatever this one missed. */
  private async tail(): Promise<boolean> {
    const events = await this.feed.since(this.tailed, TAIL_BATCH);
    // While that was read, this process may have numbered and told some of them.
    this.tell(events.filter(({ seq }) => seq > this.tailed));
    return events.length === TAIL_BATCH;
  }

  private tell(events: readonly StoredEvent[]): void {
    const last = events.at(-1);
    if (last === undefined) return;
    this.tailed = last.seq;
    for (const listener of this.listeners) listener(events);
    for (const { delivery, poller } of this.followers) if (delivery.wants(events)) poller.nudge();
  }
}
