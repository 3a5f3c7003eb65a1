import { describe, expect, it } from '@jest/globals';
import { VOICEMAIL, type CtiEvent } from '../../cti-client/domain/wire.js';
import { figuresOf } from './figures.js';
import { rateAt, type ShiftOptions } from './options.js';
import { shift } from './shift.js';

const MORNING = Date.parse('2026-11-23T08:00:00+07:00');

const usual: ShiftOptions = {
  seed: 1,
  from: MORNING,
  minutes: 240,
  operators: ['101', '102', '103', '104', '105', '106'],
  callsPerHour: 60,
  outboundPerHour: 8,
  burst: 0,
  burstMinutes: 5,
  number: '1022',
  queue: '1022',
  queueSize: 12,
  opensAt: 7,
  closesAt: 21,
  recordings: null,
};

const SHIFTS: readonly (readonly [name: string, options: ShiftOptions])[] = [
  ['a usual morning', usual],
  ['another', { ...usual, seed: 2 }],
  ['one operator, far too many calls', { ...usual, seed: 3, operators: ['101'], queueSize: 4 }],
  ['a mass incident', { ...usual, seed: 4, burst: 80 }],
  ['over the closing time', { ...usual, seed: 5, from: Date.parse('2026-11-23T19:30:00+07:00') }],
  ['recorded', { ...usual, seed: 6, recordings: 'https://tongdai.example/ghi-am/' }],
];

type OfCall = Exclude<CtiEvent, { event: 'agentState' }>;

function byCall(events: readonly CtiEvent[]): ReadonlyMap<string, readonly OfCall[]> {
  const calls = new Map<string, OfCall[]>();
  for (const event of events) {
    if (event.event === 'agentState') continue;
    calls.set(event.callId, [...(calls.get(event.callId) ?? []), event]);
  }
  return calls;
}

