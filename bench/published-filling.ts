import { DataSource } from 'typeorm';
import { insertMany, managerOf, Reader, readerOptions, UnitOfWork, writerOptions } from '../src/platform/database/index.js';
import { publicationEntities, PublicStatusRow, PublishedItemRow } from '../src/publication/entities.js';
import { SearchIndex } from '../src/publication/search-index.js';
import { BLOCK_SIZE } from '../src/publication/domain/postings.js';
import { PublishedTexts, statusOf } from './published-texts.js';
import type { Place } from './service.js';

const ROWS = 1_000;
const ROWS_A_TRANSACTION = 10_000;

export interface Filled {
  readonly reader: Reader;
  readonly index: SearchIndex;
  readonly unitOfWork: UnitOfWork;
  readonly rowsSeconds: number;
  readonly indexSeconds: number;
  close(): Promise<void>;
}

/** So many published items with their index, in a new database at this place. */
export async function fillPublished(place: Place, count: number): Promise<Filled> {
  const writer = await new DataSource(writerOptions(place, publicationEntities)).initialize();
  await writer.runMigrations();
  const options = readerOptions(place, publicationEntities);
  const source = options === null ? writer : await new DataSource(options).initialize();
  const unitOfWork = new UnitOfWork(writer);
  const reader = new Reader(source.manager);
  const index = new SearchIndex(unitOfWork, reader);
  const from = performance.now();
  const texts = new PublishedTexts(count);
  for (let first = 0; first < count; first += ROWS_A_TRANSACTION)
    await unitOfWork.run(async (transaction) => {
      const manager = managerOf(transaction);
      for (let at = first; at < Math.min(count, first + ROWS_A_TRANSACTION); at += ROWS) {
        const rows = Array.from({ length: Math.min(ROWS, count - at) }, (_, index) => texts.row(at + index));
        await insertMany(manager, PublishedItemRow, rows);
        await insertMany(manager, PublicStatusRow, rows.map(statusOf));
      }
    });
  const filled = performance.now();
  await index.rebuild(undefined, BLOCK_SIZE);
  const indexed = performance.now();
  if (source.options.type === 'mysql')
    await source.query('analyze table published_item, public_status, published_document, published_posting');
  return {
    reader,
    index,
    unitOfWork,
    rowsSeconds: (filled - from) / 1000,
    indexSeconds: (indexed - filled) / 1000,
    close: async () => {
      if (source !== writer) await source.destroy();
      await writer.destroy();
    },
  };
}
