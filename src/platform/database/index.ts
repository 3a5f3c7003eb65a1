export * from './columns.js';
export { ConcurrentChange, isRetryable, isUniqueViolation } from './errors.js';
export { Idempotency, IdempotencyRow, type IdempotencyRequest } from './idempotency.js';
export { Reader } from './reader.js';
export { managerOf, type Transaction } from './transaction.js';
export { UnitOfWork } from './unit-of-work.js';
export { DatabaseModule, migrate, openReader } from './database.module.js';
export { readerOptions, writerOptions, type EntityClass } from './data-source.js';
export { migrations } from './migrations/index.js';
