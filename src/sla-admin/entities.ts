import { Entity } from 'typeorm';
import {
  CodeColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  TextColumn,
} from '../platform/database/index.js';
import type { ChangeKind, Proposal, Walk } from './domain/proposal.js';
import type { Tally } from './domain/tally.js';

export type ChangeStatus = 'previewing' | 'ready' | 'applying' | 'done' | 'cancelled' | 'failed';

/** A change of the rules of time: who proposed it and why, what it would do, what it did. Never deleted. */
@Entity('sla_change')
export class SlaChangeRow implements Tally {
  @IdColumn('id', { primary: true }) id!: string;
  @CodeColumn('kind', 8) kind!: ChangeKind;
  @JsonColumn('proposal') proposal!: Proposal | { kind: 'load' };
  /** Why, in the words of whoever proposed it. */
  @TextColumn('note') note!: string;
  @CodeColumn('status', 12) status!: ChangeStatus;
  @CodeColumn('walk', 8) walk!: Walk;
  /** Of the rules it was previewed by. */
  @IntegerColumn('revision') revision!: number;
  @InstantColumn('created_at') createdAt!: Date;
  /** null: the service itself, after the province's files were loaded. */
  @IdColumn('created_by', { nullable: true }) createdBy!: string | null;
  @InstantColumn('applied_at', { nullable: true }) appliedAt!: Date | null;
  @IdColumn('applied_by', { nullable: true }) appliedBy!: string | null;
  @InstantColumn('finished_at', { nullable: true }) finishedAt!: Date | null;
  /** The last clock that was looked at; empty before the first. */
  @IdColumn('cursor_id') cursorId!: string;
  /** Running clocks when the walk began. */
  @IntegerColumn('total') total!: number;
  @IntegerColumn('seen') seen!: number;
  @IntegerColumn('moved') moved!: number;
  @IntegerColumn('later') later!: number;
  @IntegerColumn('earlier') earlier!: number;
  @IntegerColumn('became_late') becameLate!: number;
  @IntegerColumn('no_longer_late') noLongerLate!: number;
  @IntegerColumn('rearmed') rearmed!: number;
  @IntegerColumn('unplannable') unplannable!: number;
  /** What the preview had counted, once it is applied. */
  @JsonColumn('previewed', { nullable: true }) previewed!: Tally | null;
  @CodeColumn('error', 200, { nullable: true }) error!: string | null;
}

/** Some of the tickets whose deadlines a change would move. */
@Entity('sla_change_sample')
export class SlaChangeSampleRow {
  @IdColumn('change_id', { primary: true }) changeId!: string;
  @IntegerColumn('position', { primary: true }) position!: number;
  @IdColumn('ticket_id') ticketId!: string;
  @CodeColumn('ticket_code', 20) ticketCode!: string;
  @CodeColumn('clock', 20) clock!: string;
  @InstantColumn('due_before') dueBefore!: Date;
  @InstantColumn('due_after') dueAfter!: Date;
}

/** Which change moved which deadline. Rows are only added: history keeps what each ticket was judged by. */
@Entity('clock_deadline_change')
export class ClockDeadlineChangeRow {
  @IdColumn('clock_id', { primary: true }) clockId!: string;
  @IdColumn('change_id', { primary: true }) changeId!: string;
  @IdColumn('ticket_id') ticketId!: string;
  @InstantColumn('due_before') dueBefore!: Date;
  @InstantColumn('due_after') dueAfter!: Date;
  @InstantColumn('at') at!: Date;
}

export const slaAdminEntities = [SlaChangeRow, SlaChangeSampleRow, ClockDeadlineChangeRow];
