import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { newId } from '../../src/kernel/index.js';
import { TicketHistoryRow, TicketRemarkRow, TicketRow } from '../../src/tickets/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { CENTRE, signIn, visitor, type Agent } from '../support/agent.js';

jest.setTimeout(180_000);

const WARD = '25993';
const WARD_AGENCY = `UBND-${WARD}`;
const POTHOLE = { words: 'Ổ gà sâu trước chợ.', categoryCode: 'gt-mat-duong', wardCode: WARD, boundary: 'ordinary' };
const LIGHT = { words: 'Đèn giao thông tắt.', categoryCode: 'gt-den-bien', wardCode: WARD, boundary: 'ordinary' };
const DENUNCIATION = {
  words: 'Tôi tố cáo một cán bộ nhận tiền.',
  categoryCode: 'khac-kntc',
  wardCode: null,
  boundary: 'denunciation',
};

interface Reference {
  readonly ticketId: string;
  readonly version: number;
}
type Line = Readonly<
  Record<'ticketId' | 'outcome', string> & Record<'code' | 'title' | 'lead' | 'reason', string | null>
>;

describe('several tickets in one act', () => {
  let app: TestApp;
  let operator: Agent;
  let coordinator: Agent;
  let head: Agent;
  let handler: Agent;
  /** Two of the ward, one of Sở Xây dựng. */
  let own: Reference[];
  let foreign: Reference;
  /** About the centre itself, so kept outside it; about nobody, so the coordinator's. */
  let outside: Reference;
  let inside: Reference;

  const open = async (matter: object): Promise<Reference> => {
    const answer = await operator.post('/api/v1/contacts', {
      ...{ name: 'Lê Thị Bịa Đặt', phone: '0900 000 456', email: 'bia.dat@example.vn' },
      tickets: [matter],
    });
    expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
    const [{ ticketId = '' } = {}] = (answer.body as { tickets: { ticketId: string }[] }).tickets;
    return { ticketId, version: 1 };
  };
  const lines = async (who: Agent, body: object, key?: string): Promise<Line[]> => {
    const path = key === undefined ? '/api/v1/tickets/bulk/preview' : '/api/v1/tickets/bulk';
    const answer = await who.post(path, body, key === undefined ? { key: null } : { key });
    expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
    return (answer.body as { lines: Line[] }).lines;
  };
  const ticket = (id: string) => app.rows.findOneByOrFail(TicketRow, { id });
  const MISSING = { code: null, title: null, lead: null, outcome: 'missing', reason: 'Không tìm thấy phiếu này.' };

  beforeAll(async () => {
    app = await createTestApp();
    operator = await signIn(app, 'operator');
    coordinator = await signIn(app, 'coordinator');
    head = await signIn(app, 'agency_head', WARD_AGENCY);
    handler = await signIn(app, 'handler', WARD_AGENCY);
    own = [await open(POTHOLE), await open(POTHOLE)];
    foreign = await open(LIGHT);
    outside = await open({ ...DENUNCIATION, subjectAgencyCode: CENTRE });
    inside = await open(DENUNCIATION);
  });
  afterAll(() => app?.close());

  it('is transferred line by line: what goes, what not and why, what is not there for this person', async () => {
    const [first, second] = own as [Reference, Reference];
    await handler.post(`/api/v1/tickets/${second.ticketId}/accept`, { version: 1 }).expect(200);
    const unknown = newId();
    const body = {
      action: 'transfer',
      leadAgencyCode: 'SXD',
      remark: 'Đường do Sở quản lý.',
      tickets: [
        first,
        second,
        foreign,
        inside,
        outside,
        { ticketId: unknown, version: 1 },
        { ticketId: 'x', version: 1 },
      ],
    };
    const preview = await lines(coordinator, body);
    expect(preview.map(({ outcome }) => outcome)).toEqual([
      ...['ready', 'changed', 'refused', 'refused', 'missing', 'missing', 'missing'],
    ]);
    // A protected ticket looks like one that does not exist, and like what is no id at all.
    expect(preview.slice(4)).toEqual([outside.ticketId, unknown, 'x'].map((ticketId) => ({ ticketId, ...MISSING })));
    expect(preview[2]?.reason).toEqual(expect.stringMatching(/\p{Lu}.*\./u));
    expect(preview[3]?.reason).toEqual(expect.stringMatching(/\p{Lu}.*\./u));
    expect(await ticket(first.ticketId)).toMatchObject({ leadAgencyCode: WARD_AGENCY, version: 1 });

    const key = randomUUID();
    const done = await lines(coordinator, body, key);
    expect(done.map(({ outcome }) => outcome)).toEqual([
      ...['done', 'changed', 'refused', 'refused', 'missing', 'missing', 'missing'],
    ]);
    expect(done.slice(2)).toEqual(preview.slice(2));
    const moved = await ticket(first.ticketId);
    expect(moved).toMatchObject({ leadAgencyCode: 'SXD', version: 2 });
    // Sent again, and pressed twice at once: each line acts once.
    const again = await Promise.all([lines(coordinator, body, key), lines(coordinator, body, key)]);
    for (const one of again) expect(one.map(({ outcome }) => outcome)).toEqual(done.map(({ outcome }) => outcome));
    expect(await ticket(first.ticketId)).toMatchObject({ version: 2, historyHash: moved.historyHash });
    // With another key it is another act, and the ticket another one by now.
    const [late] = await lines(coordinator, { ...body, tickets: [first] }, randomUUID());
    expect(late).toMatchObject({ outcome: 'changed' });
  });

  it('is assigned by the head, to whoever works there', async () => {
    const [first, second] = own as [Reference, Reference];
    const tickets = [{ ...second, version: 2 }, first, outside];
    const colleague = await signIn(app, 'handler', WARD_AGENCY);
    const body = { action: 'assign', tickets, accountId: colleague.accountId, words: 'Xin xem hôm nay.' };
    // The first one has gone to Sở Xây dựng: for the ward it is not there any more.
    const expected = [
      { ticketId: second.ticketId, outcome: 'ready', reason: null },
      { ticketId: first.ticketId, ...MISSING },
      { ticketId: outside.ticketId, ...MISSING },
    ];
    expect(await lines(head, body)).toMatchObject(expected);
    expect(await lines(head, body, randomUUID())).toMatchObject([{ outcome: 'done' }, ...expected.slice(1)]);
    expect((await ticket(second.ticketId)).handlerAccountId).toBe(colleague.accountId);
    const [stranger] = await lines(head, {
      ...body,
      tickets: [{ ...second, version: 3 }],
      accountId: operator.accountId,
    });
    expect(stranger).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(/\p{Lu}.*\./u) });
  });

  it('is reminded once, with one remark each', async () => {
    const reminded = [own[1] as Reference, foreign];
    const tickets = await Promise.all(
      reminded.map(async ({ ticketId }) => ({ ticketId, version: (await ticket(ticketId)).version })),
    );
    const body = { action: 'remind_holder', tickets, text: 'Còn hai ngày, xin kiểm tra.' };
    expect((await lines(coordinator, body)).map(({ outcome }) => outcome)).toEqual(['ready', 'ready']);
    const key = randomUUID();
    for (const _ of [1, 2])
      expect((await lines(coordinator, body, key)).map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    for (const { ticketId } of tickets) {
      const type = { ticketId, type: 'holder_reminded' } as const;
      expect(await app.rows.countBy(TicketHistoryRow, type)).toBe(1);
      expect(await app.rows.countBy(TicketRemarkRow, { ticketId, kind: 'reminder' })).toBe(1);
    }
  });

  it('of which none is ticked goes back to the list, which says so', async () => {
    const back = await coordinator.form('/hang-loat/xem', { viec: 'transfer', nhom: 'triage' });
    expect([back.status, back.headers['location']]).toEqual([303, '/dieu-phoi?nhom=triage&xong=chua-chon']);
    const list = await coordinator.get(back.headers['location'] ?? '');
    expect(list.text).toContain('Chưa chọn phiếu nào.');
  });

  it('that no agency has are with the centre, and nobody there is offered to remind himself', async () => {
    const other = await open(DENUNCIATION);
    const said = { viec: 'transfer', nhom: 'triage', buoc: 'xem', lead: 'Sở Y tế', remark: 'Thuộc ngành y tế.' };
    const phieu = [inside, other].map(({ ticketId }) => `${ticketId}.1`);
    const preview = await coordinator.form('/hang-loat/xem', { ...said, phieu });
    expect(preview.text.match(/Đang ở <\/span>Tổng đài 1022/g)).toHaveLength(2);
    const list = await coordinator.get(`/dieu-phoi?nhom=triage&phieu=${inside.ticketId}`).expect(200);
    expect(list.text).toContain('id="hang-loat"');
    expect(list.text).not.toMatch(/value="remind_holder"|Nhắc người đang giữ/);
    const lead = await head.get(`/don-vi?phieu=${own[1]?.ticketId ?? ''}`).expect(200);
    expect(lead.text).toContain('Nhắc người đang giữ');
  });

  it('that are not there lead staff back to their own list, not to the citizen’s look-up', async () => {
    const { text } = await coordinator.get(`/dieu-phoi?phieu=${newId()}`).expect(404);
    expect(text).toContain('Không tìm thấy phiếu này');
    expect(text).toContain('Về danh sách của tôi');
    expect(text).not.toContain('btn--second" href="/tra-cuu');
    expect((await coordinator.get('/dang-nhap')).headers['location']).toBe('/dieu-phoi');
  });

  it('no rule for all tickets of an agency comes from a form that nobody has touched', async () => {
    const untouched = await head.form('/don-vi/phan-cong/quy-tac', { ruleCategory: '', ruleWard: '', ruleAccount: '' });
    expect([untouched.status, /Xin chọn giao cho ai/.test(untouched.text)]).toEqual([400, true]);
    const said = await head.form('/don-vi/phan-cong/quy-tac', { ruleAccount: 'it-phieu-nhat' });
    expect(said.status).toBe(303);
  });

  it('is refused as a whole, with words, when it cannot be meant so', async () => {
    const many = Array.from({ length: 101 }, () => ({ ticketId: newId(), version: 1 }));
    const wrong = async (body: object): Promise<unknown> => {
      const whole = { action: 'remind_holder', text: 'Xin kiểm tra.', tickets: [foreign], ...body };
      for (const path of ['/api/v1/tickets/bulk/preview', '/api/v1/tickets/bulk']) {
        const answer = await coordinator.post(path, whole).expect(400);
        if (path.endsWith('bulk')) return (answer.body as { errors: unknown }).errors;
      }
      return null;
    };
    const said = (field: string, message: string) => [expect.objectContaining({ field, message })];
    expect(await wrong({ tickets: many })).toEqual(said('tickets', 'Mỗi lần chọn nhiều nhất 100 phiếu.'));
    expect(await wrong({ tickets: [] })).toEqual(said('tickets', 'Xin chọn ít nhất một phiếu.'));
    expect(await wrong({ tickets: [foreign, foreign] })).toEqual(said('tickets', 'Có phiếu được chọn hai lần.'));
    expect(await wrong({ text: ' ' })).toEqual(said('text', 'Xin ghi cần nhắc điều gì.'));

    const transfer = { action: 'transfer', leadAgencyCode: 'SYT', remark: 'Thử.', tickets: [foreign] };
    for (const who of [handler, head]) await who.post('/api/v1/tickets/bulk', transfer).expect(404);
    await visitor(app).post('/api/v1/tickets/bulk', transfer).expect(401);
    const keyless = await coordinator.post('/api/v1/tickets/bulk', transfer, { key: null });
    expect(keyless.status).toBe(400);
    expect((await ticket(foreign.ticketId)).leadAgencyCode).toBe('SXD');
  });
});
