import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import supertest, { type Response, type Test } from 'supertest';
import { DataSource } from 'typeorm';
import { managerOf, UnitOfWork } from '../../src/platform/database/index.js';
import { OutboxEventRow } from '../../src/platform/outbox/outbox.js';
import { OperatorLines, OperatorStates, PhoneCallRow, TelephonySettings } from '../../src/telephony/index.js';
import { BlockedCallerRow } from '../../src/telephony/entities.js';
import { AccountRow } from '../../src/identity/entities.js';
import { newId } from '../../src/kernel/index.js';
import { signIn, type Agent } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/index.js';
import { sentBy } from '../support/sent-statements.js';

jest.setTimeout(120_000);

const TOKEN = 'a-token-for-tests-0123456789';
const FLOODING = 'another-token-for-tests-0123';

let app: TestApp;
let operator: Agent;
let admin: Agent;

beforeAll(async () => {
  app = await createTestApp({
    config: {
      ctiTokens: [
        { name: 'pbx', token: TOKEN },
        { name: 'flood', token: FLOODING },
      ],
    },
  });
  operator = await signIn(app, 'operator');
  admin = await signIn(app, 'admin');
  const { login } = await app.rows.findOneByOrFail(AccountRow, { id: operator.accountId ?? '' });
  await app.get(OperatorLines).set(login, '101');
});
afterAll(() => app?.close());

const post = (body: object | string, token = TOKEN): Test => supertest(app.url).post(`/api/v1/cti/${token}`).send(body);
const callOf = (callId: string) => app.rows.findOneByOrFail(PhoneCallRow, { pbx: 'pbx', callId });
/** How often something was counted so far, as an administrator sees it. */
const counted = async () => {
  const { body } = await admin.get('/api/v1/cti/counts').expect(200);
  const { counts } = body as { counts: { pbx: string | null; kind: string; times: number }[] };
  return (pbx: string | null, kind: string) => counts.find((c) => c.pbx === pbx && c.kind === kind)?.times ?? 0;
};
const ring = (callId: string, more: object = {}) => ({
  event: 'newCall',
  from: '0912 345 678',
  to: '1022',
  direction: 'in',
  callId,
  ...more,
});

describe('a telephone system', () => {
  it('tells of a call from ring to end, as JSON', async () => {
    await post(ring('j1', { user: ['101'] })).expect(200, {});
    app.clock.advance(12);
    await post({ event: 'answer', callId: 'j1', direction: 'in', answeringNumber: 101 }).expect(200, {});
    app.clock.advance(60);
    await post({ event: 'hangup', callId: 'j1', direction: 'in', cause: 'normalClearing' }).expect(200, {});
    expect(await callOf('j1')).toMatchObject({
      state: 'ended',
      fromNumber: '+84912345678',
      toKind: 'own',
      queue: '1022',
      operatorAccountId: operator.accountId,
      waitingSeconds: 12,
      talkingSeconds: 60,
      missed: false,
    });
  });

  it('tells of it as a form, with a list of people', async () => {
    const form = 'event=newCall&from=anonymous&to=1022&direction=in&callId=f1&user[]=101&user[]=Nobody&queue=tthc';
    await supertest(app.url).post(`/api/v1/cti/${TOKEN}`).type('form').send(form).expect(200, {});
    await supertest(app.url)
      .post(`/api/v1/cti/${TOKEN}`)
      .type('form')
      .send('event=hangup&callId=f1&direction=in&cause=cancel')
      .expect(200, {});
    const call = await callOf('f1');
    expect(call).toMatchObject({ withheld: true, fromNumber: null, queue: 'tthc', missed: true });
    expect(call.trail[0]?.accounts).toEqual([operator.accountId]);
  });

  it('may repeat itself, and be heard in the wrong order', async () => {
    const at = (s: number) => ({ at: new Date(app.clock.now().getTime() - 60_000 + s * 1000).toISOString() });
    const messages = [
      { event: 'hangup', callId: 'o1', cause: 'normalClearing', ...at(40) },
      { event: 'answer', callId: 'o1', answeringNumber: '101', ...at(10) },
      ring('o1', at(0)),
    ];
    for (const message of [...messages, ...messages]) await post(message).expect(200);
    expect(await callOf('o1')).toMatchObject({ state: 'ended', waitingSeconds: 10, talkingSeconds: 30, missed: false });
    expect((await callOf('o1')).trail).toHaveLength(3);
  });

  it('may tell of everything at the same moment', async () => {
    const times = Array.from({ length: 8 }, (_, n) => n);
    const all = await Promise.all([
      ...times.map(() => post(ring('s1'))),
      ...times.map(() => post({ event: 'hangup', callId: 's1', cause: 'cancel' })),
    ]);
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]));
    const call = await callOf('s1');
    expect(call).toMatchObject({ state: 'ended', missed: true });
    expect(call.trail).toHaveLength(2);
  });

  it('is asked to refuse a caller who is held back', async () => {
    const day = 24 * 3600 * 1000;
    await app.get(UnitOfWork).run((tx) =>
      managerOf(tx).insert(BlockedCallerRow, {
        id: newId(),
        phone: '+84900000999',
        reason: 'Chửi bới nhiều lần.',
        blockedBy: operator.accountId ?? '',
        blockedAt: app.clock.now(),
        untilAt: new Date(app.clock.now().getTime() + day),
        liftedAt: null,
        liftedBy: null,
      }),
    );
    await post(ring('b1', { from: '0900000999' })).expect(200, { action: 'reject', reason: 'busy' });
    await post(ring('b1', { from: '0900000999' })).expect(200, { action: 'reject', reason: 'busy' });
    await post({ event: 'hangup', callId: 'b1', cause: 'busy' }).expect(200, {});
    expect(await callOf('b1')).toMatchObject({ blocked: true, missed: false });
  });

  it('says what operators do', async () => {
    await post({ event: 'agentState', user: '101', state: 'break' }).expect(200, {});
    expect(await app.get(OperatorStates).now()).toMatchObject([{ accountId: operator.accountId, state: 'break' }]);
    await post({ event: 'agentState', user: '999', state: 'break' }).expect(422);
  });

  it('tells pages by reference alone, and only whom it concerns', async () => {
    const id = (await callOf('j1')).id;
    const events = await app.rows.findBy(OutboxEventRow, { aggregateId: id });
    expect(events.map(({ type }) => type).sort()).toEqual(['call.answered', 'call.ended', 'call.ringing']);
    expect(events.map(({ audience }) => audience)).toEqual(
      events.map(() => ['calls', `account:${operator.accountId ?? ''}`]),
    );
    expect(JSON.stringify(events)).not.toMatch(/912345678/);
  });

  it('sees an operator talk and wrap up', async () => {
    app.clock.advance(600);
    await post(ring('w1', { user: '101' })).expect(200);
    await post({ event: 'answer', callId: 'w1', user: '101' }).expect(200);
    const states = () => app.get(OperatorStates).now();
    await eventually('the operator talks', async () => (await states())[0]?.state === 'talking');
    app.clock.advance(30);
    await post({ event: 'hangup', callId: 'w1', cause: 'normalClearing' }).expect(200);
    await eventually('the operator wraps up', async () => (await states())[0]?.state === 'wrapup');
    app.clock.advance(app.get(TelephonySettings).wrapUpSeconds + 1);
    await eventually('the operator is ready', async () => (await states())[0]?.state === 'ready');
  });
});

