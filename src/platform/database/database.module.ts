import { Global, Module, type DynamicModule } from '@nestjs/common';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Config } from '../config/index.js';
import { readerOptions, writerOptions, type EntityClass } from './data-source.js';
import { Idempotency } from './idempotency.js';
import { Reader } from './reader.js';
import { UnitOfWork } from './unit-of-work.js';

/**
 * The database of the service: one DataSource that writes, and on SQLite a second that reads committed
 * data only. Migrations have run when the module is ready.
 */
@Global()
@Module({})
export class DatabaseModule {
  static forRoot(config: Config, entities: EntityClass[]): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [TypeOrmModule.forRoot({ ...writerOptions(config, entities), retryAttempts: 0 })],
      providers: [
        { provide: UnitOfWork, useFactory: (writer: DataSource) => openWriter(writer), inject: [getDataSourceToken()] },
        {
          provide: Reader,
          // After the unit of work: by then the migrations have run.
          useFactory: (writer: DataSource) => openReader(writer, config, entities),
          inject: [getDataSourceToken(), UnitOfWork],
        },
        Idempotency,
      ],
      exports: [UnitOfWork, Reader, Idempotency],
    };
  }
}

async function openWriter(writer: DataSource): Promise<UnitOfWork> {
  await migrate(writer);
  return new UnitOfWork(writer);
}

const MIGRATION_LOCK_SECONDS = 120;
/** Locks belong to the whole server, which may have other databases; a name has at most 64 characters. */
const MIGRATION_LOCK = `concat('pakn-migrations-', sha1(database()))`;

/**
 * Brings the schema up to date. Several processes may start at once on one MySQL/MariaDB server: they
 * take turns. (A Galera cluster has no such lock: start one process first there.)
 */
export async function migrate(writer: DataSource): Promise<void> {
  if (writer.options.type !== 'mysql') {
    await writer.runMigrations();
    return;
  }
  const runner = writer.createQueryRunner();
  try {
    await runner.query(`select get_lock(${MIGRATION_LOCK}, ${MIGRATION_LOCK_SECONDS})`);
    await writer.runMigrations();
  } finally {
    await runner.query(`select release_lock(${MIGRATION_LOCK})`);
    await runner.release();
  }
}

/** A reader over the same database; its connection is closed with the writer's. */
export async function openReader(
  writer: DataSource,
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  entities: EntityClass[],
): Promise<Reader> {
  const options = readerOptions(config, entities);
  if (options === null) return new Reader(writer.manager);
  const source = await new DataSource(options).initialize();
  const destroy = writer.destroy.bind(writer);
  writer.destroy = async () => {
    if (source.isInitialized) await source.destroy();
    await destroy();
  };
  return new Reader(source.manager);
}
