/** Why a call ended, in the words that PBX bridges use. */
export type HangupCause = 'normalClearing' | 'busy' | 'cancel' | 'noAnswer' | 'congestion' | 'notFound' | 'forwarded';

export type AgentState = 'ready' | 'talking' | 'wrapup' | 'break' | 'offline';

/** What every event about a call says of it. */
export interface CallFields {
  /** The exchange's own id of the call; the same in all of its events. */
  readonly callId: string;
  /** As the exchange writes it: "0900000027", "+84900000027", "anonymous". */
  readonly from: string;
  readonly to: string;
  readonly direction: 'in' | 'out';
  readonly queue?: string;
}

/** `user`: an extension, a login, a name; "voicemail" when it is the voice box that took the call. */
type CallEvent =
  | (CallFields & { readonly event: 'newCall'; readonly user?: string })
  | (CallFields & { readonly event: 'answer'; readonly answeringNumber: string; readonly user: string })
  | (CallFields & { readonly event: 'hangup'; readonly cause: HangupCause; readonly answeringNumber?: string })
  | { readonly event: 'transfer'; readonly callId: string; readonly answeringNumber: string }
  | { readonly event: 'recording'; readonly callId: string; readonly url: string };

/** Something happened at the exchange; what of it depends on the kind. */
export type Happening = CallEvent | { readonly event: 'agentState'; readonly user: string; readonly state: AgentState };

export type CtiEvent = Happening & {
  /** When it happened, ISO 8601: an event that was kept back counts from then, not from its arrival. */
  readonly at: string;
};

/** The user that stands for the voice box. */
export const VOICEMAIL = 'voicemail';

/** Events with the same key are posted one after the other, in their order; others may overtake each other. */
export function orderKey(event: CtiEvent): string {
  return event.event === 'agentState' ? `user ${event.user}` : `call ${event.callId}`;
}
