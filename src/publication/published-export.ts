import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThanOrEqual } from 'typeorm';
import { Reader } from '../platform/database/index.js';
import { PublicStatusRow, PublishedItemRow } from './entities.js';

/** Rows are read and made in one piece: so many keep nobody else waiting. */
const PORTION = 50;

/** A published item, with what is known of it beside the copy. */
export interface ExportedItem {
  readonly item: PublishedItemRow;
  readonly status: PublicStatusRow | null;
}

/** What of a published item a list for machines shows. */
export interface PublishedAddress {
  readonly ticketId: string;
  readonly code: string;
  readonly publishedAt: Date;
  readonly revisedAt: Date | null;
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
      yield await this.withStatus(items);
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
      .select(['p.ticketId', 'p.code', 'p.publishedAt', 'p.revisedAt'])
      .orderBy('p.publishedAt', 'ASC')
      .addOrderBy('p.ticketId', 'ASC')
      .offset(offset)
      .limit(limit)
      .getMany();
  }

  /** These tickets' items; those that are published no longer are not among them. */
  async ofTickets(ticketIds: readonly string[]): Promise<readonly ExportedItem[]> {
    if (ticketIds.length === 0) return [];
    return this.withStatus(await this.reader.manager.findBy(PublishedItemRow, { ticketId: In([...ticketIds]) }));
  }

  /** How many of these tickets are published still, in the words and with the answer that they had at an instant. */
  async unchangedSince(ticketIds: readonly string[], at: Date): Promise<number> {
    if (ticketIds.length === 0) return 0;
    const same = { ticketId: In([...ticketIds]), publishedAt: LessThanOrEqual(at) };
    return this.reader.manager.count(PublishedItemRow, {
      where: [
        { ...same, revisedAt: IsNull() },
        { ...same, revisedAt: LessThanOrEqual(at) },
      ],
    });
  }

  /** Which items published in a span of time were changed by hand, or put back, after an instant. */
  async revisedSince(at: Date, from: Date, to: Date): Promise<string[]> {
    const rows = await this.between(from, to).select(['p.ticketId']).andWhere('p.revised_at > :at', { at }).getMany();
    return rows.map(({ ticketId }) => ticketId);
  }

  private async withStatus(items: readonly PublishedItemRow[]): Promise<ExportedItem[]> {
    const ticketIds = items.map(({ ticketId }) => ticketId);
    const statuses = await this.reader.manager.findBy(PublicStatusRow, { ticketId: In(ticketIds) });
    const known = new Map(statuses.map((status) => [status.ticketId, status]));
    return items.map((item) => ({ item, status: known.get(item.ticketId) ?? null }));
  }

  private between(from: Date, to: Date) {
    return this.reader.manager
      .createQueryBuilder(PublishedItemRow, 'p')
      .where('p.published_at >= :from and p.published_at < :to', { from, to });
  }
}
