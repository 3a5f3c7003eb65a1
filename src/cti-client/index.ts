export { waitBefore, type Backoff } from './domain/backoff.js';
export {
  orderKey,
  VOICEMAIL,
  type AgentState,
  type CallFields,
  type CtiEvent,
  type Happening,
  type HangupCause,
} from './domain/wire.js';
export { OrderedDelivery } from './ordered-delivery.js';
export { ctiEndpoint, type PostEvent, type PostOutcome } from './post-event.js';
