import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { DataSource, QueryRunner } from 'typeorm';
import { isRetryable } from './errors.js';
import { closeTransaction, wrapTransaction, type Transaction } from './transaction.js';

const MAX_ATTEMPTS = 6;
const BACKOFF_MS = 8;

export interface UnitOfWorkListener {
  /**
   * Called after each successful commit; must not throw and must not wait.
   * @param transaction the one that was committed: over, but whoever wrote through it may know it again.
   */
  committed(transaction: Transaction): void;
}

interface Committed<T> {
  readonly result: T;
  readonly transaction: Transaction;
}

/**
 * Runs a function in one transaction: all of it is durable when `run` returns, or nothing happened.
 *
 * The function may run more than once (deadlock, lock timeout, certification failure), so it must do
 * nothing but read, decide and write through its transaction: no mail, no socket, no counter in memory.
 * Units of work do not nest.
 */
export class UnitOfWork {
  // SQLite has one connection: a second transaction would run inside the first one, and its writes
  // would vanish with the first one's rollback. So all units of work pass one queue there.
  private readonly queue: ReturnType<typeof pLimit> | null;
  private readonly listeners: UnitOfWorkListener[] = [];

  constructor(private readonly dataSource: DataSource) {
    this.queue = dataSource.options.type === 'better-sqlite3' ? pLimit(1) : null;
  }

  onCommit(listener: UnitOfWorkListener): void {
    this.listeners.push(listener);
  }

  /** @throws what `work` throws (after rollback), or the database's error after the last attempt. */
  async run<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const { result, transaction } = await (this.queue ? this.queue(() => this.attempt(work)) : this.attempt(work));
    for (const listener of this.listeners) listener.committed(transaction);
    return result;
  }

  private async attempt<T>(work: (transaction: Transaction) => Promise<T>): Promise<Committed<T>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(work);
      } catch (error) {
        if (!isRetryable(error) || attempt >= MAX_ATTEMPTS) throw error;
        // Full jitter: two transactions that met once should not meet again.
        await sleep(Math.random() * BACKOFF_MS * 2 ** attempt);
      }
    }
  }

  private async once<T>(work: (transaction: Transaction) => Promise<T>): Promise<Committed<T>> {
    const runner = this.dataSource.createQueryRunner();
    const lost = watch(runner);
    try {
      await begin(runner);
      const transaction = wrapTransaction(runner.manager);
      try {
        const result = await work(transaction);
        // The function may have caught the error that ended its transaction.
        lost.rethrow();
        await runner.commitTransaction();
        return { result, transaction };
      } finally {
        closeTransaction(transaction);
      }
    } catch (error) {
      lost.restore();
      if (runner.isTransactionActive) await rollback(runner, error);
      throw error;
    } finally {
      lost.restore();
      await runner.release();
    }
  }
}

async function begin(runner: QueryRunner): Promise<void> {
  try {
    await runner.startTransaction();
  } catch (error) {
    // TypeORM marks the transaction as running before it has begun, and on SQLite the runner is shared.
    Object.assign(runner, { isTransactionActive: false });
    throw error;
  }
}

async function rollback(runner: QueryRunner, reason: unknown): Promise<void> {
  try {
    await runner.rollbackTransaction();
  } catch (error) {
    throw new AggregateError([reason, error], 'The transaction failed, and so did its rollback.', { cause: error });
  }
}

/**
 * Stands between TypeORM and the connection for one transaction. After a retryable error the transaction
 * is gone: every later statement is refused with that error. On SQLite the transaction takes the write
 * lock when it begins: taken only at its first write it is refused, however long one would wait, if
 * another process (a command run beside the service) has written since its first read.
 */
function watch(runner: QueryRunner): { rethrow(): void; restore(): void } {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the runner, and put back as it was
  const query = runner.query;
  let loss: Error | null = null;
  runner.query = (async (...args: Parameters<QueryRunner['query']>) => {
    if (loss) throw loss;
    try {
      const [sql, ...rest] = args;
      return (await query.call(runner, sql === 'BEGIN TRANSACTION' ? 'BEGIN IMMEDIATE' : sql, ...rest)) as unknown;
    } catch (error) {
      if (isRetryable(error)) loss = error as Error;
      throw error;
    }
  }) as QueryRunner['query'];
  return {
    rethrow: () => {
      if (loss) throw loss;
    },
    // On SQLite the runner is shared by all units of work.
    restore: () => {
      runner.query = query;
    },
  };
}
