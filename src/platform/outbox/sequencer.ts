import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { managerOf, Reader, UnitOfWork } from '../database/index.js';
import { Leases, LeaseLost, type Lease } from '../jobs/index.js';
import { OutboxEventRow } from './outbox.js';

const BATCH = 200;

/**
 * Gives committed events their place in the feed. Writers cannot: ids and auto-increments become
 * visible out of commit order, and a reader that remembers "I have seen up to 41" would never see a 40
 * that commits later. One process at a time numbers what it can see, so whatever commits later gets a
 * later number.
 */
@Injectable()
export class Sequencer {
  private readonly lease: Lease;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    leases: Leases,
  ) {
    this.lease = leases.lease('outbox-sequencer');
  }

  /** Numbers one batch. @returns how many events got their place; 0 also when another process is at it. */
  async run(): Promise<number> {
    if (!(await this.lease.hold())) return 0;
    const waiting = await this.reader.manager.find(OutboxEventRow, {
      select: { id: true },
      where: { seq: IsNull() },
      order: { id: 'ASC' },
      take: BATCH,
    });
    if (waiting.length === 0) return 0;
    const ids = waiting.map((event) => event.id);
    const from = await this.lease.position();
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
      if (error instanceof LeaseLost) return 0;
      throw error;
    }
    return ids.length;
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
