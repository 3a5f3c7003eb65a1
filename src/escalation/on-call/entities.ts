import { Entity } from 'typeorm';
import { CodeColumn, IdColumn, InstantColumn } from '../../platform/database/index.js';

/** Somebody who answers the phone for an agency from one instant up to another. Never deleted: it says whom a message went to. */
@Entity('on_call_shift')
export class OnCallShiftRow {
  @IdColumn('id', { primary: true }) id!: string;
  @CodeColumn('agency_code', 40) agencyCode!: string;
  @IdColumn('account_id') accountId!: string;
  /** E.164. */
  @CodeColumn('phone', 20, { nullable: true }) phone!: string | null;
  @InstantColumn('from_at') fromAt!: Date;
  @InstantColumn('to_at') toAt!: Date;
  @IdColumn('created_by') createdBy!: string;
  @InstantColumn('created_at') createdAt!: Date;
  @InstantColumn('cancelled_at', { nullable: true }) cancelledAt!: Date | null;
  @IdColumn('cancelled_by', { nullable: true }) cancelledBy!: string | null;
}
