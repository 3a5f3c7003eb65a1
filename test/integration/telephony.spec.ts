import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import supertest from 'supertest';
import { DataSource, type EntityManager } from 'typeorm';
import { AccountRow } from '../../src/identity/entities.js';
import { RecentContacts } from '../../src/intake/index.js';
import { newId } from '../../src/kernel/index.js';
import { managerOf, Reader, UnitOfWork } from '../../src/platform/database/index.js';
import {
  BlockedCallers,
  CallBacks,
  CallerHistory,
  CallQueries,
  CallReconciler,
  OperatorLines,
  OperatorStates,
  PhoneCallRow,
  TelephonySettings,
  telephonyEntities,
} from '../../src/telephony/index.js';
import { CallBackFollower } from '../../src/telephony/call-backs/call-back-follower.js';
import { CallLog } from '../../src/telephony/calls/call-log.js';
import { SilenceJob } from '../../src/telephony/calls/silence-job.js';
import { CtiIntake } from '../../src/telephony/cti/cti-intake.js';
import type { CallEvent } from '../../src/telephony/domain/call.js';
import { readMessage } from '../../src/telephony/domain/cti-message.js';
import { BlockedCallerRow, CallBackAttemptRow, CallBackRow } from '../../src/telephony/entities.js';
import { Outbox, outboxEntities } from '../../src/platform/outbox/index.js';
import { OutboxRetryRow } from '../../src/platform/outbox/subscribers.js';
import { TicketReporterRow, TicketRow } from '../../src/tickets/index.js';
import type { CommandContext } from '../../src/identity/index.js';
import { signIn, type Agent } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { createTestDatabase, ENGINE, eventually } from '../support/index.js';
import { sentBy } from '../support/sent-statements.js';

jest.setTimeout(120_000);

const PBX = 'pbx';
let app: TestApp;
let lan: Agent;
let mai: Agent;
let coordinator: Agent;

/** An exchange that dials, or says why not. */
const dialled: unknown[] = [];
const signedInAs = new Set<string | undefined>();
let dialStatus = 200;
const exchange = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    dialled.push(JSON.parse(body));
    signedInAs.add(request.headers.authorization);
    response.writeHead(dialStatus).end();
  });
});

beforeAll(async () => {
  exchange.listen(0);
  await once(exchange, 'listening');
  const url = `http://goi:b%C3%AD%20m%E1%BA%ADt@127.0.0.1:${String((exchange.address() as AddressInfo).port)}/dial`;
  app = await createTestApp({ config: { ctiDial: { url, body: '{"from":"{extension}","to":"{number}"}' } } });
  [lan, mai, coordinator] = [
    await signIn(app, 'operator'),
    await signIn(app, 'operator'),
    await signIn(app, 'coordinator'),
  ];
  await app.get(OperatorLines).set(await loginOf(lan), '101');
  await app.get(OperatorLines).set(await loginOf(mai), '102');
});
afterAll(async () => {
  exchange.close();
  await app?.close();
});

const loginOf = async (who: Agent) => (await app.rows.findOneByOrFail(AccountRow, { id: who.accountId ?? '' })).login;
const idOf = (who: Agent): string => who.accountId ?? '';

async function tell(body: object): Promise<unknown> {
  const message = readMessage(body);
  if ('error' in message) throw new Error(message.error);
  return app.get(CtiIntake).take(PBX, message);
}
const ring = (callId: string, from: string, more: object = {}) =>
  tell({ event: 'newCall', callId, from, to: '1022', direction: 'in', ...more });
const answer = (callId: string, line: string) => tell({ event: 'answer', callId, answeringNumber: line });
const hangup = (callId: string, cause = 'normalClearing') => tell({ event: 'hangup', callId, cause });
const write = (work: (manager: EntityManager) => Promise<unknown>) =>
  app.get(UnitOfWork).run(async (tx) => void (await work(managerOf(tx))));
const callOf = (callId: string) => app.rows.findOneByOrFail(PhoneCallRow, { pbx: PBX, callId });
const entriesOf = (phone: string) =>
  app.rows.find(CallBackRow, { where: { phone }, order: { createdAt: 'ASC', id: 'ASC' } });
async function openEntry(phone: string): Promise<CallBackRow> {
  const open = async () => (await entriesOf(phone)).find(({ openKey }) => openKey !== null);
  await eventually('an entry is open', async () => (await open()) !== undefined);
  return (await open()) as CallBackRow;
}

