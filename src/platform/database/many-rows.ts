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

/**
 * Changes some rows of a table, each in its own way and only as long as it is as it `was`, in one statement. What
 * only some of them change stays as it is in the others. Rows are locked in the order of their keys, whatever the
 * order here: two that change the same ones wait for each other instead of crossing.
 *
 * @param changes by property; at most a few dozen.
 * @returns how many rows were as they were thought to be, and are changed.
 */
export async function updateEach<Row extends object>(
  manager: EntityManager,
  entity: new () => Row,
  changes: readonly { readonly id: string; readonly was: Partial<Row>; readonly set: Partial<Row> }[],
): Promise<number> {
  const { connection } = manager;
  const metadata = connection.getMetadata(entity);
  const parameters: unknown[] = [];
  const columnOf = (name: string) => {
    const column = metadata.findColumnWithPropertyName(name);
    if (column === undefined) throw new Error(`${metadata.tableName} has no ${name}.`);
    return column;
  };
  const bind = (name: string, value: unknown): string => {
    parameters.push(storable(connection.driver.preparePersistentValue(value, columnOf(name))));
    return '?';
  };
  const changed = (set: Partial<Row>, name: string): boolean => set[name as keyof Row] !== undefined;
  const names = [...new Set(changes.flatMap(({ set }) => Object.keys(set).filter((name) => changed(set, name))))];
  const assignments = names.map((name) => {
    const { databaseName } = columnOf(name);
    const mine = changes.filter(({ set }) => changed(set, name));
    const [first] = mine;
    if (changes.length === 1 && first) return `${databaseName} = ${bind(name, first.set[name as keyof Row])}`;
    const cases = mine.map(({ id, set }) => `when ${bind('id', id)} then ${bind(name, set[name as keyof Row])}`);
    return `${databaseName} = case id ${cases.join(' ')} else ${databaseName} end`;
  });
  const rows = changes.map(({ id, was }) => {
    const conditions = Object.entries({ id, ...was }).map(
      ([name, value]) => `${columnOf(name).databaseName} = ${bind(name, value)}`,
    );
    return `(${conditions.join(' and ')})`;
  });
  const statement = `update ${metadata.tableName} set ${assignments.join(', ')} where ${rows.join(' or ')}`;
  const result = await manager.queryRunner?.query(statement, parameters, true);
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
  const [first] = rows;
  if (first === undefined) return;
  const { connection } = manager;
  const { tableName, columns: all } = connection.getMetadata(entity);
  const columns = all.filter(({ propertyName }) => propertyName in first);
  const ignore = connection.options.type === 'mysql' ? 'insert ignore' : 'insert or ignore';
  const into = `${orIgnore ? ignore : 'insert'} into ${tableName} (${columns.map(({ databaseName }) => databaseName).join(', ')})`;
  const marks = `(${columns.map(() => '?').join(', ')})`;
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
    const some = rows.slice(from, from + ROWS_A_STATEMENT);
    const values = some.flatMap((row) =>
      columns.map((column): unknown =>
        storable(connection.driver.preparePersistentValue(column.getEntityValue(row), column)),
      ),
    );
    await manager.query(`${into} values ${some.map(() => marks).join(', ')}`, values);
  }
}

/** As TypeORM hands it to SQLite, which knows neither. */
function storable(value: unknown): unknown {
  if (value instanceof Date) return storedInstant(value);
  return typeof value === 'boolean' ? Number(value) : value;
}
