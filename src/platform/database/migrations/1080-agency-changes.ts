import type { MigrationClass } from '../schema.js';

/** Orders that merge, split, rename or close an agency. */
export const agencyChangesMigrations: MigrationClass[] = [];
