import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changesOf, handOversOf, talksOf } from './call-changes.js';
import { applyEvent, CAUSES, type Call, type CallEvent } from './call.js';

const T0 = Date.parse('2026-11-23T01:00:00.000Z');
const at = (seconds: number): string => new Date(T0 + seconds * 1000).toISOString();
const caller = { kind: 'phone', number: '+84912345678' } as const;
const house = { kind: 'own', number: '1022' } as const;

const newCall = (s = 0, more: Partial<CallEvent> = {}): CallEvent => ({
  kind: 'newCall',
  at: at(s),
  direction: 'in',
  from: caller,
  to: house,
  queue: '1022',
  accounts: ['A', 'B'],
  ...more,
});
const answer = (s: number, account: string | null = 'A', more: Partial<CallEvent> = {}): CallEvent => ({
  kind: 'answer',
  at: at(s),
  ...(account === null ? { line: '107' } : { accounts: [account] }),
  ...more,
});
const transfer = (s: number, account: string | null): CallEvent => ({ ...answer(s, account), kind: 'transfer' });
const hangup = (s: number, cause: CallEvent['cause'] = 'normalClearing'): CallEvent => ({
  kind: 'hangup',
  at: at(s),
  cause: cause ?? 'normalClearing',
});
const silence = (s: number): CallEvent => ({ kind: 'silence', at: at(s) });
const machine = (s: number): CallEvent => ({ kind: 'answer', at: at(s), line: 'voicemail', voicemail: true });
const record = (s: number, more: Partial<CallEvent> = {}): CallEvent => ({
  kind: 'record',
  at: at(s),
  direction: 'in',
  from: caller,
  ...more,
});

function after(...events: CallEvent[]): Call {
  const call = events.reduce<Call | null>((known, event) => applyEvent(known, event), null);
  if (call === null) throw new Error('no events');
  return call;
}

