import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { OnCall } from '../../src/escalation/on-call/on-call.js';
import { OnCallShiftRow } from '../../src/escalation/on-call/entities.js';
import { Accounts } from '../../src/identity/index.js';
import { newId } from '../../src/kernel/index.js';
import { managerOf, UnitOfWork } from '../../src/platform/database/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { signIn, type Agent } from '../support/agent.js';
import { instant } from '../support/index.js';

jest.setTimeout(60_000);

const AGENCY = 'SXD';
const OTHER = 'UBND-25993';

let app: TestApp;
let head: Agent;
let otherHead: Agent;
let coordinator: Agent;
let first: Agent;
let second: Agent;

beforeAll(async () => {
  app = await createTestApp();
  head = await signIn(app, 'agency_head', AGENCY);
  otherHead = await signIn(app, 'agency_head', OTHER);
  coordinator = await signIn(app, 'coordinator');
  first = await signIn(app, 'handler', AGENCY);
  second = await signIn(app, 'handler', AGENCY);
});
afterAll(() => app?.close());

const iso = (text: string): string => instant(text).toISOString();
const shift = (who: Agent, fromAt: string, toAt: string, change: object = {}) => ({
  agencyCode: AGENCY,
  accountId: who.accountId,
  phone: '0900 000 027',
  fromAt: iso(fromAt),
  toAt: iso(toAt),
  ...change,
});
const onCallAt = (text: string) => app.get(OnCall).at(AGENCY, instant(text));
const gapsOf = async (agent: Agent) => {
  const { body } = await agent.get(`/api/v1/on-call-shifts?agency=${AGENCY}`).expect(200);
  return (body as { gaps: { from: string; to: string }[] }).gaps;
};

// Monday 2026-11-23 08:00; Tuesday 24/11 is a day off.
describe('who is on call', () => {
  it('is found at every instant of a night, and nobody before and after', async () => {
    expect(await onCallAt('2026-11-23 20:00')).toEqual([]);
    await head.post('/api/v1/on-call-shifts', shift(first, '2026-11-23 16:30', '2026-11-24 07:00')).expect(201);
    expect(await onCallAt('2026-11-23 16:29:59.999')).toEqual([]);
    expect(await onCallAt('2026-11-23 16:30')).toEqual([first.accountId]);
    expect(await onCallAt('2026-11-24 00:00')).toEqual([first.accountId]);
    expect(await onCallAt('2026-11-24 06:59:59.999')).toEqual([first.accountId]);
    expect(await onCallAt('2026-11-24 07:00')).toEqual([]);
    expect(await app.get(OnCall).at(OTHER, instant('2026-11-24 00:00'))).toEqual([]);
  });

  it('may be two at once, but not one person twice', async () => {
    await coordinator.post('/api/v1/on-call-shifts', shift(second, '2026-11-23 22:00', '2026-11-24 08:00')).expect(201);
    expect(await onCallAt('2026-11-23 23:00')).toEqual([first.accountId, second.accountId]);
    expect(await onCallAt('2026-11-24 07:30')).toEqual([second.accountId]);
    const { body } = await head
      .post('/api/v1/on-call-shifts', shift(second, '2026-11-24 07:59', '2026-11-24 20:00'))
      .expect(400);
    expect(body.errors).toEqual([
      { field: 'accountId', message: expect.stringMatching(/Người này đã có ca từ 22:00/) },
    ]);
    await head.post('/api/v1/on-call-shifts', shift(second, '2026-11-24 08:00', '2026-11-24 20:00')).expect(201);
  });

  it('is asked for by its sender once, however often the line breaks', async () => {
    const key = 'the-same-shift-again';
    const wanted = shift(first, '2026-11-28 16:30', '2026-11-29 07:00');
    const one = await head.post('/api/v1/on-call-shifts', wanted, { key }).expect(201);
    const two = await head.post('/api/v1/on-call-shifts', wanted, { key }).expect(201);
    expect(two.body).toEqual(one.body);
  });

  it('is not somebody whose account was closed', async () => {
    const gone = await app.get(Accounts).add({
      login: 'da-nghi',
      displayName: 'Người Đã Nghỉ',
      roles: ['handler'],
      agencyCode: AGENCY,
      password: 'một mật khẩu đủ dài',
    });
    const wanted = { ...shift(first, '2026-11-25 16:30', '2026-11-26 07:00'), accountId: gone.id };
    await head.post('/api/v1/on-call-shifts', wanted).expect(201);
    expect(await onCallAt('2026-11-25 20:00')).toEqual([gone.id]);
    await app.get(Accounts).setActive('da-nghi', false);
    expect(await onCallAt('2026-11-25 20:00')).toEqual([]);
    const { body } = await head.post('/api/v1/on-call-shifts', {
      ...wanted,
      fromAt: iso('2026-11-30 16:30'),
      toAt: iso('2026-12-01 07:00'),
    });
    expect(body.errors).toEqual([{ field: 'accountId', message: expect.any(String) }]);
  });

  it('goes off the roster with a trace; twice does no harm; what is over stays', async () => {
    const { body } = await head
      .post('/api/v1/on-call-shifts', shift(first, '2026-11-26 16:30', '2026-11-27 07:00'))
      .expect(201);
    const { id } = body as { id: string };
    await coordinator.post(`/api/v1/on-call-shifts/${id}/cancel`).expect(200);
    app.clock.advance(60);
    await head.post(`/api/v1/on-call-shifts/${id}/cancel`).expect(200);
    app.clock.advance(-60);
    expect(await app.rows.findOneByOrFail(OnCallShiftRow, { id })).toMatchObject({
      cancelledAt: instant('2026-11-23 08:00'),
      cancelledBy: coordinator.accountId,
      createdBy: head.accountId,
    });
    expect(await onCallAt('2026-11-26 20:00')).toEqual([]);
    const over = {
      id: newId(),
      agencyCode: AGENCY,
      accountId: first.accountId ?? '',
      phone: null,
      fromAt: instant('2026-11-22 16:30'),
      toAt: instant('2026-11-23 08:00'),
      createdBy: head.accountId ?? '',
      createdAt: instant('2026-11-20 08:00'),
      cancelledAt: null,
      cancelledBy: null,
    };
    await app.get(UnitOfWork).run((tx) => managerOf(tx).insert(OnCallShiftRow, over));
    await head.post(`/api/v1/on-call-shifts/${over.id}/cancel`).expect(409);
  });
});

