import { Entity } from 'typeorm';
import {
  CodeColumn,
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  LineColumn,
  type EntityClass,
} from '../platform/database/index.js';
import type { CallBackOutcome, CallBackReason, CallBackState, AttemptResult } from './domain/call-back.js';
import type { CallEvent, CallState, Cause, Direction } from './domain/call.js';
import type { Party } from './domain/numbering.js';
import type { OperatorState } from './domain/operator-state.js';

/** One call as far as it is known; everything but `trail`, the contact, `heard_at` and `version` follows from `trail`. */
@Entity('phone_call')
export class PhoneCallRow {
  @IdColumn('id', { primary: true }) id!: string;
  /** Name of the telephone system in the settings. */
  @CodeColumn('pbx', 40) pbx!: string;
  /** The telephone system's own. */
  @CodeColumn('call_id', 250) callId!: string;
  @CodeColumn('direction', 3, { nullable: true }) direction!: Direction | null;
  @CodeColumn('from_kind', 12, { nullable: true }) fromKind!: Party['kind'] | null;
  /** E.164, or the digits of a line of the house or a short number. */
  @CodeColumn('from_number', 20, { nullable: true }) fromNumber!: string | null;
  @CodeColumn('to_kind', 12, { nullable: true }) toKind!: Party['kind'] | null;
  @CodeColumn('to_number', 20, { nullable: true }) toNumber!: string | null;
  /** The caller hides the number. */
  @FlagColumn('withheld') withheld!: boolean;
  @LineColumn('queue', 60, { nullable: true }) queue!: string | null;
  /** Who talks, or talked last. */
  @IdColumn('operator_account_id', { nullable: true }) operatorAccountId!: string | null;
  /** Who has it now. */
  @IdColumn('holder_account_id', { nullable: true }) holderAccountId!: string | null;
  /** A line that belongs to no account. */
  @LineColumn('line', 60, { nullable: true }) line!: string | null;
  @CodeColumn('state', 8) state!: CallState;
  @InstantColumn('started_at') startedAt!: Date;
  @InstantColumn('answered_at', { nullable: true }) answeredAt!: Date | null;
  @InstantColumn('ended_at', { nullable: true }) endedAt!: Date | null;
  @IntegerColumn('waiting_seconds', { nullable: true }) waitingSeconds!: number | null;
  @IntegerColumn('talking_seconds', { nullable: true }) talkingSeconds!: number | null;
  @CodeColumn('cause', 16, { nullable: true }) cause!: Cause | null;
  @FlagColumn('missed') missed!: boolean;
  @FlagColumn('voicemail') voicemail!: boolean;
  @FlagColumn('blocked') blocked!: boolean;
  @FlagColumn('ended_unheard') endedUnheard!: boolean;
  @CodeColumn('recording_url', 1000, { nullable: true }) recordingUrl!: string | null;
  /** What was recorded of it, once somebody has. */
  @IdColumn('contact_id', { nullable: true }) contactId!: string | null;
  @JsonColumn('trail') trail!: readonly CallEvent[];
  /** When it was last heard of. */
  @InstantColumn('heard_at') heardAt!: Date;
  @IntegerColumn('version') version!: number;
  /** How often somebody handed it over. */
  @IntegerColumn('transfers') transfers!: number;
}

/** What the endpoint took and refused, by day. */
@Entity('cti_count')
export class CtiCountRow {
  @CodeColumn('on_day', 10, { primary: true }) onDay!: string;
  /** '': no telephone system showed a token that holds. */
  @CodeColumn('pbx', 40, { primary: true }) pbx!: string;
  @CodeColumn('kind', 16, { primary: true }) kind!: string;
  @IntegerColumn('times') times!: number;
}

/** A number that is held back until a day; never deleted. */
@Entity('blocked_caller')
export class BlockedCallerRow {
  @IdColumn('id', { primary: true }) id!: string;
  /** E.164. */
  @CodeColumn('phone', 20) phone!: string;
  @LineColumn('reason', 300) reason!: string;
  @IdColumn('blocked_by') blockedBy!: string;
  @InstantColumn('blocked_at') blockedAt!: Date;
  @InstantColumn('until_at') untilAt!: Date;
  @InstantColumn('lifted_at', { nullable: true }) liftedAt!: Date | null;
  @IdColumn('lifted_by', { nullable: true }) liftedBy!: string | null;
}

