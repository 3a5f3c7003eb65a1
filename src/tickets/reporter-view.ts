import { Entity } from 'typeorm';
import { CodeColumn, IdColumn, InstantColumn } from '../platform/database/index.js';

/** As what somebody of the centre looked. */
export type SeenAs = 'operator' | 'coordinator';

/** Somebody has looked at who reported a ticket; the first time of each day. Rows are only added. */
@Entity('reporter_view')
export class ReporterViewRow {
  @IdColumn('ticket_id', { primary: true }) ticketId!: string;
  @IdColumn('account_id', { primary: true }) accountId!: string;
  /** 'YYYY-MM-DD' in Viet Nam. */
  @CodeColumn('seen_on', 10, { primary: true }) seenOn!: string;
  @CodeColumn('role', 20) role!: SeenAs;
  @InstantColumn('seen_at') seenAt!: Date;
}
