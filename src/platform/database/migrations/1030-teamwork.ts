import { addColumn, createTable, type MigrationClass } from '../schema.js';

/** Work inside an agency: rules of assignment, absence, deputies; who is looking at what. */
export const teamworkMigrations: MigrationClass[] = [
  createTable(1732001030010, 'absence', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.id('account_id'),
      c.code('agency_code', 40),
      c.day('from_on'),
      c.day('to_on'),
      c.id('deputy_account_id', { nullable: true }),
      c.id('created_by'),
      c.instant('created_at'),
      c.instant('cancelled_at', { nullable: true }),
      c.id('cancelled_by', { nullable: true }),
    ],
    indices: [{ name: 'ix_absence_agency', columnNames: ['agency_code', 'to_on'] }],
  })),
  createTable(1732001030020, 'deputation', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.code('agency_code', 40),
      c.id('head_account_id'),
      c.id('deputy_account_id'),
      c.day('from_on'),
      c.day('to_on'),
      c.id('created_by'),
      c.instant('created_at'),
      c.instant('cancelled_at', { nullable: true }),
      c.id('cancelled_by', { nullable: true }),
    ],
    indices: [
      { name: 'ix_deputation_deputy', columnNames: ['deputy_account_id', 'to_on'] },
      { name: 'ix_deputation_agency', columnNames: ['agency_code', 'to_on'] },
    ],
  })),
  createTable(1732001030030, 'assignment_rule', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.code('agency_code', 40),
      c.code('ward_code', 10, { nullable: true }),
      c.code('category_code', 40, { nullable: true }),
      c.id('account_id', { nullable: true }),
      c.id('created_by'),
      c.instant('created_at'),
      c.instant('removed_at', { nullable: true }),
      c.id('removed_by', { nullable: true }),
    ],
    indices: [{ name: 'ix_assignment_rule_agency', columnNames: ['agency_code', 'removed_at'] }],
  })),
  createTable(1732001030040, 'ticket_presence', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.id('ticket_id'),
      c.id('account_id'),
      c.code('doing', 8),
      c.instant('seen_at'),
    ],
    indices: [
      { name: 'ix_ticket_presence_ticket', columnNames: ['ticket_id', 'seen_at'] },
      { name: 'ix_ticket_presence_seen', columnNames: ['seen_at'] },
    ],
  })),
  addColumn(1732001030050, 'ticket_answer', (c) => c.id('approved_for_account_id', { nullable: true })),
];
