import { createTable, type MigrationClass } from '../schema.js';

/** One call, message or visit; the tickets that came of it name it. */
export const intakeMigrations: MigrationClass[] = [
  createTable(1732000600010, 'contact', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.code('channel', 16),
      c.code('external_id', 100, { nullable: true }),
      c.code('kind', 16),
      c.line('caller_name', 120, { nullable: true }),
      c.code('caller_phone', 20, { nullable: true }),
      c.line('caller_email', 254, { nullable: true }),
      c.id('entered_by_account_id', { nullable: true }),
      c.code('entered_by_system', 64, { nullable: true }),
      c.line('on_behalf_of', 200, { nullable: true }),
      c.instant('started_at'),
      c.instant('ended_at', { nullable: true }),
      c.instant('recorded_at'),
      c.text('note', { nullable: true }),
      c.json('receipt'),
    ],
    indices: [
      { name: 'uq_contact_external', columnNames: ['channel', 'external_id'], isUnique: true },
      { name: 'ix_contact_phone', columnNames: ['caller_phone', 'started_at'] },
      { name: 'ix_contact_entered_by', columnNames: ['entered_by_account_id', 'recorded_at'] },
      { name: 'ix_contact_started', columnNames: ['started_at'] },
      { name: 'ix_contact_entered', columnNames: ['entered_by_account_id', 'recorded_at'] },
    ],
  })),
];