describe('a simulated shift', () => {
  it('is the same for the same options, and another for another seed', () => {
    expect(shift(usual)).toEqual(shift(usual));
    expect(shift({ ...usual, seed: 2 }).events).not.toEqual(shift(usual).events);
  });

  describe.each(SHIFTS)('%s', (_name, options) => {
    const { events, until } = shift(options);
    const calls = byCall(events);

    it('is told in order, in whole seconds, within its time', () => {
      const instants = events.map(({ at }) => Date.parse(at));
      expect(instants).toEqual([...instants].sort((a, b) => a - b));
      expect(instants.filter((at) => at % 1000 !== 0)).toEqual([]);
      expect([instants[0], instants.at(-1)]).toEqual([options.from, until]);
    });

    it('announces every call first and ends it once', () => {
      expect(calls.size).toBeGreaterThan(50);
      // Rung at once or more, answered or not, handed over or not, ended, and then perhaps the recording.
      const course = /^(newCall )+(answer (transfer )*)?hangup( recording)?$/;
      const courses = [...calls.values()].map((told) => told.map(({ event }) => event).join(' '));
      expect(courses.filter((told) => !course.test(told))).toEqual([]);
    });

    it('gives an operator one call at a time, and none at rest', () => {
      const talking = new Map<string, string>();
      const states = new Map<string, string>();
      const wrong: unknown[] = [];
      const mustBeFree = (operator: string, event: CtiEvent): void => {
        if (talking.has(operator) || states.get(operator) !== 'ready') wrong.push([operator, event]);
      };
      const take = (operator: string, event: OfCall): void => {
        mustBeFree(operator, event);
        talking.set(operator, event.callId);
      };
      const leave = (callId: string): void => {
        for (const [operator, at] of talking) if (at === callId) talking.delete(operator);
      };
      for (const event of events) {
        if (event.event === 'agentState') states.set(event.user, event.state);
        else if (event.event === 'newCall' && event.user !== undefined) mustBeFree(event.user, event);
        else if (event.event === 'answer' && event.direction === 'in' && event.user !== VOICEMAIL)
          take(event.answeringNumber, event);
        else if (event.event === 'transfer') {
          leave(event.callId);
          take(event.answeringNumber, event);
        } else if (event.event === 'hangup') leave(event.callId);
      }
      expect(wrong).toEqual([]);
      expect([...new Set(states.values())]).toEqual(['offline']);
      expect([...states.keys()].sort()).toEqual([...options.operators]);
    });
  });

  it('lets calls come as often as the profile of the day says', () => {
    const day = {
      ...usual,
      from: Date.parse('2026-11-23T07:00:00+07:00'),
      minutes: 14 * 60,
      operators: manyOperators(40),
    };
    let offered = 0;
    let expected = 0;
    for (let seed = 0; seed < 4; seed += 1) {
      offered += figuresOf(shift({ ...day, seed }).events, new Set()).figures.inbound.offered;
      for (let hour = 0; hour < 14; hour += 1) expected += rateAt(day, day.from + hour * 3_600_000);
    }
    // Poisson: four standard deviations; and some of those who give up call again.
    expect(expected).toBeCloseTo(4 * 14 * usual.callsPerHour, 6);
    expect(offered).toBeGreaterThan(expected - 4 * Math.sqrt(expected));
    expect(offered).toBeLessThan(expected * 1.03 + 4 * Math.sqrt(expected));
  });

  it('knows everything that can become of a call', () => {
    const busy = shift({
      ...usual,
      seed: 8,
      minutes: 840,
      callsPerHour: 90,
      burst: 200,
      queueSize: 25,
      outboundPerHour: 20,
      closesAt: 19,
    });
    const { figures } = figuresOf(busy.events, new Set());
    const { offered, answered, abandoned, voicemail, forwarded, missed, withheld } = figures.inbound;
    for (const count of [
      answered,
      abandoned,
      figures.inbound.busy,
      voicemail,
      forwarded,
      withheld,
      figures.transfers,
      figures.outbound.answered,
    ])
      expect(count).toBeGreaterThan(0);
    expect(figures.outbound.placed).toBeGreaterThan(figures.outbound.answered);
    expect(answered + forwarded + missed).toBe(offered);
    expect(abandoned + figures.inbound.busy + voicemail).toBe(missed);
    const causes = new Set(busy.events.flatMap((event) => (event.event === 'hangup' ? [event.cause] : [])));
    expect([...causes].sort()).toEqual([
      'busy',
      'cancel',
      'congestion',
      'forwarded',
      'noAnswer',
      'normalClearing',
      'notFound',
    ]);
  });

  it('brings the calls of a mass incident within its minutes, the most at once at the start', () => {
    const { events, burst } = shift({ ...usual, callsPerHour: 0, outboundPerHour: 0, burst: 100, burstMinutes: 6 });
    const start = MORNING + 80 * 60_000;
    const since = events.flatMap((event) =>
      event.event === 'newCall' && event.user === undefined && burst.includes(event.callId)
        ? [Date.parse(event.at) - start]
        : [],
    );
    expect(since).toHaveLength(100);
    expect(Math.min(...since)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...since)).toBeLessThanOrEqual(6 * 60_000);
    expect(since.filter((after) => after < 3 * 60_000).length).toBeGreaterThan(60);
  });

  it('puts nobody through outside the open hours', () => {
    const { events } = shift({ ...usual, from: Date.parse('2026-11-23T22:00:00+07:00'), callsPerHour: 400 });
    const answers = events.filter((event) => event.event === 'answer');
    expect(answers.length).toBeGreaterThan(5);
    expect(answers.filter(({ user }) => user !== VOICEMAIL)).toEqual([]);
    const open = shift({
      ...usual,
      from: Date.parse('2026-11-23T22:00:00+07:00'),
      callsPerHour: 400,
      opensAt: 0,
      closesAt: 24,
    });
    expect(open.events.some((event) => event.event === 'answer' && event.user !== VOICEMAIL)).toBe(true);
  });
});

function manyOperators(count: number): string[] {
  return Array.from({ length: count }, (_one, index) => String(101 + index));
}
