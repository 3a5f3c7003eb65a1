import { describe, expect, it } from '@jest/globals';
import { END_CLASSES, endClassOf, FigureSums, serviceLevel, type CountedCall, type EndClass } from './call-figures.js';

const RULE = { seconds: 20, shortSeconds: 5 };
const AT = new Date('2026-11-23T08:10:00+07:00');

function call(some: Partial<CountedCall> = {}): CountedCall {
  return {
    direction: 'in',
    queue: '1022',
    state: 'ended',
    startedAt: AT,
    answered: false,
    waitingSeconds: 10,
    talkingSeconds: null,
    cause: 'cancel',
    voicemail: false,
    blocked: false,
    endedUnheard: false,
    transfers: 0,
    talks: [],
    callerAccountId: null,
    ...some,
  };
}

const spoken = (accountId: string, seconds: number, some: Partial<CountedCall> = {}): CountedCall =>
  call({ answered: true, cause: 'normalClearing', talkingSeconds: seconds, talks: [{ accountId, seconds }], ...some });

function sumsOf(...calls: CountedCall[]) {
  const sums = new FigureSums(RULE);
  for (const one of calls) sums.add(one);
  return sums.result();
}

describe('what became of an incoming call', () => {
  it.each<[string, Partial<CountedCall>, EndClass]>([
    ['a person answered', { answered: true, cause: 'normalClearing' }, 'answered'],
    ['a person answered and talks', { answered: true, state: 'talking', cause: null }, 'answered'],
    ['answered although it was to be refused', { answered: true, blocked: true }, 'answered'],
    ['answered and passed on', { answered: true, cause: 'forwarded' }, 'answered'],
    ['refused', { blocked: true, cause: 'busy' }, 'rejected'],
    ['refused, its end not told yet', { blocked: true, state: 'ringing', cause: null }, 'rejected'],
    ['sent to the second line', { cause: 'forwarded' }, 'forwarded'],
    ['a message was left', { voicemail: true, cause: 'normalClearing' }, 'voicemail'],
    ['a message is being left', { voicemail: true, state: 'talking', cause: null }, 'voicemail'],
    ['it rings', { state: 'ringing', cause: null }, 'waiting'],
    ['the end was never told', { endedUnheard: true, cause: null }, 'unheard'],
    ['the queue was full', { cause: 'busy' }, 'busy'],
    ['nobody picked up', { cause: 'noAnswer' }, 'noAnswer'],
    ['the lines were full', { cause: 'congestion' }, 'failed'],
    ['a number that does not exist', { cause: 'notFound' }, 'failed'],
    ['the caller gave up', { cause: 'cancel' }, 'abandoned'],
    ['the caller gave up, says another exchange', { cause: 'normalClearing' }, 'abandoned'],
    ['ended, nobody says why', { cause: null }, 'abandoned'],
  ])('%s', (_, some, expected) => {
    expect(endClassOf(call(some))).toBe(expected);
    const { incoming } = sumsOf(call(some));
    expect(incoming.offered).toBe(1);
    expect(END_CLASSES.filter((end) => incoming[end] > 0)).toEqual([expected]);
  });

  it('is one of them for every combination, so that they add up', () => {
    const flags = [true, false];
    const causes = [
      'normalClearing',
      'busy',
      'cancel',
      'noAnswer',
      'congestion',
      'notFound',
      'forwarded',
      null,
    ] as const;
    const calls = flags.flatMap((answered) =>
      flags.flatMap((blocked) =>
        flags.flatMap((voicemail) =>
          flags.flatMap((endedUnheard) =>
            (['ringing', 'talking', 'ended'] as const).flatMap((state) =>
              causes.map((cause) => call({ answered, blocked, voicemail, endedUnheard, state, cause })),
            ),
          ),
        ),
      ),
    );
    const { incoming } = sumsOf(...calls);
    expect(END_CLASSES.reduce((sum, end) => sum + incoming[end], 0)).toBe(calls.length);
    expect(incoming.missed).toBe(
      incoming.offered - incoming.answered - incoming.rejected - incoming.forwarded - incoming.waiting,
    );
  });
});

describe('the service level', () => {
  it('counts who gave up, but not who dialled wrong, was refused, sent on, or waits still', () => {
    const { incoming } = sumsOf(
      spoken('A', 60, { waitingSeconds: 20 }),
      spoken('A', 60, { waitingSeconds: 21 }),
      call({ waitingSeconds: 4 }),
      call({ waitingSeconds: 5 }),
      call({ blocked: true, waitingSeconds: 0 }),
      call({ cause: 'forwarded', waitingSeconds: 180 }),
      call({ state: 'ringing', cause: null, waitingSeconds: null }),
    );
    expect([incoming.answeredInTime, incoming.levelBase, serviceLevel(incoming)]).toEqual([1, 3, 33.3]);
    expect([incoming.abandoned, incoming.abandonedShort, incoming.longestWaitSeconds]).toEqual([2, 1, 180]);
  });

  it('of no call is none', () => {
    expect(serviceLevel(sumsOf(call({ waitingSeconds: 1 })).incoming)).toBeNull();
  });
});

describe('figures', () => {
  it('give each operator the own part of a call, and count it as answered once', () => {
    const talks = [
      { accountId: 'A', seconds: 40 },
      { accountId: 'B', seconds: 20 },
    ];
    const result = sumsOf(
      spoken('A', 60, { talks, transfers: 1 }),
      spoken('B', 30, { direction: 'out', callerAccountId: 'B' }),
      call({ direction: 'out', callerAccountId: 'B', cause: 'busy' }),
      call({ direction: null }),
    );
    expect(result.operators).toEqual([
      { accountId: 'A', answered: 1, takenOver: 0, calledOut: 0, spoken: 1, talkSeconds: 40 },
      { accountId: 'B', answered: 0, takenOver: 1, calledOut: 2, spoken: 2, talkSeconds: 50 },
    ]);
    expect(result.outgoing).toEqual({ placed: 2, answered: 1, talkSeconds: 30 });
    expect([result.incoming.offered, result.transfers, result.unclear]).toEqual([1, 1, 1]);
  });

  it('are kept for each queue and each half hour in which a call began', () => {
    const at = (time: string) => new Date(`2026-11-23T${time}+07:00`);
    const result = sumsOf(
      spoken('A', 60, { startedAt: at('08:29:59.999') }),
      call({ startedAt: at('08:30:00'), queue: 'khẩn' }),
      call({ startedAt: at('08:59:00') }),
    );
    expect(result.halfHours).toEqual([
      { from: at('08:00:00'), offered: 1, answered: 1, abandoned: 0, missed: 0 },
      { from: at('08:30:00'), offered: 2, answered: 0, abandoned: 2, missed: 2 },
    ]);
    expect(result.queues.map(({ queue, offered }) => [queue, offered])).toEqual([
      ['1022', 2],
      ['khẩn', 1],
    ]);
  });
});
