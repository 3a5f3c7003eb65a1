import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { ctiEndpoint } from '../../src/cti-client/index.js';
import { AccountRow } from '../../src/identity/entities.js';
import { SystemClock } from '../../src/kernel/index.js';
import { chaotic, inOrder, Player, shift, type ShiftOptions } from '../../src/pbx-sim/index.js';
import { OperatorLines, PhoneCallRow, TelephonySettings } from '../../src/telephony/index.js';
import { signIn } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { EXCHANGE } from '../support/exchange.js';

jest.setTimeout(120_000);

const TOKEN = 'a-token-for-tests-0123456789';
const usual: ShiftOptions = {
  seed: 31,
  from: Date.parse('2026-11-23T08:00:00+07:00'),
  minutes: 20,
  operators: ['101'],
  callsPerHour: 60,
  outboundPerHour: 12,
  burst: 10,
  burstMinutes: 4,
  ...EXCHANGE,
};

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp({ config: { ctiTokens: [{ name: 'pbx', token: TOKEN }] } });
  // Twenty minutes are told in one second: what is held back for that is another test's.
  Object.assign(app.get(TelephonySettings).flood, { eventsPerSecond: 1_000, burst: 1_000, atOnce: 8 });
  // The day of the shift, after it.
  app.clock.set('2026-11-23 12:00');
  const operator = await signIn(app, 'operator');
  const { login } = await app.rows.findOneByOrFail(AccountRow, { id: operator.accountId ?? '' });
  await app.get(OperatorLines).set(login, '101');
});
afterAll(() => app?.close());

it.each([
  ['in order', 31, false],
  ['late, twice, in the wrong order', 32, true],
])('the service counts a simulated shift as it was told, %s', async (_name, seed, chaos) => {
  const course = shift({ ...usual, seed });
  const sendings = chaos ? chaotic(course.events, seed) : inOrder(course.events);
  const post = ctiEndpoint(app.url, TOKEN);
  const { complete, events, calls } = await new Player({
    shift: course,
    sendings,
    post,
    speed: 1_000,
    clock: new SystemClock(),
  }).play();
  expect([complete, events.accepted, events.refused]).toEqual([true, course.events.length, 0]);
  const rows = await app.rows.find(PhoneCallRow);
  const counted = rows
    .filter(({ callId }) => calls.some((call) => call.callId === callId))
    .map(({ callId, state, missed, waitingSeconds, talkingSeconds }) => ({
      callId,
      state,
      missed,
      waitingSeconds,
      talkingSeconds,
    }));
  const told = calls.map(({ callId, direction, outcome, waitSeconds, talkSeconds }) => ({
    callId,
    state: 'ended',
    missed: direction === 'in' && outcome !== 'answered' && outcome !== 'forwarded',
    waitingSeconds: waitSeconds,
    talkingSeconds: outcome === 'answered' ? talkSeconds : null,
  }));
  const byId = (one: { callId: string }, other: { callId: string }): number => (one.callId < other.callId ? -1 : 1);
  expect(counted.sort(byId)).toEqual(told.sort(byId));
  expect(counted.length).toBeGreaterThan(15);
});
