import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import supertest from 'supertest';
import { AccountRow } from '../../src/identity/entities.js';
import { ContactRow } from '../../src/intake/index.js';
import { managerOf, UnitOfWork } from '../../src/platform/database/index.js';
import {
  CallBackRow,
  CallQueries,
  OperatorLines,
  OperatorStates,
  PhoneCallRow,
  type OperatorState,
} from '../../src/telephony/index.js';
import { OperatorStateRow } from '../../src/telephony/entities.js';
import { signIn, type Agent } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/index.js';

jest.setTimeout(120_000);

const TOKEN = 'a-token-for-tests-0123456789';

let app: TestApp;
let lan: Agent;
let hoa: Agent;
let coordinator: Agent;

beforeAll(async () => {
  app = await createTestApp({ config: { ctiTokens: [{ name: 'pbx', token: TOKEN }] } });
  [lan, hoa, coordinator] = await Promise.all([
    signIn(app, 'operator'),
    signIn(app, 'operator'),
    signIn(app, 'coordinator'),
  ]);
  for (const [agent, line] of [
    [lan, '101'],
    [hoa, '102'],
  ] as const) {
    const { login } = await app.rows.findOneByOrFail(AccountRow, { id: agent.accountId ?? '' });
    await app.get(OperatorLines).set(login, line);
  }
});
afterAll(() => app?.close());

const cti = (body: object) => supertest(app.url).post(`/api/v1/cti/${TOKEN}`).send(body).expect(200);
const callOf = (callId: string) => app.rows.findOneByOrFail(PhoneCallRow, { pbx: 'pbx', callId });
const ring = (callId: string, from: string, line = '101') =>
  cti({ event: 'newCall', callId, from, to: '1022', direction: 'in', user: [line] });
const answer = (callId: string, line = '101') =>
  cti({ event: 'answer', callId, direction: 'in', answeringNumber: line });
const hangup = (callId: string, cause = 'normalClearing') => cti({ event: 'hangup', callId, direction: 'in', cause });
const fragment = async (agent: Agent) => (await agent.get('/tong-dai/dien-thoai?trong=1').expect(200)).text;

/** The calls whose words the page keeps together with them. */
const mineIn = (page: string) => (/data-mine="([^"]*)"/.exec(page)?.[1] ?? '').split(' ');

/** Lan's state follows her calls a moment later. */
const laterSheIs = (state: OperatorState, callId: string) =>
  eventually(`she is ${state}`, () =>
    app.rows.existsBy(OperatorStateRow, { accountId: lan.accountId ?? '', state, callId }),
  );

/** A whole call that she talked in, and wraps up by now. */
async function talked(callId: string, from: string): Promise<PhoneCallRow> {
  await ring(callId, from);
  app.clock.advance(5);
  await answer(callId);
  const { id } = await callOf(callId);
  await laterSheIs('talking', id);
  app.clock.advance(60);
  await hangup(callId);
  await laterSheIs('wrapup', id);
  return callOf(callId);
}

const words = (more: Record<string, string>) => ({
  phone: '0912 345 001',
  'tickets.0.words': 'Đèn đường trước nhà 12 tắt ba đêm nay',
  'tickets.0.categoryCode': 'ht-chieu-sang',
  'tickets.0.ward': 'Trảng Dài',
  ...more,
});

