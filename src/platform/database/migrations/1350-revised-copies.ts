import { addColumn, type MigrationClass } from '../schema.js';

/** When a published copy was changed by hand: feeds and files tell it. */
export const revisedCopiesMigrations: MigrationClass[] = [
  addColumn(1732001350010, 'published_item', (c) => c.instant('revised_at', { nullable: true })),
];
