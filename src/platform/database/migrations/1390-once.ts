import { addUniqueIndex, createTable, moveRows, type MigrationClass } from '../schema.js';

/**
 * What happened twice when two requests came at one instant: shifts of one person that overlap, and a use of an article
 * counted twice for one contact.
 */
export const onceMigrations: MigrationClass[] = [
  createTable(1732001390110, 'operator_shift_plan', (c) => ({
    columns: [c.integer('id', { primary: true }), c.integer('revision')],
  })),
  moveRows(1732001390120, 'knowledge_use', {
    up: `delete from knowledge_use where id in (
           select id from (
             select l.id from knowledge_use l
             join knowledge_use e on e.article_id = l.article_id and e.contact_id = l.contact_id and e.id < l.id
           ) later)`,
    // What was counted twice does not come back.
    down: 'delete from knowledge_use where 1 = 0',
  }),
  addUniqueIndex(1732001390130, 'knowledge_use', 'uq_knowledge_use_contact', ['contact_id', 'article_id']),
];
