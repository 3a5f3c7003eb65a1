import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AccountRow } from '../../src/identity/entities.js';
import { chaotic, inOrder, shift, type ShiftOptions } from '../../src/pbx-sim/index.js';
import { figuresOf } from '../../src/pbx-sim/domain/figures.js';
import type { CtiEvent } from '../../src/cti-client/index.js';
import { OperatorLines, readParty, TelephonySettings } from '../../src/telephony/index.js';
import { CtiIntake } from '../../src/telephony/cti/cti-intake.js';
import { readMessage } from '../../src/telephony/domain/cti-message.js';
import { FiguresOfCalls, type ShiftFigures } from '../../src/telephony/figures/shift-figures.js';
import { QualitySampleRow } from '../../src/supervision/entities.js';
import { SupervisionSettings } from '../../src/supervision/index.js';
import { signIn, visitor, type Agent } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { EXCHANGE } from '../support/exchange.js';

jest.setTimeout(180_000);

const LINES = ['101', '102', '103', '104'];
let app: TestApp;
let operators: readonly Agent[];
let coordinator: Agent;

beforeAll(async () => {
  app = await createTestApp();
  operators = await Promise.all(LINES.map(() => signIn(app, 'operator')));
  coordinator = await signIn(app, 'coordinator');
  for (const [index, one] of operators.entries())
    await app.get(OperatorLines).set(await loginOf(one), LINES[index] ?? '');
});
afterAll(() => app?.close());

const idOf = (who: Agent): string => who.accountId ?? '';
const loginOf = async (who: Agent) => (await app.rows.findOneByOrFail(AccountRow, { id: idOf(who) })).login;

async function tell(pbx: string, event: object): Promise<unknown> {
  const message = readMessage(event);
  if ('error' in message) throw new Error(message.error);
  return app.get(CtiIntake).take(pbx, message);
}

describe('the figures of a shift', () => {
  const options = (from: string): ShiftOptions => ({
    seed: 49,
    from: Date.parse(from),
    minutes: 30,
    operators: LINES,
    callsPerHour: 75,
    outboundPerHour: 12,
    burst: 12,
    burstMinutes: 4,
    ...EXCHANGE,
  });

  /** A caller whom the service refuses: the exchange plays the engaged tone. */
  function withRefused(events: readonly CtiEvent[]): { events: CtiEvent[]; callId: string; from: string } {
    const first = events.find((event) => event.event === 'newCall' && event.from.startsWith('09000'));
    if (first?.event !== 'newCall') throw new Error('nobody to refuse');
    const { callId, from } = first;
    const kept = events.filter((event) => event.event === 'agentState' || event.callId !== callId || event === first);
    const end: CtiEvent = { event: 'hangup', callId, from, to: first.to, direction: 'in', cause: 'busy', at: first.at };
    kept.splice(kept.indexOf(first) + 1, 0, end);
    return { events: kept, callId, from };
  }

  it.each([
    ['told in order', '2026-11-21T08:00:00+07:00', false],
    ['told late, twice and in disorder', '2026-11-22T08:00:00+07:00', true],
  ])('agree with the exchange to the last one: %s', async (_, from, chaos) => {
    const played = shift(options(from));
    const { events, callId, from: caller } = withRefused(played.events);
    const phone = readParty(caller, app.get(TelephonySettings).plan).number ?? '';
    const held = await coordinator.post('/api/v1/blocked-callers', { phone, reason: 'thử', days: 1 }).expect(201);
    const sendings = chaos ? chaotic(events, 3) : inOrder(events);
    let refused = false;
    for (const { event } of sendings) {
      await tell('sim', event);
      if (event.event === 'newCall' && event.callId === callId && !refused) {
        refused = true;
        // Whoever calls again from the same number is put through.
        await coordinator.post(`/api/v1/blocked-callers/${(held.body as { id: string }).id}/lift`).expect(200);
      }
    }
    const { figures: told } = figuresOf(events, new Set([callId]));
    const to = new Date(played.until + 1000).toISOString();
    const { body } = await coordinator
      .get(`/api/v1/telephony/figures?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`)
      .expect(200);
    const mine = body as ShiftFigures;
    const { incoming } = mine;
    expect({
      offered: incoming.offered,
      answered: incoming.answered,
      abandoned: incoming.abandoned,
      busy: incoming.busy,
      noAnswer: incoming.noAnswer,
      voicemail: incoming.voicemail,
      forwarded: incoming.forwarded,
      rejected: incoming.rejected,
      missed: incoming.missed,
      waitSeconds: incoming.waitSeconds,
      talkSeconds: incoming.talkSeconds,
    }).toEqual({ ...told.inbound, withheld: undefined });
    expect(mine.outgoing).toEqual(told.outbound);
    expect(mine.transfers).toBe(told.transfers);
    const byLine = new Map(operators.map((one, index) => [idOf(one), LINES[index]]));
    expect(
      Object.fromEntries(
        mine.operators.map(({ accountId, answered, takenOver, calledOut, talkSeconds }) => [
          byLine.get(accountId),
          { answered, takenOver, calledOut, talkSeconds },
        ]),
      ),
    ).toEqual(told.operators);
    expect([incoming.waiting, incoming.unheard, mine.unclear]).toEqual([0, 0, 0]);
    expect(mine.halfHours.reduce((sum, { offered }) => sum + offered, 0)).toBe(told.inbound.offered);
    // Nothing is agreed upon by being nothing.
    expect(told.inbound).toMatchObject({ rejected: 1 });
    expect(Math.min(told.transfers, told.inbound.abandoned, told.outbound.placed)).toBeGreaterThan(0);
  });

  it('are of a time that can be, and for those who may', async () => {
    await operators[0]?.get('/api/v1/telephony/figures').expect(404);
    for (const wrong of ['from=x', 'from=2026-11-02&to=2026-11-01', 'from=2026-10-01&to=2026-11-02'])
      await coordinator.get(`/api/v1/telephony/figures?${wrong}`).expect(400);
    const { body } = await coordinator.get('/api/v1/telephony/figures?from=2026-10-01&to=2026-10-31').expect(200);
    expect(body).toMatchObject({
      from: '2026-09-30T17:00:00.000Z',
      to: '2026-10-31T17:00:00.000Z',
      serviceLevel: null,
      incoming: { offered: 0 },
    });
  });

  it('read the calls by when they began', async () => {
    const sqlite = app.config.databaseUrl === null;
    const sql = `select id from phone_call where started_at >= '2026-11-01' and started_at < '2026-11-02' order by started_at, id limit 5000`;
    const plan = JSON.stringify(await app.rows.query(sqlite ? `explain query plan ${sql}` : `explain ${sql}`));
    expect(plan).toContain('ix_phone_call_started');
    expect((await app.get(FiguresOfCalls).waitingNow()).callers).toBe(0);
  });
});

