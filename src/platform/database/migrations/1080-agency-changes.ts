import { addColumn, createTable, type MigrationClass } from '../schema.js';

/** Orders that merge, split, rename or close an agency. */
export const agencyChangesMigrations: MigrationClass[] = [
  // A load of the province's files leaves alone what an order has changed.
  addColumn(1732001080010, 'agency', (c) => c.code('origin', 8), `'file'`),
  addColumn(1732001080020, 'routing_rule', (c) => c.code('origin', 8), `'file'`),
  createTable(1732001080030, 'agency_order', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.code('kind', 8),
      c.line('number', 60),
      c.day('decided_on'),
      c.day('effective_on'),
      c.text('content'),
      c.json('plan'),
      c.code('status', 12),
      c.code('phase', 12),
      c.instant('created_at'),
      c.id('created_by', { nullable: true }),
      c.instant('confirmed_at', { nullable: true }),
      c.id('confirmed_by', { nullable: true }),
      c.instant('switched_at', { nullable: true }),
      c.instant('finished_at', { nullable: true }),
      c.integer('total'),
      c.integer('moved'),
      c.json('previewed', { nullable: true }),
      c.json('done', { nullable: true }),
    ],
    indices: [{ name: 'ix_agency_order_status', columnNames: ['status', 'effective_on', 'id'] }],
  })),
  createTable(1732001080040, 'agency_succession', (c) => ({
    columns: [
      c.id('order_id', { primary: true }),
      c.code('from_code', 40, { primary: true }),
      c.code('to_code', 40, { primary: true }),
      c.day('effective_on'),
      c.flag('main'),
    ],
    indices: [
      { name: 'ix_agency_succession_from', columnNames: ['from_code', 'effective_on'] },
      { name: 'ix_agency_succession_to', columnNames: ['to_code'] },
    ],
  })),
  createTable(1732001080050, 'agency_former_name', (c) => ({
    columns: [
      c.id('order_id', { primary: true }),
      c.code('agency_code', 40, { primary: true }),
      c.line('name', 200),
      c.line('short_name', 100),
      c.day('until_on'),
    ],
  })),
  createTable(1732001080060, 'directory_revision', (c) => ({
    columns: [c.code('id', 12, { primary: true }), c.integer('revision'), c.instant('changed_at')],
  })),
  // An order that could not be carried out is tried again a few times, then waits for somebody.
  addColumn(1732001080070, 'agency_order', (c) => c.integer('attempts'), '0'),
  addColumn(1732001080080, 'agency_order', (c) => c.instant('next_try_at', { nullable: true })),
  addColumn(1732001080090, 'agency_order', (c) => c.line('error', 300, { nullable: true })),
  createTable(1732001080100, 'agency_order_trouble', (c) => ({
    columns: [
      c.id('order_id', { primary: true }),
      c.id('ticket_id', { primary: true }),
      c.line('reason', 300),
      c.instant('at'),
    ],
  })),
];
