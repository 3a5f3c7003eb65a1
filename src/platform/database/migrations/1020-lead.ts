import type { MigrationClass } from '../schema.js';

/** Reopening, closing and surveys. */
export const leadMigrations: MigrationClass[] = [];
