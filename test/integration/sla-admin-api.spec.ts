import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SlaPolicies } from '../../src/sla/index.js';
import { signIn, type Agent } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/index.js';

const NOTE = 'Quyết định 12/QĐ-UBND';
const proposal = {
  kind: 'days',
  scope: 'national',
  entries: [{ on: '2026-12-07', type: 'holiday', replaces: null, name: 'Ngày nghỉ thử', source: NOTE }],
};

let app: TestApp;
let admin: Agent;

beforeAll(async () => {
  app = await createTestApp();
  admin = await signIn(app, 'admin');
});
afterAll(() => app.close());

const idOf = (body: unknown): string => (body as { id: string }).id;
const statusOf = async (id: string): Promise<string> =>
  ((await admin.get(`/api/v1/sla/changes/${id}`)).body as { status: string }).status;

describe('/api/v1/sla', () => {
  it('shows the rules to whoever may read them, and to nobody else', async () => {
    const calendars = await admin.get('/api/v1/sla/calendars?year=2026');
    expect(calendars.body).toMatchObject({
      national: expect.arrayContaining([
        expect.objectContaining({ on: '2026-11-24', type: 'holiday', origin: 'file' }),
      ]),
      calendars: expect.arrayContaining([
        expect.objectContaining({
          code: 'office',
          hours: [expect.objectContaining({ week: expect.objectContaining({ 1: ['07:00-11:30', '13:00-16:30'] }) })],
        }),
      ]),
    });
    expect((await admin.get('/api/v1/sla/calendars?year=now')).status).toBe(400);
    expect((await admin.get('/api/v1/sla/classes')).body).toMatchObject({ classes: { length: 7 } });
    expect((await admin.get('/api/v1/sla/policies')).body).toMatchObject({ policies: { length: 28 } });
    const { ladders } = (await admin.get('/api/v1/sla/ladders')).body as { ladders: object[] };
    expect(ladders).toContainEqual(
      expect.objectContaining({
        clock: 'resolve',
        slaClass: '*',
        version: 1,
        steps: expect.arrayContaining([
          expect.objectContaining({ mark: '+2wd', recipients: ['overseer', 'superior'] }),
        ]),
      }),
    );
    const handler = await signIn(app, 'handler', 'SXD');
    for (const path of ['calendars?year=2026', 'classes', 'policies', 'ladders', 'changes'])
      expect((await handler.get(`/api/v1/sla/${path}`)).status).toBe(404);
    expect((await handler.post('/api/v1/sla/changes', { proposal, note: NOTE })).status).toBe(404);
  });

  it('a change is proposed, previewed, confirmed and in force', async () => {
    const made = await admin.post('/api/v1/sla/changes', { proposal, note: NOTE });
    expect(made.status).toBe(201);
    const id = idOf(made.body);
    await eventually('previewed', async () => (await statusOf(id)) === 'ready');
    const confirmed = await admin.post(`/api/v1/sla/changes/${id}/confirm`);
    expect([confirmed.status, idOf(confirmed.body)]).toEqual([200, id]);
    expect(app.get(SlaPolicies).rows.days.some(({ on }) => on === '2026-12-07')).toBe(true);
    await eventually('applied', async () => (await statusOf(id)) === 'done');
    expect((await admin.get('/api/v1/sla/changes')).body).toMatchObject({
      changes: [{ id, note: NOTE, createdBy: admin.accountId, createdByName: 'Thử admin', appliedBy: admin.accountId }],
      nextCursor: null,
    });
    const late = await admin.post(`/api/v1/sla/changes/${id}/cancel`);
    expect(late.status).toBe(409);
  });

  it('says beside which field something is wrong', async () => {
    const fieldsOf = (body: unknown): string[] =>
      (body as { errors: { field: string }[] }).errors.map(({ field }) => field);
    const wrong = { ...proposal, entries: [{ ...proposal.entries[0], on: '2026-02-29' }] };
    const unread = await admin.post('/api/v1/sla/changes', { proposal: wrong, note: NOTE });
    expect([unread.status, fieldsOf(unread.body)]).toEqual([400, ['proposal.entries.0.on']]);
    const refused = await admin.post('/api/v1/sla/changes', { proposal: { ...proposal, scope: 'x' }, note: NOTE });
    expect([refused.status, fieldsOf(refused.body)]).toEqual([400, ['scope']]);
    const notice = await admin.post('/api/v1/sla/changes/notice', { year: 2027, csv: 'on\n', note: NOTE });
    expect([notice.status, fieldsOf(notice.body)]).toEqual([400, ['csv']]);
    expect((await admin.get('/api/v1/sla/changes/x')).status).toBe(404);
    expect((await admin.post('/api/v1/sla/changes', { proposal, note: NOTE }, { key: null })).status).toBe(400);
  });
});
