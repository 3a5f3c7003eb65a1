import { addColumn, type MigrationClass } from '../schema.js';

/** Why a call-back was closed without the person having been told. */
export const callBackMigrations: MigrationClass[] = [
  addColumn(1732001210010, 'call_back', (c) => c.line('close_note', 500, { nullable: true })),
];
