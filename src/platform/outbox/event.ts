import type { Transaction } from '../database/index.js';

/** References, enum values, numbers and instants (ISO). Never personal data, never free text. */
export type EventData = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** Something that happened, written in the same transaction as the change itself. */
export interface NewEvent {
  /** Dotted, past tense: `ticket.accepted`. */
  readonly type: string;
  /** The id of what it happened to. */
  readonly aggregateId: string;
  /** The aggregate's version after the change. */
  readonly version: number;
  readonly data: EventData;
  /** Socket rooms that hear of it: `centre`, `agency:SXD`, `account:<id>`. */
  readonly audience: readonly string[];
}

export interface StoredEvent extends NewEvent {
  readonly id: string;
  readonly occurredAt: Date;
  /** Position in the feed: rising, assigned after the commit by one process at a time. */
  readonly seq: number;
}

/**
 * Reacts to events, each exactly once as far as the database goes: what `handle` writes through
 * `transaction` commits together with the mark that the event is done. Effects outside the database
 * (mail, web hooks) are therefore written as rows with a claim and done by a worker.
 */
export interface Subscriber {
  /** Stable: stored with every delivery. */
  readonly name: string;
  readonly events: readonly string[];
  handle(event: StoredEvent, transaction: Transaction): Promise<void>;
}
