import type { DataSource } from 'typeorm';

type Entity<E extends object> = new () => E;

/**
 * A row as one JSON value, so that rows of different tables can be read in one statement, by `union all`. Joined, they
 * would multiply each other, and each would carry all columns of the row they belong to. (Gathered as arrays beside that
 * row they take MariaDB three times as long: it makes a temporary table for each array.)
 *
 * @param alias of the table within the statement.
 * @returns an expression for the list of what is selected; `rowFromJson` reads what it gives.
 */
export function rowAsJson<E extends object>(source: DataSource, entity: Entity<E>, alias: string): string {
  const isSqlite = source.options.type === 'better-sqlite3';
  const pairs = source.getMetadata(entity).columns.map(({ propertyName, databaseName, type }) => {
    const value = `${alias}.${databaseName}`;
    // SQLite writes fifteen digits of a number into JSON, and a number may need seventeen.
    const exact = isSqlite && type === 'double' ? `iif(${value} is null, null, printf('%!.17g', ${value}))` : value;
    return `'${propertyName}', ${exact}`;
  });
  return `json_object(${pairs.join(', ')})`;
}

/** What `rowAsJson` gave, as the row would have been read by itself. */
export function rowFromJson<E extends object>(source: DataSource, entity: Entity<E>, given: unknown): E {
  // Some engines give text, some what is in it.
  const row = (typeof given === 'string' ? JSON.parse(given) : given) as Readonly<Record<string, unknown>>;
  const read: Record<string, unknown> = {};
  for (const { propertyName, type } of source.getMetadata(entity).columns)
    read[propertyName] = hydrated(row[propertyName] ?? null, type);
  return Object.assign(new entity(), read);
}

function hydrated(value: unknown, type: unknown): unknown {
  if (value === null) return null;
  switch (type) {
    case 'datetime':
      return new Date(`${(value as string).replace(' ', 'T')}Z`);
    case 'boolean':
      return Boolean(value);
    case 'simple-json':
      return typeof value === 'string' ? JSON.parse(value) : value;
    case 'double':
      return Number(value);
    case 'varchar':
    case 'text':
    case 'int':
      return value;
    default:
      throw new Error(`Rows with a column of the type ${String(type)} are not read as JSON.`);
  }
}
