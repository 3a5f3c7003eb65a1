import { describe, expect, it } from '@jest/globals';
import { orderKey } from '../../cti-client/domain/wire.js';
import { Agenda } from './agenda.js';
import { chaotic, inOrder } from './chaos.js';
import { Random } from './random.js';
import { shift } from './shift.js';

const { events } = shift({
  seed: 7,
  from: Date.parse('2026-11-23T08:00:00+07:00'),
  minutes: 120,
  operators: ['101', '102', '103', '104'],
  callsPerHour: 60,
  outboundPerHour: 5,
  burst: 0,
  burstMinutes: 5,
  number: '1022',
  queue: '1022',
  queueSize: 20,
  opensAt: 7,
  closesAt: 21,
  recordings: null,
});

describe('a bad line', () => {
  const sendings = chaotic(events, 7);

  it('loses nothing, changes nothing, and is never ahead of the time', () => {
    expect(new Set(sendings.map(({ index }) => index)).size).toBe(events.length);
    for (const { event, due, index } of sendings) {
      expect(event).toBe(events[index]);
      expect(due).toBeGreaterThanOrEqual(Date.parse(event.at));
    }
    const dues = sendings.map(({ due }) => due);
    expect(dues).toEqual([...dues].sort((a, b) => a - b));
  });

  it('sends some twice, and lets a hangup overtake an answer', () => {
    expect(sendings.length).toBeGreaterThan(events.length * 1.03);
    const places = (kind: string): ReadonlyMap<string, number> =>
      new Map(
        sendings
          .flatMap(({ event }, place) => (event.event === kind ? [[orderKey(event), place] as const] : []))
          .reverse(),
      );
    const answers = places('answer');
    const hangups = places('hangup');
    expect([...answers].filter(([call, place]) => (hangups.get(call) ?? Infinity) < place).length).toBeGreaterThan(0);
  });

  it('is a good one without chaos', () => {
    expect(inOrder(events).map(({ event }) => event)).toEqual(events);
  });
});

describe('an agenda', () => {
  it('gives out by time, and in the order of entry at one instant', () => {
    const random = new Random(3);
    const entered = Array.from({ length: 500 }, (_one, turn) => ({ at: random.between(0, 40), turn }));
    const agenda = new Agenda();
    const given: { at: number; turn: number }[] = [];
    for (const entry of entered) agenda.add(entry.at, () => given.push(entry));
    for (let next = agenda.next(); next !== null; next = agenda.next()) next.happen();
    expect(given).toEqual([...entered].sort((a, b) => a.at - b.at || a.turn - b.turn));
  });
});

describe('chance', () => {
  const mean = (draw: (random: Random) => number): number => {
    const random = new Random(11);
    return Array.from({ length: 20_000 }, () => draw(random)).reduce((sum, value) => sum + value, 0) / 20_000;
  };

  it.each<[string, (random: Random) => number, number]>([
    ['even', (random) => random.next(), 0.5],
    ['exponential', (random) => random.exponential(110), 110],
    ['log-normal', (random) => random.logNormal(100, 0.6), 100 * Math.exp(0.18)],
    ['whole numbers', (random) => random.between(1, 6), 3.5],
    ['one in four', (random) => Number(random.chance(0.25)), 0.25],
  ])('%s has its mean', (_name, draw, expected) => {
    expect(mean(draw) / expected).toBeGreaterThan(0.97);
    expect(mean(draw) / expected).toBeLessThan(1.03);
  });
});
