import { QueryFailedError } from 'typeorm';

interface DriverError {
  readonly errno?: number;
  readonly code?: string;
  readonly sqlState?: string;
}

function driverError(error: unknown): DriverError | null {
  return error instanceof QueryFailedError ? (error.driverError as DriverError) : null;
}

const DUPLICATE_ENTRY = 1062;

/** Two rows with the same key: MySQL 1062, SQLite's UNIQUE and PRIMARYKEY constraint. */
export function isUniqueViolation(error: unknown): boolean {
  const driver = driverError(error);
  return (
    driver?.errno === DUPLICATE_ENTRY ||
    driver?.code === 'SQLITE_CONSTRAINT_UNIQUE' ||
    driver?.code === 'SQLITE_CONSTRAINT_PRIMARYKEY'
  );
}

/** What a unit of work has read is no longer so, and nobody needs to be told: it runs again from the start. */
export class ConcurrentChange extends Error {
  override readonly name = 'ConcurrentChange';
}

// 1213 deadlock, 1205 lock wait timeout, 1020 MariaDB's "record has changed since last read",
// 1047 Galera node not ready, 1180 commit refused (Galera certification).
const RETRYABLE = new Set([1213, 1205, 1020, 1047, 1180]);

/**
 * Whether the whole transaction may succeed when it is run again from the start. After such an error
 * nothing more may be sent through the same transaction: the server has rolled it back (1213) while
 * TypeORM believes in it, and later statements would commit by themselves.
 */
export function isRetryable(error: unknown): boolean {
  if (error instanceof ConcurrentChange) return true;
  const driver = driverError(error);
  if (driver === null) return false;
  // SQLite: another process (a command run beside the service) wrote between our first read and our first write.
  const busy = driver.code?.startsWith('SQLITE_BUSY') === true;
  return busy || RETRYABLE.has(driver.errno ?? 0) || driver.sqlState === '40001';
}
