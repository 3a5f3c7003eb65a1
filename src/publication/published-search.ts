import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Problem } from '../kernel/index.js';
import { Reader } from '../platform/database/index.js';
import { countOf, unpack } from './domain/postings.js';
import { holdsPhrases, readSearch, type SearchFilter, type SearchQuery } from './domain/search-query.js';
import { runSearch, type Place, type Sort } from './domain/search-run.js';
import { PublishedDocumentRow, type PublishedItemRow } from './entities.js';
import { PostingCache } from './posting-cache.js';
import { PAGE_SIZE, PublishedItems, type PublishedLine, type PublishedRows } from './published-items.js';

export interface PublishedSearchFilter extends SearchFilter {
  /** Words in any spelling, with or without accents, all of which must occur; in quotation marks beside each other. */
  readonly words?: string | null | undefined;
  /** Published at this instant or later. */
  readonly from?: Date | null | undefined;
  /** Published before this instant. */
  readonly to?: Date | null | undefined;
}

export interface PublishedSearchPage<Item extends PublishedLine = PublishedItemRow> {
  readonly items: readonly Item[];
  /** For the next page; null on the last one. */
  readonly next: string | null;
  /** How many there are in all; null while the index is made again. */
  readonly total: number | null;
  /** A quoted run of three words and more: there may be fewer than `total`. */
  readonly approximate: boolean;
  /** False while the index is made again: something may be missing. */
  readonly whole: boolean;
}

export interface PageWanted {
  readonly sort?: Sort;
  /** `next` of the page before; null for the first. */
  readonly cursor?: string | null;
  /** 1 … 100 */
  readonly limit?: number;
}

const MAX_PAGE = 100;
/** So many hits are looked at for a quoted run; then the page ends, and the next one goes on from there. */
const MOST_LOOKED_AT = 200;

/**
 * Published items by words, filters and period. A list that only one index of the table needs is read from the table,
 * everything else from the index of the search, whose work does not depend on which filters and words come together.
 */
@Injectable()
export class PublishedSearch {
  constructor(
    private readonly reader: Reader,
    private readonly items: PublishedItems,
    private readonly cache: PostingCache,
  ) {}

  /** @throws Problem `invalid-input` when the cursor is none of ours. */
  find(filter: PublishedSearchFilter, wanted: PageWanted = {}): Promise<PublishedSearchPage> {
    return this.run(filter, wanted, this.items.whole);
  }

  /** The same for a list that people read. @throws Problem `invalid-input` when the cursor is none of ours. */
  lines(filter: PublishedSearchFilter, wanted: PageWanted = {}): Promise<PublishedSearchPage<PublishedLine>> {
    return this.run(filter, wanted, this.items.lines);
  }

  private async run<Item extends PublishedLine>(
    filter: PublishedSearchFilter,
    wanted: PageWanted,
    shown: PublishedRows<Item>,
  ): Promise<PublishedSearchPage<Item>> {
    const query = readSearch(filter.words ?? '', filter);
    const { sort = query.worded ? 'best' : 'newest', cursor = null } = wanted;
    const limit = Math.min(Math.max(1, wanted.limit ?? PAGE_SIZE), MAX_PAGE);
    if (isPlain(query, filter) && sort === 'newest') return this.plain(query, filter, { cursor, limit }, shown);

    const { postings, stage } = await this.cache.read([...query.needed, ...query.exact, ...query.beside]);
    const looked = query.phrases.length > 0 ? MOST_LOOKED_AT : limit;
    const [from, to] = await Promise.all([this.numberFrom(filter.from, 0), this.numberFrom(filter.to, Infinity)]);
    const after = cursor === null ? null : await this.placeAfter(cursor, sort);
    const { total, places } = runSearch(query, postings, { sort, after, from, to, limit: looked + 1 });
    const { items, last, more } = await this.rows(query, places, { looked, limit }, shown);
    return {
      items,
      next: more && last ? writeCursor(last.tier, last.row) : null,
      total: stage === 'ready' ? total : null,
      approximate: query.phrases.length > 0,
      whole: stage === 'ready',
    };
  }

  private async plain<Item extends PublishedLine>(
    query: SearchQuery,
    filter: PublishedSearchFilter,
    { cursor, limit }: { readonly cursor: string | null; readonly limit: number },
    shown: PublishedRows<Item>,
  ): Promise<PublishedSearchPage<Item>> {
    const [page, { postings, stage }] = await Promise.all([
      shown.list(filter, cursor === null ? null : plainCursor(cursor), limit),
      this.cache.read(query.needed),
    ]);
    const total = [...(postings.get(query.needed[0] ?? '')?.values() ?? [])].reduce(
      (sum, documents) => sum + countOf(unpack(documents)),
      0,
    );
    return { ...page, total: stage === 'ready' ? total : null, approximate: false, whole: true };
  }

