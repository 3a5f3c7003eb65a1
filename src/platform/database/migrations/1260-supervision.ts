import { addColumn, createTable, type MigrationClass } from '../schema.js';

/** Figures of calls, quality samples, shifts and what one shift hands over to the next, links to the wallboard. */
export const supervisionMigrations: MigrationClass[] = [
  addColumn(1732001260010, 'phone_call', (c) => c.integer('transfers'), '0'),
  createTable(1732001260020, 'operator_shift', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.line('name', 60),
      c.instant('from_at'),
      c.instant('to_at'),
      c.id('leader_account_id', { nullable: true }),
      c.json('people'),
      c.id('created_by'),
      c.instant('created_at'),
      c.id('cancelled_by', { nullable: true }),
      c.instant('cancelled_at', { nullable: true }),
    ],
    indices: [
      { name: 'ix_operator_shift_from', columnNames: ['from_at', 'id'] },
      { name: 'ix_operator_shift_to', columnNames: ['to_at', 'id'] },
    ],
  })),
  createTable(1732001260030, 'shift_note', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.id('shift_id', { nullable: true }),
      c.text('text'),
      c.json('still_open'),
      c.id('written_by'),
      c.instant('written_at'),
    ],
    indices: [
      { name: 'ix_shift_note_written', columnNames: ['written_at', 'id'] },
      { name: 'ix_shift_note_shift', columnNames: ['shift_id'] },
    ],
  })),
  createTable(1732001260040, 'shift_note_reading', (c) => ({
    columns: [c.id('note_id', { primary: true }), c.id('account_id', { primary: true }), c.instant('read_at')],
  })),
  createTable(1732001260050, 'quality_draw', (c) => ({
    columns: [
      c.day('week_on', { primary: true }),
      c.code('seed', 40),
      c.integer('per_operator'),
      c.integer('min_seconds'),
      c.id('drawn_by'),
      c.instant('drawn_at'),
    ],
  })),
  createTable(1732001260060, 'quality_sample', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.day('week_on'),
      c.code('month', 7),
      c.id('account_id'),
      c.id('call_id'),
      c.integer('place'),
      c.json('points', { nullable: true }),
      c.integer('total', { nullable: true }),
      c.integer('most', { nullable: true }),
      c.text('remark', { nullable: true }),
      c.id('scored_by', { nullable: true }),
      c.instant('scored_at', { nullable: true }),
      c.text('reply', { nullable: true }),
      c.instant('replied_at', { nullable: true }),
      c.integer('version'),
    ],
    indices: [
      { name: 'uq_quality_sample_place', columnNames: ['week_on', 'account_id', 'place'], isUnique: true },
      { name: 'ix_quality_sample_account', columnNames: ['account_id', 'month', 'id'] },
      { name: 'ix_quality_sample_month', columnNames: ['month', 'account_id'] },
    ],
  })),
  createTable(1732001260070, 'wallboard_link', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.line('name', 60),
      c.id('created_by'),
      c.instant('created_at'),
      c.id('revoked_by', { nullable: true }),
      c.instant('revoked_at', { nullable: true }),
    ],
    indices: [{ name: 'ix_wallboard_link_created', columnNames: ['created_at', 'id'] }],
  })),
];
