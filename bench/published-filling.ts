import { DataSource } from 'typeorm';
import {
  insertMany,
  managerOf,
  Reader,
  readerOptions,
  UnitOfWork,
  writerOptions,
} from '../src/platform/database/index.js';
import {
  publicationEntities,
  PublicStatusRow,
  PublishedDocumentRow,
  PublishedIndexRow,
  PublishedItemRow,
  PublishedPostingRow,
} from '../src/publication/entities.js';
import { INDEX, SearchIndex } from '../src/publication/search-index.js';
import { BLOCK_SIZE } from '../src/publication/domain/postings.js';
import { itemCode, itemId, PublishedTexts, statusOf } from './published-texts.js';
import type { Place } from './service.js';

const ROWS = 1_000;
const ROWS_A_TRANSACTION = 10_000;
const CODED = 3_000;

export interface Filled {
  readonly reader: Reader;
  readonly index: SearchIndex;
  readonly unitOfWork: UnitOfWork;
  readonly items: number;
  /** Of them with texts of their own. */
  readonly own: number;
  readonly rowsSeconds: number;
  readonly indexSeconds: number;
  readonly copySeconds: number;
  close(): Promise<void>;
}

/**
 * So many published items with their index, in a new database at this place. A million is one block of different texts,
 * written and indexed by the service itself, and copies of that block by the server: under ids, times and numbers of
 * their own, with as many rows in the index as so many texts have.
 */
export async function fillPublished(place: Place, count: number): Promise<Filled> {
  const writer = await new DataSource(writerOptions(place, publicationEntities)).initialize();
  await writer.runMigrations();
  const options = readerOptions(place, publicationEntities);
  const source = options === null ? writer : await new DataSource(options).initialize();
  const unitOfWork = new UnitOfWork(writer);
  const reader = new Reader(source.manager);
  const index = new SearchIndex(unitOfWork, reader);
  const from = performance.now();
  const blocks = Math.round(count / BLOCK_SIZE);
  const own = blocks > 1 ? BLOCK_SIZE : count;
  const texts = new PublishedTexts(blocks > 1 ? blocks * BLOCK_SIZE : count);
  for (let first = 0; first < own; first += ROWS_A_TRANSACTION)
    await unitOfWork.run(async (transaction) => {
      const manager = managerOf(transaction);
      for (let at = first; at < Math.min(own, first + ROWS_A_TRANSACTION); at += ROWS) {
        const rows = Array.from({ length: Math.min(ROWS, own - at) }, (_, index) => texts.row(at + index));
        await insertMany(manager, PublishedItemRow, rows);
        await insertMany(manager, PublicStatusRow, rows.map(statusOf));
      }
    });
  const filled = performance.now();
  await index.rebuild(undefined, BLOCK_SIZE);
  const indexed = performance.now();
  if (blocks > 1) {
    // Apart, because in the table itself they lie between those of all other blocks.
    await writer.query('create table first_block as select * from published_posting');
    for (let block = 1; block < blocks; block += 1) await copyBlock(unitOfWork, block, texts.stepSeconds);
    await writer.query('drop table first_block');
    await giveCodes(unitOfWork, blocks * BLOCK_SIZE);
  }
  const copied = performance.now();
  if (source.options.type === 'mysql')
    await source.query('analyze table published_item, public_status, published_document, published_posting');
  return {
    reader,
    index,
    unitOfWork,
    items: blocks > 1 ? blocks * BLOCK_SIZE : count,
    own,
    rowsSeconds: (filled - from) / 1000,
    indexSeconds: (indexed - filled) / 1000,
    copySeconds: (copied - indexed) / 1000,
    close: async () => {
      if (source !== writer) await source.destroy();
      await writer.destroy();
    },
  };
}

/** The first block once more, as the block of this number. */
async function copyBlock(unitOfWork: UnitOfWork, block: number, stepSeconds: number): Promise<void> {
  const numbers = block * BLOCK_SIZE;
  const seconds = numbers * stepSeconds;
  await unitOfWork.run(async (transaction) => {
    const manager = managerOf(transaction);
    const mysql = manager.connection.options.type === 'mysql';
    const id = mysql
      ? `concat('01', lpad(cast(substr(ticket_id, 3) as unsigned) + ${numbers}, 24, '0'))`
      : `printf('01%024d', cast(substr(ticket_id, 3) as integer) + ${numbers})`;
    const later = (column: string): string =>
      mysql
        ? `${column} + interval ${seconds} second`
        : `strftime('%Y-%m-%d %H:%M:%f', ${column}, '+${seconds} seconds')`;
    const own = (column: string): string => {
      if (column === 'ticket_id') return id;
      if (column === 'code') return mysql ? `concat('${block}-', substr(code, 3))` : `'${block}-' || substr(code, 3)`;
      if (column === 'number') return `number + ${numbers}`;
      if (column === 'block') return String(block);
      return column.endsWith('_at') ? later(column) : column;
    };
    const first = `01${String(BLOCK_SIZE).padStart(24, '0')}`;
    for (const [entity, from] of [
      [PublishedItemRow, `published_item where ticket_id < '${first}'`],
      [PublicStatusRow, `public_status where ticket_id < '${first}'`],
      [PublishedDocumentRow, `published_document where number < ${BLOCK_SIZE}`],
      [PublishedPostingRow, 'first_block'],
    ] as const) {
      const { tableName, columns } = manager.connection.getMetadata(entity);
      const names = columns.map(({ databaseName }) => databaseName);
      await manager.query(
        `insert into ${tableName} (${names.join(', ')}) select ${names.map(own).join(', ')} from ${from}`,
      );
    }
    await manager.update(PublishedIndexRow, { name: INDEX }, { nextNumber: numbers + BLOCK_SIZE });
  });
}

/** Codes that the pages take, for some of the copies all over. */
async function giveCodes(unitOfWork: UnitOfWork, count: number): Promise<void> {
  await unitOfWork.run(async (transaction) => {
    const manager = managerOf(transaction);
    for (const number of codedItems(count)) {
      const code = itemCode(number);
      const ticketId = itemId(number);
      for (const table of [PublishedItemRow, PublicStatusRow]) await manager.update(table, { ticketId }, { code });
    }
  });
}

/** The numbers of some items, all over. */
export function codedItems(count: number): number[] {
  return Array.from({ length: CODED }, (_, at) => (at * 7_919_017) % count);
}
