import { createRequire } from 'node:module';
import { measure, type Rate, type Sent } from './intake.js';
import { belongsTo, copier, tableRows, WRITTEN_BY_INTAKE, type TableRows, type Value } from './rows.js';

/** The little of better-sqlite3 that is used here; it ships no types. */
interface Sqlite {
  pragma(text: string): unknown;
  prepare(sql: string): { all(): Record<string, Value>[]; run(...values: readonly Value[]): unknown };
  transaction<A extends unknown[]>(work: (...args: A) => void): (...args: A) => void;
  close(): void;
}
const open = createRequire(import.meta.url)('better-sqlite3') as new (file: string) => Sqlite;

export function readSqliteRows(file: string, sent: Sent): TableRows[] {
  const database = new open(file);
  const tables = WRITTEN_BY_INTAKE.map((table) =>
    tableRows(
      table,
      database
        .prepare(`select * from ${table} limit 100`)
        .all()
        .filter((row) => belongsTo(sent, row)),
    ),
  );
  database.close();
  return tables;
}

/** Empty tables of the same form in another file: what is written there keeps no dispatcher busy. */
export function emptySqliteCopy(file: string): string {
  const copy = `${file}.bare`;
  const from = new open(file);
  const to = new open(copy);
  for (const table of WRITTEN_BY_INTAKE) {
    const parts = from
      .prepare(`select sql from sqlite_master where tbl_name = '${table}' and sql is not null order by type desc`)
      .all();
    for (const { sql } of parts) to.prepare(String(sql)).run();
  }
  from.close();
  to.close();
  return copy;
}

/** The same rows by hand, with the service's own safety settings. SQLite has one writer, so there is one loop. */
export async function writeBareSqlite(
  file: string,
  like: readonly TableRows[],
  sent: Sent,
  seconds: number,
): Promise<Rate> {
  const database = new open(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  const statements = new Map(
    like.map(({ table, columns }) => [
      table,
      database.prepare(`insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`),
    ]),
  );
  const next = copier(like, sent);
  const write = database.transaction((tables: readonly TableRows[]) => {
    for (const { table, rows } of tables) for (const row of rows) statements.get(table)?.run(...row);
  });
  const rate = await measure(1, seconds, () => {
    write(next());
    return Promise.resolve(true);
  });
  database.close();
  return rate;
}
