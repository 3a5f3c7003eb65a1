import {
  Table,
  TableColumn,
  TableIndex,
  type MigrationInterface,
  type QueryRunner,
  type TableColumnOptions,
  type TableIndexOptions,
} from 'typeorm';
import { ID_LENGTH } from '../../kernel/index.js';

interface ColumnFlags {
  readonly nullable?: boolean;
  readonly primary?: boolean;
}

/** Migration side of the column kinds of `columns.ts`. */
export interface Columns {
  id(name: string, flags?: ColumnFlags): TableColumnOptions;
  code(name: string, length: number, flags?: ColumnFlags): TableColumnOptions;
  line(name: string, length: number, flags?: ColumnFlags): TableColumnOptions;
  text(name: string, flags?: ColumnFlags): TableColumnOptions;
  json(name: string, flags?: ColumnFlags): TableColumnOptions;
  instant(name: string, flags?: ColumnFlags): TableColumnOptions;
  day(name: string, flags?: ColumnFlags): TableColumnOptions;
  integer(name: string, flags?: ColumnFlags): TableColumnOptions;
  real(name: string, flags?: ColumnFlags): TableColumnOptions;
  flag(name: string, flags?: ColumnFlags): TableColumnOptions;
  blob(name: string, flags?: ColumnFlags): TableColumnOptions;
}

function columnsFor(runner: QueryRunner): Columns {
  const mysql = runner.connection.options.type === 'mysql';
  const flags = ({ nullable = false, primary = false }: ColumnFlags = {}) => ({
    isNullable: nullable,
    isPrimary: primary,
  });
  const ascii = (name: string, length: number, options?: ColumnFlags): TableColumnOptions => ({
    name,
    type: 'varchar',
    length: String(length),
    ...(mysql ? { charset: 'ascii', collation: 'ascii_bin' } : {}),
    ...flags(options),
  });
  const long = (name: string, options?: ColumnFlags): TableColumnOptions => ({
    name,
    type: mysql ? 'longtext' : 'text',
    ...flags(options),
  });
  return {
    id: (name, options) => ascii(name, ID_LENGTH, options),
    code: ascii,
    line: (name, length, options) => ({ name, type: 'varchar', length: String(length), ...flags(options) }),
    text: long,
    json: long,
    instant: (name, options) => ({ name, type: 'datetime', ...(mysql ? { precision: 3 } : {}), ...flags(options) }),
    day: (name, options) => ascii(name, 10, options),
    integer: (name, options) => ({ name, type: mysql ? 'int' : 'integer', ...flags(options) }),
    real: (name, options) => ({ name, type: 'double', ...flags(options) }),
    flag: (name, options) => ({ name, type: mysql ? 'tinyint' : 'boolean', ...flags(options) }),
    blob: (name, options) => ({ name, type: mysql ? 'longblob' : 'blob', ...flags(options) }),
  };
}

export interface TableDefinition {
  readonly columns: readonly TableColumnOptions[];
  readonly indices?: readonly TableIndexOptions[];
}

export type MigrationClass = new () => MigrationInterface;

function named(name: string, migration: MigrationClass): MigrationClass {
  Object.defineProperty(migration, 'name', { value: name });
  return migration;
}

/**
 * A migration that makes one table, and drops it on the way down. One DDL step a migration, because
 * MySQL and MariaDB commit at every DDL: a migration of two steps could stop half way.
 *
 * @param order 13 digits that give the migration its place in the one sequence (TypeORM sorts by them).
 */
export function createTable(order: number, table: string, define: (c: Columns) => TableDefinition): MigrationClass {
  return migration(`CreateTable_${table}_${order}`, {
    up: (runner) => create(runner, table, define),
    down: (runner) => runner.dropTable(table),
  });
}

/** Drops a table whose rows are kept elsewhere by now; empty again on the way down. */
export function dropTable(order: number, table: string, define: (c: Columns) => TableDefinition): MigrationClass {
  return migration(`DropTable_${table}_${order}`, {
    up: (runner) => runner.dropTable(table),
    down: (runner) => create(runner, table, define),
  });
}

/** Changes what stands in rows, in one statement either way. */
export function moveRows(
  order: number,
  table: string,
  sql: { readonly up: string; readonly down: string },
): MigrationClass {
  const run = async (runner: QueryRunner, statement: string): Promise<void> => void (await runner.query(statement));
  return migration(`MoveRows_${table}_${order}`, {
    up: (runner) => run(runner, sql.up),
    down: (runner) => run(runner, sql.down),
  });
}

/**
 * Adds one column.
 * @param fallback what rows that are already there get, as SQL (`0`, `'normal'`); left out for a nullable column.
 */
export function addColumn(
  order: number,
  table: string,
  define: (c: Columns) => TableColumnOptions,
  fallback?: string,
): MigrationClass {
  const column = columnOf(define, fallback);
  return migration(`AddColumn_${table}_${order}`, {
    up: (runner) => runner.addColumn(table, column(runner)),
    down: (runner) => runner.dropColumn(table, column(runner).name),
  });
}

/** Takes a column away; `define` and `fallback` say what comes back on the way down, as in {@link addColumn}. */
export function dropColumn(
  order: number,
  table: string,
  define: (c: Columns) => TableColumnOptions,
  fallback?: string,
): MigrationClass {
  const column = columnOf(define, fallback);
  return migration(`DropColumn_${table}_${order}`, {
    up: (runner) => runner.dropColumn(table, column(runner).name),
    down: (runner) => runner.addColumn(table, column(runner)),
  });
}

function columnOf(define: (c: Columns) => TableColumnOptions, fallback?: string): (runner: QueryRunner) => TableColumn {
  return (runner) =>
    new TableColumn({ ...define(columnsFor(runner)), ...(fallback === undefined ? {} : { default: fallback }) });
}

export function addIndex(order: number, table: string, name: string, columnNames: string[]): MigrationClass {
  return migration(`AddIndex_${table}_${order}`, {
    up: (runner) => runner.createIndex(table, new TableIndex({ name, columnNames })),
    down: (runner) => runner.dropIndex(table, name),
  });
}

export function addUniqueIndex(order: number, table: string, name: string, columnNames: string[]): MigrationClass {
  return migration(`AddUniqueIndex_${table}_${order}`, {
    up: (runner) => runner.createIndex(table, new TableIndex({ name, columnNames, isUnique: true })),
    down: (runner) => runner.dropIndex(table, name),
  });
}

/** Drops a unique index; back again on the way down. */
export function dropIndex(order: number, table: string, name: string, columnNames: string[]): MigrationClass {
  return migration(`DropIndex_${table}_${order}`, {
    up: (runner) => runner.dropIndex(table, name),
    down: (runner) => runner.createIndex(table, new TableIndex({ name, columnNames, isUnique: true })),
  });
}

function migration(
  name: string,
  steps: { readonly up: (runner: QueryRunner) => Promise<void>; readonly down: (runner: QueryRunner) => Promise<void> },
): MigrationClass {
  return named(
    name,
    class implements MigrationInterface {
      readonly name = name;
      readonly up = steps.up;
      readonly down = steps.down;
    },
  );
}

async function create(runner: QueryRunner, table: string, define: (c: Columns) => TableDefinition): Promise<void> {
  const { columns, indices = [] } = define(columnsFor(runner));
  const mysql = runner.connection.options.type === 'mysql';
  await runner.createTable(
    new Table({
      name: table,
      columns: [...columns],
      indices: [...indices],
      ...(mysql ? { engine: 'InnoDB' } : {}),
    }),
  );
}
