import type { Cause, CallState, Direction } from '../../domain/call.js';

/** One call, as far as figures need it. */
export interface CountedCall {
  readonly direction: Direction | null;
  readonly queue: string | null;
  readonly state: CallState;
  readonly startedAt: Date;
  /** By a person. */
  readonly answered: boolean;
  /** Until a person or a machine answered, or it ended; null while it rings. */
  readonly waitingSeconds: number | null;
  /** From the first answer to the end; null: nobody talked, or it lasts. */
  readonly talkingSeconds: number | null;
  readonly cause: Cause | null;
  readonly voicemail: boolean;
  readonly blocked: boolean;
  readonly endedUnheard: boolean;
  /** How often it was handed over. */
  readonly transfers: number;
  /** Who talked, in order; `accountId` is null for a line without an account, `seconds` while it lasts. */
  readonly talks: readonly { readonly accountId: string | null; readonly seconds: number | null }[];
  /** Who called out; null of an incoming call. */
  readonly callerAccountId: string | null;
}

/**
 * What became of an incoming call: exactly one of these, so that they add up to the calls offered.
 * `waiting`: it rings still. `unheard`: its end was never told of, and nobody is known to have answered.
 */
export const END_CLASSES = [
  'answered',
  'rejected',
  'forwarded',
  'voicemail',
  'abandoned',
  'busy',
  'noAnswer',
  'failed',
  'unheard',
  'waiting',
] as const;
export type EndClass = (typeof END_CLASSES)[number];

/** Nobody spoke with the person, who is to be called back. */
const MISSED: readonly EndClass[] = ['voicemail', 'abandoned', 'busy', 'noAnswer', 'failed', 'unheard'];

/** Who answered counts before everything that was planned with the call; then the first rule that fits. */
export function endClassOf(
  call: Pick<CountedCall, 'answered' | 'blocked' | 'cause' | 'voicemail' | 'state' | 'endedUnheard'>,
): EndClass {
  if (call.answered) return 'answered';
  if (call.blocked) return 'rejected';
  if (call.cause === 'forwarded') return 'forwarded';
  if (call.voicemail) return 'voicemail';
  if (call.state !== 'ended') return 'waiting';
  if (call.endedUnheard) return 'unheard';
  switch (call.cause) {
    case 'busy':
    case 'noAnswer':
      return call.cause;
    case 'congestion':
    case 'notFound':
      return 'failed';
    // Whoever hangs up before anybody answers has given up, whatever word the exchange has for it, or none.
    case 'cancel':
    case 'normalClearing':
    case null:
      return 'abandoned';
  }
}

/** By which share of the calls must be answered how soon. */
export interface ServiceLevelRule {
  /** Percent of the calls … */
  readonly percent: number;
  /** … answered within so many seconds. */
  readonly seconds: number;
  /** Whoever gives up sooner than this dialled wrong, and does not count against the centre. */
  readonly shortSeconds: number;
}

export type Incoming = Readonly<Record<EndClass, number>> & {
  readonly offered: number;
  readonly missed: number;
  /** Whoever gave up within `shortSeconds`; part of `abandoned`. */
  readonly abandonedShort: number;
  /** Of the answered. */
  readonly answeredInTime: number;
  /** `answeredInTime` of these: offered, without rejected, forwarded, waiting and those who gave up at once. */
  readonly levelBase: number;
  readonly longestWaitSeconds: number;
  /** Sums over the answered. */
  readonly waitSeconds: number;
  readonly talkSeconds: number;
};

export interface OperatorFigures {
  readonly accountId: string;
  /** Incoming calls this person was the first to answer. */
  readonly answered: number;
  /** Calls others handed over to this person. */
  readonly takenOver: number;
  readonly calledOut: number;
  /** Parts of calls this person talked in, both directions. */
  readonly spoken: number;
  /** Of a call that was handed over each has the own part. */
  readonly talkSeconds: number;
}

export interface HalfHour {
  readonly from: Date;
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly missed: number;
}

export interface CallFigures {
  readonly incoming: Incoming;
  readonly outgoing: { readonly placed: number; readonly answered: number; readonly talkSeconds: number };
  /** Calls handed over to somebody else. */
  readonly transfers: number;
  /** Calls whose direction nobody told; in no other figure. */
  readonly unclear: number;
  readonly queues: readonly (Incoming & { readonly queue: string | null })[];
  readonly operators: readonly OperatorFigures[];
  /** Only those with calls, in order. */
  readonly halfHours: readonly HalfHour[];
}

type Sums = { -readonly [K in keyof Incoming]: number };

