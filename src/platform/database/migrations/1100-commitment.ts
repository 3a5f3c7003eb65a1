import { addColumn, addIndex, type MigrationClass } from '../schema.js';

/** What an answer has promised, until it is reported done. */
export const commitmentMigrations: MigrationClass[] = [
  addColumn(1732001100010, 'ticket', (c) => c.instant('commitment_due_at', { nullable: true })),
  // Open commitments by the day they are due, of all and of an agency: one range each.
  addIndex(1732001100020, 'ticket', 'ix_ticket_commitment', ['commitment_due_at', 'id']),
  addIndex(1732001100030, 'ticket', 'ix_ticket_agency_commitment', ['lead_agency_code', 'commitment_due_at', 'id']),
  // What the public reads of it, beside the frozen copy.
  addColumn(1732001100040, 'published_item', (c) => c.json('commitment', { nullable: true })),
];
