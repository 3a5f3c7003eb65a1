import { addColumn, addIndex, addUniqueIndex, type MigrationClass } from '../schema.js';

/** Which call a contact came by, the only contact of that call; and which calls wait to be written down. */
export const callContactMigrations: MigrationClass[] = [
  addColumn(1732001230010, 'contact', (c) => c.id('call_id', { nullable: true })),
  addColumn(1732001230020, 'contact', (c) => c.integer('wrap_up_seconds', { nullable: true })),
  addUniqueIndex(1732001230030, 'contact', 'uq_contact_call', ['call_id']),
  addIndex(1732001230040, 'phone_call', 'ix_phone_call_unwritten', ['operator_account_id', 'contact_id', 'started_at']),
  addIndex(1732001230050, 'phone_call', 'ix_phone_call_open', ['state', 'started_at']),
];
