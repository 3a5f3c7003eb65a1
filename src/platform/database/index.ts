export * from './columns.js';
export { isRetryable, isUniqueViolation } from './errors.js';
export { Idempotency, type IdempotencyRequest } from './idempotency.js';
export { Reader } from './reader.js';
export { managerOf, type Transaction } from './transaction.js';
export { UnitOfWork } from './unit-of-work.js';
