import { DataSource, type EntityManager } from 'typeorm';
import { Reader, UnitOfWork } from '../../src/platform/database/index.js';
import { readerOptions, writerOptions, type EntityClass } from '../../src/platform/database/data-source.js';
import { createFromTemplate, type DatabasePlace, type Template } from './server-database.js';

export interface TestDatabase extends DatabasePlace {
  readonly dataSource: DataSource;
  readonly unitOfWork: UnitOfWork;
  readonly reader: Reader;
  /** Committed data, for looking at what happened. */
  readonly rows: EntityManager;
  /** Closes every connection and removes the database. */
  drop(): Promise<void>;
}

const MIGRATED: Template = { name: 'migrated', madeFrom: ['src/platform/database'], fill: migrate };

/** A database of the engine under test with all migrations run and no data. */
export async function createTestDatabase({
  entities = [],
}: { entities?: readonly EntityClass[] } = {}): Promise<TestDatabase> {
  const place = await createFromTemplate(MIGRATED);
  const opened = await openDatabase(place, entities);
  return {
    ...opened,
    drop: async () => {
      await opened.close();
      await place.drop();
    },
  };
}

/** Connections to a database that exists already: another process's, so to say. */
export async function openDatabase(
  place: DatabasePlace,
  entities: readonly EntityClass[],
): Promise<Omit<TestDatabase, 'drop'> & { close(): Promise<void> }> {
  const dataSource = await new DataSource(writerOptions(place, [...entities])).initialize();
  const options = readerOptions(place, [...entities]);
  const readSource = options ? await new DataSource(options).initialize() : dataSource;
  return {
    databaseUrl: place.databaseUrl,
    dataDir: place.dataDir,
    dataSource,
    unitOfWork: new UnitOfWork(dataSource),
    reader: new Reader(readSource.manager),
    rows: readSource.manager,
    close: async () => {
      if (readSource !== dataSource) await readSource.destroy();
      await dataSource.destroy();
    },
  };
}

/** Brings a database up to the newest schema. */
export async function migrate(place: DatabasePlace): Promise<void> {
  const dataSource = await new DataSource(writerOptions(place, [])).initialize();
  try {
    await dataSource.runMigrations();
  } finally {
    await dataSource.destroy();
  }
}