describe('a screen on the wall', () => {
  it('is shown by its link alone, without persons, until the link is revoked', async () => {
    await tell('sim', { event: 'newCall', callId: 'wall', from: '0900012345', to: '1022', direction: 'in' });
    await operators[0]?.get('/bang-tin').expect(404);
    await operators[0]?.form('/giam-sat/man-hinh', { name: 'Tầng 2' }).expect(404);
    await coordinator.form('/giam-sat/man-hinh', { name: ' ' }).expect(400);
    await coordinator.form('/giam-sat/man-hinh', { name: 'Tầng 2' }).expect(303);
    const { text } = await coordinator.get('/giam-sat').expect(200);
    expect(text).toContain('•••\u00A0•••\u00A0345');
    expect(text).not.toContain('900012345');
    const path = /\/bang-tin\/[\w-]+/.exec(text)?.[0] ?? '';
    const screen = await visitor(app).get(path).expect(200);
    expect(screen.text).toContain('Đang chờ');
    expect(screen.text).not.toMatch(/12345|sign-out|csrf/);
    await visitor(app)
      .get(`${path.slice(0, -2)}zz`)
      .expect(404);
    await coordinator.form(`/giam-sat/man-hinh/${path.slice(10, 36)}/thu-hoi`, {}).expect(303);
    await visitor(app).get(path).expect(404);
  });
});

