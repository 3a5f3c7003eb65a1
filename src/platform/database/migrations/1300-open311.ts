import { addIndex, createTable, moveRows, type MigrationClass } from '../schema.js';

/** Keys of other software, what each has reported, and since when the public sees of a ticket what it sees. */
export const open311Migrations: MigrationClass[] = [
  createTable(1732001300010, 'public_change', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.id('ticket_id'),
      c.code('code', 20),
      c.code('phase', 16),
      c.code('agency_code', 40, { nullable: true }),
      c.code('face', 32),
      c.flag('told'),
      c.instant('changed_at'),
      c.instant('superseded_at', { nullable: true }),
    ],
    indices: [
      { name: 'public_change_ticket', columnNames: ['ticket_id', 'superseded_at'] },
      { name: 'public_change_latest', columnNames: ['superseded_at', 'changed_at', 'ticket_id'] },
      { name: 'public_change_told', columnNames: ['told', 'changed_at', 'id'] },
    ],
  })),
  // What is public already is seen since its answer, or since it was sent: nobody wrote down more.
  moveRows(1732001300020, 'public_change', {
    up: `insert into public_change (id, ticket_id, code, phase, agency_code, face, told, changed_at, superseded_at)
      select ticket_id, ticket_id, code,
        case
          when state in ('published', 'closed') then 'answered'
          when state in ('awaiting_approval', 'awaiting_publication') then 'in_progress'
          else state
        end,
        agency_code, '', 1, coalesce(published_at, received_at), null
      from public_status s
      where not exists (select 1 from public_change c where c.ticket_id = s.ticket_id)`,
    down: `delete from public_change where face = ''`,
  }),
  addIndex(1732001300040, 'public_status', 'public_status_category', ['category_code', 'received_at', 'ticket_id']),
  createTable(1732001300050, 'api_key', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.line('name', 100),
      c.code('key_hash', 64),
      c.instant('created_at'),
      c.day('last_used_on', { nullable: true }),
      c.instant('revoked_at', { nullable: true }),
    ],
    indices: [{ name: 'uq_api_key_hash', columnNames: ['key_hash'], isUnique: true }],
  })),
  createTable(1732001300060, 'open311_report', (c) => ({
    columns: [
      c.id('ticket_id', { primary: true }),
      c.code('code', 20),
      c.id('api_key_id'),
      c.code('content_hash', 64),
      c.json('media_urls'),
      c.instant('received_at'),
    ],
    indices: [
      { name: 'uq_open311_report_code', columnNames: ['code'], isUnique: true },
      { name: 'ix_open311_report_content', columnNames: ['api_key_id', 'content_hash', 'received_at'] },
    ],
  })),
];
