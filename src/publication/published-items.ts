import { Injectable } from '@nestjs/common';
import { Brackets, In, MoreThanOrEqual, Not } from 'typeorm';
import { Problem } from '../kernel/index.js';
import { Reader } from '../platform/database/index.js';
import { PublicStatusRow, PublishedItemRow } from './entities.js';

export interface PublishedFilter {
  readonly wardCode?: string | null | undefined;
  readonly field?: number | null | undefined;
  readonly agencyCode?: string | null | undefined;
}

/** What a list shows of an item; its long texts, which are most of it, stay in the database. */
const LINE = [
  'ticketId',
  'code',
  'title',
  'answer',
  'wardName',
  'categoryCode',
  'categoryName',
  'agencyCode',
  'agencyName',
  'dueAt',
  'late',
  'publishedAt',
] as const satisfies readonly (keyof PublishedItemRow)[];

export type PublishedLine = Pick<PublishedItemRow, (typeof LINE)[number]>;

export interface PublishedPage<Item extends PublishedLine = PublishedItemRow> {
  readonly items: readonly Item[];
  /** For the next page; null on the last one. */
  readonly next: string | null;
}

export const PAGE_SIZE = 20;
const MAX_PAGE = 100;

/** Published items as whole rows, or as much of them as a list shows. Reads the projections only, never a ticket table. */
export class PublishedRows<Item extends PublishedLine> {
  constructor(
    private readonly reader: Reader,
    /** null: all */
    private readonly columns: readonly (keyof PublishedItemRow)[] | null,
  ) {}

  /**
   * Newest first, by key, so that a page costs the same wherever it is and nothing is skipped when
   * something is published in between.
   * @param cursor `next` of the page before; null for the first.
   * @param limit 1 … 100
   * @throws Problem `invalid-input` when the cursor is none of ours.
   */
  async list(
    filter: PublishedFilter,
    cursor: string | null = null,
    limit: number = PAGE_SIZE,
  ): Promise<PublishedPage<Item>> {
    const take = Math.min(Math.max(1, limit), MAX_PAGE);
    const query = this.reader.manager
      .createQueryBuilder(PublishedItemRow, 'p')
      .orderBy('p.publishedAt', 'DESC')
      .addOrderBy('p.ticketId', 'DESC')
      .take(take + 1);
    if (this.columns !== null) query.select(this.columns.map((name) => `p.${name}`));
    if (filter.wardCode) query.andWhere('p.wardCode = :ward', { ward: filter.wardCode });
    if (filter.field !== undefined && filter.field !== null)
      query.andWhere('p.field = :field', { field: filter.field });
    if (filter.agencyCode) query.andWhere('p.agencyCode = :agency', { agency: filter.agencyCode });
    if (cursor !== null) {
      const { at, id } = readCursor(cursor);
      // The first condition bounds the index range; "or" alone would not.
      query
        .andWhere('p.publishedAt <= :at', { at })
        .andWhere(
          new Brackets((either) => either.where('p.publishedAt < :at', { at }).orWhere('p.ticketId < :id', { id })),
        );
    }
    const rows = (await query.getMany()) as unknown as Item[];
    const items = rows.slice(0, take);
    const last = items.at(-1);
    return { items, next: rows.length > take && last ? writeCursor(last) : null };
  }

  /** Those of these tickets, in no order. */
  async of(ticketIds: readonly string[]): Promise<Item[]> {
    const where = { ticketId: In([...ticketIds]) };
    const names = this.columns?.map((name) => [name, true] as const);
    const select = names === undefined ? {} : { select: Object.fromEntries(names) };
    return (await this.reader.manager.find(PublishedItemRow, { where, ...select })) as unknown as Item[];
  }
}

/** What the public reads of answered tickets. */
@Injectable()
export class PublishedItems {
  readonly whole: PublishedRows<PublishedItemRow>;
  /** For lists that people read. */
  readonly lines: PublishedRows<PublishedLine>;

  constructor(private readonly reader: Reader) {
    this.whole = new PublishedRows(reader, null);
    this.lines = new PublishedRows(reader, LINE);
  }

  /** @returns null for an unknown code and for what is not public: they look the same. */
  async byCode(code: string): Promise<PublishedItemRow | null> {
    return this.reader.manager.findOneBy(PublishedItemRow, { code });
  }
}

/** The public state of running tickets. */
@Injectable()
export class PublicStatuses {
  constructor(private readonly reader: Reader) {}

  /** @returns null for an unknown code and for what is not public: they look the same. */
  async byCode(code: string): Promise<PublicStatusRow | null> {
    return this.reader.manager.findOneBy(PublicStatusRow, { code });
  }

  /** @returns null when nothing may be known of it. */
  async byTicket(ticketId: string): Promise<PublicStatusRow | null> {
    return this.reader.manager.findOneBy(PublicStatusRow, { ticketId });
  }

  /** The newest of a kind in a ward since a day, whatever has become of them; not those that another stands for. */
  async alike(
    {
      categoryCode,
      wardCode,
      since,
    }: { readonly categoryCode: string; readonly wardCode: string; readonly since: Date },
    limit: number,
  ): Promise<PublicStatusRow[]> {
    return this.reader.manager.find(PublicStatusRow, {
      where: { categoryCode, wardCode, receivedAt: MoreThanOrEqual(since), state: Not('merged') },
      order: { receivedAt: 'DESC' },
      take: limit,
    });
  }
}

function writeCursor(row: PublishedLine): string {
  return Buffer.from(`${row.publishedAt.getTime()}.${row.ticketId}`).toString('base64url');
}

function readCursor(cursor: string): { at: Date; id: string } {
  const [, at, id] = /^(\d{1,15})\.([0-9A-Z]{26})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (at === undefined || id === undefined)
    throw Problem.invalid([{ field: 'cursor', message: 'Dấu trang không đọc được; xin xem lại từ đầu.' }]);
  return { at: new Date(Number(at)), id };
}