describe('what is refused', () => {
  it.each<[object | string, RegExp]>([
    [{}, /^event:/],
    [{ ...ring('x'), direction: 'sideways' }, /^direction:/],
    [{ ...ring('x'), callId: 'có dấu' }, /^callId:/],
    [{ ...ring('x'), at: '2020-01-01T00:00:00Z' }, /^at:/],
    [{ event: 'recording', callId: 'x', url: 'http://pbx/1.wav' }, /^url:/],
    [{ event: 'recording', callId: 'x', url: 'https://elsewhere.example/1.wav' }, /^url:/],
  ])('%j', async (body, error) => {
    const answer = await post(body).expect(422);
    expect(answer.body).toEqual({ error: expect.stringMatching(error) });
  });

  it('is what does not even read as a request, and it is counted', async () => {
    const broken = (token: string, status: number) =>
      supertest(app.url).post(`/api/v1/cti/${token}`).type('json').send('{"event":').expect(status);
    const before = await counted();
    await broken('wrong', 401);
    await broken('%E0%A4%A', 401);
    await broken(TOKEN, 400);
    await supertest(app.url)
      .post(`/api/v1/cti/${TOKEN}`)
      .send({ event: 'x'.repeat(300_000) })
      .expect(413);
    const after = await counted();
    expect(after(null, 'refused') - before(null, 'refused')).toBe(2);
    expect(after('pbx', 'unreadable') - before('pbx', 'unreadable')).toBe(2);
  });

  it('is a token that does not hold, after a while without looking', async () => {
    expect((await post(ring('x'), 'wrong').expect(401)).body).toEqual({ error: expect.any(String) });
    const many = await Promise.all(Array.from({ length: 30 }, () => post(ring('x'), 'wrong')));
    const held = many.filter(({ status }) => status === 429);
    expect(held.length).toBeGreaterThan(5);
    expect(Number(held[0]?.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('is a flood, which is told when to come back, and nobody else is held up by it', async () => {
    Object.assign(app.get(TelephonySettings).flood, { burst: 10, eventsPerSecond: 0.1 });
    const answers: Response[] = [];
    const asked = new Set<unknown>();
    await sentBy(
      [app.get(DataSource), app.rows.dataSource],
      async () => {
        const posts = Array.from({ length: 30 }, (_, n) => post(ring(`fl${String(n)}`), FLOODING));
        answers.push(...(await Promise.all(posts)));
      },
      (parameters) => {
        for (const value of parameters) if (/^fl\d+$/.test(String(value))) asked.add(value);
      },
    );
    // The database is asked for those that were taken, and hears nothing of the others.
    expect(asked).toEqual(new Set(answers.flatMap(({ status }, n) => (status === 200 ? [`fl${String(n)}`] : []))));
    const held = answers.filter(({ status }) => status === 429);
    expect(held).toHaveLength(20);
    expect(held[0]?.body).toEqual({ error: expect.any(String) });
    expect(Number(held[0]?.headers['retry-after'])).toBeGreaterThan(1);
    await post(ring('beside')).expect(200);
    await operator.post('/api/v1/contacts', { kind: 'other', phone: '0900 000 456', tickets: [] }).expect(201);
  });

  it('is counted, and an administrator sees how often', async () => {
    const times = await counted();
    expect(times(null, 'refused')).toBeGreaterThan(0);
    expect(times('pbx', 'unreadable')).toBe(9);
    expect(times('flood', 'held_back')).toBe(20);
    expect(times('flood', 'taken')).toBe(10);
    expect(times('pbx', 'repeated')).toBeGreaterThanOrEqual(3);
    await operator.get('/api/v1/cti/counts').expect(404);
  });
});
