import { Module, type OnModuleInit } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AgenciesModule } from '../agencies/index.js';
import { AttachmentsModule } from '../attachments/index.js';
import { IdentityModule } from '../identity/index.js';
import { LettersModule } from '../letters/index.js';
import { RoutingModule } from '../routing/index.js';
import { SlaModule } from '../sla/index.js';
import { ApologyForms } from './apology-forms.js';
import { SlaClockPlanner } from './clock-planner.js';
import { AcceptTicket } from './commands/accept-ticket.js';
import { AddEvidence } from './commands/add-evidence.js';
import { ApproveAnswer } from './commands/approve-answer.js';
import { ClassifyTicket } from './commands/classify-ticket.js';
import { GuideElsewhere } from './commands/guide-elsewhere.js';
import { MoveAgency } from './commands/move-agency.js';
import { OpenTicket } from './commands/open-ticket.js';
import { PublishAnswer } from './commands/publish-answer.js';
import { ReturnAnswer } from './commands/return-answer.js';
import { SaveAnswerDraft } from './commands/save-answer-draft.js';
import { SubmitAnswer } from './commands/submit-answer.js';
import { AppealLead } from './commands/appeal-lead.js';
import { CloseTicket } from './commands/close-ticket.js';
import { RejectTicket } from './commands/reject-ticket.js';
import { ReopenTicket } from './commands/reopen-ticket.js';
import { ReturnTicket } from './commands/return-ticket.js';
import { RuleLead } from './commands/rule-lead.js';
import { WithdrawTicket } from './commands/withdraw-ticket.js';
import { AskSupport } from './commands/ask-support.js';
import { AssignTicket } from './commands/assign-ticket.js';
import { DeliverSupport } from './commands/deliver-support.js';
import { RemindSupport } from './commands/remind-support.js';
import { WithdrawSupport } from './commands/withdraw-support.js';
import { AskCitizen } from './commands/ask-citizen.js';
import { DecideExtension } from './commands/decide-extension.js';
import { ReclassifyTicket } from './commands/reclassify-ticket.js';
import { RecordReply } from './commands/record-reply.js';
import { ReportAction } from './commands/report-action.js';
import { ReportDone } from './commands/report-done.js';
import { LateMail } from './late-mail.js';
import { RequestExtension } from './commands/request-extension.js';
import { SendApology } from './commands/send-apology.js';
import { TransferTicket } from './commands/transfer-ticket.js';
import { AddFacts } from './commands/add-facts.js';
import { ChaseTicket } from './commands/chase-ticket.js';
import { CorrectTicket } from './commands/correct-ticket.js';
import { EnquireTicket } from './commands/enquire-ticket.js';
import { ExpireQuestion } from './commands/expire-question.js';
import { RemindHolder } from './commands/remind-holder.js';
import { RemindQuestion } from './commands/remind-question.js';
import { JoinIncident } from './commands/join-incident.js';
import { JoinTicket } from './commands/join-ticket.js';
import { ModerateCopy } from './commands/moderate-copy.js';
import { LinkTickets } from './commands/link-tickets.js';
import { ManageIncident } from './commands/manage-incident.js';
import { MergeTickets } from './commands/merge-tickets.js';
import { SplitTicket } from './commands/split-ticket.js';
import { checkStateTable } from './domain/check-state-table.js';
import { BACK, INITIAL_STATES, STATE_TABLE, TICKET_COMMANDS, TICKET_STATES } from './domain/state-table.js';
import { AnswersController } from './http/answers.controller.js';
import { ApologiesController } from './http/apologies.controller.js';
import { CitizenController } from './http/citizen.controller.js';
import { LeadController } from './http/lead.controller.js';
import { MergingController } from './http/merging.controller.js';
import { TeamworkController } from './http/teamwork.controller.js';
import { CommitmentController } from './http/commitment.controller.js';
import { TicketTimeController } from './http/ticket-time.controller.js';
import { TicketsController } from './http/tickets.controller.js';
import { AnswerQueries } from './queries/answer-queries.js';
import { Apologies } from './queries/apologies.js';
import { ApologyLetters } from './queries/apology-letters.js';
import { CallerTickets } from './queries/caller-tickets.js';
import { Duplicates } from './queries/duplicates.js';
import { Incidents } from './queries/incidents.js';
import { SuspectedIncidents } from './queries/suspected-incidents.js';
import { MergedTickets } from './queries/merged-tickets.js';
import { WhatChanged } from './queries/what-changed.js';
import { StaleTicketInterceptor } from './http/stale-ticket.interceptor.js';
import { StatusCounts } from './queries/status-counts.js';
import { Supplements } from './queries/supplements.js';
import { TicketPresenter } from './queries/ticket-presenter.js';
import { TicketQueries } from './queries/ticket-queries.js';
import { ReporterReveals } from './reporter-reveals.js';
import { TrackingQuery } from './queries/tracking-query.js';
import { GateHints } from './gate-hints.js';
import { QuestionFollower } from './question-follower.js';
import { AbandonedPhotos } from './abandoned-photos.js';
import { QuestionRunner } from './question-runner.js';
import { ReplyAddresses } from './reply-addresses.js';
import { ReporterWords } from './reporter-words.js';
import { LeadChoice } from './lead-choice.js';
import { CannedTexts } from './canned-texts.js';
import { Workloads } from './queries/workloads.js';
import { TicketCategories } from './ticket-categories.js';
import { TicketCodes } from './ticket-codes.js';
import { HiddenTickets } from './hidden-tickets.js';
import { TicketStore } from './ticket-store.js';
import { TrackingLinks } from './tracking-links.js';

