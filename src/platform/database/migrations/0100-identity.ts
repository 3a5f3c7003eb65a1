import { addColumn, createTable, type MigrationClass } from '../schema.js';

export const identityMigrations: MigrationClass[] = [
  createTable(1732000100010, 'account', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.code('login', 64),
      c.line('display_name', 120),
      c.code('password_hash', 200),
      c.code('agency_code', 40),
      c.json('roles'),
      c.flag('active'),
      c.instant('created_at'),
    ],
    indices: [{ name: 'account_login', columnNames: ['login'], isUnique: true }],
  })),
  createTable(1732000100020, 'session', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.code('token_hash', 64),
      c.id('account_id'),
      c.instant('created_at'),
      c.instant('last_seen_at'),
    ],
    indices: [
      { name: 'session_token', columnNames: ['token_hash'], isUnique: true },
      { name: 'session_account', columnNames: ['account_id'] },
    ],
  })),
  createTable(1732000100030, 'sign_in_throttle', (c) => ({
    columns: [
      c.code('subject', 90, { primary: true }),
      c.integer('failures'),
      c.instant('last_attempt_at'),
      c.instant('wait_until', { nullable: true }),
    ],
    indices: [{ name: 'sign_in_throttle_age', columnNames: ['last_attempt_at'] }],
  })),
  addColumn(1732000921010, 'account', (c) => c.line('email', 254, { nullable: true })),
];
