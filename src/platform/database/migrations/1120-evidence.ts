import { addColumn, type MigrationClass } from '../schema.js';

/** Files of an attempt that was sent back, which the next one does without. */
export const evidenceMigrations: MigrationClass[] = [
  addColumn(1732001120010, 'attachment', (c) => c.instant('left_out_at', { nullable: true })),
];
