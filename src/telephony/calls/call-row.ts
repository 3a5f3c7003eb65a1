import { newId } from '../../kernel/index.js';
import { handOversOf } from '../domain/call-changes.js';
import type { Call } from '../domain/call.js';
import type { PhoneCallRow } from '../entities.js';

type Derived = Omit<PhoneCallRow, 'id' | 'pbx' | 'callId' | 'contactId' | 'heardAt' | 'version'>;

/** The columns that follow from what is known of a call. */
export function columnsOf(call: Call): Derived {
  const { trail, direction, from, to, queue, state, line, cause, missed, voicemail, blocked, endedUnheard } = call;
  return {
    trail,
    direction,
    fromKind: from?.kind ?? null,
    fromNumber: from?.number ?? null,
    toKind: to?.kind ?? null,
    toNumber: to?.number ?? null,
    withheld: from?.kind === 'withheld',
    queue,
    operatorAccountId: call.operatorAccountId,
    holderAccountId: call.holderAccountId,
    line,
    state,
    startedAt: call.startedAt,
    answeredAt: call.answeredAt,
    endedAt: call.endedAt,
    waitingSeconds: call.waitingSeconds,
    talkingSeconds: call.talkingSeconds,
    cause,
    missed,
    voicemail,
    blocked,
    endedUnheard,
    recordingUrl: call.recordingUrl,
    transfers: handOversOf(call),
  };
}

/** A call that is heard of for the first time. */
export function newCallRow(
  key: { readonly pbx: string; readonly callId: string },
  call: Call,
  heardAt: Date,
): PhoneCallRow {
  return { id: newId(), ...key, ...columnsOf(call), contactId: null, heardAt, version: 1 };
}
