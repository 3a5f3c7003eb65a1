import { addIndex, type MigrationClass } from '../schema.js';

/** What many report within a few hours is counted over this. */
export const receivedMigrations: MigrationClass[] = [
  addIndex(1732001270010, 'ticket', 'ix_ticket_received', ['received_at', 'category_code', 'ward_code', 'boundary']),
];
