import { addIndex, createTable, type MigrationClass } from '../schema.js';

/** The daily anchors of the chains. */
export const historyChainMigrations: MigrationClass[] = [
  createTable(1732001010010, 'history_anchor', (c) => ({
    columns: [
      c.code('day', 10, { primary: true }),
      c.code('root', 64),
      c.code('previous_root', 64),
      c.integer('head_count'),
      c.instant('made_at'),
    ],
  })),
  createTable(1732001010020, 'history_anchor_head', (c) => ({
    columns: [
      c.code('day', 10, { primary: true }),
      c.code('reference', 64, { primary: true }),
      c.integer('length'),
      c.code('head', 64),
    ],
    // All that was ever anchored of a ticket.
    indices: [{ name: 'ix_history_anchor_head_reference', columnNames: ['reference', 'day'] }],
  })),
  // What has changed since the last anchor: one range.
  addIndex(1732001010030, 'ticket', 'ix_ticket_updated', ['updated_at', 'id']),
];
