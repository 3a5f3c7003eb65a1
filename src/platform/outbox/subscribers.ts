import { Injectable } from '@nestjs/common';
import { Entity } from 'typeorm';
import { CodeColumn, InstantColumn, IntegerColumn, LineColumn } from '../database/index.js';
import type { Subscriber } from './event.js';

/** An event that a subscriber could not handle, and when it is tried again. */
@Entity('outbox_retry')
export class OutboxRetryRow {
  @CodeColumn('subscriber', 64, { primary: true }) subscriber!: string;
  @IntegerColumn('seq', { primary: true }) seq!: number;
  @IntegerColumn('attempts') attempts!: number;
  @InstantColumn('next_at') nextAt!: Date;
  /** The error's name or code; never its message, which may hold personal data. */
  @LineColumn('last_error', 200) lastError!: string;
}

/** Who reacts to events. Filled while the modules start. */
@Injectable()
export class SubscriberRegistry {
  private readonly subscribers = new Map<string, Subscriber>();

  /** @throws Error when the name is taken: positions are stored under it. */
  register(subscriber: Subscriber): void {
    if (this.subscribers.has(subscriber.name)) throw new Error(`Two subscribers are called ${subscriber.name}.`);
    this.subscribers.set(subscriber.name, subscriber);
  }

  all(): readonly Subscriber[] {
    return [...this.subscribers.values()];
  }

  /**
   * Start-up check: an event nobody handles is a forgotten mail, and a subscription to an unknown event never fires.
   * @returns one line for each mistake.
   */
  check(eventTypes: readonly string[]): string[] {
    const known = new Set(eventTypes);
    const handled = new Set(this.all().flatMap((subscriber) => subscriber.events));
    return [
      ...eventTypes.filter((type) => !handled.has(type)).map((type) => `event ${type} has no handler`),
      ...[...handled]
        .filter((type) => !known.has(type))
        .map((type) => `a subscriber waits for the unknown event ${type}`),
    ];
  }
}
