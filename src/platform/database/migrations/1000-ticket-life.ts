import { addColumn, addIndex, createTable, type MigrationClass } from '../schema.js';

/** What the whole life of a ticket needs on the ticket itself, and the parts of other agencies. */
export const ticketLifeMigrations: MigrationClass[] = [
  addColumn(1732001000010, 'ticket', (c) => c.integer('return_count'), '0'),
  addColumn(1732001000020, 'ticket', (c) => c.flag('lead_locked'), '0'),
  addColumn(1732001000030, 'ticket', (c) => c.flag('appealed'), '0'),
  addColumn(1732001000040, 'ticket', (c) => c.integer('reopen_count'), '0'),
  addColumn(1732001000050, 'ticket', (c) => c.integer('answer_return_count'), '0'),
  addColumn(1732001000060, 'ticket', (c) => c.integer('open_parts'), '0'),
  addColumn(1732001000070, 'ticket', (c) => c.integer('enquiry_count'), '0'),
  addColumn(1732001000080, 'ticket', (c) => c.integer('chase_count'), '0'),
  addColumn(1732001000090, 'ticket', (c) => c.instant('last_chased_at', { nullable: true })),
  addColumn(1732001000100, 'ticket', (c) => c.integer('addition_count'), '0'),
  addColumn(1732001000110, 'ticket', (c) => c.id('merged_into_id', { nullable: true })),
  addColumn(1732001000120, 'ticket', (c) => c.integer('merged_count'), '0'),
  addColumn(1732001000130, 'ticket', (c) => c.instant('close_due_at', { nullable: true })),
  addColumn(1732001000140, 'ticket', (c) => c.code('history_hash', 64), `''`),
  addColumn(1732001000150, 'ticket_history', (c) => c.integer('version'), '0'),
  addColumn(1732001000160, 'ticket_history', (c) => c.code('hash', 64), `''`),
  // Who stands behind a ticket; and what closes next.
  addIndex(1732001000170, 'ticket', 'ix_ticket_merged_into', ['merged_into_id', 'id']),
  addIndex(1732001000180, 'ticket', 'ix_ticket_close_due', ['close_due_at', 'id']),
  createTable(1732001000190, 'ticket_support', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.id('ticket_id'),
      c.integer('number'),
      c.code('agency_code', 40),
      c.code('status', 10),
      c.text('ask'),
      c.id('clock_id', { nullable: true }),
      c.instant('due_at'),
      c.id('asked_by_account_id'),
      c.code('asked_by_agency_code', 40),
      c.instant('asked_at'),
      c.integer('reminder_count'),
      c.instant('reminded_at', { nullable: true }),
      c.text('part', { nullable: true }),
      c.id('ended_by_account_id', { nullable: true }),
      c.instant('ended_at', { nullable: true }),
      c.text('withdrawn_because', { nullable: true }),
    ],
    indices: [
      { name: 'uq_ticket_support_number', columnNames: ['ticket_id', 'number'], isUnique: true },
      { name: 'ix_ticket_support_agency', columnNames: ['agency_code', 'status', 'due_at', 'id'] },
    ],
  })),
];
