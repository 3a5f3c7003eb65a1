import type { MigrationClass } from '../schema.js';

/** The daily anchors of the chains. */
export const historyChainMigrations: MigrationClass[] = [];
