import type { DataSource } from 'typeorm';

type Entity<E extends object> = new () => E;

/**
 * The rows of another table that belong to a row, as one JSON value beside it. Joined, the rows of several such tables
 * would multiply each other, and each would carry all columns of the row they belong to.
 *
 * @param alias of the other table within the condition.
 * @param condition in SQL, with the names of columns.
 * @returns an expression for the list of what is selected; see `readNested`.
 */
export function nestedRows<E extends object>(
  source: DataSource,
  entity: Entity<E>,
  alias: string,
  condition: string,
): string {
  const { columns, tableName } = source.getMetadata(entity);
  const gather = source.options.type === 'better-sqlite3' ? 'json_group_array' : 'json_arrayagg';
  const pairs = columns.map(({ propertyName, databaseName }) => `'${propertyName}', ${alias}.${databaseName}`);
  return `(select ${gather}(json_object(${pairs.join(', ')})) from ${tableName} ${alias} where ${condition})`;
}

/** What `nestedRows` gave, as the rows would have been read; in no order. */
export function readNested<E extends object>(source: DataSource, entity: Entity<E>, given: unknown): E[] {
  if (given === null || given === undefined) return [];
  // MariaDB and SQLite give text, MySQL what is in it.
  const rows = (typeof given === 'string' ? JSON.parse(given) : given) as Readonly<Record<string, unknown>>[];
  const { columns } = source.getMetadata(entity);
  return rows.map((row) => {
    const read: Record<string, unknown> = {};
    for (const { propertyName, type } of columns) read[propertyName] = hydrated(row[propertyName] ?? null, type);
    return Object.assign(new entity(), read);
  });
}

function hydrated(value: unknown, type: unknown): unknown {
  if (value === null) return null;
  switch (type) {
    case 'datetime':
      return new Date(`${String(value).replace(' ', 'T')}Z`);
    case 'boolean':
      return Boolean(value);
    case 'simple-json':
      return typeof value === 'string' ? JSON.parse(value) : value;
    case 'varchar':
    case 'text':
    case 'int':
    case 'double':
      return value;
    default:
      throw new Error(`Rows with a column of the type ${String(type)} are not read as JSON.`);
  }
}
