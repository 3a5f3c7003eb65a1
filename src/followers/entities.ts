import { Entity } from 'typeorm';
import {
  CodeColumn,
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  LineColumn,
} from '../platform/database/index.js';

/** Somebody who is told by mail what becomes of a report. */
@Entity('ticket_follower')
export class TicketFollowerRow {
  @IdColumn('id', { primary: true }) id!: string;
  @IdColumn('ticket_id') ticketId!: string;
  /** Hash of the address in lower case: one row a person and ticket, also after the address itself is gone. */
  @CodeColumn('email_key', 64) emailKey!: string;
  /** null once the mails have ended. */
  @LineColumn('email', 254, { nullable: true }) email!: string | null;
  /** In which the mails are written; null: in Vietnamese. */
  @CodeColumn('language', 2, { nullable: true }) language!: 'vi' | 'en' | null;
  /** Asked for on the reporter's own page: the mails lead there, and tell of what is not public as well. */
  @FlagColumn('is_own') isOwn!: boolean;
  /** "Tôi cũng gặp". */
  @FlagColumn('has_met') hasMet!: boolean;
  @InstantColumn('asked_at') askedAt!: Date;
  /** How often the mail with the link was asked for. */
  @IntegerColumn('asked_times') askedTimes!: number;
  @InstantColumn('confirmed_at', { nullable: true }) confirmedAt!: Date | null;
  @InstantColumn('ended_at', { nullable: true }) endedAt!: Date | null;
}

export const followersEntities = [TicketFollowerRow];
