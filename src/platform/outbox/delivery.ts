import { LessThanOrEqual } from 'typeorm';
import type { Clock } from '../../kernel/index.js';
import { managerOf, type Reader, type UnitOfWork } from '../database/index.js';
import { LeaseLost, type Lease } from '../jobs/index.js';
import type { Log } from '../log/index.js';
import type { StoredEvent, Subscriber } from './event.js';
import type { Feed } from './feed.js';
import { OutboxEventRow, toStoredEvent } from './outbox.js';
import { OutboxRetryRow } from './subscribers.js';

const BATCH = 100;
/** So many share a commit: enough to matter, few enough not to hold up who else writes on SQLite. */
const TOGETHER = 20;
/**
 * Past so many events that the subscriber does not want its position is written even so. Until then it is known here
 * only: whoever takes over looks at them again, which costs ten reads, and not one commit for each event.
 */
const SKIPPED = 1_000;
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 60 * 60_000;

/** How far a subscriber has come. */
interface Place {
  /** All up to here is done, or was not wanted. */
  readonly looked: number;
  /** Up to here it is committed. */
  readonly saved: number;
}

/**
 * Hands the feed to one subscriber, in order, by a position of its own. Position and effects commit
 * together, so an event is handled exactly once as far as the database goes, whichever process dies.
 * An event that fails is put aside and tried again with growing pauses; it does not hold up the rest.
 */
export class Delivery {
  /** null: it has to be read, because another process may have moved it. */
  private place: Place | null = null;

  constructor(
    private readonly subscriber: Subscriber,
    private readonly lease: Lease,
    private readonly services: {
      readonly unitOfWork: UnitOfWork;
      readonly reader: Reader;
      readonly feed: Feed;
      readonly clock: Clock;
      readonly log: Log;
    },
  ) {}

  /** Whether there is something for the subscriber among them. */
  wants(events: readonly StoredEvent[]): boolean {
    return events.some(({ type }) => this.subscriber.events.includes(type));
  }

  /** Handles one batch and the retries that are due. @returns whether there may be more at once. */
  async run(): Promise<boolean> {
    if (!(await this.lease.hold())) {
      this.place = null;
      return false;
    }
    try {
      const fresh = await this.deliverFresh();
      const retried = await this.deliverRetries();
      return fresh || retried;
    } catch (error) {
      this.place = null;
      if (error instanceof LeaseLost) return false;
      throw error;
    }
  }

  /** Lets another process go on at once, from where this one has come. */
  async release(): Promise<void> {
    const { place } = this;
    this.place = null;
    try {
      if (place !== null && place.looked > place.saved) await this.save(place);
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
    }
    await this.lease.release();
  }

  private async deliverFresh(): Promise<boolean> {
    let place = this.place ?? (await this.readPlace());
    const events = await this.services.feed.since(place.looked, BATCH);
    for (let from = 0; from < events.length; from += TOGETHER) {
      place = await this.deliverPortion(events.slice(from, from + TOGETHER), place);
      this.place = place;
    }
    this.place = place;
    return events.length === BATCH;
  }

  private async readPlace(): Promise<Place> {
    const position = await this.lease.position();
    return { looked: position, saved: position };
  }

  /** @returns the place after the portion. */
  private async deliverPortion(portion: readonly StoredEvent[], { looked, saved }: Place): Promise<Place> {
    const last = portion.at(-1)?.seq ?? looked;
    const wanted = portion.filter((event) => this.wants([event]));
    if (wanted.length > 1 && (await this.deliverTogether(wanted, saved, last))) return { looked: last, saved: last };
    let position = saved;
    for (const event of wanted) {
      await this.deliver(event, position);
      position = event.seq;
    }
    const place = { looked: last, saved: position };
    return last - position < SKIPPED ? place : this.save(place);
  }

  private async save({ looked, saved }: Place): Promise<Place> {
    await this.services.unitOfWork.run((transaction) => this.lease.advance(transaction, saved, looked));
    return { looked, saved: looked };
  }

  /**
   * Several events in one transaction: one durable commit for all, which is most of what they cost.
   * @returns false when one of them failed; nothing happened then, and each is tried for itself.
   */
  private async deliverTogether(events: readonly StoredEvent[], from: number, to: number): Promise<boolean> {
    try {
      await this.services.unitOfWork.run(async (transaction) => {
        await this.lease.advance(transaction, from, to);
        for (const event of events) await this.subscriber.handle(event, transaction);
      });
      return true;
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      this.services.log.debug(
        { subscriber: this.subscriber.name, events: events.length, error },
        'events not handled together',
      );
      return false;
    }
  }

  private async deliver(event: StoredEvent, from: number): Promise<void> {
    const { unitOfWork, clock } = this.services;
    try {
      await unitOfWork.run(async (transaction) => {
        await this.lease.advance(transaction, from, event.seq);
        await this.subscriber.handle(event, transaction);
      });
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      this.logFailure(event, 1, error);
      await unitOfWork.run(async (transaction) => {
        await this.lease.advance(transaction, from, event.seq);
        await managerOf(transaction).insert(OutboxRetryRow, {
          subscriber: this.subscriber.name,
          seq: event.seq,
          attempts: 1,
          nextAt: retryAt(clock.now(), 1),
          lastError: errorName(error),
        });
      });
    }
  }

  private async deliverRetries(): Promise<boolean> {
    const { reader, clock } = this.services;
    const due = await reader.manager.find(OutboxRetryRow, {
      where: { subscriber: this.subscriber.name, nextAt: LessThanOrEqual(clock.now()) },
      order: { nextAt: 'ASC' },
      take: BATCH,
    });
    for (const retry of due) await this.retry(retry);
    return due.length === BATCH;
  }

  private async retry(retry: OutboxRetryRow): Promise<void> {
    const { unitOfWork, reader, clock } = this.services;
    const event = toStoredEvent(await reader.manager.findOneByOrFail(OutboxEventRow, { seq: retry.seq }));
    const key = { subscriber: retry.subscriber, seq: retry.seq };
    try {
      await unitOfWork.run(async (transaction) => {
        const taken = await managerOf(transaction).delete(OutboxRetryRow, { ...key, attempts: retry.attempts });
        if (taken.affected === 1) await this.subscriber.handle(event, transaction);
      });
    } catch (error) {
      const attempts = retry.attempts + 1;
      this.logFailure(event, attempts, error);
      const change = { attempts, nextAt: retryAt(clock.now(), attempts), lastError: errorName(error) };
      await unitOfWork.run((transaction) =>
        managerOf(transaction).update(OutboxRetryRow, { ...key, attempts: retry.attempts }, change),
      );
    }
  }

  private logFailure(event: StoredEvent, attempts: number, error: unknown): void {
    const { name } = this.subscriber;
    this.services.log.error(
      { subscriber: name, event: event.type, seq: event.seq, attempts, error },
      'event not handled',
    );
  }
}

/** 1 s, 2 s, 4 s … up to an hour. */
function retryAt(now: Date, attempts: number): Date {
  return new Date(now.getTime() + Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1)));
}

function errorName(error: unknown): string {
  return error instanceof Error ? error.name.slice(0, 200) : 'unknown';
}