describe('whose roster it is', () => {
  it.each<[string, () => Agent, number]>([
    ['the own head', () => head, 200],
    ['a coordinator', () => coordinator, 200],
    ['another head', () => otherHead, 404],
    ['a handler of the agency', () => first, 404],
  ])('%s', async (_, agent, status) => {
    await agent().get(`/api/v1/on-call-shifts?agency=${AGENCY}`).expect(status);
    await agent()
      .post('/api/v1/on-call-shifts', shift(first, '2026-12-01 16:30', '2026-12-01 16:30'))
      .expect(status === 200 ? 400 : 404);
  });

  it('an agency that does not exist looks the same', async () => {
    await coordinator.get('/api/v1/on-call-shifts?agency=KHONG-CO').expect(404);
  });

  it('a shift of another agency cannot be taken off', async () => {
    const [row] = await app.rows.find(OnCallShiftRow, { take: 1 });
    const foreign = await otherHead.post(`/api/v1/on-call-shifts/${row?.id ?? ''}/cancel`).expect(404);
    const missing = await otherHead.post('/api/v1/on-call-shifts/khong-co/cancel').expect(404);
    const said = ({ body }: typeof foreign): unknown => (body as { title?: unknown }).title;
    expect(said(foreign)).toEqual(expect.any(String));
    expect(said(foreign)).toBe(said(missing));
  });
});

describe('what is wrong is said beside its field', () => {
  it.each<[string, object, string[]]>([
    ['a stranger', { accountId: '01JD000000000000000000000X' }, ['accountId']],
    ['no phone', { phone: '' }, ['phone']],
    ['a phone that is none', { phone: '0900' }, ['phone']],
    ['the end before the beginning', { toAt: iso('2026-11-27 10:00') }, ['toAt']],
    ['all at once', { accountId: '', phone: '1', toAt: iso('2026-11-27 10:00') }, ['accountId', 'phone', 'toAt']],
  ])('%s', async (_, change, fields) => {
    const { body } = await head
      .post('/api/v1/on-call-shifts', shift(first, '2026-11-27 16:30', '2026-11-28 07:00', change))
      .expect(400);
    expect((body.errors as { field: string }[]).map(({ field }) => field)).toEqual(fields);
  });
});

