import { Entity } from 'typeorm';
import {
  CodeColumn,
  DayColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  LineColumn,
  TextColumn,
  type EntityClass,
} from '../platform/database/index.js';
import type { CriterionPoints } from './domain/score.js';

/** Operators at their telephones from an instant to another; never deleted. */
@Entity('operator_shift')
export class OperatorShiftRow {
  @IdColumn('id', { primary: true }) id!: string;
  @LineColumn('name', 60) name!: string;
  @InstantColumn('from_at') fromAt!: Date;
  @InstantColumn('to_at') toAt!: Date;
  /** Who leads it, and may write what is handed over. */
  @IdColumn('leader_account_id', { nullable: true }) leaderAccountId!: string | null;
  /** Accounts, the leader among them. */
  @JsonColumn('people') people!: readonly string[];
  @IdColumn('created_by') createdBy!: string;
  @InstantColumn('created_at') createdAt!: Date;
  @IdColumn('cancelled_by', { nullable: true }) cancelledBy!: string | null;
  @InstantColumn('cancelled_at', { nullable: true }) cancelledAt!: Date | null;
}

/** One row: rises with every new shift, inside its own transaction, so that shifts are planned one after the other. */
@Entity('operator_shift_plan')
export class OperatorShiftPlanRow {
  @IntegerColumn('id', { primary: true }) id!: number;
  @IntegerColumn('revision') revision!: number;
}

/** How much was open when a note was written. */
export interface StillOpen {
  readonly callBacks: number;
  readonly callBacksLate: number;
  readonly callBacksClaimed: number;
  readonly unwritten: number;
  readonly incidents: readonly string[];
}

/** What one shift tells the next. */
@Entity('shift_note')
export class ShiftNoteRow {
  @IdColumn('id', { primary: true }) id!: string;
  /** The shift that ends; null: none was planned. */
  @IdColumn('shift_id', { nullable: true }) shiftId!: string | null;
  @TextColumn('text') text!: string;
  @JsonColumn('still_open') stillOpen!: StillOpen;
  @IdColumn('written_by') writtenBy!: string;
  @InstantColumn('written_at') writtenAt!: Date;
}

/** Somebody has read a note. */
@Entity('shift_note_reading')
export class ShiftNoteReadingRow {
  @IdColumn('note_id', { primary: true }) noteId!: string;
  @IdColumn('account_id', { primary: true }) accountId!: string;
  @InstantColumn('read_at') readAt!: Date;
}

/** The calls of a week were drawn, once, by this seed. */
@Entity('quality_draw')
export class QualityDrawRow {
  /** Its Monday. */
  @CodeColumn('week_on', 10, { primary: true }) weekOn!: string;
  @CodeColumn('seed', 40) seed!: string;
  @IntegerColumn('per_operator') perOperator!: number;
  @IntegerColumn('min_seconds') minSeconds!: number;
  @IdColumn('drawn_by') drawnBy!: string;
  @InstantColumn('drawn_at') drawnAt!: Date;
}

/** One call that was drawn, and its score sheet. */
@Entity('quality_sample')
export class QualitySampleRow {
  @IdColumn('id', { primary: true }) id!: string;
  @DayColumn('week_on') weekOn!: string;
  /** `YYYY-MM` of the call. */
  @CodeColumn('month', 7) month!: string;
  /** Whose call it was. */
  @IdColumn('account_id') accountId!: string;
  @IdColumn('call_id') callId!: string;
  /** 1 was drawn first. */
  @IntegerColumn('place') place!: number;
  @JsonColumn('points', { nullable: true }) points!: readonly CriterionPoints[] | null;
  @IntegerColumn('total', { nullable: true }) total!: number | null;
  @IntegerColumn('most', { nullable: true }) most!: number | null;
  @TextColumn('remark', { nullable: true }) remark!: string | null;
  @IdColumn('scored_by', { nullable: true }) scoredBy!: string | null;
  @InstantColumn('scored_at', { nullable: true }) scoredAt!: Date | null;
  /** What the person says to it. */
  @TextColumn('reply', { nullable: true }) reply!: string | null;
  @InstantColumn('replied_at', { nullable: true }) repliedAt!: Date | null;
  @IntegerColumn('version') version!: number;
}

/** An address under which a screen on the wall shows the figures without anybody being signed in; it ends when it is revoked. */
@Entity('wallboard_link')
export class WallboardLinkRow {
  @IdColumn('id', { primary: true }) id!: string;
  @LineColumn('name', 60) name!: string;
  @IdColumn('created_by') createdBy!: string;
  @InstantColumn('created_at') createdAt!: Date;
  @IdColumn('revoked_by', { nullable: true }) revokedBy!: string | null;
  @InstantColumn('revoked_at', { nullable: true }) revokedAt!: Date | null;
}

export const supervisionEntities: EntityClass[] = [
  OperatorShiftRow,
  OperatorShiftPlanRow,
  ShiftNoteRow,
  ShiftNoteReadingRow,
  QualityDrawRow,
  QualitySampleRow,
  WallboardLinkRow,
];
