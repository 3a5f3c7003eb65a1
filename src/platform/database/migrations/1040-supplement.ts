import { createTable, type MigrationClass } from '../schema.js';

/** Questions to the citizen, additions, corrections. */
export const supplementMigrations: MigrationClass[] = [
  createTable(1732001040010, 'ticket_question', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.id('ticket_id'),
      c.integer('number'),
      c.code('status', 10),
      c.text('text'),
      c.instant('asked_at'),
      c.id('asked_by_account_id'),
      c.code('asked_by_agency_code', 40),
      c.integer('reminded_count'),
      c.instant('remind_at', { nullable: true }),
      c.instant('expires_at'),
      c.instant('next_at', { nullable: true }),
      c.instant('ended_at', { nullable: true }),
      c.text('reply', { nullable: true }),
      c.id('reply_id', { nullable: true }),
      c.code('reply_channel', 8, { nullable: true }),
    ],
    indices: [
      { name: 'ux_ticket_question_number', columnNames: ['ticket_id', 'number'], isUnique: true },
      // What has to be reminded of or ended next.
      { name: 'ix_ticket_question_next', columnNames: ['status', 'next_at', 'id'] },
    ],
  })),
  createTable(1732001040020, 'ticket_correction', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.id('ticket_id'),
      c.code('field', 16),
      c.text('before_text', { nullable: true }),
      c.text('after_text', { nullable: true }),
      c.id('by_account_id'),
      c.instant('at'),
      c.id('remark_id'),
    ],
    indices: [{ name: 'ix_ticket_correction_ticket', columnNames: ['ticket_id', 'at', 'id'] }],
  })),
];