describe('what is missing', () => {
  it('is shown for seven days, out of office hours only', async () => {
    const agent = await signIn(app, 'agency_head', 'SYT');
    const { body } = await agent.get('/api/v1/on-call-shifts?agency=SYT').expect(200);
    expect(body.gaps).toEqual([
      { from: iso('2026-11-23 16:30'), to: iso('2026-11-25 07:00') },
      { from: iso('2026-11-25 16:30'), to: iso('2026-11-26 07:00') },
      { from: iso('2026-11-26 16:30'), to: iso('2026-11-27 07:00') },
      { from: iso('2026-11-27 16:30'), to: iso('2026-11-30 07:00') },
    ]);
  });

  it('is at the centre only the night, when nobody answers the telephone', async () => {
    const { body } = await coordinator.get('/api/v1/on-call-shifts?agency=TD1022').expect(200);
    const gaps = body.gaps as { from: string; to: string }[];
    expect(gaps[0]).toEqual({ from: iso('2026-11-23 21:00'), to: iso('2026-11-24 07:00') });
    expect(gaps).toHaveLength(7);
  });

  it('shrinks with every shift, and a shift that was taken off leaves it open', async () => {
    const gaps = await gapsOf(head);
    expect(gaps).toContainEqual({ from: iso('2026-11-24 20:00'), to: iso('2026-11-25 07:00') });
    expect(gaps).toContainEqual({ from: iso('2026-11-26 16:30'), to: iso('2026-11-27 07:00') });
    expect(gaps).toContainEqual({ from: iso('2026-11-27 16:30'), to: iso('2026-11-28 16:30') });
  });
});

describe('the page', () => {
  it('shows the week, what is missing in words, and takes a shift without scripts', async () => {
    const page = await head.get('/truc').expect(200);
    expect(page.text).toContain('Lịch trực: Sở Xây dựng');
    expect(page.text.replaceAll('\u00A0', ' ')).toContain(
      'Tối thứ Năm 26/11, từ 16:30 đến 07:00 hôm sau chưa có ai trực: việc khẩn sẽ báo lãnh đạo đơn vị.',
    );
    expect(page.text).toContain('0900\u00A0000\u00A0027');
    const fields = { agencyCode: AGENCY, week: '2026-11-23', accountId: first.accountId ?? '', phone: '0900 000 063' };
    const wrong = await head
      .form('/truc', { ...fields, fromDay: '2026-11-26', fromTime: '16:30', toDay: '2026-11-26', toTime: '7h' })
      .expect(400);
    expect(wrong.text).toContain('Giờ hết ca phải sau giờ bắt đầu ca.');
    expect(wrong.text).toContain('value="0900 000 063"');
    const added = await head
      .form('/truc', { ...fields, fromDay: '26/11/2026', fromTime: '16h30', toDay: '2026-11-27', toTime: '07:00' })
      .expect(303);
    const back = await head.get(added.headers['location'] ?? '').expect(200);
    expect(back.text).toContain('Đã thêm ca trực.');
    expect(back.text.replaceAll('\u00A0', ' ')).not.toContain('Tối thứ Năm 26/11');
    const [, id] = /action="\/truc\/([0-9A-Z]{26})\/bo"/.exec(back.text) ?? [];
    await head.form(`/truc/${id ?? ''}/bo`, { week: '2026-11-23' }).expect(303);
  });

  it('lets the centre look at any agency, by code or name, and a head at the own one alone', async () => {
    expect((await coordinator.get('/truc').expect(200)).text).toContain('Lịch trực: ');
    expect((await coordinator.get(`/truc?don-vi=${encodeURIComponent('Sở Y tế')}`).expect(200)).text).toContain(
      'Lịch trực: Sở Y tế',
    );
    expect((await coordinator.get('/truc?don-vi=khong-co-don-vi-nay').expect(200)).text).toContain(
      'Không có đơn vị nào tên như vậy',
    );
    await head.get('/truc?don-vi=SYT').expect(404);
    await first.get('/truc').expect(404);
    await head.get('/truc?tuan=2026-02-31').expect(200);
  });
});
