export { SlaClockPlanner } from './clock-planner.js';
export { CannedTexts, type CannedView, type SaveCannedInput } from './canned-texts.js';
export { AddEvidence } from './commands/add-evidence.js';
export { AcceptTicket } from './commands/accept-ticket.js';
export { ApproveAnswer } from './commands/approve-answer.js';
export { ClassifyTicket } from './commands/classify-ticket.js';
export { GuideElsewhere } from './commands/guide-elsewhere.js';
export { MoveAgency } from './commands/move-agency.js';
export { OpenTicket, type OpenedResult } from './commands/open-ticket.js';
export { PublishAnswer, type PublishAnswerInput } from './commands/publish-answer.js';
export { ReturnAnswer } from './commands/return-answer.js';
export { SaveAnswerDraft } from './commands/save-answer-draft.js';
export { SubmitAnswer } from './commands/submit-answer.js';
export { type AnswerParts } from './domain/answer-check.js';
export { keptReason } from './domain/open.js';
export { keeperFor } from './guided-keeper.js';
export { seesAnswerFiles } from './domain/answer-files.js';
export { GATE_CHECKS, GATE_LABELS, type GateCheck } from './domain/answer-gate.js';
export type { AnswerHint } from './domain/answer-hints.js';
export { CANNED_PARTS, CANNED_VARIABLES, type CannedParts } from './domain/canned-text.js';
export { AppealLead } from './commands/appeal-lead.js';
export { CloseTicket } from './commands/close-ticket.js';
export { RejectTicket } from './commands/reject-ticket.js';
export { ReopenTicket } from './commands/reopen-ticket.js';
export { ReturnTicket } from './commands/return-ticket.js';
export { RuleLead } from './commands/rule-lead.js';
export { WithdrawTicket } from './commands/withdraw-ticket.js';
export {
  CENTRE_GROUNDS,
  isWithdrawalGround,
  REJECTION_WAYS,
  REJECTION_WORDS,
  REOPEN_GROUNDS,
  RETURN_GROUNDS,
  WITHDRAWAL_GROUNDS,
  type WithdrawalGround,
} from './domain/grounds.js';
export { isPublic } from './domain/publicity.js';
export { AskSupport } from './commands/ask-support.js';
export { AssignTicket } from './commands/assign-ticket.js';
export { DeliverSupport } from './commands/deliver-support.js';
export { RemindSupport } from './commands/remind-support.js';
export { WithdrawSupport } from './commands/withdraw-support.js';
export { AskCitizen } from './commands/ask-citizen.js';
export { DecideExtension } from './commands/decide-extension.js';
export { ReclassifyTicket } from './commands/reclassify-ticket.js';
export { RecordReply } from './commands/record-reply.js';
export { ReportAction } from './commands/report-action.js';
export { ReportDone } from './commands/report-done.js';
export { LateMail } from './late-mail.js';
export { RequestExtension } from './commands/request-extension.js';
export { SendApology, type ApologyInput } from './commands/send-apology.js';
export { TransferTicket } from './commands/transfer-ticket.js';
export { AddFacts } from './commands/add-facts.js';
export { ChaseTicket } from './commands/chase-ticket.js';
export { CorrectTicket } from './commands/correct-ticket.js';
export { EnquireTicket } from './commands/enquire-ticket.js';
export { ExpireQuestion } from './commands/expire-question.js';
export { RemindHolder } from './commands/remind-holder.js';
export { RemindQuestion } from './commands/remind-question.js';
export type { Question } from './domain/supplement-question.js';
export { owedApology, type Apology, type ApologyDebt } from './domain/apology.js';
export type { TicketClockKind } from './domain/clock.js';
export { chainFaults, isUnsealed } from './domain/history-chain-check.js';
export { audienceOf, DEADLINES_MOVED, TICKET_EVENTS, type TicketEventType } from './domain/events.js';
export {
  OPEN_STATES,
  stateLabel,
  TICKET_COMMANDS,
  TICKET_STATES,
  type TicketCommand,
  type TicketState,
} from './domain/state-table.js';
export {
  BOUNDARIES,
  CHANNELS,
  isGuided,
  type Boundary,
  type Channel,
  type NewTicket,
  type PublicText,
} from './domain/ticket.js';
export {
  ClockHoldingRow,
  isTicketId,
  TicketApologyRow,
  TicketAnswerRow,
  TicketClockRow,
  TicketExtensionRow,
  TicketHistoryRow,
  TicketQuestionRow,
  TicketRemarkRow,
  TicketReporterRow,
  TicketRow,
  TicketSupportRow,
  ticketsEntities,
} from './entities.js';
export { HiddenTickets } from './hidden-tickets.js';
export { sealHistories } from './history-seal.js';
export { AnswerQueries, type DraftVersion } from './queries/answer-queries.js';
export { Apologies } from './queries/apologies.js';
export { ApologyLetters, type ApologyDraft } from './queries/apology-letters.js';
export { type ListTab } from './queries/list-tabs.js';
export { Supplements, type CorrectionView } from './queries/supplements.js';
export { WhatChanged } from './queries/what-changed.js';
export { StaleTicket } from './stale-ticket.js';
export { StatusCounts } from './queries/status-counts.js';
export { TicketQueries } from './queries/ticket-queries.js';
export { ReporterReveals } from './reporter-reveals.js';
export { TrackingQuery } from './queries/tracking-query.js';
export type {
  AnswerView,
  ApologyView,
  CitizenLine,
  ClockDetail,
  ClockView,
  CommitmentView,
  ExtensionView,
  Hop,
  ListItem,
  ReporterView,
  StoryLine,
  TicketDetail,
  TicketPage,
  TrackingView,
} from './queries/views.js';
export { TicketTokens } from './ticket-token.js';
export type { SupportView, SupportsView } from './queries/support-view.js';
export { Workloads } from './queries/workloads.js';
export { TicketCodes } from './ticket-codes.js';
export type { CommandResult, TicketReference } from './ticket-store.js';
export { ReplyAddresses } from './reply-addresses.js';
export { ReporterWords } from './reporter-words.js';
export { TicketsModule } from './tickets.module.js';
export { TrackingLinks } from './tracking-links.js';
export { JoinIncident } from './commands/join-incident.js';
export { JoinTicket } from './commands/join-ticket.js';
export { ModerateCopy, type PublicWords } from './commands/moderate-copy.js';
export { LinkTickets } from './commands/link-tickets.js';
export { ManageIncident } from './commands/manage-incident.js';
export { MergeTickets } from './commands/merge-tickets.js';
export { SplitTicket } from './commands/split-ticket.js';
export { CallerTickets, type CallerTicket } from './queries/caller-tickets.js';
export { Duplicates, type Duplicate } from './queries/duplicates.js';
export { Incidents, type IncidentView } from './queries/incidents.js';
export { SuspectedIncidents, type SuspectedIncident } from './queries/suspected-incidents.js';
export { MergedTickets, type Together } from './queries/merged-tickets.js';
export { IncidentRow, TicketLinkRow } from './merging-entities.js';
