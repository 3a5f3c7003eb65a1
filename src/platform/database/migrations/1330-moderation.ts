import { addColumn, createTable, type MigrationClass } from '../schema.js';

/** What coordinators do with published copies: words marked by hand, photos blurred, copies taken off and put back. */
export const moderationMigrations: MigrationClass[] = [
  addColumn(1732001330010, 'ticket_answer', (c) => c.json('public_answer', { nullable: true })),
  createTable(1732001330020, 'publication_withdrawal', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.id('ticket_id'),
      c.code('ground', 24),
      c.text('reason'),
      c.id('by_account_id'),
      c.instant('withdrawn_at'),
      c.id('restored_by_account_id', { nullable: true }),
      c.instant('restored_at', { nullable: true }),
    ],
    indices: [{ name: 'ix_publication_withdrawal_ticket', columnNames: ['ticket_id', 'withdrawn_at'] }],
  })),
  createTable(1732001330030, 'withdrawn_item', (c) => ({
    columns: [
      c.id('ticket_id', { primary: true }),
      c.code('code', 20),
      c.code('ground', 24),
      c.instant('withdrawn_at'),
    ],
    indices: [
      { name: 'withdrawn_item_code', columnNames: ['code'], isUnique: true },
      { name: 'withdrawn_item_newest', columnNames: ['withdrawn_at', 'ticket_id'] },
    ],
  })),
  createTable(1732001330040, 'photo_redaction', (c) => ({
    columns: [
      c.id('attachment_id', { primary: true }),
      c.id('ticket_id'),
      c.flag('shown'),
      c.json('areas'),
      c.id('copy_id', { nullable: true }),
      c.id('by_account_id'),
      c.instant('changed_at'),
    ],
    indices: [{ name: 'ix_photo_redaction_ticket', columnNames: ['ticket_id'] }],
  })),
];
