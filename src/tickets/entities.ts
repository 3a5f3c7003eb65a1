import { Entity } from 'typeorm';
import {
  CodeColumn,
  DayColumn,
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  LineColumn,
  RealColumn,
  TextColumn,
} from '../platform/database/index.js';
import { IncidentRow, TicketLinkRow } from './merging-entities.js';
import { ReporterViewRow } from './reporter-view.js';
import type { CleanAnswer } from './domain/answer-check.js';
import type { GateChecks } from './domain/answer-gate.js';
import type { AnswerHint } from './domain/answer-hints.js';
import type { Apology } from './domain/apology.js';
import type { Correction } from './domain/correct.js';
import type { ClockHolding, Pause, StopReason, TicketClock, TicketClockKind } from './domain/clock.js';
import type { Extension } from './domain/extension.js';
import type { HistoryActorKind, HistoryData, HistoryType } from './domain/history.js';
import type { TicketState } from './domain/state-table.js';
import type { Question } from './domain/supplement-question.js';
import type { SupportPart } from './domain/support-part.js';
import type {
  Answer,
  AnswerStatus,
  Boundary,
  Channel,
  Priority,
  PublicAnswer,
  Remark,
  Reporter,
  RouteMissing,
  Ticket,
  Visibility,
} from './domain/ticket.js';

@Entity('ticket')
export class TicketRow implements Ticket {
  @IdColumn('id', { primary: true }) id!: string;
  @CodeColumn('code', 20) code!: string;
  @IntegerColumn('version') version!: number;
  @CodeColumn('state', 32) state!: TicketState;
  @FlagColumn('is_open') isOpen!: boolean;
  @CodeColumn('channel', 16) channel!: Channel;
  @CodeColumn('external_id', 100, { nullable: true }) externalId!: string | null;
  @IdColumn('contact_id') contactId!: string;
  @LineColumn('title', 200, { nullable: true }) title!: string | null;
  @TextColumn('words') words!: string;
  @LineColumn('place_text', 300, { nullable: true }) placeText!: string | null;
  @RealColumn('lat', { nullable: true }) lat!: number | null;
  @RealColumn('lng', { nullable: true }) lng!: number | null;
  @CodeColumn('ward_code', 10, { nullable: true }) wardCode!: string | null;
  @CodeColumn('category_code', 40, { nullable: true }) categoryCode!: string | null;
  @CodeColumn('subject_agency_code', 40, { nullable: true }) subjectAgencyCode!: string | null;
  @CodeColumn('boundary', 16) boundary!: Boundary;
  @FlagColumn('urgent') urgent!: boolean;
  @CodeColumn('priority', 10) priority!: Priority;
  @CodeColumn('visibility', 8) visibility!: Visibility;
  @CodeColumn('sla_class', 8, { nullable: true }) slaClass!: string | null;
  @CodeColumn('lead_agency_code', 40, { nullable: true }) leadAgencyCode!: string | null;
  @IdColumn('handler_account_id', { nullable: true }) handlerAccountId!: string | null;
  @CodeColumn('route_rule_id', 64, { nullable: true }) routeRuleId!: string | null;
  @IntegerColumn('route_rule_version', { nullable: true }) routeRuleVersion!: number | null;
  @LineColumn('route_reason', 500) routeReason!: string;
  @CodeColumn('route_missing', 16, { nullable: true }) routeMissing!: RouteMissing | null;
  @InstantColumn('received_at') receivedAt!: Date;
  @InstantColumn('assigned_at', { nullable: true }) assignedAt!: Date | null;
  @InstantColumn('resolve_due_at', { nullable: true }) resolveDueAt!: Date | null;
  @InstantColumn('list_due_at') listDueAt!: Date;
  @InstantColumn('answered_at', { nullable: true }) answeredAt!: Date | null;
  @InstantColumn('paused_at', { nullable: true }) pausedAt!: Date | null;
  @FlagColumn('extension_asked') extensionAsked!: boolean;
  @IdColumn('entered_by_account_id', { nullable: true }) enteredByAccountId!: string | null;
  @InstantColumn('published_at', { nullable: true }) publishedAt!: Date | null;
  @InstantColumn('closed_at', { nullable: true }) closedAt!: Date | null;
  @IntegerColumn('return_count') returnCount!: number;
  @FlagColumn('lead_locked') leadLocked!: boolean;
  @FlagColumn('appealed') appealed!: boolean;
  @IntegerColumn('reopen_count') reopenCount!: number;
  @IntegerColumn('answer_return_count') answerReturnCount!: number;
  @IntegerColumn('open_parts') openParts!: number;
  @IntegerColumn('enquiry_count') enquiryCount!: number;
  @IntegerColumn('chase_count') chaseCount!: number;
  @InstantColumn('last_chased_at', { nullable: true }) lastChasedAt!: Date | null;
  @IntegerColumn('addition_count') additionCount!: number;
  @IdColumn('merged_into_id', { nullable: true }) mergedIntoId!: string | null;
  @IntegerColumn('merged_count') mergedCount!: number;
  @InstantColumn('close_due_at', { nullable: true }) closeDueAt!: Date | null;
  @InstantColumn('commitment_due_at', { nullable: true }) commitmentDueAt!: Date | null;
  @CodeColumn('history_hash', 64) historyHash!: string;
  @IntegerColumn('history_length') historyLength!: number;
  @IntegerColumn('deadline_revision') deadlineRevision!: number;
  @InstantColumn('created_at') createdAt!: Date;
  @InstantColumn('updated_at') updatedAt!: Date;
}

