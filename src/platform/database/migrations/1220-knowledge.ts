import { addColumn, createTable, type MigrationClass } from '../schema.js';

/** Answers to common questions: articles, their versions, how often they were enough; and which one a contact ended with. */
export const knowledgeMigrations: MigrationClass[] = [
  createTable(1732001220010, 'knowledge_article', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.code('owner_agency_code', 40),
      c.id('owner_account_id', { nullable: true }),
      c.json('category_codes'),
      c.day('review_on'),
      c.flag('sample'),
      c.integer('version'),
      c.integer('revision'),
      c.instant('created_at'),
      c.instant('updated_at'),
    ],
    indices: [{ name: 'ix_knowledge_article_revision', columnNames: ['revision'] }],
  })),
  createTable(1732001220020, 'knowledge_version', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.id('article_id'),
      c.integer('number'),
      c.code('state', 12),
      c.line('title', 200),
      c.text('answer'),
      c.text('spoken'),
      c.text('legal_basis'),
      c.text('keywords'),
      c.day('valid_from'),
      c.day('valid_to', { nullable: true }),
      c.json('writer_ids'),
      c.instant('written_at'),
      c.id('approved_by', { nullable: true }),
      c.instant('approved_at', { nullable: true }),
      c.id('ended_by', { nullable: true }),
      c.instant('ended_at', { nullable: true }),
      c.line('ended_because', 500, { nullable: true }),
    ],
    indices: [
      { name: 'uq_knowledge_version', columnNames: ['article_id', 'number'], isUnique: true },
      { name: 'ix_knowledge_version_state', columnNames: ['state', 'article_id'] },
    ],
  })),
  createTable(1732001220030, 'knowledge_revision', (c) => ({
    columns: [c.integer('id', { primary: true }), c.integer('revision')],
  })),
  createTable(1732001220040, 'knowledge_use', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.id('article_id', { nullable: true }),
      c.id('contact_id', { nullable: true }),
      c.id('account_id'),
      c.flag('enough'),
      c.code('category_code', 40, { nullable: true }),
      c.line('phrases', 200),
      c.instant('used_at'),
    ],
    indices: [
      { name: 'ix_knowledge_use_article', columnNames: ['article_id', 'used_at'] },
      { name: 'ix_knowledge_use_enough', columnNames: ['enough', 'used_at'] },
    ],
  })),
  addColumn(1732001220050, 'contact', (c) => c.id('knowledge_article_id', { nullable: true })),
];
