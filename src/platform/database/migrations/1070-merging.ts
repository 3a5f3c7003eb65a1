import { addIndex, addUniqueIndex, createTable, dropIndex, type MigrationClass } from '../schema.js';

/** Merged tickets, incidents, links. */
export const mergingMigrations: MigrationClass[] = [
  createTable(1732001070010, 'ticket_link', (c) => ({
    columns: [
      // The smaller id first: a pair is one row, whichever of the two it is asked from.
      c.id('ticket_id', { primary: true }),
      c.id('other_id', { primary: true }),
      c.id('account_id', { nullable: true }),
      c.instant('created_at'),
    ],
    indices: [{ name: 'ix_ticket_link_other', columnNames: ['other_id', 'ticket_id'] }],
  })),
  createTable(1732001070020, 'incident', (c) => ({
    columns: [
      c.id('ticket_id', { primary: true }),
      c.line('name', 200),
      c.text('script'),
      c.integer('edition'),
      c.json('ward_codes'),
      c.code('category_code', 40, { nullable: true }),
      c.instant('expected_end_at', { nullable: true }),
      c.instant('opened_at'),
      c.id('opened_by_account_id'),
      c.instant('updated_at'),
      c.instant('ended_at', { nullable: true }),
      c.id('ended_by_account_id', { nullable: true }),
    ],
    indices: [{ name: 'ix_incident_ended', columnNames: ['ended_at', 'opened_at', 'ticket_id'] }],
  })),
  // What may be the same matter: a kind of matter in a ward, of some days.
  addIndex(1732001070030, 'ticket', 'ix_ticket_alike', ['category_code', 'ward_code', 'is_open', 'received_at']),
  // One event is told to the reporters of all tickets that are merged into one, each once.
  addUniqueIndex(1732001070040, 'mail_message', 'uq_mail_message_once', ['event_id', 'template', 'ticket_id']),
  dropIndex(1732001070050, 'mail_message', 'mail_message_once', ['event_id', 'template']),
];
