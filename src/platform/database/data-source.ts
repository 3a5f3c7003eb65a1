import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as mysql from 'mysql2';
import type { DataSourceOptions, EntitySchema } from 'typeorm';
import type { Config } from '../config/index.js';
import { migrations } from './migrations/index.js';

export type EntityClass = (new () => object) | EntitySchema;

const MYSQL_CONNECTIONS = 12;

/** The database that is written to. `synchronize` is never on: the schema is the migrations. */
export function writerOptions(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  entities: EntityClass[],
): DataSourceOptions {
  const common = {
    entities,
    migrations,
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
  } as const;
  if (config.databaseUrl !== null) {
    return {
      ...common,
      type: 'mysql',
      url: config.databaseUrl,
      // Instants are UTC on both sides of the wire, whatever the zone of the server or of this machine.
      timezone: 'Z',
      charset: 'utf8mb4_unicode_ci',
      poolSize: MYSQL_CONNECTIONS,
      driver: { ...mysql, createPool: readCommittedPool },
      // A process that is only starting on a busy machine may look at its sockets seconds late.
      extra: { connectTimeout: 30_000 },
    };
  }
  const database = sqliteFile(config);
  mkdirSync(dirname(database), { recursive: true });
  return {
    ...common,
    type: 'better-sqlite3',
    database,
    enableWAL: true,
    // FULL: what was acknowledged survives a power cut, also in WAL mode.
    prepareDatabase: (connection: { pragma(text: string): void }) => {
      connection.pragma('synchronous = FULL');
      connection.pragma('busy_timeout = 5000');
      connection.pragma('foreign_keys = ON');
    },
  };
}

/** A second, read-only connection to the SQLite file; null on MySQL/MariaDB, whose pool serves both. */
export function readerOptions(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  entities: EntityClass[],
): DataSourceOptions | null {
  if (config.databaseUrl !== null) return null;
  return {
    type: 'better-sqlite3',
    database: sqliteFile(config),
    entities,
    readonly: true,
    fileMustExist: true,
    synchronize: false,
  };
}

/**
 * Commands compare and set: a snapshot older than the statement would only make them fail more often. Said once
 * for each connection; TypeORM's own option says it before every transaction, which is a way to the server and back.
 */
function readCommittedPool(options: mysql.PoolOptions): mysql.Pool {
  const pool = mysql.createPool(options);
  pool.on('connection', (connection) => {
    // Goes before whatever the connection was opened for.
    connection.query('set session transaction isolation level read committed', (error) => {
      if (error) connection.destroy();
    });
  });
  return pool;
}

function sqliteFile(config: Pick<Config, 'dataDir'>): string {
  return join(config.dataDir, 'pakn.sqlite');
}