const COMMANDS = [
  OpenTicket,
  ClassifyTicket,
  AcceptTicket,
  SaveAnswerDraft,
  AddEvidence,
  SubmitAnswer,
  ApproveAnswer,
  ReturnAnswer,
  PublishAnswer,
  GuideElsewhere,
  ReportAction,
  ReclassifyTicket,
  TransferTicket,
  AskCitizen,
  RecordReply,
  RequestExtension,
  DecideExtension,
  SendApology,
  ReportDone,
  LateMail,
  MergeTickets,
  SplitTicket,
  LinkTickets,
  ModerateCopy,
  ManageIncident,
  JoinIncident,
  JoinTicket,
  ReturnTicket,
  AppealLead,
  RuleLead,
  RejectTicket,
  WithdrawTicket,
  ReopenTicket,
  CloseTicket,
  RemindQuestion,
  ExpireQuestion,
  AddFacts,
  EnquireTicket,
  ChaseTicket,
  RemindHolder,
  CorrectTicket,
  MoveAgency,
  AskSupport,
  DeliverSupport,
  RemindSupport,
  WithdrawSupport,
  AssignTicket,
];

const QUERIES = [
  Workloads,
  AnswerQueries,
  CallerTickets,
  CannedTexts,
  Duplicates,
  MergedTickets,
  Incidents,
  SuspectedIncidents,
  TicketQueries,
  ReporterReveals,
  TrackingQuery,
  WhatChanged,
  StatusCounts,
  Apologies,
  ApologyLetters,
  Supplements,
];

@Module({
  controllers: [
    AnswersController,
    MergingController,
    TicketsController,
    TicketTimeController,
    CommitmentController,
    TeamworkController,
    LeadController,
    CitizenController,
    ApologiesController,
  ],
  imports: [IdentityModule, AgenciesModule, LettersModule, AttachmentsModule, RoutingModule, SlaModule],
  providers: [
    ...COMMANDS,
    ...QUERIES,
    ReporterWords,
    ReplyAddresses,
    AbandonedPhotos,
    QuestionRunner,
    QuestionFollower,
    GateHints,
    { provide: APP_INTERCEPTOR, useClass: StaleTicketInterceptor },
    TicketPresenter,
    ApologyForms,
    HiddenTickets,
    TicketStore,
    TicketCategories,
    LeadChoice,
    TicketCodes,
    TrackingLinks,
    SlaClockPlanner,
  ],
  exports: [
    ...COMMANDS,
    ...QUERIES,
    HiddenTickets,
    SlaClockPlanner,
    TicketCodes,
    TrackingLinks,
    ReplyAddresses,
    ReporterWords,
  ],
})
export class TicketsModule implements OnModuleInit {
  /** @throws Error with one line when the state table has a mistake: better no service than a ticket that cannot end. */
  onModuleInit(): void {
    const table = {
      rows: STATE_TABLE,
      states: TICKET_STATES,
      commands: TICKET_COMMANDS,
      initial: INITIAL_STATES,
      back: BACK,
    };
    const problems = checkStateTable(table);
    if (problems.length > 0) throw new Error(`Ticket state table: ${problems.join('; ')}`);
  }
}
