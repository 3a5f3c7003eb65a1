import type { MigrationClass } from '../schema.js';

/** Versions of drafts, attachments, canned texts, what the gate looked at. */
export const answersMigrations: MigrationClass[] = [];