/** Adds calls up, each in any order and once. */
export class FigureSums {
  private readonly all = nothing();
  private readonly queues = new Map<string | null, Sums>();
  private readonly halves = new Map<number, Sums>();
  private readonly people = new Map<string, { -readonly [K in keyof OperatorFigures]: OperatorFigures[K] }>();
  private readonly out = { placed: 0, answered: 0, talkSeconds: 0 };
  private transfers = 0;
  private unclear = 0;

  constructor(private readonly rule: Pick<ServiceLevelRule, 'seconds' | 'shortSeconds'>) {}

  add(call: CountedCall): void {
    if (call.direction === 'in') this.incoming(call);
    else if (call.direction === 'out') this.outgoing(call);
    else this.unclear += 1;
    this.transfers += call.transfers;
    for (const [index, { accountId, seconds }] of call.talks.entries()) {
      if (accountId === null) continue;
      const person = this.person(accountId);
      if (index > 0) person.takenOver += 1;
      else if (call.direction === 'in') person.answered += 1;
      person.spoken += 1;
      person.talkSeconds += seconds ?? 0;
    }
  }

  result(): CallFigures {
    return {
      incoming: { ...this.all },
      outgoing: { ...this.out },
      transfers: this.transfers,
      unclear: this.unclear,
      queues: [...this.queues]
        .map(([queue, sums]) => ({ queue, ...sums }))
        .sort((a, b) => b.offered - a.offered || (a.queue ?? '').localeCompare(b.queue ?? '')),
      operators: [...this.people.values()].sort((a, b) => (a.accountId < b.accountId ? -1 : 1)),
      halfHours: [...this.halves]
        .sort(([a], [b]) => a - b)
        .map(([at, { offered, answered, abandoned, missed }]) => ({
          from: new Date(at),
          offered,
          answered,
          abandoned,
          missed,
        })),
    };
  }

  private incoming(call: CountedCall): void {
    const end = endClassOf(call);
    const half = Math.floor(call.startedAt.getTime() / HALF_HOUR_MS) * HALF_HOUR_MS;
    for (const sums of [this.all, sumsOf(this.queues, call.queue), sumsOf(this.halves, half)])
      this.count(sums, end, call);
  }

  private count(sums: Sums, end: EndClass, { waitingSeconds, talkingSeconds }: CountedCall): void {
    const waited = waitingSeconds ?? 0;
    const short = end === 'abandoned' && waited < this.rule.shortSeconds;
    sums.offered += 1;
    sums[end] += 1;
    if (MISSED.includes(end)) sums.missed += 1;
    if (short) sums.abandonedShort += 1;
    if (end !== 'rejected') sums.longestWaitSeconds = Math.max(sums.longestWaitSeconds, waited);
    if (end !== 'rejected' && end !== 'forwarded' && end !== 'waiting' && !short) sums.levelBase += 1;
    if (end !== 'answered') return;
    if (waited <= this.rule.seconds) sums.answeredInTime += 1;
    sums.waitSeconds += waited;
    sums.talkSeconds += talkingSeconds ?? 0;
  }

  private outgoing({ answered, talkingSeconds, callerAccountId }: CountedCall): void {
    this.out.placed += 1;
    if (callerAccountId !== null) this.person(callerAccountId).calledOut += 1;
    if (!answered) return;
    this.out.answered += 1;
    this.out.talkSeconds += talkingSeconds ?? 0;
  }

  private person(accountId: string): { -readonly [K in keyof OperatorFigures]: OperatorFigures[K] } {
    const known = this.people.get(accountId) ?? {
      accountId,
      answered: 0,
      takenOver: 0,
      calledOut: 0,
      spoken: 0,
      talkSeconds: 0,
    };
    this.people.set(accountId, known);
    return known;
  }
}

const HALF_HOUR_MS = 30 * 60_000;

/** @returns percent with one decimal; null: there was no call to answer. */
export function serviceLevel({
  answeredInTime,
  levelBase,
}: Pick<Incoming, 'answeredInTime' | 'levelBase'>): number | null {
  return share(answeredInTime, levelBase);
}

/** @returns percent with one decimal; null: of nothing. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part * 1000) / whole) / 10;
}

/** @returns whole seconds; null: of nothing. */
export function average(seconds: number, times: number): number | null {
  return times === 0 ? null : Math.round(seconds / times);
}

function nothing(): Sums {
  const ends = Object.fromEntries(END_CLASSES.map((end) => [end, 0])) as Record<EndClass, number>;
  return {
    ...ends,
    offered: 0,
    missed: 0,
    abandonedShort: 0,
    answeredInTime: 0,
    levelBase: 0,
    longestWaitSeconds: 0,
    waitSeconds: 0,
    talkSeconds: 0,
  };
}

function sumsOf<Key>(map: Map<Key, Sums>, key: Key): Sums {
  const sums = map.get(key) ?? nothing();
  map.set(key, sums);
  return sums;
}
