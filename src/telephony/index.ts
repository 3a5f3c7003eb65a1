export {
  CallBacks,
  type AttemptInput,
  type CallBackCounts,
  type CallBackPage,
  type CallBackView,
  type CloseInput,
} from './call-backs/call-backs.js';
export { BlockedCallers, type BlockedCallerView } from './calls/blocked-callers.js';
export { CallerHistory, type CallerTicketLine, type CallerView } from './calls/caller-history.js';
export { CALLS_ROOM } from './calls/call-log.js';
export { CallQueries, type CallPage, type CallView } from './calls/call-queries.js';
export { CallReconciler, CdrFileError, type ReconciledLine } from './calls/call-reconciler.js';
export { OutgoingCalls, type DialTarget } from './calls/outgoing-calls.js';
export {
  ATTEMPT_RESULTS,
  CALL_BACK_REASONS,
  CHOSEN_OUTCOMES,
  type AttemptResult,
  type CallBackReason,
  type CallBackState,
} from './domain/call-back.js';
export { CALL_EVENTS, FOLLOWED_CALL_EVENTS, type CallEventType } from './domain/call-changes.js';
export type { CallState, Cause, Direction } from './domain/call.js';
export { readParty, type NumberingPlan, type Party } from './domain/numbering.js';
export {
  OPERATOR_STATE_LABELS,
  OPERATOR_STATES,
  type OperatorState,
  type SecondsByState,
} from './domain/operator-state.js';
export { CallBackRow, PhoneCallRow, telephonyEntities } from './entities.js';
export { FiguresOfCalls, type ShiftFigures } from './figures/shift-figures.js';
export { OperatorLines, type Operator } from './operators/operator-lines.js';
export { OPERATOR_STATE_CHANGED, OperatorStates, type OperatorNow } from './operators/operator-states.js';
export { CTI_PATH, CtiDoor } from './cti/cti-door.js';
export { CtiCounts, type CtiCount } from './cti/cti-counts.js';
export { loadTelephonySettings, TelephonySettings } from './settings.js';
export { TelephonyModule } from './telephony.module.js';
