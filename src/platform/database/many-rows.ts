import type { EntityManager } from 'typeorm';

/** Column types of a list of values on MySQL/MariaDB; SQLite needs none. */
export const VALUE_TYPES = {
  id: 'varchar(26) character set ascii',
  code: (length: number): string => `varchar(${String(length)}) character set ascii`,
  instant: 'datetime(3)',
  integer: 'int',
  text: 'longtext character set utf8mb4',
} as const;

/** SQLite takes 32,766 values a statement. */
const ROWS_A_STATEMENT = 1_000;

type Values<Name extends string> = Readonly<Record<Name, string | number | null>>;

/**
 * Changes many rows `r` of a table, each by values `v` of its own, in one statement: the values travel as
 * one list, which both engines join as a table.
 * @returns how many rows were as `was` says, and are changed.
 */
export async function updateMany<Name extends string>(
  manager: EntityManager,
  table: string,
  change: {
    readonly rows: readonly Values<Name>[];
    readonly types: Readonly<Record<Name, string>>;
    /** column → expression */
    readonly set: Readonly<Record<string, string>>;
    /** column → condition */
    readonly was: Readonly<Record<string, string>>;
  },
): Promise<number> {
  const { rows, types, set, was } = change;
  const names = Object.keys(types) as Name[];
  // What is null is left out: the engines read a written null in ways of their own.
  const list = JSON.stringify(
    rows.map((row) => Object.fromEntries(names.filter((name) => row[name] !== null).map((name) => [name, row[name]]))),
  );
  const mysql = manager.connection.options.type === 'mysql';
  const assignments = Object.entries(set).map(([column, value]) => `${column} = ${value}`);
  const fields = mysql
    ? names.map((name) => `${name} ${types[name]} path '$.${name}'`)
    : names.map((name) => `json_extract(value, '$.${name}') as ${name}`);
  // The plus keeps SQLite from any index but the key: rows are found by their ids.
  const conditions = Object.entries(was).map(([column, condition]) => `${mysql ? '' : '+'}r.${column} ${condition}`);
  const where = ['r.id = v.id', ...conditions].join(' and ');
  const statement = mysql
    ? `update ${table} r join json_table(?, '$[*]' columns (${fields.join(', ')})) v on ${where} set ${assignments.map((each) => `r.${each}`).join(', ')}`
    : `update ${table} as r set ${assignments.join(', ')} from (select ${fields.join(', ')} from json_each(?) limit -1) v where ${where}`;
  const result = await manager.queryRunner?.query(statement, [list], true);
  return result?.affected ?? 0;
}

/** An instant as both engines store and compare it: UTC, milliseconds, no zone. */
export function storedInstant(at: Date | null): string | null {
  return at === null ? null : at.toISOString().replace('T', ' ').replace('Z', '');
}

/**
 * Rows of one table in one statement. By hand, because TypeORM looks at each parameter of a statement again
 * for every other one, and a portion has thousands.
 */
export async function insertMany(
  manager: EntityManager,
  entity: new () => object,
  rows: readonly object[],
  { orIgnore = false } = {},
): Promise<void> {
  if (rows.length === 0) return;
  const { connection } = manager;
  const { tableName, columns: all } = connection.getMetadata(entity);
  const columns = all.filter((column) => rows.some((row) => column.getEntityValue(row) !== undefined));
  const ignore = connection.options.type === 'mysql' ? 'insert ignore' : 'insert or ignore';
  const into = `${orIgnore ? ignore : 'insert'} into ${tableName} (${columns.map(({ databaseName }) => databaseName).join(', ')})`;
  const marks = `(${columns.map(() => '?').join(', ')})`;
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
    const some = rows.slice(from, from + ROWS_A_STATEMENT);
    const values = some.flatMap((row) =>
      columns.map((column): unknown =>
        storable(connection.driver.preparePersistentValue(column.getEntityValue(row), column)) ?? null,
      ),
    );
    await manager.query(`${into} values ${some.map(() => marks).join(', ')}`, values);
  }
}

/** As TypeORM hands it to SQLite, which knows neither. */
export function storable(value: unknown): unknown {
  if (value instanceof Date) return storedInstant(value);
  return typeof value === 'boolean' ? Number(value) : value;
}
