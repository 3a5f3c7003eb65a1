import { createTable, type MigrationClass } from '../schema.js';

/** What the ladders did, whom they told, what they put on whose list, and who is on call. */
export const escalationMigrations: MigrationClass[] = [
  // The key is what makes a step fire once, whichever process dies and however many look at the same clock.
  createTable(1732000910010, 'escalation_firing', (c) => ({
    columns: [
      c.id('clock_id', { primary: true }),
      c.code('mark', 16, { primary: true }),
      c.id('ticket_id'),
      c.code('kind', 16),
      c.code('agency_code', 40),
      c.id('account_id', { nullable: true }),
      c.code('actions', 60),
      c.code('fallback', 16, { nullable: true }),
      c.instant('due_at'),
      c.instant('step_at'),
      c.instant('fired_at'),
    ],
    indices: [{ name: 'ix_escalation_firing_ticket', columnNames: ['ticket_id', 'fired_at'] }],
  })),
  createTable(1732000910020, 'escalation_notice', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.id('recipient_account_id'),
      c.id('ticket_id'),
      c.id('clock_id'),
      c.code('kind', 16),
      c.code('mark', 16),
      c.code('role', 16),
      c.flag('at_once'),
      c.instant('created_at'),
      c.instant('not_before_at'),
      c.instant('mailed_at', { nullable: true }),
      c.id('mail_batch_id', { nullable: true }),
      c.instant('withdrawn_at', { nullable: true }),
      c.instant('acknowledged_at', { nullable: true }),
      c.id('acknowledged_by', { nullable: true }),
    ],
    indices: [
      {
        name: 'uq_escalation_notice_once',
        columnNames: ['clock_id', 'mark', 'recipient_account_id'],
        isUnique: true,
      },
      // What waits to be mailed is one range, read by time.
      { name: 'ix_escalation_notice_waiting', columnNames: ['mailed_at', 'withdrawn_at', 'not_before_at', 'id'] },
      { name: 'ix_escalation_notice_recipient', columnNames: ['recipient_account_id', 'created_at', 'id'] },
      { name: 'ix_escalation_notice_ticket', columnNames: ['ticket_id'] },
    ],
  })),
  createTable(1732000910030, 'ticket_watch', (c) => ({
    columns: [
      c.id('ticket_id', { primary: true }),
      c.code('kind', 16, { primary: true }),
      c.id('clock_id'),
      c.code('agency_code', 40),
      c.id('account_id', { nullable: true }),
      c.instant('since_at'),
      c.instant('cleared_at', { nullable: true }),
    ],
    indices: [{ name: 'ix_ticket_watch_list', columnNames: ['kind', 'cleared_at', 'since_at', 'ticket_id'] }],
  })),
  createTable(1732000910040, 'on_call_shift', (c) => ({
    columns: [
      c.id('id', { primary: true }),
      c.code('agency_code', 40),
      c.id('account_id'),
      c.code('phone', 20, { nullable: true }),
      c.instant('from_at'),
      c.instant('to_at'),
      c.id('created_by'),
      c.instant('created_at'),
      c.instant('cancelled_at', { nullable: true }),
    ],
    indices: [{ name: 'ix_on_call_shift_agency', columnNames: ['agency_code', 'from_at'] }],
  })),
];
