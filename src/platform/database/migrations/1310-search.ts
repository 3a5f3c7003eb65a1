import { createTable, type MigrationClass } from '../schema.js';

/** The index of the public search; see src/publication/search-index.ts. */
export const searchMigrations: MigrationClass[] = [
  createTable(1732001310010, 'published_document', (c) => ({
    columns: [c.integer('number', { primary: true }), c.id('ticket_id'), c.instant('published_at')],
    indices: [
      { name: 'published_document_ticket', columnNames: ['ticket_id'], isUnique: true },
      { name: 'published_document_published', columnNames: ['published_at', 'ticket_id'] },
    ],
  })),
  createTable(1732001310020, 'published_posting', (c) => ({
    columns: [c.code('term', 64, { primary: true }), c.integer('block', { primary: true }), c.blob('documents')],
  })),
  createTable(1732001310030, 'published_index', (c) => ({
    columns: [
      c.code('name', 16, { primary: true }),
      c.integer('version'),
      c.integer('next_number'),
      c.code('stage', 12),
    ],
  })),
];
