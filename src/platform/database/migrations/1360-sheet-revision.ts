import { addColumn, dropColumn, type MigrationClass } from '../schema.js';

/**
 * How often a coordinator has kept the redaction sheet of an answer: a gate that was opened before is told. The folded
 * text of a published copy is read by nobody since there is an index to search in.
 */
export const sheetRevisionMigrations: MigrationClass[] = [
  addColumn(1732001360010, 'ticket_answer', (c) => c.integer('sheet_revision'), '0'),
  dropColumn(1732001360020, 'published_item', (c) => c.text('search_key'), "''"),
];
