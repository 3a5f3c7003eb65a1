import { Injectable } from '@nestjs/common';
import { In, type SelectQueryBuilder } from 'typeorm';
import { Reader } from '../platform/database/index.js';
import { statesOf, type PublicPhase } from './domain/public-change.js';
import { PublicStatusRow, PublishedItemRow } from './entities.js';
import { PublicChangeRow } from './public-changes.js';

/** A span of time, both ends in it. */
export interface Span {
  readonly from: Date | null;
  readonly to: Date | null;
}

export interface PublicRecordFilter {
  /** When it was sent. */
  readonly received: Span;
  /** When what the public sees of it changed last; with it the list is in this order. */
  readonly changed: Span;
  /** null in the list: those without a category. */
  readonly categoryCodes: readonly (string | null)[] | null;
  readonly wardCodes: readonly string[] | null;
  readonly phases: readonly PublicPhase[] | null;
}

export interface Slice {
  readonly offset: number;
  readonly limit: number;
}

/** All that the public knows of a ticket. */
export interface PublicRecord {
  readonly status: PublicStatusRow;
  /** The frozen copy; null before publication. Without what a list does not show. */
  readonly item: PublicItem | null;
  readonly changedAt: Date;
}

export type PublicItem = Pick<
  PublishedItemRow,
  'ticketId' | 'title' | 'question' | 'answer' | 'categoryName' | 'wardName' | 'publishedAt' | 'late'
>;

/** Public records for other software: newest first, by spans of time. Reads the projections only, never a ticket table. */
@Injectable()
export class PublicRecords {
  constructor(private readonly reader: Reader) {}

  async list(filter: PublicRecordFilter, { offset, limit }: Slice): Promise<PublicRecord[]> {
    const query = this.found(filter).offset(offset).limit(limit);
    return this.complete(await query.getMany());
  }

  /** @param codes exact; unknown ones and those that are not public are left out alike. In the order given. */
  async byCodes(codes: readonly string[]): Promise<PublicRecord[]> {
    if (codes.length === 0) return [];
    const rows = await this.reader.manager.findBy(PublicStatusRow, { code: In([...codes]) });
    const byCode = new Map(rows.map((row) => [row.code, row]));
    return this.complete([...new Set(codes)].flatMap((code) => byCode.get(code) ?? []));
  }

  /** What was told of tickets in a span of time, oldest first, with the ticket as it is now. */
  async changes(
    { from, to, code }: Span & { readonly code: string | null },
    { offset, limit }: Slice,
  ): Promise<{ readonly change: PublicChangeRow; readonly item: PublicItem | null }[]> {
    const query = this.reader.manager
      .createQueryBuilder(PublicChangeRow, 'c')
      .where('c.told = :told', { told: true })
      .orderBy('c.changedAt', 'ASC')
      .addOrderBy('c.id', 'ASC')
      .offset(offset)
      .limit(limit);
    within(query, 'c.changedAt', { from, to });
    if (code !== null) query.andWhere('c.code = :code', { code });
    const changes = await query.getMany();
    const items = await this.items(changes.filter(({ phase }) => phase === 'answered').map(({ ticketId }) => ticketId));
    return changes.map((change) => {
      const item = items.get(change.ticketId);
      // An answer of before, after which the ticket was opened again, has made way for the present one.
      return { change, item: item !== undefined && change.changedAt >= item.publishedAt ? item : null };
    });
  }

  /** What was told of one ticket, oldest first. */
  async changesOf(ticketIds: readonly string[]): Promise<PublicChangeRow[]> {
    if (ticketIds.length === 0) return [];
    return this.reader.manager.find(PublicChangeRow, {
      where: { ticketId: In([...ticketIds]), told: true },
      order: { changedAt: 'ASC', id: 'ASC' },
    });
  }

  /** The statement of a list, for looking at its plan too. */
  found(filter: PublicRecordFilter): SelectQueryBuilder<PublicStatusRow> {
    const query = this.reader.manager.createQueryBuilder(PublicStatusRow, 's');
    const byChange = filter.changed.from !== null || filter.changed.to !== null;
    if (byChange) {
      query
        .innerJoin(PublicChangeRow, 'c', 'c.ticketId = s.ticketId')
        .where('c.supersededAt is null')
        .orderBy('c.changedAt', 'DESC')
        .addOrderBy('c.ticketId', 'DESC');
      within(query, 'c.changedAt', filter.changed);
    } else query.orderBy('s.receivedAt', 'DESC').addOrderBy('s.ticketId', 'DESC');
    within(query, 's.receivedAt', filter.received);
    if (filter.wardCodes !== null) oneOf(query, 's.wardCode', filter.wardCodes);
    if (filter.categoryCodes !== null) oneOf(query, 's.categoryCode', filter.categoryCodes);
    if (filter.phases !== null) oneOf(query, 's.state', statesOf(filter.phases));
    return query;
  }

  private async complete(statuses: readonly PublicStatusRow[]): Promise<PublicRecord[]> {
    const ids = statuses.map(({ ticketId }) => ticketId);
    // Of all: one that is looked at again keeps its copy, though its status has no day of publication.
    const items = await this.items(ids);
    const changed = await this.changedAt(ids);
    return statuses.map((status) => ({
      status,
      item: items.get(status.ticketId) ?? null,
      changedAt: changed.get(status.ticketId) ?? status.publishedAt ?? status.receivedAt,
    }));
  }

  private async items(ids: readonly string[]): Promise<Map<string, PublicItem>> {
    if (ids.length === 0) return new Map();
    const rows = await this.reader.manager.find(PublishedItemRow, {
      where: { ticketId: In([...ids]) },
      select: {
        ticketId: true,
        title: true,
        question: true,
        answer: true,
        categoryName: true,
        wardName: true,
        publishedAt: true,
        late: true,
      },
    });
    return new Map(rows.map((row) => [row.ticketId, row]));
  }

  private async changedAt(ids: readonly string[]): Promise<Map<string, Date>> {
    if (ids.length === 0) return new Map();
    const rows = await this.reader.manager
      .createQueryBuilder(PublicChangeRow, 'c')
      .select(['c.id', 'c.ticketId', 'c.changedAt'])
      .where('c.ticketId in (:...ids) and c.supersededAt is null', { ids })
      .getMany();
    return new Map(rows.map((row) => [row.ticketId, row.changedAt]));
  }
}

function within<T extends object>(query: SelectQueryBuilder<T>, column: string, { from, to }: Span): void {
  const name = column.replace(/\W/g, '_');
  if (from !== null) query.andWhere(`${column} >= :${name}_from`, { [`${name}_from`]: from });
  if (to !== null) query.andWhere(`${column} <= :${name}_to`, { [`${name}_to`]: to });
}

/** One value of a column, or one of several; null among them: none at all. */
function oneOf<T extends object>(
  query: SelectQueryBuilder<T>,
  column: string,
  values: readonly (string | null)[],
): void {
  const name = column.replace(/\W/g, '_');
  const codes = values.filter((value) => value !== null);
  const either = [
    ...(codes.length === 1 ? [`${column} = :${name}`] : codes.length > 1 ? [`${column} in (:...${name})`] : []),
    ...(values.includes(null) ? [`${column} is null`] : []),
  ];
  query.andWhere(either.length === 0 ? '1 = 0' : `(${either.join(' or ')})`, {
    [name]: codes.length === 1 ? codes[0] : codes,
  });
}