describe('quality', () => {
  it('is drawn once a week, scored, and answered by the person alone', async () => {
    const week = '2026-11-16';
    await coordinator.form('/chat-luong/rut-tham', { week: '2026-11-23' }).expect(409);
    await operators[0]?.form('/chat-luong/rut-tham', { week }).expect(404);
    await coordinator.form('/chat-luong/rut-tham', { week }).expect(303);
    await coordinator.form('/chat-luong/rut-tham', { week }).expect(409);
    const samples = await app.rows.find(QualitySampleRow, { order: { id: 'ASC' } });
    expect(samples.length).toBeGreaterThan(LINES.length);
    const [sample] = samples;
    if (sample === undefined) throw new Error('nothing drawn');
    const { id } = sample;
    const own = operators.find((one) => idOf(one) === sample.accountId);
    const other = operators.find((one) => idOf(one) !== sample.accountId);
    await own?.get(`/chat-luong/${id}`).expect(404);
    await coordinator.get(`/chat-luong/${id}`).expect(200);
    const criteria = app.get(SupervisionSettings).quality.criteria.map(({ code }) => [code, '2'] as const);
    await coordinator.form(`/chat-luong/${id}/cham`, { greeting: '2' }).expect(400);
    await coordinator.form(`/chat-luong/${id}/cham`, { ...Object.fromEntries(criteria), tone: '1' }).expect(303);
    await other?.get(`/chat-luong/${id}`).expect(404);
    await other?.form(`/chat-luong/${id}/tra-loi`, { reply: 'Không phải của tôi.' }).expect(404);
    expect((await own?.get(`/chat-luong/${id}`).expect(200))?.text).toContain('11/12');
    await own?.form(`/chat-luong/${id}/tra-loi`, { reply: 'Em đồng ý.' }).expect(303);
    await coordinator.form(`/chat-luong/${id}/cham`, Object.fromEntries(criteria)).expect(409);
    expect((await coordinator.get(`/chat-luong?tuan=${week}`).expect(200)).text).toMatch(/91,7/);
  });
});

describe('shifts', () => {
  it.each<[Parameters<typeof signIn>[1], number]>([
    ['operator', 200],
    ['director', 200],
    ['overseer', 404],
    ['auditor', 404],
  ])('and quality are for those at the telephones and above them: %s', async (role, status) => {
    const who = await signIn(app, role);
    for (const page of ['/ca-truc', '/chat-luong']) await who.get(page).expect(status);
  });

  it('are planned, nobody twice, and hand over what everybody then takes note of', async () => {
    const [lan, mai] = [operators[0] as Agent, operators[1] as Agent];
    const shift = { name: 'Ca sáng', fromDay: '2026-11-23', fromTime: '07:00', toTime: '14:00' };
    const people = [idOf(lan), idOf(mai)];
    await lan.form('/ca-truc', { ...shift, people }).expect(404);
    await coordinator.form('/ca-truc', { ...shift, people: [] }).expect(400);
    await coordinator.form('/ca-truc', { ...shift, people, leader: idOf(lan) }).expect(303);
    const twice = await coordinator.form('/ca-truc', { ...shift, name: 'Ca khác', people: [idOf(mai)] }).expect(409);
    // Said at the form, which lies far below the page's head.
    expect(twice.text).toMatch(/data-summary>.*<a href="#f-people">Đã có ca khác vào giờ này: Thử operator\.</s);
    await mai.form('/ca-truc/ban-giao', { text: 'Không được.' }).expect(404);
    await lan.form('/ca-truc/ban-giao', { text: 'Nước Trảng Dài hẹn 18:00.' }).expect(303);
    const unread = (await mai.get('/ca-truc').expect(200)).text;
    const [, note = ''] = /ban-giao\/([0-9A-Z]{26})\/da-doc/.exec(unread) ?? [];
    expect((await lan.get('/ca-truc').expect(200)).text).not.toContain('/da-doc');
    for (let time = 0; time < 2; time += 1) await mai.form(`/ca-truc/ban-giao/${note}/da-doc`, {}).expect(303);
    expect((await mai.get('/ca-truc').expect(200)).text).not.toContain('/da-doc');
  });

  it('of one person that are saved at the same instant do not both stand', async () => {
    const people = [idOf(operators[0] as Agent)];
    for (const fromDay of ['2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04', '2026-12-05', '2026-12-06']) {
      const shift = { fromDay, fromTime: '07:00', toTime: '14:00', people };
      const saved = await Promise.all(
        ['Ca A', 'Ca B', 'Ca C'].map((name) => coordinator.form('/ca-truc', { ...shift, name })),
      );
      expect(saved.map(({ status }) => status).sort()).toEqual([303, 409, 409]);
    }
    // Those of different people do not hinder each other.
    const others = await Promise.all(
      operators.map((one, index) =>
        coordinator.form('/ca-truc', {
          name: `Ca ${String(index)}`,
          fromDay: '2026-12-08',
          fromTime: '07:00',
          toTime: '14:00',
          people: [idOf(one)],
        }),
      ),
    );
    expect(others.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
  });
});
