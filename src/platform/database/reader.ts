import type { EntityManager } from 'typeorm';

/**
 * Committed data, for queries. On MySQL/MariaDB this is the ordinary pool; on SQLite a second,
 * read-only connection, because on the writing one a query would see another's uncommitted rows.
 * Inside a unit of work read through its transaction instead.
 */
export class Reader {
  constructor(readonly manager: EntityManager) {}
}
