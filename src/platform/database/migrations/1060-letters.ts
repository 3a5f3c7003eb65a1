import type { MigrationClass } from '../schema.js';

/** Numbered letters. */
export const lettersMigrations: MigrationClass[] = [];
