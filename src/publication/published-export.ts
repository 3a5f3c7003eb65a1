import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Reader } from '../platform/database/index.js';
import { PublicStatusRow, PublishedItemRow } from './entities.js';

const PORTION = 200;

/** A published item, with what is known of it beside the copy. */
export interface ExportedItem {
  readonly item: PublishedItemRow;
  readonly status: PublicStatusRow | null;
}

/** What of a published item a list for machines shows. */
export interface PublishedAddress {
  readonly code: string;
  readonly publishedAt: Date;
}

/** All published items, for those who take them away as a whole. Reads the projections only. */
@Injectable()
export class PublishedExport {
  constructor(private readonly reader: Reader) {}

  /**
   * The items published in a span of time, the oldest first, in portions and by key: what is published meanwhile comes
   * after the end, and nothing is skipped or told twice.
   * @param to the items of this instant are not among them.
   */
  async *portions(from: Date, to: Date): AsyncGenerator<readonly ExportedItem[]> {
    const { manager } = this.reader;
    for (let after: { readonly at: Date; readonly id: string } = { at: from, id: '' }; ;) {
      const items = await manager
        .createQueryBuilder(PublishedItemRow, 'p')
        // The first condition bounds the index range; "or" alone would not.
        .where('p.published_at >= :at and p.published_at < :to and (p.published_at > :at or p.ticket_id > :id)', {
          ...after,
          to,
        })
        .orderBy('p.publishedAt', 'ASC')
        .addOrderBy('p.ticketId', 'ASC')
        .limit(PORTION)
        .getMany();
      const last = items.at(-1);
      if (last === undefined) return;
      const statuses = await manager.findBy(PublicStatusRow, { ticketId: In(items.map(({ ticketId }) => ticketId)) });
      const known = new Map(statuses.map((status) => [status.ticketId, status]));
      yield items.map((item) => ({ item, status: known.get(item.ticketId) ?? null }));
      after = { at: last.publishedAt, id: last.ticketId };
    }
  }

  /** When the oldest of the published items was published; null: there is none. */
  async firstPublishedAt(): Promise<Date | null> {
    const first = await this.reader.manager.findOne(PublishedItemRow, {
      where: {},
      select: { ticketId: true, publishedAt: true },
      order: { publishedAt: 'ASC', ticketId: 'ASC' },
    });
    return first?.publishedAt ?? null;
  }

  /** How many were published in a span of time. */
  async count(from: Date, to: Date): Promise<number> {
    return this.between(from, to).getCount();
  }

  /** Codes and instants of the items published in a span of time, the oldest first. */
  async addresses(from: Date, to: Date, offset: number, limit: number): Promise<PublishedAddress[]> {
    return this.between(from, to)
      .select(['p.ticketId', 'p.code', 'p.publishedAt'])
      .orderBy('p.publishedAt', 'ASC')
      .addOrderBy('p.ticketId', 'ASC')
      .offset(offset)
      .limit(limit)
      .getMany();
  }

  /** These tickets' items, by ticket; those that are published no longer are not among them. */
  async ofTickets(ticketIds: readonly string[]): Promise<ReadonlyMap<string, PublishedItemRow>> {
    const items = await this.reader.manager.findBy(PublishedItemRow, { ticketId: In([...ticketIds]) });
    return new Map(items.map((item) => [item.ticketId, item]));
  }

  /** Which of these tickets are published still. */
  async stillPublished(ticketIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.reader.manager.find(PublishedItemRow, {
      where: { ticketId: In([...ticketIds]) },
      select: { ticketId: true },
    });
    return new Set(rows.map(({ ticketId }) => ticketId));
  }

  private between(from: Date, to: Date) {
    return this.reader.manager
      .createQueryBuilder(PublishedItemRow, 'p')
      .where('p.published_at >= :from and p.published_at < :to', { from, to });
  }
}
