import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountRow } from '../../src/identity/entities.js';
import { ContactRow } from '../../src/intake/index.js';
import { KnowledgeArticleRow, KnowledgeUseRow } from '../../src/knowledge/entities.js';
import { OperatorLines, PhoneCallRow } from '../../src/telephony/index.js';
import { signIn, visitor, type Agent } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';

const TOKEN = 'a-token-for-tests-0123456789';

let app: TestApp;
let coordinator: Agent;
let director: Agent;
let operator: Agent;
let id: string;

const FIELDS = {
  title: 'Trích lục khai sinh xin ở đâu?',
  answer: '1. Đến nơi đã đăng ký\n2. Điền tờ khai <b>',
  spoken: 'Anh chị xin tại nơi đã đăng ký khai sinh.',
  keywords: '',
  legalBasis: '',
  ownerAgency: 'Tổng đài 1022',
  ownerLogin: '',
  validFrom: '2026-11-23',
  validTo: '',
  reviewOn: '2027-05-23',
  category1: 'tthc-hoi-dap',
  version: '0',
};

beforeAll(async () => {
  app = await createTestApp({ config: { ctiTokens: [{ name: 'pbx', token: TOKEN }] } });
  [coordinator, director, operator] = [
    await signIn(app, 'coordinator'),
    await signIn(app, 'director'),
    await signIn(app, 'operator'),
  ];
}, 120_000);

afterAll(() => app.close());

const search = async (who: Agent, q: string): Promise<string[]> => {
  const answer = await who.post('/api/v1/knowledge/search', { q }, { key: null }).expect(200);
  return (answer.body as { items: { id: string }[] }).items.map((item) => item.id);
};

it('is written by one, approved by another, and read out by a third, who closes the call with it', async () => {
  const preview = await coordinator.form('/kien-thuc/moi/xem-truoc', FIELDS, { key: null }).expect(200);
  expect(preview.text).toContain('<ol><li>Đến nơi đã đăng ký</li><li>Điền tờ khai &lt;b&gt;</li></ol>');
  const wrong = await coordinator.form('/kien-thuc/moi/luu', { ...FIELDS, title: ' ', ownerAgency: 'Không có' });
  expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('Chưa rõ là cơ quan nào')]);
  const saved = await coordinator.form('/kien-thuc/moi/luu', FIELDS).expect(303);
  id = /kien-thuc\/([0-9A-Z]{26})/.exec(saved.headers['location'] ?? '')?.[1] ?? '';
  expect(await search(operator, 'trich luc khai sinh')).toEqual([]);
  await operator.get(`/kien-thuc/${id}`).expect(404);

  await coordinator.form(`/kien-thuc/${id}/duyet`, { version: '1' }).expect(404);
  await director.form(`/kien-thuc/${id}/duyet`, { version: '1' }).expect(303);
  expect(await search(operator, 'trich luc khai sinh')).toEqual([id]);
  const page = await operator.get(`/kien-thuc/${id}`).expect(200);
  expect(page.text).toContain(FIELDS.spoken);
  expect(page.text).not.toContain('Rút bài');

  const wrongPhone = await operator.form(`/kien-thuc/${id}/tra-loi`, { phone: '12', note: '' });
  expect(wrongPhone.status).toBe(400);
  await operator.form(`/kien-thuc/${id}/tra-loi`, { phone: '0900 000 777', note: '' }).expect(303);
  const contact = await app.rows.findOneByOrFail(ContactRow, { knowledgeArticleId: id });
  expect(contact).toMatchObject({ kind: 'answered', callerPhone: '+84900000777', receipt: { tickets: [] } });
  await operator.form(`/kien-thuc/${id}/chua-du`, { phone: '', note: '' }).expect(303);
  const uses = await app.rows.findBy(KnowledgeUseRow, { articleId: id });
  expect(uses.map(({ contactId, enough }) => [contactId, enough]).sort()).toEqual(
    [
      [contact.id, true],
      [null, false],
    ].sort(),
  );
});

