export { AcceptTicket } from './commands/accept-ticket.js';
export { ApproveAnswer } from './commands/approve-answer.js';
export { ClassifyTicket, type ClassifyTicketInput } from './commands/classify-ticket.js';
export { GuideElsewhere, type GuideElsewhereInput } from './commands/guide-elsewhere.js';
export { OpenTicket, type OpenedResult } from './commands/open-ticket.js';
export { PublishAnswer, type PublishAnswerInput } from './commands/publish-answer.js';
export { ReturnAnswer, type ReturnAnswerInput } from './commands/return-answer.js';
export { SaveAnswerDraft, type DraftResult, type SaveAnswerDraftInput } from './commands/save-answer-draft.js';
export { SubmitAnswer, type SubmitAnswerInput } from './commands/submit-answer.js';
export { cleanAnswer, isCalendarDay, type AnswerParts } from './domain/answer-check.js';
export type { ClockHolding, Pause as ClockPause, StopReason, TicketClock, TicketClockKind } from './domain/clock.js';
export {
  audienceOf,
  TICKET_EVENTS,
  type TicketEvent,
  type TicketEventData,
  type TicketEventType,
} from './domain/events.js';
export { channelLabel, clockLabel } from './domain/history.js';
export {
  can,
  offers,
  ticketScope,
  type ActionOffer,
  type TicketAction,
  type TicketScope,
  type Verdict,
} from './domain/policy.js';
export {
  COMMAND_LABELS,
  INITIAL_STATES,
  isOpen,
  OPEN_STATES,
  STATE_TABLE,
  stateLabel,
  TICKET_COMMANDS,
  TICKET_STATES,
  type StateRow,
  type TicketCommand,
  type TicketState,
} from './domain/state-table.js';
export {
  BOUNDARIES,
  CHANNELS,
  isGuided,
  type Answer,
  type AnswerStatus,
  type Boundary,
  type Channel,
  type NewTicket,
  type Reporter,
  type RouteMissing,
  type Ticket,
  type Visibility,
} from './domain/ticket.js';
export {
  ClockHoldingRow,
  TicketAnswerRow,
  TicketClockRow,
  TicketHistoryRow,
  TicketRemarkRow,
  TicketReporterRow,
  TicketRow,
  ticketsEntities,
} from './entities.js';
export { tabsOf, type ListTab } from './queries/list-tabs.js';
export { StatusCounts } from './queries/status-counts.js';
export { titleOf } from './queries/ticket-presenter.js';
export { TicketQueries, type ListRequest } from './queries/ticket-queries.js';
export { TrackingQuery } from './queries/tracking-query.js';
export type {
  AnswerView,
  ClockDetail,
  ClockView,
  Hop,
  ListItem,
  Named,
  ReporterView,
  StoryLine,
  TicketDetail,
  TicketPage,
  TrackingView,
} from './queries/views.js';
export { TicketCodes } from './ticket-codes.js';
export type { CommandResult, TicketReference } from './ticket-store.js';
export { TicketsModule } from './tickets.module.js';
export { TrackingLinks } from './tracking-links.js';
