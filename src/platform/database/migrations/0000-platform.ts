import { createTable, type MigrationClass } from '../schema.js';

export const platformMigrations: MigrationClass[] = [
  createTable(1732000000010, 'idempotency_key', (c) => ({
    columns: [
      c.code('scope', 64, { primary: true }),
      c.code('request_key', 100, { primary: true }),
      c.code('request_hash', 64),
      c.json('result'),
      c.instant('created_at'),
    ],
    indices: [{ name: 'idempotency_key_age', columnNames: ['created_at'] }],
  })),
  createTable(1732000000020, 'outbox_event', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.code('type', 64),
      c.id('aggregate_id'),
      c.integer('aggregate_version'),
      c.json('data'),
      c.json('audience'),
      c.instant('occurred_at'),
      c.integer('seq', { nullable: true }),
    ],
    // Serves "not yet in the feed, oldest first" (seq is null) and "the feed since n" alike.
    indices: [{ name: 'outbox_event_seq', columnNames: ['seq'], isUnique: true }],
  })),
  createTable(1732000000030, 'outbox_retry', (c) => ({
    columns: [
      c.code('subscriber', 64, { primary: true }),
      c.integer('seq', { primary: true }),
      c.integer('attempts'),
      c.instant('next_at'),
      c.line('last_error', 200),
    ],
    indices: [{ name: 'outbox_retry_due', columnNames: ['subscriber', 'next_at'] }],
  })),
  createTable(1732000000040, 'lease', (c) => ({
    columns: [
      c.code('name', 64, { primary: true }),
      c.code('token', 36),
      c.instant('held_until'),
      c.integer('position'),
    ],
  })),
];
