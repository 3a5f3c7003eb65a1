import { Entity } from 'typeorm';
import type { PhotoArea } from '../attachments/index.js';
import {
  CodeColumn,
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  TextColumn,
} from '../platform/database/index.js';
import type { WithdrawalGround } from '../tickets/index.js';

/** Each time a copy was taken off: by whom, why in the coordinator's words, and when it was put back. Rows are only added. */
@Entity('publication_withdrawal')
export class PublicationWithdrawalRow {
  @IdColumn('id', { primary: true }) id!: string;
  @IdColumn('ticket_id') ticketId!: string;
  @CodeColumn('ground', 24) ground!: WithdrawalGround;
  /** For colleagues; nobody outside reads it. */
  @TextColumn('reason') reason!: string;
  @IdColumn('by_account_id') byAccountId!: string;
  @InstantColumn('withdrawn_at') withdrawnAt!: Date;
  @IdColumn('restored_by_account_id', { nullable: true }) restoredByAccountId!: string | null;
  /** null: it is off. */
  @InstantColumn('restored_at', { nullable: true }) restoredAt!: Date | null;
}

/** What the public reads in place of a copy that was taken off: that there was one. */
@Entity('withdrawn_item')
export class WithdrawnItemRow {
  @IdColumn('ticket_id', { primary: true }) ticketId!: string;
  @CodeColumn('code', 20) code!: string;
  @CodeColumn('ground', 24) ground!: WithdrawalGround;
  @InstantColumn('withdrawn_at') withdrawnAt!: Date;
  /** Of the copy, as long as it was out: the feeds in which it had stood. null on rows from before they were told. */
  @InstantColumn('published_at', { nullable: true }) publishedAt!: Date | null;
  @CodeColumn('ward_code', 16, { nullable: true }) wardCode!: string | null;
  @IntegerColumn('field', { nullable: true }) field!: number | null;
  @CodeColumn('agency_code', 40, { nullable: true }) agencyCode!: string | null;
}

/** What a coordinator decided about a photo of an answer. */
@Entity('photo_redaction')
export class PhotoRedactionRow {
  @IdColumn('attachment_id', { primary: true }) attachmentId!: string;
  @IdColumn('ticket_id') ticketId!: string;
  @FlagColumn('shown') shown!: boolean;
  /** What is made unreadable. */
  @JsonColumn('areas') areas!: PhotoArea[];
  /** The copy with these areas; null: there are none. */
  @IdColumn('copy_id', { nullable: true }) copyId!: string | null;
  @IdColumn('by_account_id') byAccountId!: string;
  @InstantColumn('changed_at') changedAt!: Date;
}

export const moderationEntities = [PublicationWithdrawalRow, WithdrawnItemRow, PhotoRedactionRow];
