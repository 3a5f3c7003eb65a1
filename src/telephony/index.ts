export { CALLS_ROOM } from './calls/call-log.js';
export { CALL_EVENTS, FOLLOWED_CALL_EVENTS, type CallEventType } from './domain/call-changes.js';
export type { CallState, Cause, Direction } from './domain/call.js';
export { readParty, type NumberingPlan, type Party } from './domain/numbering.js';
export {
  OPERATOR_STATE_LABELS,
  OPERATOR_STATES,
  type OperatorState,
  type SecondsByState,
} from './domain/operator-state.js';
export { PhoneCallRow, telephonyEntities } from './entities.js';
export { OperatorLines, type Operator } from './operators/operator-lines.js';
export { OPERATOR_STATE_CHANGED, OperatorStates, type OperatorNow } from './operators/operator-states.js';
export { loadTelephonySettings, TelephonySettings } from './settings.js';
export { TelephonyModule } from './telephony.module.js';
