import { createTable, type MigrationClass } from '../schema.js';

/** Who of the centre has looked at a reporter's name and number, and on which day. */
export const reporterViewMigrations: MigrationClass[] = [
  createTable(1732001140010, 'reporter_view', (c) => ({
    columns: [
      c.id('ticket_id', { primary: true }),
      c.id('account_id', { primary: true }),
      c.code('seen_on', 10, { primary: true }),
      c.code('role', 20),
      c.instant('seen_at'),
    ],
  })),
];
