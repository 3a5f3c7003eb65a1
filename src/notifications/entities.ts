import { Entity } from 'typeorm';
import { CodeColumn, IdColumn, InstantColumn, IntegerColumn, JsonColumn } from '../platform/database/index.js';
import type { EventData } from '../platform/outbox/index.js';
import type { MailTemplate } from './mail-table.js';
import { NoticeDigestRow } from './notice-entities.js';

/**
 * - `pending`: to be sent, or being sent under a claim.
 * - `sent`: the gateway has it.
 * - `failed`: this recipient never takes it; somebody should look.
 * - `dropped`: there is no address any more.
 */
export type MailStatus = 'pending' | 'sent' | 'failed' | 'dropped';

/** One mail to one reporter, or to one member of staff. The address is not in it: it is looked up when the mail is sent. */
@Entity('mail_message')
export class MailMessageRow {
  @IdColumn('id', { primary: true }) id!: string;
  @IdColumn('event_id') eventId!: string;
  /** The event's place in the feed: the order of one ticket's mails. */
  @IntegerColumn('event_seq') eventSeq!: number;
  /** Of a mail to staff its own id: it tells of several tickets and waits for the mails of none. */
  @IdColumn('ticket_id') ticketId!: string;
  @CodeColumn('template', 40) template!: MailTemplate;
  /** The event's references: which answer, which agency. */
  @JsonColumn('refs') refs!: EventData;
  @CodeColumn('status', 12) status!: MailStatus;
  @IntegerColumn('attempts') attempts!: number;
  @InstantColumn('created_at') createdAt!: Date;
  @InstantColumn('next_at') nextAt!: Date;
  @CodeColumn('claim_token', 36, { nullable: true }) claimToken!: string | null;
  @InstantColumn('claimed_until', { nullable: true }) claimedUntil!: Date | null;
  @InstantColumn('sent_at', { nullable: true }) sentAt!: Date | null;
  @CodeColumn('message_id', 120, { nullable: true }) messageId!: string | null;
  /** A code such as "EENVELOPE 550", never the server's sentence. */
  @CodeColumn('last_error', 100, { nullable: true }) lastError!: string | null;
}

export const notificationsEntities = [MailMessageRow, NoticeDigestRow];
