import { addColumn, type MigrationClass } from '../schema.js';

/** In which language somebody wrote to us: mails are in it. Nothing: in Vietnamese. */
export const mailLanguageMigrations: MigrationClass[] = [
  addColumn(1732001370010, 'ticket_reporter', (c) => c.code('language', 2, { nullable: true })),
  addColumn(1732001370020, 'ticket_follower', (c) => c.code('language', 2, { nullable: true })),
];
