import { Column, PrimaryColumn, type ColumnOptions } from 'typeorm';
import { ID_LENGTH } from '../../kernel/index.js';

/**
 * Entity side of the column kinds; `schema.ts` has the migration side. There are only these, so that
 * SQLite and MySQL/MariaDB cannot drift apart. Column names are written out: snake_case in the
 * database, camelCase in the code.
 *
 * | kind    | TypeScript | SQLite          | MySQL / MariaDB                    |
 * |---------|------------|-----------------|------------------------------------|
 * | id      | string     | varchar(26)     | varchar(26) ascii_bin              |
 * | code    | string     | varchar(n)      | varchar(n) ascii_bin               |
 * | line    | string     | varchar(n)      | varchar(n) utf8mb4                 |
 * | text    | string     | text            | longtext utf8mb4                   |
 * | json    | object     | text            | longtext utf8mb4                   |
 * | instant | Date       | datetime, UTC   | datetime(3), UTC                   |
 * | day     | string     | varchar(10)     | varchar(10) ascii_bin, YYYY-MM-DD  |
 * | integer | number     | integer         | int                                |
 * | real    | number     | double          | double                             |
 * | flag    | boolean    | boolean         | tinyint(1)                         |
 * | blob    | Buffer     | blob            | longblob                           |
 */
interface Nullable {
  readonly nullable?: boolean;
}

const column = (options: ColumnOptions & { primary?: boolean }): PropertyDecorator =>
  options.primary === true ? PrimaryColumn(options as never) : Column(options);

interface Primary {
  readonly primary?: boolean;
}

export const IdColumn = (name: string, options: Nullable & Primary = {}): PropertyDecorator =>
  column({ name, type: 'varchar', length: ID_LENGTH, ...options });

/** ASCII, compared byte by byte: codes, keys, hashes, enum values. */
export const CodeColumn = (name: string, length: number, options: Nullable & Primary = {}): PropertyDecorator =>
  column({ name, type: 'varchar', length, ...options });

/** One line of Vietnamese, at most `length` characters; the caller checks the length. */
export const LineColumn = (name: string, length: number, options: Nullable = {}): PropertyDecorator =>
  column({ name, type: 'varchar', length, ...options });

export const TextColumn = (name: string, options: Nullable = {}): PropertyDecorator =>
  column({ name, type: 'text', ...options });

export const JsonColumn = (name: string, options: Nullable = {}): PropertyDecorator =>
  column({ name, type: 'simple-json', ...options });

/** A UTC instant with milliseconds; the name ends in `_at`. */
export const InstantColumn = (name: string, options: Nullable = {}): PropertyDecorator =>
  column({ name, type: 'datetime', ...options });

/** A calendar day `YYYY-MM-DD` without a zone; the name ends in `_on`. */
export const DayColumn = (name: string, options: Nullable = {}): PropertyDecorator =>
  column({ name, type: 'varchar', length: 10, ...options });

export const IntegerColumn = (name: string, options: Nullable & Primary = {}): PropertyDecorator =>
  column({ name, type: 'int', ...options });

export const RealColumn = (name: string, options: Nullable = {}): PropertyDecorator =>
  column({ name, type: 'double', ...options });

export const FlagColumn = (name: string, options: Nullable = {}): PropertyDecorator =>
  column({ name, type: 'boolean', ...options });

/** Bytes of a file; a statement carries them twice their length (MySQL's own text of bytes), so mind its longest packet. */
export const BlobColumn = (name: string, options: Nullable = {}): PropertyDecorator =>
  column({ name, type: 'blob', ...options });
