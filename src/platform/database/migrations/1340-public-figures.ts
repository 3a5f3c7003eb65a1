import { addColumn, addIndex, createTable, type MigrationClass } from '../schema.js';

/** What the public figures and the open data need beside the two projections. */
export const publicFiguresMigrations: MigrationClass[] = [
  addColumn(1732001340010, 'public_status', (c) => c.integer('very_satisfied'), '0'),
  addColumn(1732001340020, 'public_status', (c) => c.integer('satisfied'), '0'),
  addColumn(1732001340030, 'public_status', (c) => c.integer('unsatisfied'), '0'),
  // Agencies and wards are counted month by month; all that is counted is in the index, so no row is fetched.
  addIndex(1732001340040, 'public_status', 'public_status_figures', [
    'received_at',
    // A list of a span, newest first, reads the same index in its order.
    'ticket_id',
    'agency_code',
    'ward_code',
    'category_code',
    'state',
    'due_at',
    'answered_at',
    'published_at',
    'reporter_count',
    'very_satisfied',
    'satisfied',
    'unsatisfied',
  ]),
  createTable(1732001340050, 'open_data_snapshot', (c) => ({
    columns: [
      c.code('month', 7, { primary: true }),
      c.integer('revision'),
      c.integer('item_count'),
      c.integer('jsonl_bytes'),
      c.code('jsonl_sha256', 64),
      c.integer('csv_bytes'),
      c.code('csv_sha256', 64),
      c.instant('made_at'),
      c.instant('checked_at'),
    ],
  })),
  createTable(1732001340060, 'open_data_part', (c) => ({
    columns: [
      c.code('month', 7, { primary: true }),
      c.integer('revision', { primary: true }),
      c.integer('number', { primary: true }),
      c.json('ticket_ids'),
      c.blob('jsonl'),
      c.blob('csv'),
    ],
  })),
];
