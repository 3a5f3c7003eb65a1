import { addColumn, createTable, dropTable, type MigrationClass } from '../schema.js';

/** Validity is half open: a row holds from `valid_from` up to, but not on, `valid_to`. */
export const slaMigrations: MigrationClass[] = [
  createTable(1732000300010, 'sla_class', (c) => ({
    columns: [
      c.code('code', 10, { primary: true }),
      c.line('name', 100),
      c.line('phrase', 100),
      c.day('valid_from'),
      c.day('valid_to', { nullable: true }),
    ],
  })),
  createTable(1732000300020, 'sla_policy', (c) => ({
    columns: [
      c.integer('version', { primary: true }),
      c.code('clock', 20, { primary: true }),
      c.code('sla_class', 10, { primary: true }),
      c.code('time_limit', 20),
      c.code('calendar_role', 10),
      c.day('valid_from'),
      c.day('valid_to', { nullable: true }),
    ],
  })),
  createTable(1732000300030, 'calendar', (c) => ({
    columns: [
      c.code('code', 40, { primary: true }),
      c.line('name', 100),
      c.code('calendar_role', 10),
      c.code('agency_code', 40, { nullable: true }),
      c.code('zone', 40),
      c.flag('national_days'),
    ],
  })),
  createTable(1732000300040, 'calendar_hours', (c) => ({
    columns: [
      c.code('calendar_code', 40, { primary: true }),
      c.code('valid_from', 10, { primary: true }),
      c.day('valid_to', { nullable: true }),
      c.text('week'),
    ],
  })),
  createTable(1732000300050, 'calendar_day', (c) => ({
    columns: [
      c.code('scope', 40, { primary: true }),
      c.code('day_on', 10, { primary: true }),
      c.code('day_type', 20),
      c.day('replaces_on', { nullable: true }),
      c.line('name', 100),
      c.line('source', 200),
      c.flag('provisional'),
    ],
  })),
  addColumn(1732000900010, 'sla_class', (c) => c.code('start_rule', 16), `'next_opening'`),
  addColumn(1732000900020, 'calendar_hours', (c) => c.code('origin', 8), `'file'`),
  addColumn(1732000900030, 'calendar_day', (c) => c.code('origin', 8), `'file'`),
  // Policies by category, priority and agency: their key is another one. The province's files fill the table anew.
  dropTable(1732000900040, 'sla_policy', (c) => ({
    columns: [
      c.integer('version', { primary: true }),
      c.code('clock', 20, { primary: true }),
      c.code('sla_class', 10, { primary: true }),
      c.code('time_limit', 20),
      c.code('calendar_role', 10),
      c.day('valid_from'),
      c.day('valid_to', { nullable: true }),
    ],
  })),
  createTable(1732000900050, 'sla_limit', (c) => ({
    columns: [
      c.integer('version', { primary: true }),
      c.code('clock', 20, { primary: true }),
      c.code('sla_class', 10, { primary: true }),
      c.code('category_code', 40, { primary: true }),
      c.code('priority', 10, { primary: true }),
      c.code('agency_code', 40, { primary: true }),
      c.code('time_limit', 20),
      c.code('calendar_role', 10),
      c.code('extension', 20, { nullable: true }),
      c.flag('enabled'),
      c.day('valid_from'),
      c.day('valid_to', { nullable: true }),
      c.line('basis', 200, { nullable: true }),
      c.code('origin', 8),
    ],
  })),
  createTable(1732000900060, 'escalation_step', (c) => ({
    columns: [
      c.integer('version', { primary: true }),
      c.code('clock', 20, { primary: true }),
      c.code('sla_class', 10, { primary: true }),
      c.code('mark', 16, { primary: true }),
      c.code('recipients', 120),
      c.code('actions', 80),
      c.flag('at_once'),
      c.flag('enabled'),
      c.day('valid_from'),
      c.day('valid_to', { nullable: true }),
      c.line('basis', 200, { nullable: true }),
      c.code('origin', 8),
    ],
  })),
  createTable(1732000900070, 'sla_revision', (c) => ({
    columns: [c.code('id', 8, { primary: true }), c.integer('revision'), c.instant('changed_at')],
  })),
];
