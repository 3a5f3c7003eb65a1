import { createTable, type MigrationClass } from '../schema.js';

/** Validity is half open: a row holds from `valid_from` up to, but not on, `valid_to`. Rows are never deleted. */
export const agenciesMigrations: MigrationClass[] = [
  createTable(1732000200010, 'administrative_unit', (c) => ({
    columns: [
      c.code('code', 10, { primary: true }),
      c.line('name', 100),
      c.code('kind', 20),
      c.code('parent_code', 10, { nullable: true }),
      c.day('valid_from'),
      c.day('valid_to', { nullable: true }),
    ],
  })),
  createTable(1732000200020, 'former_unit', (c) => ({
    columns: [
      c.code('former_code', 10, { primary: true }),
      c.code('unit_code', 10, { primary: true }),
      c.line('province', 100),
      c.line('district', 100),
      c.line('name', 100),
      c.flag('divided'),
      c.day('valid_from'),
      c.day('valid_to', { nullable: true }),
    ],
  })),
  createTable(1732000200030, 'ward_polygon', (c) => ({
    columns: [
      c.code('unit_code', 10, { primary: true }),
      c.text('geometry'),
      c.day('valid_from'),
      c.day('valid_to', { nullable: true }),
    ],
  })),
  createTable(1732000200040, 'agency', (c) => ({
    columns: [
      c.code('code', 40, { primary: true }),
      c.line('name', 200),
      c.line('short_name', 100),
      c.code('kind', 20),
      c.code('parent_code', 40, { nullable: true }),
      c.code('ward_code', 10, { nullable: true }),
      c.day('valid_from'),
      c.day('valid_to', { nullable: true }),
    ],
  })),
  createTable(1732000200050, 'province_load', (c) => ({
    columns: [c.code('part', 20, { primary: true }), c.code('content_hash', 64), c.instant('loaded_at')],
  })),
];
