import { Injectable } from '@nestjs/common';
import { MoreThan, type EntityTarget } from 'typeorm';
import { managerOf, Reader, UnitOfWork } from '../platform/database/index.js';
import { TicketRow } from '../tickets/index.js';
import { PublicStatusRow, PublishedItemRow } from './entities.js';
import { WithdrawnItemRow } from './moderation-entities.js';
import { Projections } from './projections.js';
import { SearchIndex } from './search-index.js';

const BATCH = 100;

/** Writes both public projections again from the tickets, and the index of the search from them: after a repair, or when a rule has changed. */
@Injectable()
export class RebuildProjections {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly projections: Projections,
    private readonly index: SearchIndex,
  ) {}

  /** @returns how many tickets were gone through, and how many rows without a ticket were taken away. */
  async execute(progress: (done: number) => void = () => undefined): Promise<{ tickets: number; removed: number }> {
    let tickets = 0;
    for await (const ids of this.ids(TicketRow, 'id')) {
      await this.unitOfWork.run(async (transaction) => {
        for (const id of ids) await this.projections.project(transaction, id);
      });
      tickets += ids.length;
      progress(tickets);
    }
    const removed =
      (await this.sweep(PublicStatusRow)) + (await this.sweep(PublishedItemRow)) + (await this.sweep(WithdrawnItemRow));
    await this.index.rebuild();
    return { tickets, removed };
  }

  private async sweep(target: EntityTarget<{ ticketId: string }>): Promise<number> {
    let removed = 0;
    for await (const ids of this.ids(target, 'ticketId')) {
      removed += await this.unitOfWork.run(async (transaction) => {
        const manager = managerOf(transaction);
        const known = await manager
          .createQueryBuilder(TicketRow, 't')
          .select('t.id', 'id')
          .whereInIds(ids)
          .getRawMany<{ id: string }>();
        const orphans = ids.filter((id) => !known.some((row) => row.id === id));
        if (orphans.length > 0) await manager.delete(target, orphans);
        return orphans.length;
      });
    }
    return removed;
  }

  /** All ids of a table, in portions, by key. */
  private async *ids<T extends object>(target: EntityTarget<T>, key: string): AsyncGenerator<string[]> {
    for (let after = ''; ;) {
      const rows = await this.reader.manager.getRepository(target).find({
        select: { [key]: true } as never,
        where: { [key]: MoreThan(after) } as never,
        order: { [key]: 'ASC' } as never,
        take: BATCH,
      });
      const ids = rows.map((row) => (row as Record<string, unknown>)[key] as string);
      const last = ids.at(-1);
      if (last === undefined) return;
      yield ids;
      after = last;
    }
  }
}