  /** The items of the places, as far as they hold the quoted runs. */
  private async rows<Item extends PublishedLine>(
    query: SearchQuery,
    places: readonly Place[],
    { looked, limit }: { readonly looked: number; readonly limit: number },
    shown: PublishedRows<Item>,
  ) {
    const items: Item[] = [];
    const quoted = query.phrases.length > 0;
    let last: { readonly tier: number; readonly row: PublishedDocumentRow } | null = null;
    for (let at = 0; at < Math.min(looked, places.length) && items.length < limit; at += limit) {
      const some = places.slice(at, Math.min(at + limit, looked));
      const documents = await this.reader.manager.findBy(PublishedDocumentRow, {
        number: In(some.map(({ number }) => number)),
      });
      const ticketIds = documents.map((one) => one.ticketId);
      // A quoted run is looked for in the long texts: a whole row is a line, too.
      const whole = quoted ? await this.items.whole.of(ticketIds) : null;
      const rows = whole === null ? await shown.of(ticketIds) : (whole as PublishedLine[] as Item[]);
      const holding = new Set(whole?.filter((row) => holdsPhrases(row, query.phrases)).map(({ ticketId }) => ticketId));
      const documentOf = new Map(documents.map((one) => [one.number, one]));
      const itemOf = new Map(rows.map((row) => [row.ticketId, row]));
      for (const [index, { tier, number }] of some.entries()) {
        const row = documentOf.get(number);
        const item = row && itemOf.get(row.ticketId);
        if (row === undefined || item === undefined) continue;
        last = { tier, row };
        if (!quoted || holding.has(item.ticketId)) items.push(item);
        if (items.length === limit) return { items, last, more: at + index + 1 < places.length };
      }
    }
    return { items, last, more: places.length > looked };
  }

  private async numberFrom(at: Date | null | undefined, otherwise: number): Promise<number> {
    if (!at) return otherwise;
    const first = await this.reader.manager
      .createQueryBuilder(PublishedDocumentRow, 'd')
      .where('d.publishedAt >= :at', { at })
      .orderBy('d.publishedAt', 'ASC')
      .addOrderBy('d.ticketId', 'ASC')
      .limit(1)
      .getOne();
    return first?.number ?? Infinity;
  }

  /** By the item that stood last, or, if it is gone or numbered anew, by when it was published. */
  private async placeAfter(cursor: string, sort: Sort): Promise<Place> {
    const { tier, at, id } = readCursor(cursor);
    const same = await this.reader.manager.findOneBy(PublishedDocumentRow, { ticketId: id });
    if (same !== null) return { tier, number: same.number };
    const before = await this.reader.manager
      .createQueryBuilder(PublishedDocumentRow, 'd')
      .where('d.publishedAt <= :at', { at })
      .andWhere('(d.publishedAt < :at or d.ticketId < :id)', { at, id })
      .orderBy('d.publishedAt', 'DESC')
      .addOrderBy('d.ticketId', 'DESC')
      .limit(1)
      .getOne();
    const number = before?.number ?? -1;
    return { tier, number: sort === 'oldest' ? number : number + 1 };
  }
}

/** Whether one index of the table has them in order: the newest of all, or of one ward, field or agency. */
function isPlain(
  { worded }: SearchQuery,
  { wardCode, field, agencyCode, result, from, to }: PublishedSearchFilter,
): boolean {
  const filters = [wardCode, agencyCode, field === undefined || field === null ? null : 'field'].filter(Boolean);
  return !worded && !result && !from && !to && filters.length <= 1;
}

function writeCursor(tier: number, { publishedAt, ticketId }: PublishedDocumentRow): string {
  return Buffer.from(`${String(tier)}.${String(publishedAt.getTime())}.${ticketId}`).toString('base64url');
}

const CURSOR = /^(?:([0-3])\.)?(\d{1,15}\.([0-9A-Z]{26}))$/;

function readCursor(cursor: string): { tier: number; at: Date; id: string } {
  const [, tier = '0', at, id] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (at === undefined || id === undefined)
    throw Problem.invalid([{ field: 'cursor', message: 'Dấu trang không đọc được; xin xem lại từ đầu.' }]);
  return { tier: Number(tier), at: new Date(Number(at.split('.')[0])), id };
}

/** A cursor of another order, for the list of the table. */
function plainCursor(cursor: string): string {
  const { at, id } = readCursor(cursor);
  return Buffer.from(`${String(at.getTime())}.${id}`).toString('base64url');
}
