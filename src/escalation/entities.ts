import { Entity } from 'typeorm';
import { CodeColumn, FlagColumn, IdColumn, InstantColumn } from '../platform/database/index.js';
import type { TicketClockRow } from '../tickets/index.js';
import type { Fallback, RecipientRole, WatchKind } from './domain/step.js';

/** A step that fired: once for a clock and mark, and never changed afterwards. */
@Entity('escalation_firing')
export class EscalationFiringRow {
  @IdColumn('clock_id', { primary: true }) clockId!: string;
  @CodeColumn('mark', 16, { primary: true }) mark!: string;
  @IdColumn('ticket_id') ticketId!: string;
  @CodeColumn('kind', 16) kind!: TicketClockRow['kind'];
  /** Who held the clock then. */
  @CodeColumn('agency_code', 40) agencyCode!: string;
  @IdColumn('account_id', { nullable: true }) accountId!: string | null;
  /** `notify,flag` */
  @CodeColumn('actions', 60) actions!: string;
  /** Who was told because there was nobody of those whom the step names. */
  @CodeColumn('fallback', 16, { nullable: true }) fallback!: Fallback | null;
  /** The clock's deadline as it was then. */
  @InstantColumn('due_at') dueAt!: Date;
  /** The instant of the mark, and when the step really fired. */
  @InstantColumn('step_at') stepAt!: Date;
  @InstantColumn('fired_at') firedAt!: Date;
}

/** One person to be told of one firing. */
@Entity('escalation_notice')
export class EscalationNoticeRow {
  @IdColumn('id', { primary: true }) id!: string;
  @IdColumn('recipient_account_id') recipientAccountId!: string;
  @IdColumn('ticket_id') ticketId!: string;
  @IdColumn('clock_id') clockId!: string;
  @CodeColumn('kind', 16) kind!: TicketClockRow['kind'];
  @CodeColumn('mark', 16) mark!: string;
  /** As what: the first role of the step that the person has. */
  @CodeColumn('role', 16) role!: RecipientRole;
  @FlagColumn('at_once') atOnce!: boolean;
  @InstantColumn('created_at') createdAt!: Date;
  /** The person's next working hours; right away for an urgent step. */
  @InstantColumn('not_before_at') notBeforeAt!: Date;
  @InstantColumn('mailed_at', { nullable: true }) mailedAt!: Date | null;
  @IdColumn('mail_batch_id', { nullable: true }) mailBatchId!: string | null;
  /** The clock stopped before anybody had to be told. */
  @InstantColumn('withdrawn_at', { nullable: true }) withdrawnAt!: Date | null;
  @InstantColumn('acknowledged_at', { nullable: true }) acknowledgedAt!: Date | null;
  @IdColumn('acknowledged_by', { nullable: true }) acknowledgedBy!: string | null;
}

/** A ticket that is flagged, or on the overseer's list; off it again when `clearedAt` is set. */
@Entity('ticket_watch')
export class TicketWatchRow {
  @IdColumn('ticket_id', { primary: true }) ticketId!: string;
  @CodeColumn('kind', 16, { primary: true }) kind!: WatchKind;
  /** The clock whose step put it there, and who held it then. */
  @IdColumn('clock_id') clockId!: string;
  @CodeColumn('agency_code', 40) agencyCode!: string;
  @IdColumn('account_id', { nullable: true }) accountId!: string | null;
  @InstantColumn('since_at') sinceAt!: Date;
  @InstantColumn('cleared_at', { nullable: true }) clearedAt!: Date | null;
}
