import type { Party } from './numbering.js';

export type Direction = 'in' | 'out';

/** Why a call ended, in the words of the generic CTI interface. */
export const CAUSES = ['normalClearing', 'busy', 'cancel', 'noAnswer', 'congestion', 'notFound', 'forwarded'] as const;
export type Cause = (typeof CAUSES)[number];

/**
 * What is known to have happened to a call. `silence`: nothing more was heard for too long; `record`: what the
 * exchange's own list of calls says, which goes before everything else.
 */
export type CallEventKind = 'newCall' | 'answer' | 'transfer' | 'hangup' | 'recording' | 'silence' | 'record';

/** One thing that happened, as it is kept with the call. What an event does not say is left out. */
export interface CallEvent {
  readonly kind: CallEventKind;
  /** ISO instant: when the exchange says it happened, else when it was heard of. */
  readonly at: string;
  /** As the exchange wrote the time; with it the same message sent again is told from the same thing happening again. */
  readonly stated?: string;
  readonly direction?: Direction;
  readonly from?: Party;
  readonly to?: Party;
  readonly queue?: string;
  /** Accounts of the people concerned. */
  readonly accounts?: readonly string[];
  /** The line or name that belongs to no account. */
  readonly line?: string;
  /** A machine answered. */
  readonly voicemail?: true;
  /** The caller is held back, and the exchange was told so. */
  readonly blocked?: true;
  readonly cause?: Cause;
  readonly url?: string;
  /** Of a `record`; ISO instants. */
  readonly answeredAt?: string;
  readonly endedAt?: string;
}

export type CallState = 'ringing' | 'talking' | 'ended';

/** A call as far as it is known. Everything but `trail` follows from `trail`. */
export interface Call {
  /** What was heard, each thing once, in the order in which it happened. */
  readonly trail: readonly CallEvent[];
  readonly state: CallState;
  readonly direction: Direction | null;
  readonly from: Party | null;
  readonly to: Party | null;
  readonly queue: string | null;
  /** Whose phones rang before anybody answered, or who dialled. */
  readonly ringing: readonly string[];
  /** Who talks, or talked last. */
  readonly operatorAccountId: string | null;
  /** Who has the call now; null also when it was passed on to somebody without an account. */
  readonly holderAccountId: string | null;
  readonly line: string | null;
  readonly startedAt: Date;
  /** By a person; null: nobody. */
  readonly answeredAt: Date | null;
  readonly endedAt: Date | null;
  readonly cause: Cause | null;
  /** Until somebody (or a machine) answered or it ended; null while it rings. */
  readonly waitingSeconds: number | null;
  /** null: nobody talked, or the end was never heard. */
  readonly talkingSeconds: number | null;
  /** Somebody called the house and spoke to no person. */
  readonly missed: boolean;
  readonly voicemail: boolean;
  readonly blocked: boolean;
  readonly recordingUrl: string | null;
  /** The end was never told of. */
  readonly endedUnheard: boolean;
}

/**
 * So much is kept of one call. Most have five or six events; one that rings here and there for half an hour, or an
 * exchange that stutters, has hundreds, and what says nothing more makes room then (see `withinBounds`).
 */
const MOST_EVENTS = 60;
const KIND_ORDER: readonly CallEventKind[] = [
  'newCall',
  'answer',
  'transfer',
  'hangup',
  'recording',
  'silence',
  'record',
];

/**
 * The call after something more is known of it. What was heard is kept as a set in the order of its instants, and
 * the rest follows from the set: so the result is the same in whatever order, and however often, events come.
 *
 * @returns the very same call when the event says nothing new.
 */
export function applyEvent(call: Call | null, event: CallEvent): Call {
  const trail = call?.trail ?? [];
  const key = keyOf(event);
  const known = trail.find((one) => keyOf(one) === key);
  // A repeat without a time of its own was heard of later; the first hearing is nearer the truth.
  if (call !== null && known !== undefined && !isNearer(event, known)) return call;
  const kept = withinBounds([...trail.filter((one) => one !== known), event].sort(inOrder));
  return call !== null && !kept.includes(event) ? call : callOf(kept);
}

