import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan, Not } from 'typeorm';
import { Reader } from '../database/index.js';
import type { StoredEvent } from './event.js';
import { OutboxEventRow, toStoredEvent } from './outbox.js';

/** The numbered events, in order and without gaps, for whoever remembers how far it has read. */
@Injectable()
export class Feed {
  constructor(private readonly reader: Reader) {}

  /** Events after `seq`, oldest first, at most `limit`. */
  async since(seq: number, limit: number): Promise<StoredEvent[]> {
    const rows = await this.reader.manager.find(OutboxEventRow, {
      where: { seq: MoreThan(seq) },
      order: { seq: 'ASC' },
      take: limit,
    });
    return rows.map(toStoredEvent);
  }

  /** The last number given; 0 when nothing has happened yet. */
  async position(): Promise<number> {
    const [last] = await this.reader.manager.find(OutboxEventRow, {
      select: { id: true, seq: true },
      where: { seq: Not(IsNull()) },
      order: { seq: 'DESC' },
      take: 1,
    });
    return last?.seq ?? 0;
  }
}
