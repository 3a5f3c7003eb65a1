import { Injectable } from '@nestjs/common';
import { In, LessThan, MoreThan } from 'typeorm';
import { Clock, dayInVietnam } from '../kernel/index.js';
import { insertMany, managerOf, Reader, storedInstant, UnitOfWork } from '../platform/database/index.js';
import type { Lease } from '../platform/jobs/index.js';
import { TicketRow } from '../tickets/index.js';
import { anchorReference, anchorRoot, MerkleTree, type AnchoredHead } from './domain/merkle.js';
import { HistoryAnchorHeadRow, HistoryAnchorRow } from './entities.js';

const PORTION = 500;
const DAY_MS = 86_400_000;
/**
 * So far before the last anchor it is looked for changes again: a machine's clock may have been set back, and a
 * command may have been under way when the anchor was made.
 */
const OVERLAP_MS = 2 * DAY_MS;

/** The daily anchors: made once, read by anybody. */
@Injectable()
export class HistoryAnchors {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes the anchor of yesterday in Viet Nam, unless it is there: over all histories that have grown since the
   * last one, so that days on which nothing ran are made up for together.
   *
   * @param lease held by the caller; whoever loses it meanwhile writes nothing more.
   * @returns whether an anchor was made.
   */
  async makeDue(lease: Lease): Promise<boolean> {
    const day = dayInVietnam(new Date(this.clock.now().getTime() - DAY_MS));
    const [previous] = await this.latest(1);
    if (previous !== undefined && previous.day >= day) return false;
    const position = await lease.position();
    const guarded = (work: Parameters<UnitOfWork['run']>[0]): Promise<unknown> =>
      this.unitOfWork.run(async (transaction) => {
        await lease.advance(transaction, position, position);
        return work(transaction);
      });
    // What a process that was killed had begun; heads count only with their anchor.
    await guarded((transaction) =>
      managerOf(transaction).delete(HistoryAnchorHeadRow, { day: MoreThan(previous?.day ?? '') }),
    );
    for await (const tickets of this.grownSince(previous?.madeAt ?? null)) {
      if (!(await lease.hold())) return false;
      const heads = await this.notYetAnchored(tickets.map(headOf));
      await guarded((transaction) =>
        insertMany(
          managerOf(transaction),
          HistoryAnchorHeadRow,
          heads.map((head) => ({ day, ...head })),
          { orIgnore: true },
        ),
      );
    }
    const tree = await this.treeOf(day);
    const previousRoot = previous?.root ?? '';
    const root = anchorRoot(previousRoot, day, tree);
    await guarded((transaction) =>
      managerOf(transaction).insert(HistoryAnchorRow, {
        day,
        root,
        previousRoot,
        headCount: tree.count,
        madeAt: this.clock.now(),
      }),
    );
    return true;
  }

  /** The last anchors, the newest first. @param before only older ones. */
  async latest(limit: number, before: string | null = null): Promise<HistoryAnchorRow[]> {
    return this.reader.manager.find(HistoryAnchorRow, {
      where: before === null ? {} : { day: LessThan(before) },
      order: { day: 'DESC' },
      take: limit,
    });
  }

  async ofDay(day: string): Promise<HistoryAnchorRow | null> {
    return this.reader.manager.findOneBy(HistoryAnchorRow, { day });
  }

  /** The heads of a day's anchor by reference. @param after only those beyond this one. */
  async heads(day: string, limit: number, after = ''): Promise<HistoryAnchorHeadRow[]> {
    return this.reader.manager.find(HistoryAnchorHeadRow, {
      where: { day, reference: MoreThan(after) },
      order: { reference: 'ASC' },
      take: limit,
    });
  }

  /** The tree over the heads that are stored for a day. */
  async treeOf(day: string): Promise<MerkleTree> {
    const tree = new MerkleTree();
    for (let after = ''; ;) {
      const heads = await this.heads(day, PORTION, after);
      for (const head of heads) tree.add(head);
      const last = heads.at(-1);
      if (last === undefined) return tree;
      after = last.reference;
    }
  }

  /** Sealed tickets written since then, in portions; all of them for null. */
  private async *grownSince(madeAt: Date | null): AsyncGenerator<TicketRow[]> {
    let from = madeAt === null ? new Date(0) : new Date(madeAt.getTime() - OVERLAP_MS);
    for (let after = ''; ;) {
      const rows = await this.reader.manager
        .createQueryBuilder(TicketRow, 't')
        .select(['t.id', 't.updatedAt', 't.historyHash', 't.historyLength'])
        .where('t.updated_at >= :from and (t.updated_at > :from or t.id > :after)', {
          from: storedInstant(from),
          after,
        })
        .orderBy('t.updatedAt', 'ASC')
        .addOrderBy('t.id', 'ASC')
        .limit(PORTION)
        .getMany();
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows.filter(({ historyHash }) => historyHash !== '');
      [from, after] = [last.updatedAt, last.id];
    }
  }

  private async notYetAnchored(heads: readonly AnchoredHead[]): Promise<AnchoredHead[]> {
    if (heads.length === 0) return [];
    const known = await this.reader.manager.find(HistoryAnchorHeadRow, {
      where: { reference: In(heads.map(({ reference }) => reference)) },
    });
    const anchored = new Set(known.map(({ reference, head }) => `${reference} ${head}`));
    return heads.filter(({ reference, head }) => !anchored.has(`${reference} ${head}`));
  }
}

function headOf({ id, historyLength, historyHash }: TicketRow): AnchoredHead {
  return { reference: anchorReference(id), length: historyLength, head: historyHash };
}
