import { addColumn, addIndex, createTable, type MigrationClass } from '../schema.js';

/** Reopening, closing and surveys. */
export const leadMigrations: MigrationClass[] = [
  // What the overseer is asked to look at: a handful among all open tickets.
  addIndex(1732001020010, 'ticket', 'ix_ticket_appealed', ['appealed', 'list_due_at', 'id']),
  createTable(1732001020020, 'survey_response', (c) => ({
    columns: [
      c.id('ticket_id', { primary: true }),
      c.code('score', 16),
      c.text('reason', { nullable: true }),
      c.code('channel', 16),
      c.integer('round'),
      c.instant('answered_at'),
      c.instant('changed_at'),
    ],
    indices: [{ name: 'ix_survey_response_at', columnNames: ['answered_at', 'ticket_id'] }],
  })),
  // The answers of former rounds stay visible beside the last one.
  addColumn(1732001020030, 'published_item', (c) => c.json('earlier', { nullable: true })),
];