it('is what the call at her telephone ended with', async () => {
  const { login } = await app.rows.findOneByOrFail(AccountRow, { id: operator.accountId ?? '' });
  await app.get(OperatorLines).set(login, '101');
  const tell = (event: string, more: object) =>
    operator.post(`/api/v1/cti/${TOKEN}`, { event, callId: 'k1', direction: 'in', ...more }).expect(200);
  await tell('newCall', { from: '0900 000 779', to: '1022', user: ['101'] });
  await tell('answer', { answeringNumber: '101' });
  const call = await app.rows.findOneByOrFail(PhoneCallRow, { callId: 'k1' });
  const page = await operator.get(`/kien-thuc/${id}`).expect(200);
  expect(page.text).toContain(`name="callId" value="${call.id}"`);
  expect(page.text).toContain('value="0900\u00A0000\u00A0779"');
  const fields = { phone: '0900 000 779', note: '', callId: call.id };
  await operator.form(`/kien-thuc/${id}/tra-loi`, fields).expect(303);
  const { contactId } = await app.rows.findOneByOrFail(PhoneCallRow, { callId: 'k1' });
  expect(await app.rows.findOneByOrFail(ContactRow, { callId: call.id })).toMatchObject({
    id: contactId,
    kind: 'answered',
    knowledgeArticleId: id,
  });
  // Written down by now: once more it is nobody's call.
  const again = await operator.form(`/kien-thuc/${id}/tra-loi`, fields).expect(409);
  expect(again.text).toContain('name="callId" value=""');
  expect(await app.rows.countBy(ContactRow, { callId: call.id })).toBe(1);
});

it('takes what was answered through the API, too', async () => {
  const body = { channel: 'phone', phone: '0900 000 778', knowledgeArticleId: id, tickets: [] };
  const { contactId } = (await operator.post('/api/v1/contacts', body).expect(201)).body as { contactId: string };
  expect(await app.rows.findOneByOrFail(ContactRow, { id: contactId })).toMatchObject({
    kind: 'answered',
    knowledgeArticleId: id,
  });
  await operator.post('/api/v1/knowledge/uses', { articleId: id, contactId, enough: true }).expect(201);
  await operator.post('/api/v1/contacts', { ...body, knowledgeArticleId: 'x' }).expect(400);
});

describe('who may what', () => {
  type Who = 'visitor' | 'operator' | 'coordinator' | 'handler' | 'agency_head' | 'director' | 'leader' | 'admin';
  const ALL: readonly Who[] = [
    'visitor',
    'operator',
    'coordinator',
    'handler',
    'agency_head',
    'director',
    'leader',
    'admin',
  ];
  const agents = new Map<Who, Agent>();

  beforeAll(async () => {
    for (const who of ALL)
      agents.set(
        who,
        who === 'visitor'
          ? visitor(app)
          : await signIn(app, who, who === 'handler' || who === 'agency_head' ? 'SXD' : undefined),
      );
  }, 60_000);

  const READERS: Who[] = ['operator', 'coordinator', 'handler', 'agency_head', 'director'];
  it.each<
    [string, (agent: Agent) => Promise<{ status: number; headers: Readonly<Record<string, string>> }>, readonly Who[]]
  >([
    ['search', (agent) => agent.post('/api/v1/knowledge/search', { q: 'khai sinh' }, { key: null }), READERS],
    ['read', (agent) => agent.get(`/api/v1/knowledge/${id}`), READERS],
    ['the list', (agent) => agent.get('/kien-thuc'), READERS],
    ['search on the page', (agent) => agent.form('/kien-thuc/tim', { tim: 'khai sinh' }, { key: null }), READERS],
    ['write', (agent) => agent.get('/kien-thuc/moi'), ['coordinator']],
    ['what is missing', (agent) => agent.get('/kien-thuc/chua-co'), ['coordinator']],
    ['say that one is missing', (agent) => agent.form('/kien-thuc/chua-co', { tim: 'x' }), ['operator', 'coordinator']],
    ['read to a caller', (agent) => agent.form(`/kien-thuc/${id}/chua-du`, {}), ['operator', 'coordinator']],
  ])('%s', async (_, act, allowed) => {
    const may: Who[] = [];
    for (const who of ALL) {
      const { status, headers } = await act(agents.get(who) as Agent);
      // Whoever is not signed in is sent to the door.
      const atTheDoor = headers['location']?.startsWith('/dang-nhap') === true;
      if (status === 200 || (status === 303 && !atTheDoor)) may.push(who);
    }
    expect(may).toEqual(ALL.filter((who) => allowed.includes(who)));
  });

  it('heads of other agencies neither withdraw nor review, and nothing changes', async () => {
    const head = agents.get('agency_head') as Agent;
    const before = await app.rows.findOneByOrFail(KnowledgeArticleRow, { id });
    const version = String(before.version);
    for (const step of ['rut', 'ra-soat', 'duyet'])
      await head.form(`/kien-thuc/${id}/${step}`, { version, because: 'Thử.', reviewOn: '2027-12-01' }).expect(404);
    expect(await app.rows.findOneByOrFail(KnowledgeArticleRow, { id })).toEqual(before);
  });
});
