import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { managerOf, Reader, UnitOfWork } from '../database/index.js';
import { Leases, LeaseLost, type Lease } from '../jobs/index.js';
import type { StoredEvent } from './event.js';
import { OutboxEventRow } from './outbox.js';

/** So many events are numbered at once, at most. */
export const SEQUENCER_BATCH = 200;

/**
 * Gives committed events their place in the feed. Writers cannot: ids and auto-increments become
 * visible out of commit order, and a reader that remembers "I have seen up to 41" would never see a 40
 * that commits later. One process at a time numbers what it can see, so whatever commits later gets a
 * later number.
 */
@Injectable()
export class Sequencer {
  private readonly lease: Lease;
  /** The last number given, while this process gives them; null: it has to be read. */
  private position: number | null = null;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    leases: Leases,
  ) {
    this.lease = leases.lease('outbox-sequencer');
  }

  /** Numbers one batch. @returns the events that got their place, in order; none also when another process is at it. */
  async run(): Promise<StoredEvent[]> {
    if (!(await this.lease.hold())) {
      this.position = null;
      return [];
    }
    const waiting = await this.reader.manager.find(OutboxEventRow, {
      where: { seq: IsNull() },
      order: { id: 'ASC' },
      take: SEQUENCER_BATCH,
    });
    if (waiting.length === 0) return [];
    const ids = waiting.map((event) => event.id);
    const from = this.position ?? (await this.lease.position());
    // Until the commit is certain nobody here knows how far the numbers go.
    this.position = null;
    try {
      await this.unitOfWork.run(async (transaction) => {
        await this.lease.advance(transaction, from, from + ids.length);
        await managerOf(transaction)
          .createQueryBuilder()
          .update(OutboxEventRow)
          .set({ seq: () => numbering(ids, from) })
          .where({ id: In(ids), seq: IsNull() })
          .execute();
      });
    } catch (error) {
      if (error instanceof LeaseLost) return [];
      throw error;
    }
    this.position = from + ids.length;
    return waiting.map((event, index) => ({ ...event, seq: from + index + 1 }));
  }

  async release(): Promise<void> {
    await this.lease.release();
  }
}

/** `case id when … then … end`, so that a batch is one statement. The ids are ULIDs of our own. */
function numbering(ids: readonly string[], from: number): string {
  const cases = ids.map((id, index) => `when '${assertUlid(id)}' then ${from + index + 1}`);
  return `case id ${cases.join(' ')} end`;
}

function assertUlid(id: string): string {
  if (!/^[0-9A-HJKMNP-TV-Z]{26}$/.test(id)) throw new Error('An event id is not a ULID.');
  return id;
}