/**
 * Who reported it: held in escrow by the centre. A table of its own, so that no query made for an agency
 * touches it; only the reporter queries and the reporter's own page read it.
 */
@Entity('ticket_reporter')
export class TicketReporterRow implements Reporter {
  @IdColumn('ticket_id', { primary: true }) ticketId!: string;
  @CodeColumn('kind', 16) kind!: Reporter['kind'];
  @LineColumn('name', 200, { nullable: true }) name!: string | null;
  @CodeColumn('phone', 20, { nullable: true }) phone!: string | null;
  @LineColumn('email', 254, { nullable: true }) email!: string | null;
  @FlagColumn('anonymous') anonymous!: boolean;
  /** In which mails are written; null: in Vietnamese. */
  @CodeColumn('language', 2, { nullable: true }) language!: 'vi' | 'en' | null;
  /** What was sent, letter by letter, when the ticket shows it without name, phone or e-mail. */
  @TextColumn('words_as_sent', { nullable: true }) wordsAsSent!: string | null;
}

@Entity('ticket_clock')
export class TicketClockRow implements TicketClock {
  @IdColumn('id', { primary: true }) id!: string;
  @IdColumn('ticket_id') ticketId!: string;
  @CodeColumn('kind', 16) kind!: TicketClockKind;
  @IntegerColumn('position') position!: number;
  @CodeColumn('holder_agency_code', 40) holderAgencyCode!: string;
  @IdColumn('holder_account_id', { nullable: true }) holderAccountId!: string | null;
  @CodeColumn('calendar_code', 40) calendarCode!: string;
  @CodeColumn('time_limit', 16) limit!: string;
  @InstantColumn('started_at') startedAt!: Date;
  @InstantColumn('due_at') dueAt!: Date;
  @InstantColumn('stopped_at', { nullable: true }) stoppedAt!: Date | null;
  @CodeColumn('stop_reason', 24, { nullable: true }) stopReason!: StopReason | null;
  @JsonColumn('pauses') pauses!: Pause[];
  @IntegerColumn('policy_version') policyVersion!: number;
  @JsonColumn('explanation') explanation!: object;
  @IntegerColumn('ladder_version', { nullable: true }) ladderVersion!: number | null;
  @CodeColumn('timer_mark', 16, { nullable: true }) timerMark!: string | null;
  @InstantColumn('timer_at', { nullable: true }) timerAt!: Date | null;
  @CodeColumn('fired_marks', 120) firedMarks!: string;
  @CodeColumn('extended_by', 20, { nullable: true }) extendedBy!: string | null;
}

