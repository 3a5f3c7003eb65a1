import type { Call, CallEvent } from './call.js';

/** What pages and other parts of the service hear of a call. */
export const CALL_EVENTS = ['call.ringing', 'call.answered', 'call.transferred', 'call.ended', 'call.missed'] as const;
export type CallEventType = (typeof CALL_EVENTS)[number];

/** Those that parts of the service act on; that a phone rings, only pages hear of. The start-up check wants a subscriber for each. */
export const FOLLOWED_CALL_EVENTS: readonly CallEventType[] = [
  'call.answered',
  'call.transferred',
  'call.ended',
  'call.missed',
];

/** One event of a call: references and enum values, never a number. */
export interface CallChange {
  readonly type: CallEventType;
  /** The people it concerns. */
  readonly accounts: readonly string[];
  /** Who has the call after it, and who had it before. */
  readonly holder: string | null;
  readonly formerHolder: string | null;
}

/** What is new between two versions of a call. An order of hearing that is not that of happening skips steps. */
export function changesOf(before: Call | null, after: Call): CallChange[] {
  const changes: CallChange[] = [];
  const formerHolder = before?.holderAccountId ?? null;
  const holder = after.holderAccountId;
  const all = unique([...after.ringing, after.operatorAccountId, formerHolder, holder]);
  const say = (type: CallEventType, accounts: readonly string[]): void =>
    void changes.push({ type, accounts, holder, formerHolder });
  const rung = after.ringing.filter((id) => before?.ringing.includes(id) !== true);
  // Whoever is held back rings nobody's phone.
  if (after.state === 'ringing' && (before === null || rung.length > 0) && !after.blocked) say('call.ringing', rung);
  if (after.state === 'talking' && before?.state !== 'talking') say('call.answered', all);
  else if (after.state !== 'ended' && before !== null && holder !== formerHolder) say('call.transferred', all);
  if (after.state === 'ended' && (before?.state !== 'ended' || before.missed !== after.missed))
    say(after.missed ? 'call.missed' : 'call.ended', all);
  return changes;
}

/** Somebody talked in a call from an instant to another; `to` is null while it lasts. */
export interface Talk {
  readonly accountId: string;
  readonly from: Date;
  readonly to: Date | null;
}

/** Who talked when, in order: each until the next one has the call. */
export function talksOf(call: Call): Talk[] {
  if (call.answeredAt === null || call.voicemail) return [];
  const first = call.answeredAt;
  const holders =
    call.direction === 'out'
      ? [{ accountId: call.ringing[0] ?? call.operatorAccountId, at: first }]
      : handsOf(call).map(({ accounts = [], at }) => ({ accountId: accounts[0] ?? null, at: new Date(at) }));
  return holders.flatMap(({ accountId, at }, index) => {
    const from = at > first ? at : first;
    const to = holders[index + 1]?.at ?? call.endedAt;
    return accountId === null || (to !== null && to < from) ? [] : [{ accountId, from, to }];
  });
}

/** How often somebody handed the call over to somebody else; of a call that nobody answered, never. */
export function handOversOf(call: Call): number {
  return call.answeredAt === null || call.voicemail ? 0 : Math.max(0, handsOf(call).length - 1);
}

/** Who got the call when, in order. */
function handsOf({ trail }: Call): CallEvent[] {
  return trail.filter(({ kind, voicemail }) => kind === 'transfer' || (kind === 'answer' && voicemail !== true));
}

function unique(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null))];
}
