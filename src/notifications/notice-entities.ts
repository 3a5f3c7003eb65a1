import { Entity } from 'typeorm';
import { IdColumn, InstantColumn } from '../platform/database/index.js';

/** When somebody was last written to about reminders that are not urgent; whoever moves it may write the next one. */
@Entity('notice_digest')
export class NoticeDigestRow {
  @IdColumn('account_id', { primary: true }) accountId!: string;
  @InstantColumn('last_at') lastAt!: Date;
}