@Entity('clock_holding')
export class ClockHoldingRow implements ClockHolding {
  @IdColumn('id', { primary: true }) id!: string;
  @IdColumn('ticket_id') ticketId!: string;
  @IdColumn('clock_id') clockId!: string;
  @CodeColumn('agency_code', 40) agencyCode!: string;
  @IdColumn('account_id', { nullable: true }) accountId!: string | null;
  @CodeColumn('stage', 32) stage!: TicketState;
  @InstantColumn('from_at') fromAt!: Date;
}

@Entity('ticket_answer')
export class TicketAnswerRow implements Answer {
  @IdColumn('id', { primary: true }) id!: string;
  @IdColumn('ticket_id') ticketId!: string;
  @IntegerColumn('number') number!: number;
  @CodeColumn('status', 16) status!: AnswerStatus;
  @TextColumn('found') found!: string;
  @TextColumn('done') done!: string;
  @DayColumn('done_on', { nullable: true }) doneOn!: string | null;
  @LineColumn('in_charge', 500) inCharge!: string;
  @TextColumn('legal_basis', { nullable: true }) legalBasis!: string | null;
  @LineColumn('evidence_waiver', 500, { nullable: true }) evidenceWaiver!: string | null;
  @TextColumn('open_parts_reason', { nullable: true }) openPartsReason!: string | null;
  @IntegerColumn('evidence_count') evidenceCount!: number;
  @CodeColumn('category_code', 40, { nullable: true }) categoryCode!: string | null;
  @JsonColumn('sketch', { nullable: true }) sketch!: Answer['sketch'];
  @IntegerColumn('draft_version') draftVersion!: number;
  @IdColumn('author_account_id') authorAccountId!: string;
  @CodeColumn('author_agency_code', 40) authorAgencyCode!: string;
  @InstantColumn('updated_at') updatedAt!: Date;
  @InstantColumn('submitted_at', { nullable: true }) submittedAt!: Date | null;
  @IdColumn('submitted_by_account_id', { nullable: true }) submittedByAccountId!: string | null;
  @InstantColumn('approved_at', { nullable: true }) approvedAt!: Date | null;
  @IdColumn('approved_by_account_id', { nullable: true }) approvedByAccountId!: string | null;
  @IdColumn('approved_for_account_id', { nullable: true }) approvedForAccountId!: string | null;
  @InstantColumn('returned_at', { nullable: true }) returnedAt!: Date | null;
  @IdColumn('returned_by_account_id', { nullable: true }) returnedByAccountId!: string | null;
  @CodeColumn('returned_by', 8, { nullable: true }) returnedBy!: Answer['returnedBy'];
  @TextColumn('returned_remarks', { nullable: true }) returnedRemarks!: string | null;
  @InstantColumn('published_at', { nullable: true }) publishedAt!: Date | null;
  @IdColumn('published_by_account_id', { nullable: true }) publishedByAccountId!: string | null;
  @TextColumn('private_reason', { nullable: true }) privateReason!: string | null;
  @JsonColumn('gate_checks', { nullable: true }) gateChecks!: GateChecks | null;
  @JsonColumn('gate_hints', { nullable: true }) gateHints!: AnswerHint[] | null;
  @TextColumn('public_title', { nullable: true }) publicTitle!: string | null;
  @TextColumn('public_question', { nullable: true }) publicQuestion!: string | null;
  @JsonColumn('public_answer', { nullable: true }) publicAnswer!: PublicAnswer | null;
  @IntegerColumn('sheet_revision') sheetRevision!: number;
}

@Entity('ticket_remark')
export class TicketRemarkRow implements Remark {
  @IdColumn('id', { primary: true }) id!: string;
  @IdColumn('ticket_id') ticketId!: string;
  @CodeColumn('kind', 24) kind!: Remark['kind'];
  @TextColumn('text') text!: string;
  @IdColumn('author_account_id', { nullable: true }) authorAccountId!: string | null;
  @CodeColumn('author_agency_code', 40, { nullable: true }) authorAgencyCode!: string | null;
  @InstantColumn('created_at') createdAt!: Date;
}

