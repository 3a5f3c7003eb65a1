import type { MigrationClass } from '../schema.js';

/** Questions to the citizen, additions, corrections. */
export const supplementMigrations: MigrationClass[] = [];
