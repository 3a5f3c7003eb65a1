import { addColumn, addIndex, createTable, type MigrationClass } from '../schema.js';

/** What the pages of reminders and late clocks, the roster and the digest mails need beyond the ladders themselves. */
export const noticesMigrations: MigrationClass[] = [
  addColumn(1732000922010, 'on_call_shift', (c) => c.id('cancelled_by', { nullable: true })),
  addIndex(1732000922015, 'on_call_shift', 'ix_on_call_shift_account', ['account_id', 'from_at']),
  // Unread, for the number in the bar.
  addIndex(1732000922020, 'escalation_notice', 'ix_escalation_notice_unread', [
    'recipient_account_id',
    'acknowledged_at',
    'not_before_at',
  ]),
  addIndex(1732000922030, 'escalation_notice', 'ix_escalation_notice_role', ['role', 'created_at', 'id']),
  addIndex(1732000922040, 'escalation_notice', 'ix_escalation_notice_batch', ['mail_batch_id']),
  addIndex(1732000922050, 'escalation_firing', 'ix_escalation_firing_breach', ['mark', 'due_at', 'clock_id']),
  // When somebody's last digest was put down: no second one within a quarter of an hour, whichever process asks.
  createTable(1732000922060, 'notice_digest', (c) => ({
    columns: [c.id('account_id', { primary: true }), c.instant('last_at')],
  })),
];