/**
 * Without what is least missed, when there is too much: first what a later one of its kind has replaced and rings at
 * somebody whose telephone had rung, then other rings in vain, at last hands through which the call went in between,
 * each the oldest first. How a call began and ended, the first answer and who has it now are never given up.
 */
function withinBounds(trail: readonly CallEvent[]): readonly CallEvent[] {
  const surplus = trail.length - MOST_EVENTS;
  if (surplus <= 0) return trail;
  const needed = neededOf(trail);
  const rung = new Set<string>();
  const worthOf = (event: CallEvent): number => {
    if (isHand(event)) return 2;
    const more = event.kind === 'newCall' ? (event.accounts ?? []).filter((account) => !rung.has(account)) : [];
    for (const account of more) rung.add(account);
    return more.length > 0 ? 1 : 0;
  };
  const least = trail
    .map((event) => ({ event, worth: worthOf(event) }))
    .filter(({ event }) => !needed.has(event))
    .sort((a, b) => a.worth - b.worth);
  const gone = new Set(least.slice(0, surplus).map(({ event }) => event));
  return trail.filter((event) => !gone.has(event));
}

/** What the rest of the call follows from. */
function neededOf(trail: readonly CallEvent[]): ReadonlySet<CallEvent | undefined> {
  const first = (is: (event: CallEvent) => boolean): CallEvent | undefined => trail.find(is);
  const last = (is: (event: CallEvent) => boolean): CallEvent | undefined => trail.findLast(is);
  const describing = (['direction', 'from', 'to', 'queue'] as const).flatMap((name) => [
    first((event) => event[name] !== undefined),
    first((event) => event.kind === 'newCall' && event[name] !== undefined),
  ]);
  return new Set([
    trail[0],
    ...describing,
    first(({ kind }) => kind === 'newCall'),
    first(({ blocked }) => blocked === true),
    first(({ kind, voicemail }) => kind === 'answer' && voicemail !== true),
    first(({ kind, voicemail }) => kind === 'answer' && voicemail === true),
    last(isHand),
    last((event) => isHand(event) && (event.accounts ?? []).length > 0),
    last(({ kind }) => kind === 'hangup'),
    last(({ kind }) => kind === 'silence'),
    last(({ kind }) => kind === 'record'),
    last(({ url }) => url !== undefined),
    // A sign of life: it has not ended in silence.
    last(({ kind }) => kind !== 'silence' && kind !== 'recording'),
  ]);
}

/** Somebody, or a line, has got the call. */
function isHand({ kind, voicemail }: CallEvent): boolean {
  return (kind === 'answer' && voicemail !== true) || kind === 'transfer';
}

/** What makes two messages about one call the same message. */
function keyOf({ kind, accounts = [], line, cause, url, stated, answeredAt, endedAt, voicemail }: CallEvent): string {
  const who = [...accounts].sort();
  return JSON.stringify([kind, who, line, cause, url, stated, answeredAt, endedAt, voicemail]);
}

/** Of two messages that are the same one, the earlier; of two of one instant always the same, whichever came first. */
function isNearer(event: CallEvent, known: CallEvent): boolean {
  if (event.at !== known.at) return event.at < known.at;
  return written(event) < written(known);
}

function written(event: CallEvent): string {
  return JSON.stringify(Object.entries(event).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function inOrder(a: CallEvent, b: CallEvent): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  const kinds = KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind);
  if (kinds !== 0) return kinds;
  const [left, right] = [keyOf(a), keyOf(b)];
  return left === right ? 0 : left < right ? -1 : 1;
}