let next = 0;
/** A number nobody else in this file has. */
const someone = (): string => `+8490000${String(1000 + (next += 1))}`;

describe('a call', () => {
  it('costs at most five statements an event, and one when it comes again', async () => {
    const database = await createTestDatabase({ entities: [...telephonyEntities, ...outboxEntities] });
    try {
      const { clock } = app;
      const log = new CallLog(database.unitOfWork, clock, new Outbox(clock));
      const from = { kind: 'phone', number: '+84900009999' } as const;
      const newCall: CallEvent = {
        kind: 'newCall',
        at: clock.now().toISOString(),
        direction: 'in',
        from,
        accounts: ['A'],
      };
      const costs: number[] = [];
      const events: CallEvent[] = [newCall, { ...newCall, kind: 'answer' }, { ...newCall, kind: 'hangup' }];
      for (const event of [...events, { ...newCall, kind: 'hangup' } as const]) {
        const sent = await sentBy([database.dataSource], () => log.take({ pbx: PBX, callId: 'cost' }, event));
        costs.push(sent.length);
      }
      expect(costs).toEqual([4, 3, 3, 1]);
    } finally {
      await database.drop();
    }
  });

  it('that falls silent is ended as missed, and put right by a late hangup', async () => {
    const phone = someone();
    await ring('silent', phone);
    app.clock.advance(app.get(TelephonySettings).ringingMinutes * 60 + 1);
    await app.get(SilenceJob).run();
    expect(await callOf('silent')).toMatchObject({ state: 'ended', endedUnheard: true, missed: true });
    await hangup('silent', 'cancel');
    expect(await callOf('silent')).toMatchObject({ endedUnheard: false, cause: 'cancel' });
    await eventually('one entry', async () => (await entriesOf(phone)).length === 1);
    expect((await entriesOf(phone))[0]?.times).toBe(1);
  });

  it('shows itself to whose phone rings, and to those who watch', async () => {
    const phone = someone();
    await ring('shown', phone, { user: '102' });
    const { body } = await mai.get('/api/v1/calls/mine').expect(200);
    expect(body).toMatchObject({ calls: [{ number: phone, state: 'ringing', queue: '1022' }] });
    expect((await lan.get('/api/v1/calls/mine').expect(200)).body).toEqual({ calls: [] });
    await lan.get('/api/v1/calls/open').expect(404);
    const open = (await coordinator.get('/api/v1/calls/open').expect(200)).body as { calls: { id: string }[] };
    const id = (await callOf('shown')).id;
    expect(open.calls.map((call) => call.id)).toContain(id);
    await lan.get(`/api/v1/calls/${id}`).expect(200);
    await hangup('shown', 'cancel');
    const day = (await coordinator.get('/api/v1/calls').expect(200)).body as { items: { id: string }[] };
    expect(day.items.map((call) => call.id)).toContain(id);
  });

  it('is listed by the page, each once', async () => {
    const queries = app.get(CallQueries);
    const day = '2026-11-20';
    const at = (n: number) => `2026-11-20T0${String(Math.floor(n / 60))}:${String(n % 60).padStart(2, '0')}:00+07:00`;
    for (let n = 0; n < 55; n += 1) await ring(`page${String(n)}`, '', { at: at(n) });
    const principal = { kind: 'system', name: 'test' } as const;
    const first = await queries.ofDay(principal, day, null);
    const second = await queries.ofDay(principal, day, first.next);
    expect([first.items.length, second.items.length, second.next]).toEqual([50, 5, null]);
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(55);
    app.clock.advance(601);
    await app.get(SilenceJob).run();
  });
});