/** The one letter owed for a ticket that was answered late. */
@Entity('ticket_apology')
export class TicketApologyRow implements Apology {
  @IdColumn('ticket_id', { primary: true }) ticketId!: string;
  @IdColumn('clock_id') clockId!: string;
  @CodeColumn('agency_code', 40) agencyCode!: string;
  @InstantColumn('owed_at') owedAt!: Date;
  @InstantColumn('breached_due_at') breachedDueAt!: Date;
  @CodeColumn('status', 8) status!: Apology['status'];
  @TextColumn('text', { nullable: true }) text!: string | null;
  @DayColumn('committed_on', { nullable: true }) committedOn!: string | null;
  @InstantColumn('sent_at', { nullable: true }) sentAt!: Date | null;
  @IdColumn('signed_by_account_id', { nullable: true }) signedByAccountId!: string | null;
}

@Entity('ticket_extension')
export class TicketExtensionRow implements Extension {
  @IdColumn('id', { primary: true }) id!: string;
  @IdColumn('ticket_id') ticketId!: string;
  @IntegerColumn('number') number!: number;
  @CodeColumn('status', 10) status!: Extension['status'];
  @CodeColumn('agency_code', 40) agencyCode!: string;
  @TextColumn('reason') reason!: string;
  @CodeColumn('extended_by', 20) extendedBy!: string;
  @InstantColumn('due_before') dueBefore!: Date;
  @InstantColumn('due_after') dueAfter!: Date;
  @IdColumn('asked_by_account_id') askedByAccountId!: string;
  @InstantColumn('asked_at') askedAt!: Date;
  @IdColumn('decided_by_account_id', { nullable: true }) decidedByAccountId!: string | null;
  @InstantColumn('decided_at', { nullable: true }) decidedAt!: Date | null;
  @TextColumn('decision_words', { nullable: true }) decisionWords!: string | null;
}

/** What happened to a ticket, in order and without gaps. Rows are only added. References only: no person's data, no free text. */
@Entity('ticket_history')
export class TicketHistoryRow {
  @IdColumn('id', { primary: true }) id!: string;
  @IdColumn('ticket_id') ticketId!: string;
  @IntegerColumn('number') number!: number;
  @CodeColumn('type', 32) type!: HistoryType;
  @CodeColumn('actor_kind', 8) actorKind!: HistoryActorKind;
  /** An account id, or the name of the part of the service that did it. */
  @CodeColumn('actor_id', 64, { nullable: true }) actorId!: string | null;
  @CodeColumn('actor_agency_code', 40, { nullable: true }) actorAgencyCode!: string | null;
  @InstantColumn('at') at!: Date;
  @JsonColumn('data') data!: HistoryData;
  /** The version of the ticket that the entry belongs to. */
  @IntegerColumn('version') version!: number;
  /** Over this entry and the hash of the one before. */
  @CodeColumn('hash', 64) hash!: string;
}

/** What another agency is asked to contribute to the lead's answer. */
@Entity('ticket_support')
export class TicketSupportRow implements SupportPart {
  @IdColumn('id', { primary: true }) id!: string;
  @IdColumn('ticket_id') ticketId!: string;
  @IntegerColumn('number') number!: number;
  @CodeColumn('agency_code', 40) agencyCode!: string;
  @CodeColumn('status', 10) status!: SupportPart['status'];
  @TextColumn('ask') ask!: string;
  @IdColumn('clock_id', { nullable: true }) clockId!: string | null;
  @InstantColumn('due_at') dueAt!: Date;
  @IdColumn('asked_by_account_id') askedByAccountId!: string;
  @CodeColumn('asked_by_agency_code', 40) askedByAgencyCode!: string;
  @InstantColumn('asked_at') askedAt!: Date;
  @IntegerColumn('reminder_count') reminderCount!: number;
  @InstantColumn('reminded_at', { nullable: true }) remindedAt!: Date | null;
  @TextColumn('part', { nullable: true }) part!: string | null;
  @IdColumn('ended_by_account_id', { nullable: true }) endedByAccountId!: string | null;
  @InstantColumn('ended_at', { nullable: true }) endedAt!: Date | null;
  @TextColumn('withdrawn_because', { nullable: true }) withdrawnBecause!: string | null;
}

