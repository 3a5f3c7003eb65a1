import { addColumn, type MigrationClass } from '../schema.js';

/** Of a copy that was taken off: in which feeds it had stood, and since when. Those taken off before are in none. */
export const withdrawnPlacesMigrations: MigrationClass[] = [
  addColumn(1732001380010, 'withdrawn_item', (c) => c.instant('published_at', { nullable: true })),
  addColumn(1732001380020, 'withdrawn_item', (c) => c.code('ward_code', 16, { nullable: true })),
  addColumn(1732001380030, 'withdrawn_item', (c) => c.integer('field', { nullable: true })),
  addColumn(1732001380040, 'withdrawn_item', (c) => c.code('agency_code', 40, { nullable: true })),
];