/** Which line of the house somebody sits at. */
@Entity('operator_line')
export class OperatorLineRow {
  @IdColumn('account_id', { primary: true }) accountId!: string;
  @CodeColumn('extension', 20) extension!: string;
  @InstantColumn('set_at') setAt!: Date;
}

/** What an operator does now. */
@Entity('operator_state')
export class OperatorStateRow {
  @IdColumn('account_id', { primary: true }) accountId!: string;
  @CodeColumn('state', 8) state!: OperatorState;
  @InstantColumn('since_at') sinceAt!: Date;
  /** The call talked in, or just ended. */
  @IdColumn('call_id', { nullable: true }) callId!: string | null;
  /** When wrapping up ends by itself. */
  @InstantColumn('until_at', { nullable: true }) untilAt!: Date | null;
  @IntegerColumn('version') version!: number;
}

/** What an operator did before, from when to when. */
@Entity('operator_span')
export class OperatorSpanRow {
  @IdColumn('id', { primary: true }) id!: string;
  @IdColumn('account_id') accountId!: string;
  @CodeColumn('state', 8) state!: OperatorState;
  @InstantColumn('from_at') fromAt!: Date;
  @InstantColumn('to_at') toAt!: Date;
}

/** Somebody whom the centre owes a call; never deleted. */
@Entity('call_back')
export class CallBackRow {
  @IdColumn('id', { primary: true }) id!: string;
  /** What it is the only one for while it is open: a caller, or a ticket and a reason; null once it is closed. */
  @CodeColumn('open_key', 60, { nullable: true }) openKey!: string | null;
  @CodeColumn('reason', 16) reason!: CallBackReason;
  /** E.164. */
  @CodeColumn('phone', 20) phone!: string;
  @IdColumn('ticket_id', { nullable: true }) ticketId!: string | null;
  /** The latest missed call. */
  @IdColumn('call_id', { nullable: true }) callId!: string | null;
  /** How many missed calls it stands for. */
  @IntegerColumn('times') times!: number;
  @CodeColumn('state', 12) state!: CallBackState;
  /** By when it should be done. */
  @InstantColumn('due_at') dueAt!: Date;
  /** Not before; what the person asked for. */
  @InstantColumn('next_at', { nullable: true }) nextAt!: Date | null;
  @IdColumn('claimed_by', { nullable: true }) claimedBy!: string | null;
  @InstantColumn('claimed_until', { nullable: true }) claimedUntil!: Date | null;
  @IntegerColumn('attempts') attempts!: number;
  /** Attempts without success that count, see `afterAttempt`. */
  @IntegerColumn('failures') failures!: number;
  @InstantColumn('last_failure_at', { nullable: true }) lastFailureAt!: Date | null;
  @CodeColumn('outcome', 20, { nullable: true }) outcome!: CallBackOutcome | null;
  @InstantColumn('created_at') createdAt!: Date;
  @InstantColumn('changed_at') changedAt!: Date;
  @InstantColumn('closed_at', { nullable: true }) closedAt!: Date | null;
  @IdColumn('closed_by', { nullable: true }) closedBy!: string | null;
  @IntegerColumn('version') version!: number;
  /** Why it was closed without the person having been told. */
  @LineColumn('close_note', 500, { nullable: true }) closeNote!: string | null;
}

/** Somebody tried to reach a person. */
@Entity('call_back_attempt')
export class CallBackAttemptRow {
  @IdColumn('id', { primary: true }) id!: string;
  @IdColumn('call_back_id') callBackId!: string;
  @IdColumn('account_id') accountId!: string;
  @InstantColumn('made_at') madeAt!: Date;
  @CodeColumn('result', 16) result!: AttemptResult;
  @InstantColumn('later_at', { nullable: true }) laterAt!: Date | null;
  @LineColumn('note', 500, { nullable: true }) note!: string | null;
}

export const telephonyEntities: EntityClass[] = [
  PhoneCallRow,
  CtiCountRow,
  BlockedCallerRow,
  OperatorLineRow,
  OperatorStateRow,
  OperatorSpanRow,
  CallBackRow,
  CallBackAttemptRow,
];
