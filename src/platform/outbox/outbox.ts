import { Injectable } from '@nestjs/common';
import { Entity } from 'typeorm';
import { Clock, newId } from '../../kernel/index.js';
import {
  CodeColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  insertMany,
  JsonColumn,
  managerOf,
  type Transaction,
} from '../database/index.js';
import type { EventData, NewEvent, StoredEvent } from './event.js';

@Entity('outbox_event')
export class OutboxEventRow {
  @IdColumn('id', { primary: true }) id!: string;
  @CodeColumn('type', 64) type!: string;
  @IdColumn('aggregate_id') aggregateId!: string;
  @IntegerColumn('aggregate_version') version!: number;
  @JsonColumn('data') data!: EventData;
  @JsonColumn('audience') audience!: string[];
  @InstantColumn('occurred_at') occurredAt!: Date;
  /** null until the sequencer has put the event into the feed. */
  @IntegerColumn('seq', { nullable: true }) seq!: number | null;
}

/** An event that has its place in the feed. */
export function toStoredEvent(row: OutboxEventRow): StoredEvent {
  if (row.seq === null) throw new Error(`Event ${row.id} has no place in the feed yet.`);
  return { ...row, seq: row.seq };
}

/** Where commands put what happened. */
@Injectable()
export class Outbox {
  private readonly carrying = new WeakSet<Transaction>();

  constructor(private readonly clock: Clock) {}

  /** Writes the events in one statement, in the transaction of the change they tell of. */
  async append(transaction: Transaction, events: readonly NewEvent[]): Promise<void> {
    if (events.length === 0) return;
    this.carrying.add(transaction);
    const occurredAt = this.clock.now();
    const rows = events.map((event) => ({
      ...event,
      audience: [...event.audience],
      id: newId(),
      occurredAt,
      seq: null,
    }));
    await insertMany(managerOf(transaction), OutboxEventRow, rows);
  }

  /** Whether events were written through this transaction: most that are committed carry none. */
  carriedBy(transaction: Transaction): boolean {
    return this.carrying.has(transaction);
  }
}
