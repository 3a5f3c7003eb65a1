import { createTable, type MigrationClass } from '../schema.js';

export const routingMigrations: MigrationClass[] = [
  createTable(1732000400010, 'category', (c) => ({
    columns: [
      c.code('code', 40, { primary: true }),
      c.integer('position'),
      c.integer('field'),
      c.line('field_name', 100),
      c.line('name', 200),
      c.code('sla_class', 10),
      c.code('lead', 40),
      c.flag('subject_required'),
      c.flag('never_to_subject'),
      c.flag('anonymous_allowed'),
      c.flag('public_by_default'),
      c.code('evidence', 10, { nullable: true }),
      c.day('valid_from'),
      c.day('valid_to', { nullable: true }),
    ],
  })),
  createTable(1732000400020, 'routing_rule', (c) => ({
    columns: [
      c.code('id', 60, { primary: true }),
      c.integer('version', { primary: true }),
      c.code('category_code', 40, { nullable: true }),
      c.code('ward_code', 10, { nullable: true }),
      c.code('subject', 40, { nullable: true }),
      c.code('lead', 40),
      c.json('supporting'),
      c.code('sla_class', 10, { nullable: true }),
      c.day('valid_from'),
      c.day('valid_to', { nullable: true }),
    ],
  })),
];
