import { addColumn, createTable, type MigrationClass } from '../schema.js';

/** Changes of the rules of time: what was proposed, what it would do, what it did to each clock. */
export const slaAdminMigrations: MigrationClass[] = [
  addColumn(1732000950010, 'sla_class', (c) => c.code('origin', 8), `'file'`),
  addColumn(1732000950020, 'calendar', (c) => c.code('origin', 8), `'file'`),
  // The files were loaded and changed the calendar: open deadlines have to follow.
  addColumn(1732000950025, 'sla_revision', (c) => c.flag('deadlines_due'), '0'),
  createTable(1732000950030, 'sla_change', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.code('kind', 8),
      c.json('proposal'),
      c.text('note'),
      c.code('status', 12),
      c.code('walk', 8),
      c.integer('revision'),
      c.instant('created_at'),
      c.id('created_by', { nullable: true }),
      c.instant('applied_at', { nullable: true }),
      c.id('applied_by', { nullable: true }),
      c.instant('finished_at', { nullable: true }),
      c.id('cursor_id'),
      c.integer('total'),
      c.integer('seen'),
      c.integer('moved'),
      c.integer('later'),
      c.integer('earlier'),
      c.integer('became_late'),
      c.integer('no_longer_late'),
      c.integer('rearmed'),
      c.integer('unplannable'),
      c.json('previewed', { nullable: true }),
      c.code('error', 200, { nullable: true }),
    ],
    indices: [{ name: 'ix_sla_change_status', columnNames: ['status', 'id'] }],
  })),
  createTable(1732000950040, 'sla_change_sample', (c) => ({
    columns: [
      c.id('change_id', { primary: true }),
      c.integer('position', { primary: true }),
      c.id('ticket_id'),
      c.code('ticket_code', 20),
      c.code('clock', 20),
      c.instant('due_before'),
      c.instant('due_after'),
    ],
  })),
  createTable(1732000950050, 'clock_deadline_change', (c) => ({
    columns: [
      c.id('clock_id', { primary: true }),
      c.id('change_id', { primary: true }),
      c.id('ticket_id'),
      c.instant('due_before'),
      c.instant('due_after'),
      c.instant('at'),
    ],
    indices: [{ name: 'ix_clock_deadline_change_ticket', columnNames: ['ticket_id', 'at'] }],
  })),
];