/** What the citizen was asked, and the answer. */
@Entity('ticket_question')
export class TicketQuestionRow implements Question {
  @IdColumn('id', { primary: true }) id!: string;
  @IdColumn('ticket_id') ticketId!: string;
  @IntegerColumn('number') number!: number;
  @CodeColumn('status', 10) status!: Question['status'];
  @TextColumn('text') text!: string;
  @InstantColumn('asked_at') askedAt!: Date;
  @IdColumn('asked_by_account_id') askedByAccountId!: string;
  @CodeColumn('asked_by_agency_code', 40) askedByAgencyCode!: string;
  @IntegerColumn('reminded_count') remindedCount!: number;
  @InstantColumn('remind_at', { nullable: true }) remindAt!: Date | null;
  @InstantColumn('expires_at') expiresAt!: Date;
  @InstantColumn('next_at', { nullable: true }) nextAt!: Date | null;
  @InstantColumn('ended_at', { nullable: true }) endedAt!: Date | null;
  @TextColumn('reply', { nullable: true }) reply!: string | null;
  @IdColumn('reply_id', { nullable: true }) replyId!: string | null;
  @CodeColumn('reply_channel', 8, { nullable: true }) replyChannel!: Question['replyChannel'];
}

/** What a coordinator corrected, field by field. */
@Entity('ticket_correction')
export class TicketCorrectionRow implements Correction {
  @IdColumn('id', { primary: true }) id!: string;
  @IdColumn('ticket_id') ticketId!: string;
  @CodeColumn('field', 16) field!: Correction['field'];
  @TextColumn('before_text', { nullable: true }) before!: string | null;
  @TextColumn('after_text', { nullable: true }) after!: string | null;
  @IdColumn('by_account_id') byAccountId!: string;
  @InstantColumn('at') at!: Date;
  @IdColumn('remark_id') remarkId!: string;
}

/** Whether a text can be the id of a ticket. What cannot is not asked for: the column knows ASCII only. */
export function isTicketId(text: string): boolean {
  return /^[0-9A-HJKMNP-TV-Z]{26}$/.test(text);
}

/** A draft as one person had written it at the end of ten minutes' work. */
@Entity('ticket_answer_version')
export class AnswerVersionRow {
  @IdColumn('answer_id', { primary: true }) answerId!: string;
  @IdColumn('author_account_id', { primary: true }) authorAccountId!: string;
  /** Number of the ten minutes since 1970. */
  @IntegerColumn('slot', { primary: true }) slot!: number;
  @IntegerColumn('draft_version') draftVersion!: number;
  @JsonColumn('parts') parts!: CleanAnswer;
  @InstantColumn('saved_at') savedAt!: Date;
}

/** A standing text from which answers are begun. */
@Entity('canned_text')
export class CannedTextRow {
  @IdColumn('id', { primary: true }) id!: string;
  /** Whose it is; null: every agency's. */
  @CodeColumn('agency_code', 40, { nullable: true }) agencyCode!: string | null;
  /** For which kind of matter; null: for all. */
  @CodeColumn('category_code', 40, { nullable: true }) categoryCode!: string | null;
  @LineColumn('title', 120) title!: string;
  @TextColumn('found') found!: string;
  @TextColumn('done') done!: string;
  @LineColumn('in_charge', 500) inCharge!: string;
  @TextColumn('legal_basis') legalBasis!: string;
  @FlagColumn('active') active!: boolean;
  @IntegerColumn('version') version!: number;
  @IdColumn('updated_by_account_id') updatedByAccountId!: string;
  @InstantColumn('updated_at') updatedAt!: Date;
}

export const ticketsEntities = [
  TicketRow,
  TicketReporterRow,
  TicketClockRow,
  ClockHoldingRow,
  TicketAnswerRow,
  AnswerVersionRow,
  CannedTextRow,
  TicketRemarkRow,
  TicketApologyRow,
  TicketExtensionRow,
  TicketHistoryRow,
  TicketSupportRow,
  TicketLinkRow,
  IncidentRow,
  TicketQuestionRow,
  TicketCorrectionRow,
  ReporterViewRow,
];
