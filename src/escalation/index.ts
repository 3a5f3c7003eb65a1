export type { RecipientRole, StepAction, WatchKind } from './domain/step.js';
export { EscalationFiringRow, EscalationNoticeRow, TicketWatchRow } from './entities.js';
export { EscalationModule, escalationEntities } from './escalation.module.js';
export { EscalationQueries, type FiringView, type WatchedTicket, type WatchPosition } from './escalation-queries.js';
export { Notices, type NoticeView } from './notices/notices.js';
export { OnCallAnswers, type OnCallAnswer } from './notices/on-call-answers.js';
export { gapWords, shiftWords } from './on-call/domain/gap-words.js';
export { typedInstant } from './on-call/domain/shift-times.js';
export { Roster, type ShiftView } from './on-call/roster.js';
