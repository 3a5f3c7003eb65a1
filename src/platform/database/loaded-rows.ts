import type { EntityManager } from 'typeorm';
import { storable } from './many-rows.js';

/** A row that was loaded, and as it is to be from now on. */
export interface RowChange {
  readonly entity: new () => object;
  readonly before: object;
  readonly after: object;
  /** What must still be as it was loaded, by property; the key always is. */
  readonly guards: readonly string[];
}

/**
 * Changes rows of one table and rows of others that belong to them, each in its own way and only as long as it is as
 * it was loaded: on MySQL and MariaDB in one statement, on SQLite, which knows none for several tables, in one for
 * each. Only what differs is written; what only some rows of a table change stays as it is in the others.
 *
 * @param owners at most a few dozen.
 * @param belonging rows of other tables, and the property in which each names its owner's key.
 * @returns whether all were as they were loaded. If not the transaction has to be given up: some may be changed.
 */
export async function updateLoaded(
  manager: EntityManager,
  owners: readonly RowChange[],
  belonging: { readonly rows: readonly RowChange[]; readonly by: string },
): Promise<boolean> {
  const entities = new Set([...owners, ...belonging.rows].map(({ entity }) => entity));
  const tables = [...entities]
    .map((entity) => {
      const changes = [...owners, ...belonging.rows].filter((change) => change.entity === entity);
      return changedTable(manager, entity, changes);
    })
    .filter(({ rows }) => rows.length > 0);
  if (manager.connection.options.type === 'mysql') {
    const changed = tables.reduce((sum, { rows }) => sum + rows.length, 0);
    return (await send(manager, together(tables, belonging.by))) === changed;
  }
  for (const table of tables) if ((await send(manager, alone(table))) !== table.rows.length) return false;
  return true;
}

/** SQL with the values of its question marks. */
interface Piece {
  readonly sql: string;
  readonly values: readonly unknown[];
}

function joined(pieces: readonly Piece[], between: string): Piece {
  return { sql: pieces.map(({ sql }) => sql).join(between), values: pieces.flatMap(({ values }) => values) };
}

/** The rows of one table that change, with names of columns and values as they are stored. */
interface ChangedTable {
  readonly name: string;
  readonly key: string;
  readonly columnOf: (property: string) => string;
  readonly rows: readonly {
    readonly key: unknown;
    readonly was: ReadonlyMap<string, unknown>;
    readonly set: ReadonlyMap<string, unknown>;
  }[];
}

function changedTable(
  { connection }: EntityManager,
  entity: RowChange['entity'],
  changes: readonly RowChange[],
): ChangedTable {
  const metadata = connection.getMetadata(entity);
  const { tableName: name, columns, primaryColumns } = metadata;
  const [primary] = primaryColumns;
  if (primary === undefined || primaryColumns.length > 1) throw new Error(`${name} has no key of one column.`);
  const stored = (row: object, column: (typeof columns)[number]): unknown =>
    storable(connection.driver.preparePersistentValue(column.getEntityValue(row), column)) ?? null;
  const rows = changes.map(({ before, after, guards }) => {
    const said = columns.filter((column) => column.getEntityValue(after) !== undefined);
    const set = said.map((column) => [column.databaseName, stored(after, column), stored(before, column)] as const);
    const was = columns.filter(({ propertyName }) => guards.includes(propertyName));
    return {
      key: stored(before, primary),
      was: new Map(was.map((column) => [column.databaseName, stored(before, column)])),
      set: new Map(set.filter(([, now, then]) => now !== then).map(([column, now]) => [column, now])),
    };
  });
  const columnOf = (property: string): string => {
    const column = metadata.findColumnWithPropertyName(property);
    if (column === undefined) throw new Error(`${name} has no ${property}.`);
    return column.databaseName;
  };
  return { name, key: primary.databaseName, columnOf, rows: rows.filter(({ set }) => set.size > 0) };
}

function alone(table: ChangedTable): Piece {
  const head = { sql: `update ${table.name} set`, values: [] };
  return joined([head, assignments(table), { sql: 'where', values: [] }, conditions(table)], ' ');
}

/** The owners are found first, and what belongs to one only where it is as it was loaded. */
function together(tables: readonly ChangedTable[], by: string): Piece {
  const [owner, ...others] = tables;
  if (owner === undefined) throw new Error('Nothing is changed.');
  if (others.length === 0) return alone(owner);
  const joins = others.map((table, index): Piece => {
    const { sql, values } = conditions(table, `b${String(index)}.`);
    const alias = `b${String(index)}`;
    return {
      sql: `left join ${table.name} ${alias} on ${alias}.${table.columnOf(by)} = o.${owner.key} and (${sql})`,
      values,
    };
  });
  const sets = [assignments(owner, 'o.'), ...others.map((table, index) => assignments(table, `b${String(index)}.`))];
  return joined(
    [
      { sql: `update ${owner.name} o`, values: [] },
      ...joins,
      { sql: 'set', values: [] },
      joined(sets, ', '),
      { sql: 'where', values: [] },
      conditions(owner, 'o.'),
    ],
    ' ',
  );
}

function assignments({ key, rows }: ChangedTable, alias = ''): Piece {
  const columns = new Set(rows.flatMap(({ set }) => [...set.keys()]));
  const [only, ...more] = rows;
  return joined(
    [...columns].map((column): Piece => {
      if (only !== undefined && more.length === 0)
        return { sql: `${alias}${column} = ?`, values: [only.set.get(column)] };
      const mine = rows.filter(({ set }) => set.has(column));
      return {
        sql: `${alias}${column} = case ${alias}${key}${' when ? then ?'.repeat(mine.length)} else ${alias}${column} end`,
        values: mine.flatMap((row) => [row.key, row.set.get(column)]),
      };
    }),
    ', ',
  );
}

function conditions({ key, rows }: ChangedTable, alias = ''): Piece {
  return joined(
    rows.map((row): Piece => {
      const all = [[key, row.key] as const, ...row.was];
      const equal = all.map(([column, value]) =>
        value === null ? `${alias}${column} is null` : `${alias}${column} = ?`,
      );
      return { sql: `(${equal.join(' and ')})`, values: all.flatMap(([, value]) => (value === null ? [] : [value])) };
    }),
    ' or ',
  );
}

async function send(manager: EntityManager, { sql, values }: Piece): Promise<number> {
  const result = await manager.queryRunner?.query(sql, [...values], true);
  return result?.affected ?? 0;
}
