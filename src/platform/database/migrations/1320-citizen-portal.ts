import { addIndex, createTable, type MigrationClass } from '../schema.js';

/** Photos that come in pieces, people who follow a report by mail, and what was reported alike. */
export const citizenPortalMigrations: MigrationClass[] = [
  createTable(1732001320010, 'photo_piece', (c) => ({
    columns: [
      c.id('upload_id', { primary: true }),
      c.integer('place', { primary: true }),
      c.blob('content'),
      c.instant('created_at'),
    ],
    indices: [{ name: 'ix_photo_piece_created', columnNames: ['created_at'] }],
  })),
  createTable(1732001320020, 'ticket_follower', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.id('ticket_id'),
      c.code('email_key', 64),
      c.line('email', 254, { nullable: true }),
      c.flag('is_own'),
      c.flag('has_met'),
      c.instant('asked_at'),
      c.integer('asked_times'),
      c.instant('confirmed_at', { nullable: true }),
      c.instant('ended_at', { nullable: true }),
    ],
    indices: [
      { name: 'uq_ticket_follower_email', columnNames: ['ticket_id', 'email_key'], isUnique: true },
      { name: 'ix_ticket_follower_ticket', columnNames: ['ticket_id', 'id'] },
      { name: 'ix_ticket_follower_asked', columnNames: ['email_key', 'asked_at'] },
      { name: 'ix_ticket_follower_waiting', columnNames: ['confirmed_at', 'asked_at'] },
    ],
  })),
  addIndex(1732001320030, 'public_status', 'public_status_alike', ['category_code', 'ward_code', 'received_at']),
  addIndex(1732001320040, 'public_status', 'public_status_published', ['published_at']),
];
