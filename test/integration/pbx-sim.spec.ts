import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ctiEndpoint, orderKey, type CtiEvent } from '../../src/cti-client/index.js';
import { SystemClock } from '../../src/kernel/index.js';
import { chaotic, inOrder, Player, shift, type Played } from '../../src/pbx-sim/index.js';
import { CtiRecorder } from '../support/cti-recorder.js';
import { eventually } from '../support/index.js';

const course = shift({
  seed: 21,
  from: Date.parse('2026-11-23T08:00:00+07:00'),
  minutes: 40,
  operators: ['101', '102', '103', '104'],
  callsPerHour: 70,
  outboundPerHour: 8,
  burst: 20,
  burstMinutes: 4,
  number: '1022',
  queue: '1022',
  queueSize: 10,
  opensAt: 7,
  closesAt: 21,
  recordings: null,
});
/** So fast that the shift takes about a second. */
const SPEED = 3_000;

let service: CtiRecorder;

beforeEach(async () => {
  service = await CtiRecorder.start();
});

afterEach(() => service.goAway());

function player(options: { chaos?: boolean; signal?: AbortSignal } = {}): Player {
  return new Player({
    shift: course,
    sendings: options.chaos === true ? chaotic(course.events, 21) : inOrder(course.events),
    post: ctiEndpoint(service.url, service.token),
    speed: SPEED,
    clock: new SystemClock(),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}

/** Of each call and each operator the events in the order in which they came. */
function courses(events: readonly CtiEvent[]): ReadonlyMap<string, readonly CtiEvent[]> {
  const found = new Map<string, CtiEvent[]>();
  for (const event of events) found.set(orderKey(event), [...(found.get(orderKey(event)) ?? []), event]);
  return found;
}

describe('the simulated exchange', () => {
  it('tells all of the shift in order, also when the service is away, busy or failing in between', async () => {
    let turn = 0;
    service.answer = () => {
      turn += 1;
      if (turn === 40) return { status: 429, headers: { 'retry-after': '0' } };
      return { status: turn === 60 ? 500 : turn === 80 ? 503 : 200 };
    };
    const playing = player().play();
    await eventually('half of it', () => service.taken.length > course.events.length / 2);
    await service.goAway();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await service.comeBack();
    const played = await playing;
    expect(courses(service.taken)).toEqual(courses(course.events));
    expect(played.events).toMatchObject({ planned: course.events.length, accepted: course.events.length, refused: 0 });
    expect(played.events.retries).toBeGreaterThan(3);
    expect(played.complete).toBe(true);
  });

  it('counts the same when every event comes late, twice or too early', async () => {
    const [plain, chaos] = [await player().play(), await player({ chaos: true }).play()];
    expect(chaos.figures).toEqual(plain.figures);
    expect(chaos.events.repeated).toBeGreaterThan(0);
    expect(plain.figures.inbound.offered).toBeGreaterThan(40);
  });

  it('ends a call that the service wants to be refused, and counts it as that', async () => {
    const [blocked] = course.events.flatMap((event) =>
      event.event === 'answer' && event.direction === 'in' ? [event] : [],
    );
    const callId = blocked?.callId ?? '';
    service.answer = (event) =>
      event.event === 'newCall' && event.callId === callId
        ? { status: 200, body: { action: 'reject', reason: 'busy' } }
        : { status: 200 };
    const plain = await player().play();
    const told = service.taken.filter((event) => event.event !== 'agentState' && event.callId === callId);
    expect(told.map(({ event }) => event)).toEqual(['newCall', 'hangup']);
    expect(told[1]).toMatchObject({ cause: 'busy' });
    expect(plain.figures.inbound.rejected).toBe(1);
    expect(plain.calls.find((call) => call.callId === callId)).toMatchObject({ outcome: 'rejected', talkSeconds: 0 });
  });

  it('leaves out of the figures what the service refuses, and stops when told to', async () => {
    service.answer = ({ event }) => ({ status: event === 'transfer' ? 422 : 200 });
    const stop = new AbortController();
    const playing = player({ signal: stop.signal }).play();
    await eventually('half of it', () => service.taken.length > course.events.length / 2);
    stop.abort();
    const played: Played = await playing;
    const { accepted } = played.events;
    expect([played.complete, accepted]).toEqual([false, service.taken.length]);
    expect(accepted).toBeLessThan(course.events.length);
    expect(played.figures.transfers).toBe(0);
  });
});
