import {
  addColumn,
  addIndex,
  createTable,
  dropTable,
  moveRows,
  type Columns,
  type MigrationClass,
  type TableDefinition,
} from '../schema.js';

const gate = (c: Columns): TableDefinition => ({
  columns: [
    c.id('answer_id', { primary: true }),
    c.id('ticket_id'),
    c.json('checks'),
    c.json('hints'),
    c.id('decided_by_account_id'),
    c.instant('decided_at'),
  ],
  indices: [{ name: 'ix_ticket_answer_gate_ticket', columnNames: ['ticket_id'] }],
});

const confirmed = (c: Columns): TableDefinition => ({
  columns: [
    c.id('answer_id', { primary: true }),
    c.id('ticket_id'),
    c.text('title'),
    c.text('question'),
    c.id('account_id'),
    c.instant('confirmed_at'),
  ],
  indices: [{ name: 'confirmed_text_ticket', columnNames: ['ticket_id'] }],
});

/** Versions of drafts, attachments, canned texts, what the gate looked at. */
export const answersMigrations: MigrationClass[] = [
  createTable(1732001050010, 'attachment', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.code('owner_kind', 16),
      c.id('owner_id'),
      c.id('ticket_id'),
      c.line('name', 120),
      c.code('media_type', 40),
      c.integer('bytes'),
      c.integer('width', { nullable: true }),
      c.integer('height', { nullable: true }),
      c.code('sha256', 64),
      c.id('uploaded_by_account_id', { nullable: true }),
      c.flag('is_public'),
      c.instant('created_at'),
      c.instant('blurred_at', { nullable: true }),
    ],
    indices: [
      { name: 'ix_attachment_owner', columnNames: ['owner_kind', 'owner_id', 'id'] },
      { name: 'ix_attachment_ticket', columnNames: ['ticket_id', 'id'] },
    ],
  })),
  // Apart, so that a list of what there is never reads a photo.
  createTable(1732001050020, 'attachment_content', (c) => ({
    columns: [c.id('id', { primary: true }), c.blob('content')],
  })),
  addColumn(1732001050030, 'ticket_answer', (c) => c.text('legal_basis', { nullable: true })),
  addColumn(1732001050040, 'ticket_answer', (c) => c.line('evidence_waiver', 500, { nullable: true })),
  addColumn(1732001050050, 'ticket_answer', (c) => c.integer('evidence_count'), '0'),
  addColumn(1732001050060, 'ticket_answer', (c) => c.code('category_code', 40, { nullable: true })),
  addColumn(1732001050070, 'ticket_answer', (c) => c.json('sketch', { nullable: true })),
  // The newest answers of an agency, and on a kind of matter: what a new one may be a copy of.
  addIndex(1732001050080, 'ticket_answer', 'ix_ticket_answer_agency', ['author_agency_code', 'submitted_at', 'id']),
  addIndex(1732001050090, 'ticket_answer', 'ix_ticket_answer_category', ['category_code', 'submitted_at', 'id']),
  createTable(1732001050100, 'ticket_answer_version', (c) => ({
    columns: [
      c.id('answer_id', { primary: true }),
      c.id('author_account_id', { primary: true }),
      c.integer('slot', { primary: true }),
      c.integer('draft_version'),
      c.json('parts'),
      c.instant('saved_at'),
    ],
  })),
  createTable(1732001050110, 'ticket_answer_gate', gate),
  createTable(1732001050120, 'canned_text', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.code('agency_code', 40, { nullable: true }),
      c.code('category_code', 40, { nullable: true }),
      c.line('title', 120),
      c.text('found'),
      c.text('done'),
      c.line('in_charge', 500),
      c.text('legal_basis'),
      c.flag('active'),
      c.integer('version'),
      c.id('updated_by_account_id'),
      c.instant('updated_at'),
    ],
    indices: [{ name: 'ix_canned_text_agency', columnNames: ['agency_code', 'category_code', 'id'] }],
  })),
  // What was decided at the gate is written with the answer: whoever and when stand there already.
  addColumn(1732001050130, 'ticket_answer', (c) => c.json('gate_checks', { nullable: true })),
  addColumn(1732001050140, 'ticket_answer', (c) => c.json('gate_hints', { nullable: true })),
  moveRows(1732001050150, 'ticket_answer_gate', {
    up: `update ticket_answer set
           gate_checks = (select g.checks from ticket_answer_gate g where g.answer_id = ticket_answer.id),
           gate_hints = (select g.hints from ticket_answer_gate g where g.answer_id = ticket_answer.id)
         where id in (select answer_id from ticket_answer_gate)`,
    down: `insert into ticket_answer_gate (answer_id, ticket_id, checks, hints, decided_by_account_id, decided_at)
           select id, ticket_id, gate_checks, gate_hints, published_by_account_id, published_at
           from ticket_answer where gate_checks is not null and published_at is not null`,
  }),
  dropTable(1732001050160, 'ticket_answer_gate', gate),
  addColumn(1732001050170, 'ticket_answer', (c) => c.text('public_title', { nullable: true })),
  addColumn(1732001050180, 'ticket_answer', (c) => c.text('public_question', { nullable: true })),
  moveRows(1732001050190, 'confirmed_text', {
    up: `update ticket_answer set
           public_title = (select t.title from confirmed_text t where t.answer_id = ticket_answer.id),
           public_question = (select t.question from confirmed_text t where t.answer_id = ticket_answer.id)
         where id in (select answer_id from confirmed_text)`,
    down: `insert into confirmed_text (answer_id, ticket_id, title, question, account_id, confirmed_at)
           select id, ticket_id, public_title, public_question, published_by_account_id, published_at
           from ticket_answer where public_title is not null and published_at is not null`,
  }),
  dropTable(1732001050200, 'confirmed_text', confirmed),
];
