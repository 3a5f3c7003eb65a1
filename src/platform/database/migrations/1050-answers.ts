import { createTable, type MigrationClass } from '../schema.js';

/** Versions of drafts, attachments, canned texts, what the gate looked at. */
export const answersMigrations: MigrationClass[] = [
  createTable(1732001050010, 'attachment', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.code('owner_kind', 16),
      c.id('owner_id'),
      c.id('ticket_id'),
      c.line('name', 120),
      c.code('media_type', 40),
      c.integer('bytes'),
      c.integer('width', { nullable: true }),
      c.integer('height', { nullable: true }),
      c.code('sha256', 64),
      c.id('uploaded_by_account_id', { nullable: true }),
      c.flag('is_public'),
      c.instant('created_at'),
      c.instant('blurred_at', { nullable: true }),
    ],
    indices: [
      { name: 'ix_attachment_owner', columnNames: ['owner_kind', 'owner_id', 'id'] },
      { name: 'ix_attachment_ticket', columnNames: ['ticket_id', 'id'] },
    ],
  })),
  // Apart, so that a list of what there is never reads a photo.
  createTable(1732001050020, 'attachment_content', (c) => ({
    columns: [c.id('id', { primary: true }), c.blob('content')],
  })),
];
