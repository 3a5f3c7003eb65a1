import { addColumn, addIndex, createTable, type MigrationClass } from '../schema.js';

/** Numbered letters, and what counts them and the agencies' record. */
export const lettersMigrations: MigrationClass[] = [
  createTable(1732001060010, 'letter', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.id('ticket_id'),
      c.code('kind', 16),
      c.code('agency_code', 40),
      c.integer('series_year'),
      c.integer('number', { nullable: true }),
      c.line('own_reference', 60, { nullable: true }),
      c.day('dated_on'),
      c.json('form'),
      c.json('parts'),
      c.id('signed_by_account_id'),
      c.code('signed_as', 10),
      c.id('signed_for_account_id', { nullable: true }),
      c.instant('signed_at'),
    ],
    indices: [
      { name: 'ix_letter_ticket', columnNames: ['ticket_id', 'kind'] },
      // Two letters never get one number, and the newest of a series is the end of one range.
      { name: 'uq_letter_number', columnNames: ['agency_code', 'series_year', 'kind', 'number'], isUnique: true },
      { name: 'uq_letter_own', columnNames: ['agency_code', 'series_year', 'own_reference'], isUnique: true },
    ],
  })),
  // The letter as the public reads it, beside the answer.
  addColumn(1732001060020, 'published_item', (c) => c.json('apology', { nullable: true })),
  // The agencies' record reads each figure of a month as one range.
  addIndex(1732001060030, 'ticket_apology', 'ix_ticket_apology_owed', ['owed_at', 'agency_code', 'ticket_id']),
  addIndex(1732001060040, 'ticket_history', 'ix_ticket_history_type', ['type', 'at', 'ticket_id']),
  addIndex(1732001060050, 'ticket_clock', 'ix_ticket_clock_started', ['kind', 'started_at', 'ticket_id']),
  addIndex(1732001060060, 'ticket_support', 'ix_ticket_support_due', ['due_at', 'agency_code']),
  addIndex(1732001060070, 'ticket_answer', 'ix_ticket_answer_returned', ['returned_at', 'author_agency_code']),
];
