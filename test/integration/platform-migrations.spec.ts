import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource, type TableColumn } from 'typeorm';
import { writerOptions } from '../../src/platform/database/data-source.js';
import { migrations as listed } from '../../src/platform/database/migrations/index.js';
import { createEmptyDatabase, type OwnDatabase } from '../support/index.js';

type Row = Record<string, unknown>;

/** In the order in which they run: by the number at the end of the name. */
const orderOf = (name: string): string => name.slice(-13);
const migrations = [...listed].sort((a, b) => orderOf(a.name).localeCompare(orderOf(b.name)));

/** All rows are looked at after so many steps, and at the end: after each would be the square of it. */
const LOOK_EVERY = 12;

let place: OwnDatabase;
/** One connection for all steps: made anew for each, they cost more than the migrations. */
let source: DataSource;
/** As the source made them of the classes, in the same order. */
let made: DataSource['migrations'];
const rows = new Map<string, Row>();

/** Only the first so many migrations are known. */
function knowing(count: number): DataSource {
  return Object.assign(source, { migrations: made.slice(0, count) });
}

async function tables(source: DataSource): Promise<string[]> {
  const sqlite = source.options.type === 'better-sqlite3';
  const found = await source.query<{ name: string }[]>(
    sqlite
      ? `select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`
      : 'select table_name as name from information_schema.tables where table_schema = database()',
  );
  return found
    .map(({ name }) => name)
    .filter((name) => name !== 'migrations')
    .sort();
}

function valueFor(column: TableColumn): string | number {
  if (/date/.test(column.type)) return '2026-11-23 01:00:00.123';
  if (/int|bool/.test(column.type)) return 1;
  if (!/char|text/.test(column.type)) return 1.5;
  const text = column.collation?.startsWith('ascii') ? 'o-ga-1022' : 'ổ gà 1022';
  return text.slice(0, Number(column.length) || text.length);
}

/** One row in every table that has none yet. */
async function fill(source: DataSource): Promise<void> {
  const runner = source.createQueryRunner();
  for (const name of await tables(source)) {
    if (rows.has(name)) continue;
    const table = await runner.getTable(name);
    if (!table) throw new Error(`No table ${name}`);
    const row = Object.fromEntries(table.columns.map((column) => [column.name, valueFor(column)]));
    await source.createQueryBuilder().insert().into(name).values(row).execute();
    rows.set(name, (await source.query<Row[]>(`select * from ${name}`))[0] ?? {});
  }
  await runner.release();
}

/** Every row written so far is there as it was; later columns may have come. */
async function expectKept(source: DataSource): Promise<void> {
  const present = await tables(source);
  for (const [name, row] of rows) {
    if (present.includes(name))
      expect(await source.query(`select * from ${name}`)).toEqual([expect.objectContaining(row)]);
  }
}

/** A column that is dropped on purpose comes back empty on the way down. */
async function forgetDropped(source: DataSource): Promise<void> {
  for (const [name, row] of rows) {
    const [now = {}] = await source.query<Row[]>(`select * from ${name}`);
    rows.set(name, Object.fromEntries(Object.entries(row).filter(([column]) => column in now)));
  }
}

beforeAll(async () => {
  place = await createEmptyDatabase();
  source = await new DataSource({ ...writerOptions(place, []), migrations }).initialize();
  made = source.migrations;
});

afterAll(async () => {
  await source?.destroy();
  await place.drop();
});

describe('migrations', () => {
  it('have numbers of their own', () => {
    const orders = migrations.map(({ name }) => orderOf(name));
    expect(orders.filter((order) => !/^\d{13}$/.test(order))).toEqual([]);
    expect(new Set(orders).size).toBe(orders.length);
    expect(orders.length).toBeGreaterThan(10);
  });

  it('go up one by one, over data that is already there', async () => {
    for (let count = 1; count <= migrations.length; count += 1) {
      const [run, ...more] = await knowing(count).runMigrations();
      expect([run?.name, more]).toEqual([migrations[count - 1]?.name, []]);
      // A table that is dropped on purpose comes back empty on the way down.
      const present = await tables(source);
      for (const dropped of [...rows.keys()].filter((name) => !present.includes(name))) rows.delete(dropped);
      if (run?.name.startsWith('DropColumn_')) await forgetDropped(source);
      await fill(source);
      if (count % LOOK_EVERY === 0 || count === migrations.length) await expectKept(source);
    }
  }, 240_000);

  it('do nothing when they are run again', async () => {
    expect(await knowing(migrations.length).runMigrations()).toEqual([]);
    await expectKept(source);
  });

  it('go down one by one and leave the data of the others', async () => {
    for (let count = migrations.length; count >= 1; count -= 1) {
      const before = await tables(source);
      await knowing(count).undoLastMigration();
      const after = await tables(source);
      for (const gone of before.filter((name) => !after.includes(name))) rows.delete(gone);
      if (count % LOOK_EVERY === 0) await expectKept(source);
    }
    expect(await tables(source)).toEqual([]);
  }, 240_000);

  it('go up again after that, all at once', async () => {
    expect(await knowing(migrations.length).runMigrations()).toHaveLength(migrations.length);
  }, 120_000);
});

describe('the tables', () => {
  it('keep codes and ids in ASCII, compared byte by byte, and text in utf8mb4', async () => {
    if (source.options.type === 'better-sqlite3') {
      // SQLite compares byte by byte unless a column says NOCASE.
      const [nocase] = await source.query<{ n: number }[]>(
        `select count(*) as n from sqlite_master where sql like '%nocase%'`,
      );
      expect(nocase?.n).toBe(0);
      return;
    }
    const columns = await source.query<{ collation: string; name: string }[]>(
      `select collation_name as collation, concat(table_name, '.', column_name) as name from information_schema.columns
       where table_schema = database() and table_name <> 'migrations' and collation_name is not null`,
    );
    const collations = new Set(columns.map(({ collation }) => collation));
    expect([...collations].filter((name) => name !== 'ascii_bin' && !name.startsWith('utf8mb4'))).toEqual([]);
    const ids = columns.filter(({ name }) => /(\.|_)(id|code)$/.test(name));
    expect(ids.filter(({ collation }) => collation !== 'ascii_bin').map(({ name }) => name)).toEqual([]);
  });
});