describe('people to be called', () => {
  it('are one entry for all their missed calls, until they reach somebody', async () => {
    const phone = someone();
    for (const callId of ['m1', 'm2', 'm3']) {
      await ring(callId, phone);
      await hangup(callId, 'cancel');
      app.clock.advance(60);
    }
    await eventually('three calls in it', async () => (await openEntry(phone)).times === 3);
    await ring('m4', phone);
    await answer('m4', '101');
    await eventually('the entry is closed', async () => (await entriesOf(phone))[0]?.state === 'closed');
    expect(await entriesOf(phone)).toMatchObject([{ outcome: 'called_again', openKey: null }]);
    await hangup('m4');
    expect(await entriesOf(phone)).toHaveLength(1);
  });

  it('are not those who hide their number, or call from inside', async () => {
    const before = await app.rows.count(CallBackRow);
    for (const [callId, from] of [
      ['h1', 'anonymous'],
      ['h2', '105'],
    ] as const) {
      await ring(callId, from);
      await hangup(callId, 'cancel');
    }
    const phone = someone();
    await ring('h3', phone);
    await hangup('h3', 'cancel');
    await openEntry(phone);
    expect(await app.rows.count(CallBackRow)).toBe(before + 1);
  });

  it('are claimed by one of two at the same moment', async () => {
    const phone = someone();
    await ring('c1', phone);
    await hangup('c1', 'cancel');
    const { id } = await openEntry(phone);
    const both = await Promise.all([lan, mai].map((who) => who.post(`/api/v1/call-backs/${id}/claim`)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const winner = both[0]?.status === 200 ? lan : mai;
    const loser = winner === lan ? mai : lan;
    await loser.post(`/api/v1/call-backs/${id}/attempts`, { result: 'reached' }).expect(409);
    app.clock.advance(app.get(TelephonySettings).callBacks.claimMinutes * 60 + 1);
    await loser.post(`/api/v1/call-backs/${id}/claim`).expect(200);
    await loser.post(`/api/v1/call-backs/${id}/close`, { outcome: 'told' }).expect(409);
    await loser.post(`/api/v1/call-backs/${id}/close`, { outcome: 'not_needed' }).expect(400);
    await loser.post(`/api/v1/call-backs/${id}/attempts`, { result: 'reached', note: 'Đã xin lỗi.' }).expect(200);
    await loser.post(`/api/v1/call-backs/${id}/close`, { outcome: 'helped' }).expect(200);
    await loser.post(`/api/v1/call-backs/${id}/close`, { outcome: 'helped' }).expect(409);
    expect(await entriesOf(phone)).toMatchObject([{ state: 'closed', outcome: 'helped', attempts: 1 }]);
    expect(await app.rows.countBy(CallBackAttemptRow, { callBackId: id })).toBe(1);
  });

  it('are the coordinator’s when nobody reaches them, and come back when they call', async () => {
    const phone = someone();
    await ring('u1', phone);
    await hangup('u1', 'cancel');
    const { id } = await openEntry(phone);
    Object.assign(app.get(TelephonySettings).callBacks, { apartMinutes: 10 });
    for (const result of ['no_answer', 'busy', 'no_answer']) {
      await lan.post(`/api/v1/call-backs/${id}/attempts`, { result }).expect(200);
      app.clock.advance(11 * 60);
    }
    expect((await entriesOf(phone))[0]).toMatchObject({ state: 'unreachable', failures: 3 });
    const list = (await coordinator.get('/api/v1/call-backs?state=unreachable').expect(200)).body as {
      items: { id: string }[];
    };
    expect(list.items.map((item) => item.id)).toEqual([id]);
    await lan.post(`/api/v1/call-backs/${id}/close`, { outcome: 'given_up', note: 'Mất số.' }).expect(409);
    await ring('u2', phone);
    await hangup('u2', 'cancel');
    await eventually('it is open again', async () => (await entriesOf(phone))[0]?.state === 'open');
    expect((await entriesOf(phone))[0]).toMatchObject({ times: 2, failures: 0 });
    await coordinator.post(`/api/v1/call-backs/${id}/close`, { outcome: 'given_up', note: 'Mất số.' }).expect(200);
    expect((await coordinator.get('/api/v1/call-backs/counts').expect(200)).body).toMatchObject({ unreachable: 0 });
  });

  it('ask to be called later, within reason', async () => {
    const phone = someone();
    await ring('l1', phone);
    await hangup('l1', 'cancel');
    const { id } = await openEntry(phone);
    const attempt = (laterAt: string) => lan.post(`/api/v1/call-backs/${id}/attempts`, { result: 'later', laterAt });
    await attempt('2020-01-01T00:00:00Z').expect(400);
    await attempt('').expect(400);
    await attempt('2026-11-25T09:00:00+07:00').expect(200);
    expect((await entriesOf(phone))[0]?.nextAt).toEqual(new Date('2026-11-25T02:00:00Z'));
  });

  describe('because they have nothing but a telephone', () => {
    const open = async (phone: string, more: object = {}): Promise<string> => {
      const matter = {
        words: 'Ổ gà sâu.',
        categoryCode: 'gt-mat-duong',
        wardCode: '25993',
        boundary: 'ordinary',
        ...more,
      };
      const { body } = await lan.post('/api/v1/contacts', { name: 'Người Thử', phone, tickets: [matter] }).expect(201);
      return (body as { tickets: { ticketId: string }[] }).tickets[0]?.ticketId ?? '';
    };
    const happened = (ticketId: string, type: string, data: Record<string, string> = {}) =>
      app.get(UnitOfWork).run((tx) =>
        app.get(CallBackFollower).handle(
          {
            id: newId(),
            type,
            aggregateId: ticketId,
            version: 1,
            data,
            audience: [],
            occurredAt: app.clock.now(),
            seq: 1,
          },
          tx,
        ),
      );

    it('hear the answer instead of what was open before, each once', async () => {
      const phone = someone();
      const ticketId = await open(phone);
      await happened(ticketId, 'ticket.question_asked');
      await happened(ticketId, 'ticket.question_reminded');
      await happened(ticketId, 'ticket.apology_sent');
      expect((await entriesOf(phone)).map(({ reason, state }) => `${reason} ${state}`).sort()).toEqual([
        'delay open',
        'question open',
      ]);
      await happened(ticketId, 'ticket.published');
      expect(
        (await entriesOf(phone))
          .map(({ reason, state, outcome }) => `${reason} ${state} ${outcome ?? ''}`.trim())
          .sort(),
      ).toEqual(['answer open', 'delay closed superseded', 'question closed superseded']);
      const { items } = await app.get(CallBacks).list('open');
      const entry = items.find((item) => item.phone === phone);
      const { code } = await app.rows.findOneByOrFail(TicketRow, { id: ticketId });
      expect(entry).toMatchObject({ reasonLabel: 'Báo kết quả trả lời', ticket: { id: ticketId, code } });
      expect(entry?.script).toContain(code);
    });

    it('is not whoever has an address, and nobody who denounces', async () => {
      const [mailed, hidden] = [someone(), someone()];
      const first = await open(mailed);
      await app
        .get(UnitOfWork)
        .run((tx) => managerOf(tx).update(TicketReporterRow, { ticketId: first }, { email: 'a@example.test' }));
      const second = await open(hidden);
      await happened(second, 'ticket.question_asked');
      await app
        .get(UnitOfWork)
        .run((tx) => managerOf(tx).update(TicketRow, { id: second }, { boundary: 'denunciation' }));
      const shown = (await app.get(CallBacks).list('open')).items.filter(({ phone }) => phone === hidden);
      expect(shown).toEqual([]);
      const [entry] = await entriesOf(hidden);
      await lan.post(`/api/v1/call-backs/${entry?.id ?? ''}/claim`).expect(404);
      for (const id of [first, second]) await happened(id, 'ticket.published');
      expect(await entriesOf(mailed)).toEqual([]);
      expect((await entriesOf(hidden)).map(({ reason, state }) => `${reason} ${state}`)).toEqual(['question closed']);
      expect(await app.get(RecentContacts).ofCaller(hidden, 5)).toEqual([]);
    });

    it('is nobody who complains about the centre: an office outside it keeps that, and calls', async () => {
      const phone = someone();
      const ticketId = await open(phone);
      await happened(ticketId, 'ticket.question_asked');
      const [entry] = await entriesOf(phone);
      const listed = async () => (await app.get(CallBacks).list('open')).items.some((item) => item.phone === phone);
      const openOnes = async () => (await app.get(CallBacks).counts()).open;
      const complains = (leadAgencyCode: string) =>
        app
          .get(UnitOfWork)
          .run((tx) => managerOf(tx).update(TicketRow, { id: ticketId }, { boundary: 'complaint', leadAgencyCode }));
      // One about an agency lies with the centre, which calls.
      await complains('TD1022');
      expect(await listed()).toBe(true);
      expect(await app.get(RecentContacts).ofCaller(phone, 5)).toHaveLength(1);
      const before = await openOnes();
      await complains('VPUBND');
      expect([await listed(), await openOnes()]).toEqual([false, before - 1]);
      expect(await app.get(RecentContacts).ofCaller(phone, 5)).toEqual([]);
      await lan.post(`/api/v1/call-backs/${entry?.id ?? ''}/claim`).expect(404);
      await happened(ticketId, 'ticket.published');
      expect((await entriesOf(phone)).map(({ reason, state }) => `${reason} ${state}`)).toEqual(['question closed']);
    });
  });
});

describe('a caller', () => {
  it('is known by the number in any writing: calls, contacts, tickets with what was promised, warnings', async () => {
    const phone = someone();
    const typed = `0${phone.slice(3, 6)} ${phone.slice(6, 9)} ${phone.slice(9)}`;
    const matter = { words: 'Đèn tắt.', categoryCode: 'gt-mat-duong', wardCode: '25993', boundary: 'ordinary' };
    await lan.post('/api/v1/contacts', { name: 'Người Thử', phone: typed, tickets: [matter] }).expect(201);
    await ring('k1', phone);
    await hangup('k1', 'cancel');
    await coordinator.post('/api/v1/blocked-callers', { phone: typed, reason: 'Chửi bới.', days: 3 }).expect(201);
    await coordinator.post('/api/v1/blocked-callers', { phone: typed, reason: 'Chửi bới.', days: 3 }).expect(409);
    const sources = [app.nest.get(DataSource), app.get(Reader).manager.connection];
    let view: unknown;
    const sent = await sentBy(sources, async () => {
      view = await app.get(CallerHistory).of(await principalOf(lan), typed);
    });
    const asked = sent.filter((sql) => /phone_call|blocked_caller|ticket|contact/.test(sql) && /^select/i.test(sql));
    expect(asked.length).toBeLessThanOrEqual(4);
    expect(view).toMatchObject({
      party: { kind: 'phone', number: phone },
      calls: [{ missed: true }],
      tickets: [{ isOpen: true, promise: expect.stringMatching(/hẹn trả lời trước \d\d:\d\d /) }],
      flags: { blockedReason: 'Chửi bới.', timesBlocked: 1, missedLately: 1 },
    });
    expect(await app.get(RecentContacts).ofCaller(phone, 5)).toMatchObject([
      { callerName: 'Người Thử', tickets: [{}] },
    ]);
    expect(await ring('k2', phone)).toMatchObject({ reply: { action: 'reject' } });
    const [block] = (await app.get(BlockedCallers).list()).filter((one) => one.phone === phone);
    // Two who block at one instant.
    const twin = await app.rows.findOneByOrFail(BlockedCallerRow, { id: block?.id ?? '' });
    await write((manager) => manager.insert(BlockedCallerRow, { ...twin, id: newId() }));
    await coordinator.post(`/api/v1/blocked-callers/${block?.id ?? ''}/lift`).expect(200);
    expect(await ring('k3', phone)).toMatchObject({ reply: {} });
    await lan.post('/api/v1/blocked-callers', { phone: typed, reason: 'x', days: 1 }).expect(404);
  });

  it.each([
    [
      'phone_call',
      'select * from phone_call where from_number = ? order by started_at desc limit 10',
      /ix_phone_call_from/,
    ],
    ['contact', 'select * from contact where caller_phone = ? order by started_at desc limit 5', /ix_contact_phone/],
    [
      'ticket',
      `select t.id from ticket t join ticket_reporter r on r.ticket_id = t.id where r.phone = ? order by t.id desc limit 5`,
      /ix_ticket_reporter_phone/,
    ],
  ])('is found in %s by an index', async (_, sql, index) => {
    const explain = ENGINE === 'sqlite' ? 'explain query plan' : 'explain';
    const rows: unknown = await app.rows.query(`${explain} ${sql}`, ['+84900009999']);
    expect(JSON.stringify(rows)).toMatch(index);
  });
});

describe('calling by a click', () => {
  it('rings the operator’s own line once, for a number the centre knows and may call', async () => {
    const phone = someone();
    const dial = (body: object, who = lan, key: string = newId()) => who.post('/api/v1/calls/outgoing', body, { key });
    expect((await dial({ number: phone }).expect(409)).body.title).toMatch(/^Chỉ gọi được số/);
    await ring('d1', phone);
    await hangup('d1', 'cancel');
    const { id: callBackId } = await openEntry(phone);
    await dial({ number: phone }, lan, 'one-and-the-same').expect(200);
    await dial({ number: phone }, lan, 'one-and-the-same').expect(200);
    await dial({ callBackId }, mai).expect(200);
    expect(dialled).toEqual([
      { from: '101', to: phone },
      { from: '102', to: phone },
    ]);
    dialStatus = 500;
    expect((await dial({ callBackId }).expect(503)).body.title).toMatch(/^Tổng đài không nhận lệnh gọi \(mã 500\)/);
    dialStatus = 200;
    await ring('d2', '19001234');
    expect((await dial({ number: '1900 1234' }).expect(409)).body.title).toMatch(/cước cao/);
    await hangup('d2');
    expect((await dial({ callBackId }, coordinator).expect(409)).body.title).toMatch(/chưa có số máy lẻ/);
    await dial({ number: phone, callBackId }).expect(400);
    await dial({ callBackId: newId() }).expect(404);
    await dial({ ticketId: newId() }).expect(404);
    expect(dialled).toHaveLength(3);
    expect([...signedInAs]).toEqual([`Basic ${Buffer.from('goi:bí mật').toString('base64')}`]);
  });
});

describe('operators', () => {
  it('are timed, through talk, wrap-up and break', async () => {
    const states = app.get(OperatorStates);
    app.clock.advance(60);
    const from = app.clock.now();
    await mai.post('/api/v1/operator-states/mine', { state: 'ready' }, { key: null }).expect(200);
    app.clock.advance(100);
    await ring('t1', someone(), { user: '102' });
    await answer('t1', '102');
    const stateOf = async () => (await states.now()).find(({ accountId }) => accountId === idOf(mai))?.state;
    await eventually('she talks', async () => (await stateOf()) === 'talking');
    app.clock.advance(50);
    await hangup('t1');
    await eventually('she wraps up', async () => (await stateOf()) === 'wrapup');
    app.clock.advance(20);
    await mai.post('/api/v1/operator-states/mine', { state: 'break' }, { key: null }).expect(200);
    app.clock.advance(30);
    const sums = await states.between(from, app.clock.now());
    expect(sums.get(idOf(mai))).toEqual({ ready: 100, talking: 50, wrapup: 20, break: 30, offline: 0 });
    const { body } = await coordinator.get('/api/v1/operator-states').expect(200);
    expect((body as { operators: object[] }).operators).toContainEqual(
      expect.objectContaining({ accountId: idOf(mai), extension: '102', label: 'Nghỉ' }),
    );
  });

  it('wrap up the call they talked in, also when the exchange says so before it tells of the end', async () => {
    app.clock.advance(60);
    await ring('w1', someone(), { user: '102' });
    await answer('w1', '102');
    const { id } = await app.rows.findOneByOrFail(PhoneCallRow, { callId: 'w1' });
    const own = async () => (await app.get(OperatorStates).now()).find(({ accountId }) => accountId === idOf(mai));
    await eventually('she talks', async () => (await own())?.callId === id);
    app.clock.advance(30);
    await tell({ event: 'agentState', user: '102', state: 'wrapup' });
    await hangup('w1');
    expect(await own()).toMatchObject({ state: 'wrapup', callId: id });
  });

  it('pass a call on: one wraps up, the other talks', async () => {
    app.clock.advance(60);
    await ring('x1', someone(), { user: '101' });
    await answer('x1', '101');
    app.clock.advance(10);
    await tell({ event: 'transfer', callId: 'x1', answeringNumber: '102' });
    const states = app.get(OperatorStates);
    await eventually('both states', async () => {
      const now = new Map((await states.now()).map(({ accountId, state }) => [accountId, state]));
      return now.get(idOf(lan)) === 'wrapup' && now.get(idOf(mai)) === 'talking';
    });
    await hangup('x1');
  });

  it('have a line each', async () => {
    await expect(app.get(OperatorLines).set(await loginOf(mai), '101')).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('hear the recordings of their own calls, and who watches over them hears all', async () => {
    const { id } = await callOf('x1');
    const recordingUrl = 'https://ghi-am.example/x1.wav';
    await write((manager) => manager.update(PhoneCallRow, { id }, { recordingUrl }));
    const heardBy = async (who: Agent) => (await who.get(`/api/v1/calls/${id}`).expect(200)).body.recordingUrl;
    expect([await heardBy(lan), await heardBy(mai), await heardBy(coordinator)]).toEqual([
      null,
      recordingUrl,
      recordingUrl,
    ]);
  });

  it('see their own call, whatever another exchange has left ringing', async () => {
    await ring('own', someone(), { user: '101' });
    const own = await callOf('own');
    const before = (n: number) => new Date(own.startedAt.getTime() - 1000 - n);
    const flood = Array.from({ length: 501 }, (_, n) => ({
      ...own,
      id: newId(),
      pbx: 'wild',
      callId: `wild-${String(n)}`,
      trail: [],
      startedAt: before(n),
    }));
    await write(async (manager) => {
      for (let at = 0; at < flood.length; at += 50) await manager.insert(PhoneCallRow, flood.slice(at, at + 50));
    });
    const { calls } = (await lan.get('/api/v1/calls/mine').expect(200)).body as { calls: { id: string }[] };
    expect(calls.map(({ id }) => id)).toContain(own.id);
    await write((manager) => manager.delete(PhoneCallRow, { pbx: 'wild' }));
    await hangup('own', 'cancel');
  });

  it('get the first page for a next one that never was', async () => {
    for (const after of ['99999_x', '2026-11-23T00:00:00.000Z_đ', '+275760-09-13T00:00:00.000Z_x']) {
      await coordinator.get(`/api/v1/calls?after=${encodeURIComponent(after)}`).expect(200);
      await lan.get(`/api/v1/call-backs?after=${encodeURIComponent(after)}`).expect(200);
    }
  });
});

describe('the exchange’s own list', () => {
  const reconcile = async (csv: string) => {
    const lines: string[] = [];
    await app
      .get(CallReconciler)
      .run(
        PBX,
        csv,
        ({ line, outcome, reasons }) => void lines.push(`${String(line)} ${outcome} ${reasons.join('; ')}`.trim()),
      );
    return lines;
  };
  const HEAD = 'call_id,direction,from,to,queue,started_at,answered_at,ended_at,answered_by,cause,recording_url';

  it('adds what nobody heard, repairs what was heard in part, and changes nothing the second time', async () => {
    const [missed, talked] = [someone(), someone()];
    app.clock.set('2026-11-27 08:00');
    await ring('r1', talked);
    await answer('r1', '101');
    app.clock.set('2026-11-27 09:00');
    const csv = [
      HEAD,
      `r1,in,${talked},1022,1022,2026-11-27 08:00:00,2026-11-27 08:00:01,2026-11-27 08:05:00,101,normalClearing,`,
      `r2,in,${missed},1022,1022,2026-11-27 08:10:00,,2026-11-27 08:10:30,,cancel,`,
      `r3,sideways,${missed},1022,1022,2026-11-27 08:10:00,,2026-11-27 08:10:30,,cancel,`,
      `r4,in,${missed},1022`,
    ].join('\n');
    expect(await reconcile(csv)).toEqual([
      '2 repaired chưa nghe lúc kết thúc',
      '3 added',
      expect.stringMatching(/^4 refused direction/),
      '5 refused số ô khác với dòng tên cột',
    ]);
    expect(await callOf('r1')).toMatchObject({ state: 'ended', talkingSeconds: 299, endedUnheard: false });
    expect((await openEntry(missed)).times).toBe(1);
    expect(await reconcile(csv)).toEqual([
      '2 unchanged',
      '3 unchanged',
      expect.stringMatching(/^4 refused/),
      expect.stringMatching(/^5 refused/),
    ]);
    // What is swallowed by a quotation mark astray would be missed by nobody.
    await expect(reconcile(`${csv}\nr5,in,"1"2,1022`)).rejects.toThrow(/^Không đọc được tệp CSV/);
    await expect(reconcile('a,b\n1,2')).rejects.toThrow(/Thiếu cột call_id/);
  });

  it('owes nobody a call who has been served since', async () => {
    const phone = someone();
    app.clock.set('2026-11-27 10:00');
    await ring('g1', phone);
    await answer('g1', '101');
    await hangup('g1');
    await reconcile(`${HEAD}\ng0,in,${phone},1022,1022,2026-11-27 09:30:00,,2026-11-27 09:31:00,,cancel,`);
    const later = someone();
    await ring('g2', later);
    await hangup('g2', 'cancel');
    await openEntry(later);
    expect(await entriesOf(phone)).toEqual([]);
  });
});

it('without a token in the settings there is no address to tell of calls', async () => {
  await supertest(app.url).post('/api/v1/cti/a-token-for-tests-0123456789').send({}).expect(404);
});

it('nothing of it was put aside', async () => {
  expect(await app.rows.find(OutboxRetryRow)).toEqual([]);
});

async function principalOf(who: Agent): Promise<CommandContext['principal']> {
  const { id, displayName, agencyCode } = await app.rows.findOneByOrFail(AccountRow, { id: idOf(who) });
  return { kind: 'staff', accountId: id, displayName, roles: ['operator'], agencyCode };
}