describe('a call', () => {
  it.each<[string, CallEvent[], Partial<Call>]>([
    ['rings', [newCall()], { state: 'ringing', ringing: ['A', 'B'], operatorAccountId: null, waitingSeconds: null }],
    [
      'is answered',
      [newCall(), answer(12)],
      { state: 'talking', operatorAccountId: 'A', waitingSeconds: 12, talkingSeconds: null, missed: false },
    ],
    [
      'is answered and ends',
      [newCall(), answer(12), hangup(72)],
      { state: 'ended', waitingSeconds: 12, talkingSeconds: 60, missed: false, cause: 'normalClearing' },
    ],
    ['is given up', [newCall(), hangup(31, 'cancel')], { state: 'ended', missed: true, waitingSeconds: 31 }],
    ['is passed on before anybody answers', [newCall(), hangup(5, 'forwarded')], { missed: false, state: 'ended' }],
    ['of a caller held back is not missed', [newCall(0, { blocked: true }), hangup(1, 'busy')], { missed: false }],
    [
      'goes to the machine',
      [newCall(), machine(20), hangup(50)],
      { missed: true, voicemail: true, answeredAt: null, waitingSeconds: 20, talkingSeconds: null },
    ],
    [
      'goes to the machine after somebody has talked',
      [newCall(), answer(5), machine(20), hangup(50)],
      { missed: false, voicemail: false, talkingSeconds: 45 },
    ],
    ['to the outside is not missed', [newCall(0, { direction: 'out' }), hangup(9, 'noAnswer')], { missed: false }],
    [
      'to the outside is the caller’s, whatever number answered',
      [newCall(0, { direction: 'out', accounts: ['A'] }), answer(4, null), hangup(20)],
      { operatorAccountId: 'A', talkingSeconds: 16 },
    ],
    [
      'is transferred',
      [newCall(), answer(5), transfer(30, 'C'), hangup(50)],
      { operatorAccountId: 'C', holderAccountId: 'C', talkingSeconds: 45 },
    ],
    [
      'is transferred out of the house',
      [newCall(), answer(5), transfer(30, null)],
      { operatorAccountId: 'A', holderAccountId: null, line: '107', state: 'talking' },
    ],
    ['answered twice belongs to the last', [newCall(), answer(5), answer(30, 'B')], { operatorAccountId: 'B' }],
    [
      'is heard of only when it is over',
      [hangup(40, 'cancel')],
      { state: 'ended', direction: null, missed: false, waitingSeconds: 0 },
    ],
    ['is not announced', [answer(3)], { state: 'talking', operatorAccountId: 'A', waitingSeconds: 0 }],
    [
      'ends before its answer was heard of',
      [newCall(), hangup(40), answer(41)],
      { state: 'ended', missed: false, waitingSeconds: 41, talkingSeconds: 0 },
    ],
    [
      'ends with its last leg',
      [newCall(), answer(5), hangup(9, 'busy'), hangup(60)],
      { talkingSeconds: 55, cause: 'normalClearing' },
    ],
    [
      'falls silent while it rings',
      [newCall(), silence(600)],
      { state: 'ended', endedUnheard: true, missed: true, talkingSeconds: null },
    ],
    [
      'falls silent while somebody talks',
      [newCall(), answer(9), silence(14_400)],
      { state: 'ended', endedUnheard: true, missed: false, talkingSeconds: null },
    ],
    [
      'was not silent after all',
      [newCall(), answer(9), silence(14_400), hangup(15_000)],
      { endedUnheard: false, talkingSeconds: 14_991 },
    ],
    ['gives a sign of life after that', [newCall(), silence(600), answer(700)], { state: 'talking' }],
    [
      'keeps its recording',
      [newCall(), { kind: 'recording', at: at(80), url: 'https://r/1' }],
      { recordingUrl: 'https://r/1', state: 'ringing' },
    ],
    [
      'is as the exchange’s list has it',
      [
        newCall(1),
        silence(600),
        record(0, { answeredAt: at(7), endedAt: at(67), accounts: ['B'], cause: 'normalClearing' }),
      ],
      {
        state: 'ended',
        operatorAccountId: 'B',
        waitingSeconds: 7,
        talkingSeconds: 60,
        endedUnheard: false,
        missed: false,
      },
    ],
    [
      'is missed as the exchange’s list has it',
      [record(0, { endedAt: at(20), cause: 'noAnswer' })],
      { state: 'ended', missed: true, waitingSeconds: 20, from: caller },
    ],
  ])('%s', (_, events, expected) => {
    expect(after(...events)).toMatchObject(expected);
  });

  it('is the very same one when a message comes again', () => {
    const once = after(newCall(), answer(12));
    expect(applyEvent(once, newCall(3))).toBe(once);
    expect(applyEvent(once, answer(40))).toBe(once);
    // With the exchange's own time it is another answer: the call has come back.
    expect(applyEvent(once, answer(40, 'A', { stated: at(40) }))).not.toBe(once);
  });

  describe('of which more is told than is kept', () => {
    const times = (count: number, of: (s: number) => CallEvent): CallEvent[] =>
      Array.from({ length: count }, (_, index) => of(index + 1));
    const ringsOn = (count: number, people: readonly string[]) =>
      times(count, (s) => newCall(s, { accounts: [people[s % people.length] ?? ''], stated: at(s) }));
    const crowd = Array.from({ length: 90 }, (_, index) => `P${String(index)}`);

    it.each<[string, CallEvent[], Partial<Call>, number]>([
      [
        'rings here and there until somebody answers, and is handed over',
        [...ringsOn(120, ['A', 'B', 'C']), answer(130, 'C'), transfer(160, 'D'), hangup(200)],
        { ringing: ['B', 'C', 'A'], operatorAccountId: 'D', missed: false, waitingSeconds: 129, talkingSeconds: 70 },
        1,
      ],
      [
        'rings at everybody in turn, and the last one answers',
        [...ringsOn(90, crowd), answer(100, 'P89'), hangup(110)],
        { operatorAccountId: 'P89', missed: false, waitingSeconds: 99, talkingSeconds: 10 },
        0,
      ],
      [
        'is recorded in pieces',
        [newCall(), ...times(80, (s) => ({ kind: 'recording', at: at(s), url: `https://r/${String(s)}` })), answer(90)],
        { recordingUrl: 'https://r/80', operatorAccountId: 'A', state: 'talking' },
        0,
      ],
      [
        'falls silent again and again and goes on',
        [newCall(), answer(1), ...times(80, (s) => ({ ...silence(s + 1), stated: at(s) })), transfer(90, 'B')],
        { operatorAccountId: 'B', state: 'talking', talkingSeconds: null },
        1,
      ],
      [
        'is answered over and over',
        [newCall(), ...times(500, (s) => answer(s, 'A', { stated: at(s) })), transfer(600, 'C'), hangup(660)],
        { operatorAccountId: 'C', holderAccountId: 'C', waitingSeconds: 1, talkingSeconds: 659 },
        -1,
      ],
      [
        'ends over and over, and nobody answered',
        [newCall(), ...times(80, (s) => ({ ...hangup(s, 'cancel'), stated: at(s) }))],
        { missed: true, waitingSeconds: 80 },
        0,
      ],
      [
        'is held back, however often it tries',
        [newCall(0, { blocked: true }), ...ringsOn(90, ['A']), hangup(100, 'busy')],
        { blocked: true, missed: false, state: 'ended' },
        0,
      ],
    ])('it %s: what matters stays, whatever was heard first', (_, events, expected, handOvers) => {
      for (const heard of [events, [...events].reverse()]) {
        const call = after(...heard);
        expect(call).toMatchObject({ ...expected, ...(expected.ringing ? { ringing: expect.any(Array) } : {}) });
        if (expected.ringing) expect([...call.ringing].sort()).toEqual([...expected.ringing].sort());
        if (handOvers >= 0) expect(handOversOf(call)).toBe(handOvers);
        expect(call.trail.length).toBeLessThan(100);
      }
    });

    it('it is the very same one when something comes that says nothing more', () => {
      const call = after(...ringsOn(120, ['A', 'B', 'C']));
      expect(applyEvent(call, newCall(10, { accounts: ['A'], stated: at(10) }))).toBe(call);
      expect(applyEvent(call, answer(600)).state).toBe('talking');
    });
  });

  const anyEvent = fc.oneof(
    fc
      .record({ s: fc.nat(300), who: fc.subarray(['A', 'B', 'C']), out: fc.boolean() })
      .map(({ s, who, out }) =>
        newCall(s, { accounts: who, direction: out ? 'out' : 'in', queue: `q${String(s % 3)}` }),
      ),
    fc
      .record({ s: fc.nat(300), who: fc.constantFrom('A', 'B', null), stated: fc.boolean() })
      .map(({ s, who, stated }) => answer(s, who, stated ? { stated: at(s) } : {})),
    fc.record({ s: fc.nat(300), who: fc.constantFrom('A', 'C', null) }).map(({ s, who }) => transfer(s, who)),
    fc.record({ s: fc.nat(300), cause: fc.constantFrom(...CAUSES) }).map(({ s, cause }) => hangup(s, cause)),
    fc.nat(300).map(machine),
    fc.nat(300).map(silence),
    fc.nat(300).map((s) => ({ kind: 'recording' as const, at: at(s), url: `https://r/${String(s % 2)}` })),
    fc.nat(300).map((s) => record(s, { endedAt: at(s + 9), accounts: ['B'], cause: 'busy' })),
  );

  it('comes out the same in whatever order and however often its events are heard', () => {
    fc.assert(
      fc.property(
        fc.array(anyEvent, { minLength: 1, maxLength: 8 }).chain((events) =>
          fc.tuple(
            fc.constant(events),
            fc
              .shuffledSubarray([...events, ...events], { minLength: 0 })
              .chain((extra) =>
                fc.shuffledSubarray([...events, ...extra], { minLength: events.length + extra.length }),
              ),
          ),
        ),
        ([events, heard]) => {
          expect(after(...heard)).toEqual(after(...events));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('what is told of a call', () => {
  const told = (...events: CallEvent[]) => {
    let call: Call | null = null;
    return events.flatMap((event) => {
      const next: Call = applyEvent(call, event);
      const changes = changesOf(call, next);
      call = next;
      return changes.map(({ type, accounts }) => `${type.slice(5)} ${accounts.join('')}`.trim());
    });
  };

  it.each<[string, CallEvent[], string[]]>([
    ['from ring to end', [newCall(), answer(5), hangup(9)], ['ringing AB', 'answered AB', 'ended AB']],
    ['once, if it comes twice', [newCall(), newCall(1), answer(5), answer(6)], ['ringing AB', 'answered AB']],
    ['as missed', [newCall(), hangup(9, 'cancel')], ['ringing AB', 'missed AB']],
    ['to whoever’s phone rings next', [newCall(), newCall(9, { accounts: ['C'] })], ['ringing AB', 'ringing C']],
    [
      'to both ends of a transfer',
      [newCall(), answer(5), transfer(7, 'C')],
      ['ringing AB', 'answered AB', 'transferred ABC'],
    ],
    ['only of the end, when that comes first', [hangup(9), newCall()], ['ended', 'missed AB']],
    [
      'again, when it was answered after all',
      [newCall(), silence(600), hangup(620), answer(30)],
      ['ringing AB', 'missed AB', 'ended AB'],
    ],
    ['not at all while the caller is held back', [newCall(0, { blocked: true })], []],
  ])('%s', (_, events, expected) => {
    expect(told(...events)).toEqual(expected);
  });
});

describe('who talked in a call, and when', () => {
  it.each<[string, CallEvent[], string[]]>([
    ['nobody, while it rings', [newCall(), transfer(5, 'B')], []],
    ['nobody, with the machine', [newCall(), machine(5), hangup(9)], []],
    ['somebody, still', [newCall(), answer(5)], ['A 5-']],
    ['one after the other', [newCall(), answer(5), transfer(20, 'B'), hangup(60)], ['A 5-20', 'B 20-60']],
    ['until it left the house', [newCall(), answer(5), transfer(20, null), hangup(60)], ['A 5-20']],
    [
      'who called out, from the answer',
      [newCall(0, { direction: 'out', accounts: ['A'] }), answer(4, null), hangup(20)],
      ['A 4-20'],
    ],
  ])('%s', (_, events, expected) => {
    const second = (instant: Date): string => String((instant.getTime() - T0) / 1000);
    expect(
      talksOf(after(...events)).map(
        ({ accountId, from, to }) => `${accountId} ${second(from)}-${to ? second(to) : ''}`,
      ),
    ).toEqual(expected);
  });
});
