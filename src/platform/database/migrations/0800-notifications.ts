import { createTable, type MigrationClass } from '../schema.js';

export const notificationsMigrations: MigrationClass[] = [
  createTable(1732000800010, 'mail_message', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.id('event_id'),
      c.integer('event_seq'),
      c.id('ticket_id'),
      c.code('template', 40),
      c.json('refs'),
      c.code('status', 12),
      c.integer('attempts'),
      c.instant('created_at'),
      c.instant('next_at'),
      c.code('claim_token', 36, { nullable: true }),
      c.instant('claimed_until', { nullable: true }),
      c.instant('sent_at', { nullable: true }),
      c.code('message_id', 120, { nullable: true }),
      c.code('last_error', 100, { nullable: true }),
    ],
    indices: [
      { name: 'mail_message_once', columnNames: ['event_id', 'template'], isUnique: true },
      { name: 'mail_message_due', columnNames: ['status', 'next_at'] },
      { name: 'mail_message_ticket', columnNames: ['ticket_id', 'status', 'event_seq'] },
    ],
  })),
];
