import type { MigrationClass } from '../schema.js';

/** Merged tickets, incidents, links. */
export const mergingMigrations: MigrationClass[] = [];
