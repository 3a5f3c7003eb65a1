import { addColumn, type MigrationClass } from '../schema.js';

/** Why an answer was submitted before every part of other agencies was in; until now a remark of its own. */
export const commandCostMigrations: MigrationClass[] = [
  addColumn(1732001125010, 'ticket_answer', (c) => c.text('open_parts_reason', { nullable: true })),
];
