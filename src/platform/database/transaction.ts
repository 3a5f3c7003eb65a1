import type { EntityManager } from 'typeorm';

declare const brand: unique symbol;

/**
 * A running unit of work, as commands see it: something to hand to repositories, nothing to call.
 * Only repositories open it, with `managerOf`.
 */
export interface Transaction {
  readonly [brand]: true;
}

const managers = new WeakMap<Transaction, EntityManager>();

/** For the unit of work alone. */
export function wrapTransaction(manager: EntityManager): Transaction {
  const transaction = {} as Transaction;
  managers.set(transaction, manager);
  return transaction;
}

/** For repositories alone. @throws Error when the transaction has ended. */
export function managerOf(transaction: Transaction): EntityManager {
  const manager = managers.get(transaction);
  if (!manager) throw new Error('The unit of work has ended; its transaction cannot be used any more.');
  return manager;
}

/** For the unit of work alone: what still holds the transaction gets an error from now on. */
export function closeTransaction(transaction: Transaction): void {
  managers.delete(transaction);
}