describe('a call at an operator’s telephone', () => {
  it('is on her page alone, with what came from the number before', async () => {
    await ring('p1', '0912 345 001');
    expect(await fragment(lan)).toContain('0912\u00A0345\u00A0001');
    expect(await fragment(lan)).toContain('gọi lần đầu');
    expect(await fragment(hoa)).not.toContain('data-active=');
    expect((await lan.get('/tong-dai').expect(200)).text).toContain(`name="callId" value="${(await callOf('p1')).id}"`);
    await answer('p1');
    const saved = await lan.form('/tong-dai', words({ callId: (await callOf('p1')).id }));
    expect(saved.status).toBe(303);
    app.clock.advance(30);
    await hangup('p1');
    await ring('p2', '+84912345001');
    const again = await fragment(lan);
    expect(again).toContain('đã gọi 1 lần trước');
    expect(again).toMatch(/lập phiếu [A-Z]/);
    expect(again).toContain('data-caller-ticket');
    await hangup('p2', 'cancel');
    await ring('p3', 'anonymous');
    expect(await fragment(lan)).toContain('Số không hiện');
    await hangup('p3', 'cancel');
  });

  it('has exactly one contact, with the time from hanging up to saving', async () => {
    const call = await talked('c1', '0912 345 002');
    app.clock.advance(40);
    const form = words({ callId: call.id, phone: '0912 345 002', note: 'Gọi lại buổi tối' });
    const key = '6f1f8d55-2a64-4f4c-9c39-5e8d1a6f7b10';
    const [first, repeat] = [await lan.form('/tong-dai', form, { key }), await lan.form('/tong-dai', form, { key })];
    expect([first.status, repeat.status]).toEqual([303, 303]);
    expect(repeat.headers['location']).toBe(first.headers['location']);
    // Also when the service hears only now that she wraps it up.
    const wrapup = { state: 'wrapup', at: app.clock.now(), callId: call.id } as const;
    await app.get(UnitOfWork).run((tx) => app.get(OperatorStates).inside(tx, lan.accountId ?? '', wrapup));
    const second = await lan.form('/tong-dai', form);
    expect(second.status).toBe(409);
    expect(second.text).toContain('Cuộc gọi này đã được ghi rồi, phiếu');
    expect(second.text).toContain('Đèn đường trước nhà 12');
    // The words are there to be saved on their own: no longer as this call.
    expect(second.text).toContain('name="callId" value=""');
    const contacts = await app.rows.findBy(ContactRow, { callId: call.id });
    expect(contacts).toMatchObject([{ kind: 'ticket', wrapUpSeconds: 40, note: 'Gọi lại buổi tối' }]);
    expect(contacts[0]?.startedAt).toEqual(call.answeredAt);
    expect((await callOf('c1')).contactId).toBe(contacts[0]?.id);
  });

  it('stays the form’s own when it is over and her state has not followed yet', async () => {
    const call = await talked('f1', '0912 345 030');
    // As it stood a moment before.
    await app
      .get(UnitOfWork)
      .run((tx) =>
        managerOf(tx).update(OperatorStateRow, { accountId: lan.accountId ?? '' }, { state: 'talking', untilAt: null }),
      );
    const page = await fragment(lan);
    expect(page).toContain(`data-active="${call.id}"`);
    expect(page).not.toContain(`data-unwritten="${call.id}"`);
    await lan.form('/tong-dai', words({ callId: call.id, phone: '0912 345 030' })).expect(303);
  });

  it('is written down by nobody else, and by one of two windows', async () => {
    const call = await talked('c2', '0912 345 003');
    const others = await hoa.form('/tong-dai', words({ callId: call.id }));
    expect([others.status, others.text.includes('do người khác nghe')]).toEqual([409, true]);
    expect((await hoa.form(`/tong-dai/cuoc-goi/${call.id}/silent`, {})).status).toBe(404);
    const saves = await Promise.all([
      lan.form('/tong-dai', words({ callId: call.id })),
      lan.form('/tong-dai', words({ callId: call.id })),
    ]);
    expect(saves.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(await app.rows.countBy(ContactRow, { callId: call.id })).toBe(1);
  });

  it('stays one contact when a status is told first and something new is reported then', async () => {
    const call = await talked('c3', '0912 345 001');
    const about = /value="enquire:([0-9A-Z]{26})"/.exec((await lan.get('/tong-dai')).text)?.[1] ?? '';
    const form = words({ callId: call.id, 'tickets.0.words': 'Nắp cống trước chợ bị bể' });
    const told = await lan.form('/tong-dai', { ...form, outcome: `enquire:${about}` });
    expect(told.status).toBe(201);
    expect(told.text).toContain('Nắp cống trước chợ bị bể');
    const moreOf = /name="moreOf" value="([0-9A-Z]{26})"/.exec(told.text)?.[1] ?? '';
    expect((await lan.form('/tong-dai', { ...form, moreOf })).status).toBe(303);
    const contacts = await app.rows.findBy(ContactRow, { callId: call.id });
    expect(contacts).toMatchObject([{ id: moreOf, kind: 'ticket' }]);
    expect(contacts[0]?.receipt.tickets).toHaveLength(2);
  });

  it('that was written down stays in sight while it is talked in, and what else is said is the same contact', async () => {
    await ring('w1', '0912 345 201');
    await answer('w1');
    const call = await callOf('w1');
    await lan.form('/tong-dai', { callId: call.id, phone: '0912 345 201', outcome: 'answered' }).expect(303);
    const page = (await lan.get('/tong-dai').expect(200)).text;
    expect(page).toContain('đang nói, đã ghi');
    expect(page).toContain('name="phone" value="0912\u00A0345\u00A0201"');
    expect(page).toContain('name="callId" value=""');
    expect(await fragment(lan)).toContain('data-active-phone="0912\u00A0345\u00A0201"');
    await lan.form('/tong-dai', words({ phone: '0912 345 201' })).expect(303);
    const contacts = await app.rows.findBy(ContactRow, { callerPhone: '+84912345201' });
    expect(contacts).toMatchObject([{ callId: call.id, kind: 'ticket' }]);
    // Another number is another caller: somebody at the counter, or who is called for.
    await lan.form('/tong-dai', words({ phone: '0912 345 202' })).expect(303);
    expect(await app.rows.findBy(ContactRow, { callerPhone: '+84912345202' })).toMatchObject([{ callId: null }]);
    await hangup('w1');
    expect((await lan.get('/tong-dai').expect(200)).text).toContain('Chưa có cuộc gọi.');
  });

  it('stays in sight until an outcome is chosen', async () => {
    const calls = [await talked('u1', '0912 345 004'), await talked('u2', '0912 345 005')];
    const page = (await lan.get('/tong-dai')).text;
    // The latest is the form's own while she wraps it up; the one before waits.
    expect(page).toContain(`data-unwritten="${calls[0]?.id ?? ''}"`);
    await lan
      .form(`/tong-dai/cuoc-goi/${calls[0]?.id ?? ''}/wrong_number`, {}, { headers: { 'x-part': 'phone' } })
      .expect(204);
    const saved = await lan.form('/tong-dai', { callId: calls[1]?.id ?? '', outcome: 'abuse', phone: '0912 345 005' });
    expect(saved.status).toBe(303);
    expect((await lan.get('/tong-dai')).text).not.toContain('data-unwritten');
    for (const [index, kind] of ['wrong_number', 'abuse'].entries())
      expect(await app.rows.findOneByOrFail(ContactRow, { callId: calls[index]?.id ?? '' })).toMatchObject({ kind });
    // Whoever has written it down wraps up no more.
    const own = (await app.get(OperatorStates).now()).find(({ accountId }) => accountId === lan.accountId);
    expect(own?.state).toBe('ready');
  });

  it('that ends while the page asks for the calls is hers to write down all the same', async () => {
    await ring('e1', 'anonymous');
    await answer('e1');
    const { id } = await callOf('e1');
    const queries = app.get(CallQueries);
    const open = queries.open.bind(queries);
    const asked = jest.spyOn(queries, 'open').mockImplementationOnce(async (principal) => {
      const calls = await open(principal);
      await hangup('e1');
      return calls;
    });
    try {
      expect(mineIn(await fragment(lan))).toContain(id);
    } finally {
      asked.mockRestore();
    }
    await lan.form(`/tong-dai/cuoc-goi/${id}/silent`, {}, { headers: { 'x-part': 'phone' } }).expect(204);
  });

  it('she made herself stays with what she writes when it has ended, and asks for nothing afterwards', async () => {
    const out = (event: string, more: object = {}) =>
      cti({ event, callId: 'o1', direction: 'out', from: '101', to: '0912345020', user: ['101'], ...more });
    await out('newCall');
    await out('answer', { answeringNumber: '101' });
    const { id } = await callOf('o1');
    await laterSheIs('talking', id);
    expect(mineIn(await fragment(lan))).toContain(id);
    await out('hangup', { cause: 'normalClearing' });
    const page = await fragment(lan);
    expect(mineIn(page)).toContain(id);
    expect(page).not.toContain(`data-unwritten="${id}"`);
    await lan.form('/tong-dai', words({ callId: id, phone: '0912 345 020' })).expect(303);
    expect(mineIn(await fragment(lan))).not.toContain(id);
  });

  it('has its state changed from the bar, and comes back to the page', async () => {
    const set = await lan.form('/tong-dai/trang-thai', { state: 'break', next: '/su-co' }, { key: null });
    expect([set.status, set.headers['location']]).toEqual([303, '/su-co']);
    expect((await lan.get('/su-co')).text).toContain('data-state="break"');
    const away = await lan.form('/tong-dai/trang-thai', { state: 'ready', next: '//evil.test' }, { key: null });
    expect(away.headers['location']).toBe('/tong-dai');
  });
});

describe('people to be called', () => {
  it('are claimed, tried and closed by one of the operators', async () => {
    await ring('m1', '0912 345 007');
    await hangup('m1', 'noAnswer');
    await eventually('the missed call is in the list', () => app.rows.existsBy(CallBackRow, { phone: '+84912345007' }));
    const entry = await app.rows.findOneByOrFail(CallBackRow, { phone: '+84912345007' });
    const page = await lan.get('/goi-lai').expect(200);
    expect(page.text).toContain('0912\u00A0345\u00A0007');
    expect(page.text).toContain('kịp nghe máy');
    const at = `/goi-lai/${entry.id}`;
    expect((await lan.form(`${at}/nhan`, {})).headers['location']).toContain('xong=nhan');
    const taken = await hoa.form(`${at}/lan-goi`, { result: 'reached' });
    expect([taken.status, taken.text.includes('đang gọi cho người này')]).toEqual([409, true]);
    const early = await lan.form(`${at}/dong`, { outcome: 'helped', note: 'Đã ghi phiếu' });
    expect([early.status, early.text.includes('Đã ghi phiếu')]).toEqual([409, true]);
    // Said at the entry, which may be the thirtieth.
    expect(early.text).toMatch(
      new RegExp(`id="gl-${entry.id}"(?:(?!<li).)*data-summary><p>.*?Chưa ghi lần gọi nào`, 's'),
    );
    expect((await lan.form(`${at}/lan-goi`, { result: '' })).status).toBe(400);
    await lan.form(`${at}/lan-goi`, { result: 'reached' }).expect(303);
    await lan.form(`${at}/dong`, { outcome: 'helped' }).expect(303);
    expect((await lan.get('/goi-lai')).text).not.toContain(`gl-${entry.id}`);
  });
});

describe('what was said to the voice box', () => {
  it('is heard by whoever has taken the caller on', async () => {
    await ring('v1', '0912 345 040');
    await cti({ event: 'answer', callId: 'v1', direction: 'in', user: ['voicemail'] });
    await hangup('v1');
    const recordingUrl = 'https://ghi-am.example/v1.wav';
    await app
      .get(UnitOfWork)
      .run((tx) => managerOf(tx).update(PhoneCallRow, { pbx: 'pbx', callId: 'v1' }, { recordingUrl }));
    await eventually('the caller is in the list', () => app.rows.existsBy(CallBackRow, { phone: '+84912345040' }));
    const { id } = await app.rows.findOneByOrFail(CallBackRow, { phone: '+84912345040' });
    expect((await lan.get('/goi-lai')).text).not.toContain(recordingUrl);
    await lan.form(`/goi-lai/${id}/nhan`, {}).expect(303);
    expect((await lan.get('/goi-lai')).text).toContain(recordingUrl);
    expect((await hoa.get('/goi-lai')).text).not.toContain(recordingUrl);
  });
});

describe('events that are refused', () => {
  it('are counted where the administrator looks', async () => {
    await supertest(app.url).post('/api/v1/cti/not-a-token').send({ event: 'hangup', callId: 'x' }).expect(401);
    const page = (await (await signIn(app, 'admin')).get('/quan-tri').expect(200)).text;
    expect(page).toContain('không rõ, khoá sai');
    expect(page).toMatch(/<td>pbx<\/td><td class="num">\d+<\/td>/);
  });
});

describe('numbers held back', () => {
  it('are offered from abuse, blocked with a reason and let go by coordinators', async () => {
    await lan.get('/chan-so').expect(404);
    const offered = /luot&#x3D;([0-9A-Z]{26})/.exec((await coordinator.get('/chan-so')).text)?.[1] ?? '';
    expect((await coordinator.get(`/chan-so?luot=${offered}`).expect(200)).text).toContain(
      'value="0912\u00A0345\u00A0005"',
    );
    expect((await coordinator.form('/chan-so', { phone: '0912 345 005', reason: '', days: '7' })).status).toBe(400);
    await coordinator.form('/chan-so', { phone: '0912 345 005', reason: 'Chửi bới', days: '7' }).expect(303);
    const refused = await supertest(app.url)
      .post(`/api/v1/cti/${TOKEN}`)
      .send({ event: 'newCall', callId: 'b1', from: '0912345005', to: '1022', direction: 'in', user: ['101'] });
    expect(refused.body).toEqual({ action: 'reject', reason: 'busy' });
    expect(await fragment(lan)).not.toContain('0912\u00A0345\u00A0005');
    // Nobody waits who hears the engaged tone.
    expect((await coordinator.get('/giam-sat').expect(200)).text).not.toContain((await callOf('b1')).id);
    const id = /\/chan-so\/([0-9A-Z]{26})\/bo/.exec((await coordinator.get('/chan-so')).text)?.[1] ?? '';
    await coordinator.form(`/chan-so/${id}/bo`, {}).expect(303);
    expect((await coordinator.get('/chan-so')).text).toContain('Không chặn số nào');
  });
});
