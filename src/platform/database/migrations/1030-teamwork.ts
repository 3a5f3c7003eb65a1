import type { MigrationClass } from '../schema.js';

/** Work inside an agency: rules of assignment, absence, deputies. */
export const teamworkMigrations: MigrationClass[] = [];
