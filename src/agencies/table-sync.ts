import type { EntityManager, ObjectLiteral } from 'typeorm';

/** What a load did to one table. */
export interface TableChanges {
  readonly table: string;
  readonly inserted: number;
  readonly updated: number;
  /** Rows that are no longer in the files: kept, with an end date. */
  readonly closed: number;
}

type RowClass<T> = new () => T;

interface Wanted<T> {
  readonly entity: RowClass<T>;
  /** Primary key columns, by their property names. */
  readonly key: readonly (keyof T & string)[];
  readonly rows: readonly T[];
  /** The day on which rows that are gone stop holding, 'YYYY-MM-DD'. */
  readonly today: string;
}

// One statement each; far below SQLite's 32,766 parameters and MySQL's 16 MB packet.
const BATCH = 400;

/**
 * Makes a configuration table equal to the rows wanted: new rows are inserted, changed ones updated,
 * and rows that are gone get `validTo`; nothing is deleted, because tickets point at them. Doing it
 * again changes nothing. All columns of `T` are plain values.
 */
export async function syncTable<T extends ObjectLiteral & { validTo: string | null }>(
  manager: EntityManager,
  { entity, key, rows, today }: Wanted<T>,
): Promise<TableChanges> {
  const metadata = manager.connection.getMetadata(entity);
  const columns = metadata.columns.map((column) => column.propertyName);
  const keyOf = (row: T): string => JSON.stringify(key.map((name) => row[name] as unknown));
  const contentOf = (row: T): string => JSON.stringify(columns.map((name) => (row as Record<string, unknown>)[name]));

  const stored = new Map((await manager.find(entity)).map((row) => [keyOf(row), row]));
  const wanted = new Set(rows.map(keyOf));
  const fresh = rows.filter((row) => !stored.has(keyOf(row)));
  const changed = rows.filter((row) => {
    const old = stored.get(keyOf(row));
    return old !== undefined && contentOf(old) !== contentOf(row);
  });
  const gone = [...stored].filter(([id, row]) => !wanted.has(id) && (row.validTo === null || row.validTo > today));

  for (let i = 0; i < fresh.length; i += BATCH) {
    await manager.insert(entity, fresh.slice(i, i + BATCH));
  }
  for (const row of changed) await manager.update(entity, pick(row, key), row);
  for (const [, row] of gone) await manager.update(entity, pick(row, key), { validTo: today } as Partial<T>);
  return { table: metadata.tableName, inserted: fresh.length, updated: changed.length, closed: gone.length };
}

function pick<T>(row: T, key: readonly (keyof T & string)[]): Partial<T> {
  return Object.fromEntries(key.map((name) => [name, row[name]])) as Partial<T>;
}