/** What follows from what was heard. @param trail as `applyEvent` keeps it, not empty. */
export function callOf(trail: readonly CallEvent[]): Call {
  const record = trail.findLast(({ kind }) => kind === 'record');
  const told = record === undefined ? trail : [record, ...trail.filter((one) => one !== record)];
  // What the first message about the call says of its ends counts, the call's own announcement before all others.
  const openings = record === undefined ? trail.filter(({ kind }) => kind === 'newCall') : [];
  const described = [...openings, ...told];
  const direction = firstOf(described, 'direction');
  const answers = trail.filter(({ kind, voicemail }) => kind === 'answer' && voicemail !== true);
  const machine = trail.find(({ kind, voicemail }) => kind === 'answer' && voicemail === true);
  const startedAt = record?.at ?? trail[0]?.at ?? '';
  const answeredAt = record === undefined ? (answers[0]?.at ?? null) : (record.answeredAt ?? null);
  const end = endOf(trail, record);
  const voicemail = (machine !== undefined || record?.voicemail === true) && answeredAt === null;
  const waitedUntil = answeredAt ?? (voicemail ? (machine?.at ?? end.at) : end.at);
  const blocked = trail.some((one) => one.blocked === true);
  const people = peopleOf(trail, record, direction);
  const unanswered = answeredAt === null || voicemail;
  return {
    trail,
    state: end.at !== null ? 'ended' : answeredAt !== null || voicemail ? 'talking' : 'ringing',
    direction,
    from: firstOf(described, 'from'),
    to: firstOf(described, 'to'),
    queue: firstOf(described, 'queue'),
    ...people,
    startedAt: new Date(startedAt),
    answeredAt: answeredAt === null ? null : new Date(answeredAt),
    endedAt: end.at === null ? null : new Date(end.at),
    cause: end.cause,
    waitingSeconds: waitedUntil === null ? null : secondsBetween(startedAt, waitedUntil),
    talkingSeconds: answeredAt === null || end.at === null || end.unheard ? null : secondsBetween(answeredAt, end.at),
    missed: direction === 'in' && end.at !== null && unanswered && end.cause !== 'forwarded' && !blocked,
    voicemail,
    blocked,
    recordingUrl: trail.findLast(({ url }) => url !== undefined)?.url ?? null,
    endedUnheard: end.unheard,
  };
}

interface End {
  readonly at: string | null;
  readonly cause: Cause | null;
  readonly unheard: boolean;
}

/** A silence is only a guess: a hangup goes before it whenever it comes, and so does any later sign of life. */
function endOf(trail: readonly CallEvent[], record: CallEvent | undefined): End {
  if (record?.endedAt !== undefined) return { at: record.endedAt, cause: record.cause ?? null, unheard: false };
  const hangup = trail.findLast(({ kind }) => kind === 'hangup');
  if (hangup !== undefined) return { at: hangup.at, cause: hangup.cause ?? null, unheard: false };
  const life = trail.findLast(({ kind }) => kind !== 'silence' && kind !== 'recording');
  const silence = trail.findLast(({ kind, at }) => kind === 'silence' && (life === undefined || at >= life.at));
  return { at: silence?.at ?? null, cause: null, unheard: silence !== undefined };
}

function peopleOf(
  trail: readonly CallEvent[],
  record: CallEvent | undefined,
  direction: Direction | null,
): Pick<Call, 'ringing' | 'operatorAccountId' | 'holderAccountId' | 'line'> {
  const openings = trail.filter(({ kind }) => kind === 'newCall');
  const ringing = [...new Set(openings.flatMap(({ accounts = [] }) => accounts))];
  const hands = trail.filter(isHand);
  const passed = hands.filter(({ accounts = [], line }) => accounts.length > 0 || line !== undefined);
  // Who calls out is known from the start; the other end is no line of the house.
  const caller = direction === 'out' ? (ringing[0] ?? null) : null;
  const last = direction === 'out' ? passed.findLast(({ accounts = [] }) => accounts.length > 0) : passed.at(-1);
  const holder = record?.accounts?.[0] ?? (last === undefined ? caller : (last.accounts?.[0] ?? null));
  const operator = holder ?? passed.findLast(({ accounts = [] }) => accounts.length > 0)?.accounts?.[0] ?? caller;
  return {
    ringing,
    operatorAccountId: operator,
    holderAccountId: holder,
    line: record?.line ?? last?.line ?? null,
  };
}

function firstOf<Name extends 'direction' | 'from' | 'to' | 'queue'>(
  events: readonly CallEvent[],
  name: Name,
): NonNullable<CallEvent[Name]> | null {
  return events.find((event) => event[name] !== undefined)?.[name] ?? null;
}

function secondsBetween(from: string, to: string): number {
  return Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 1000));
}
