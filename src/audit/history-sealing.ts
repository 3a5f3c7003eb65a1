import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { managerOf, Reader, UnitOfWork } from '../platform/database/index.js';
import type { Lease } from '../platform/jobs/index.js';
import { sealHistories, TicketRow } from '../tickets/index.js';

const PORTION = 200;

/** Seals the histories that are older than the chain: once for an installation, in portions, and on from where it was. */
@Injectable()
export class HistorySealing {
  private after = '';

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
  ) {}

  /** Whether every history was gone through. @param lease of the job; its position remembers it. */
  async isDone(lease: Lease): Promise<boolean> {
    return (await lease.position()) > 0;
  }

  /** Seals the next portion. @returns whether there may be more. */
  async next(lease: Lease): Promise<boolean> {
    const rows = await this.reader.manager.find(TicketRow, {
      select: { id: true },
      where: { id: MoreThan(this.after), historyHash: '' },
      order: { id: 'ASC' },
      take: PORTION,
    });
    const last = rows.at(-1);
    await this.unitOfWork.run(async (transaction) => {
      await lease.advance(transaction, 0, last === undefined ? 1 : 0);
      if (last !== undefined)
        await sealHistories(
          managerOf(transaction),
          rows.map(({ id }) => id),
        );
    });
    if (last !== undefined) this.after = last.id;
    return last !== undefined;
  }
}
