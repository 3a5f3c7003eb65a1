import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  GATE_CHECKS,
  TICKET_COMMANDS,
  type TicketCommand,
  type TicketDetail,
  type TicketPage,
} from '../../src/tickets/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { signIn, visitor, type Agent } from '../support/agent.js';

jest.setTimeout(180_000);

const WARD = '25993';
const WARD_AGENCY = `UBND-${WARD}`;
const REPORTER = { name: 'Lê Thị Bịa Đặt', phone: '0900 000 456', email: 'bia.dat@example.vn' };
const ANSWER = {
  found: 'Đo tại chỗ: ba ổ gà, sâu nhất 12 cm.',
  done: 'Đã rào chắn và vá tạm.',
  doneOn: '2026-11-27',
  inCharge: 'Phòng Kinh tế, Hạ tầng và Đô thị',
  evidenceWaiver: 'Ảnh chụp nằm trong biên bản giấy.',
};
const CHECKS = Object.fromEntries(GATE_CHECKS.map((check) => [check, 'passed']));

/** Whose own fields have other names, or may be left out: only the moment is wrong. */
const BY_MOMENT = [
  'withdrawal',
  'correction',
  'apology',
  'done',
  'appeal',
  'ruling',
  'handler',
  'support',
  'support-part',
  'enquiry',
  'chase',
  'split',
  'reopening',
];

describe('a ticket over HTTP', () => {
  let app: TestApp;
  let operator: Agent;
  let coordinator: Agent;
  let handler: Agent;
  let head: Agent;
  let foreign: Agent;

  beforeAll(async () => {
    app = await createTestApp();
    operator = await signIn(app, 'operator');
    coordinator = await signIn(app, 'coordinator');
    handler = await signIn(app, 'handler', WARD_AGENCY);
    head = await signIn(app, 'agency_head', WARD_AGENCY);
    foreign = await signIn(app, 'agency_head', 'SYT');
  });
  afterAll(() => app?.close());

  const open = async (matter: Readonly<Record<string, unknown>> = {}): Promise<{ ticketId: string; code: string }> => {
    const answer = await operator.post('/api/v1/contacts', {
      ...REPORTER,
      tickets: [
        { words: 'Ổ gà sâu trước chợ.', categoryCode: 'gt-mat-duong', wardCode: WARD, boundary: 'ordinary', ...matter },
      ],
    });
    expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
    return (answer.body as { tickets: { ticketId: string; code: string }[] }).tickets[0] ?? { ticketId: '', code: '' };
  };
  const at = (ticketId: string, rest = ''): string => `/api/v1/tickets/${ticketId}${rest}`;
  const detail = async (who: Agent, ticketId: string): Promise<TicketDetail> => {
    const answer = await who.get(at(ticketId)).expect(200);
    return answer.body as TicketDetail;
  };

  it('goes all the way: routed, accepted, drafted, submitted, returned, approved, published', async () => {
    const { ticketId, code } = await open();
    const list = await handler.get('/api/v1/tickets?tab=to_accept').expect(200);
    expect((list.body as TicketPage).items.map((item) => item.code)).toContain(code);

    const accepted = await handler.post(at(ticketId, '/accept'), { version: 1 }).expect(200);
    expect(accepted.body).toEqual({ ticketId, code, version: 2, state: 'in_progress' });
    const draft = await handler.post(at(ticketId, '/answer-draft'), { version: 2, found: ANSWER.found }).expect(200);
    expect(draft.body).toMatchObject({ version: 2, draftVersion: 1 });
    const vague = await handler
      .post(at(ticketId, '/answer'), { version: 2, ...ANSWER, doneOn: 'sớm nhất' })
      .expect(400);
    expect(vague.body).toMatchObject({ errors: [{ field: 'doneOn' }] });
    await handler.post(at(ticketId, '/answer'), { version: 2, ...ANSWER, draftVersion: 1 }).expect(200);
    await head.post(at(ticketId, '/return-answer'), { version: 3, remarks: 'Ghi rõ vá bằng gì.' }).expect(200);
    await handler.post(at(ticketId, '/answer'), { version: 4, ...ANSWER, done: 'Vá bằng nhựa nóng.' }).expect(200);
    await head.post(at(ticketId, '/approve'), { version: 5 }).expect(200);
    const published = await coordinator.post(at(ticketId, '/publish'), { version: 6, checks: CHECKS }).expect(200);
    expect(published.body).toMatchObject({ version: 7, state: 'published' });

    const seen = await detail(handler, ticketId);
    expect(seen.story).toHaveLength(8);
    expect(seen.answers.map(({ number, status }) => [number, status])).toEqual([
      [2, 'published'],
      [1, 'returned'],
    ]);
  });

  it('classifies what waits for a coordinator', async () => {
    const { ticketId } = await open({ categoryCode: null, wardCode: null });
    const missing = await coordinator
      .post(at(ticketId, '/classify'), { version: 1, categoryCode: 'gt-mat-duong' })
      .expect(400);
    expect(missing.body).toMatchObject({ errors: [{ field: 'wardCode' }] });
    const done = await coordinator
      .post(at(ticketId, '/classify'), { version: 1, categoryCode: 'gt-mat-duong', wardCode: WARD })
      .expect(200);
    expect(done.body).toMatchObject({ state: 'assigned', version: 2 });
  });

  it('guides a complaint elsewhere, and no agency ever finds it', async () => {
    const { ticketId } = await open({ boundary: 'complaint', words: 'Tôi khiếu nại quyết định của phường.' });
    for (const agent of [handler, head, foreign]) await agent.get(at(ticketId)).expect(404);
    const guided = await coordinator
      .post(at(ticketId, '/guide-elsewhere'), {
        version: 1,
        kind: 'complaint',
        text: 'Gửi đơn đến Chủ tịch UBND phường.',
      })
      .expect(200);
    expect(guided.body).toMatchObject({ state: 'guided_elsewhere' });
    for (const agent of [handler, head, foreign]) await agent.get(at(ticketId)).expect(404);
  });

  it('reports, asks and hears, corrects, transfers', async () => {
    const urgent = await open({ categoryCode: 'ht-nguy-hiem' });
    const url = (rest: string): string => at(urgent.ticketId, rest);
    await handler.post(url('/accept'), { version: 1 }).expect(200);
    const early = await handler.post(url('/answer'), { version: 2, ...ANSWER }).expect(409);
    expect((early.body as { title: string }).title).toContain('Xin báo việc đã xử lý tại chỗ trước');
    const wrong = await handler.post(url('/action'), { version: 2, text: 'Đã rào.', actedAt: 'sáng nay' }).expect(400);
    expect(wrong.body).toMatchObject({ errors: [{ field: 'actedAt' }] });
    const action = { version: 2, text: 'Đã rào chắn.', actedAt: app.clock.now().toISOString() };
    await handler.post(url('/action'), action).expect(200);
    await handler.post(url('/question'), { version: 3, text: 'Cổng nào?' }).expect(200);
    expect(await detail(head, urgent.ticketId)).toMatchObject({ state: 'awaiting_info', question: 'Cổng nào?' });
    await foreign.post(url('/reply'), { version: 4, text: 'Cổng đông.' }).expect(404);
    await operator.post(url('/reply'), { version: 4, text: 'Cổng đông.' }).expect(200);
    await coordinator.post(url('/reclassify'), { version: 5, categoryCode: 'gt-mat-duong' }).expect(200);
    const moved = { version: 6, leadAgencyCode: 'SYT', remark: 'Cổng bệnh viện.' };
    const done = await coordinator.post(url('/transfer'), moved).expect(200);
    expect(done.body).toMatchObject({ state: 'assigned', version: 7 });
    await handler.get(url('')).expect(404);
    expect(await detail(foreign, urgent.ticketId)).toMatchObject({ state: 'assigned', urgent: false });
  });

  it('asks for more time and decides, where the class allows it', async () => {
    const { ticketId } = await open({ categoryCode: 'dat-lan-chiem' });
    await handler.post(at(ticketId, '/accept'), { version: 1 }).expect(200);
    const [first] = (await detail(handler, ticketId)).extension.choices;
    const newDay = String(first).slice(0, 10);
    await handler.post(at(ticketId, '/extension'), { version: 2, reason: 'Cần đo đạc.', newDay }).expect(200);
    await handler.post(at(ticketId, '/extension-decision'), { version: 3, approve: true }).expect(404);
    await head.post(at(ticketId, '/extension-decision'), { version: 3, approve: true }).expect(200);
    const seen = await detail(head, ticketId);
    expect([seen.dueAt, seen.extension.pending]).toEqual([first, null]);
  });

  it('lists and drafts the letters that are owed, to whoever signs them', async () => {
    const { ticketId } = await open();
    expect((await head.get('/api/v1/apologies').expect(200)).body).toMatchObject({ owed: 0, letters: [] });
    await head.get(at(ticketId, '/apology-draft')).expect(404);
    await handler.get('/api/v1/apologies').expect(404);
  });

  it('acts once on a repeated request, and gives the same answer', async () => {
    const { ticketId } = await open();
    const key = randomUUID();
    const accept = () => handler.post(at(ticketId, '/accept'), { version: 1 }, { key });
    const [first, second] = await Promise.all([accept(), accept()]);
    const third = await accept();
    expect([first.status, second.status, third.status]).toEqual([200, 200, 200]);
    expect([second.body, third.body]).toEqual([first.body, first.body]);
    expect((await detail(handler, ticketId)).version).toBe(2);
    await handler.post(at(ticketId, '/accept'), { version: 2 }, { key: null }).expect(400);
  });

  it('tells whoever was overtaken what has happened since, and lets nobody be overtaken by a question how it stands', async () => {
    const { ticketId } = await open();
    const version = 1;
    await operator.post(at(ticketId, '/enquiry'), { version }).expect(200);
    // Decided on the version before the caller asked: nothing of that was overtaken.
    const accepted = await handler.post(at(ticketId, '/accept'), { version }).expect(200);
    expect((accepted.body as { version: number }).version).toBe(version + 2);
    const late = await coordinator.post(at(ticketId, '/transfer'), {
      version,
      leadAgencyCode: 'SXD',
      remark: 'Đường tỉnh.',
    });
    expect(late.status).toBe(409);
    const { changes } = late.body as { changes: { text: string; at: string }[] };
    // What overtook them, and not the enquiry before it.
    expect(changes.map(({ text }) => text)).toEqual([expect.stringContaining('nhận xử lý')]);
    // Of a ticket that is not theirs nobody hears what has changed.
    const foreign = await signIn(app, 'handler', 'SYT');
    const hidden = await foreign.post(at(ticketId, '/accept'), { version }).expect(404);
    expect(hidden.body).not.toHaveProperty('changes');
  });

  it('says 409 to a stale version and to the wrong moment, each in words', async () => {
    const { ticketId } = await open();
    await handler.post(at(ticketId, '/accept'), { version: 1 }).expect(200);
    const stale = await handler.post(at(ticketId, '/accept'), { version: 1 }).expect(409);
    expect(stale.body).toMatchObject({ title: 'Phiếu này vừa có người khác cập nhật. Xin xem bản mới rồi làm tiếp.' });
    const early = await head.post(at(ticketId, '/approve'), { version: 2 }).expect(409);
    expect(early.body).toMatchObject({
      title: 'Phiếu đang ở bước “Đang xử lý” nên chưa làm được việc “Duyệt câu trả lời”.',
    });
  });

  it('answers a foreign ticket, an unknown one and nonsense in the same way', async () => {
    const { ticketId } = await open();
    const bodies: unknown[] = [];
    for (const id of [ticketId, '01ARZ3NDEKTSV4RRFFQ69G5FAV', 'x', encodeURIComponent('không có')]) {
      for (const answer of [
        await foreign.get(at(id)),
        await foreign.post(at(id, '/accept'), { version: 1 }),
        await foreign.post(at(id, '/approve'), { version: 1 }),
        await foreign.post(at(id, '/return-answer'), { version: 1, remarks: 'x' }),
      ]) {
        expect(answer.status).toBe(404);
        const { title, type, status } = answer.body as Record<string, unknown>;
        bodies.push({ title, type, status });
      }
    }
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
    for (const path of ['', '/accept', '/approve']) {
      const answer =
        path === ''
          ? await visitor(app).get(at(ticketId))
          : await visitor(app).post(at(ticketId, path), { version: 1 });
      expect([401, 403, 404]).toContain(answer.status);
    }
  });

  it('says everything that is wrong with a form at once, beside each field', async () => {
    const { ticketId } = await open();
    const nobody = 'Phòng Không Có';
    const isWrong = async (who: Agent, path: string, fields: Record<string, string>, messages: string[]) => {
      const { status, text } = await who.form(path, fields);
      expect([status, messages.filter((message) => !text.includes(message))]).toEqual([400, []]);
    };
    const unknown = 'Không có đơn vị này; xin chọn lại trong danh sách.';
    await isWrong(handler, `/phieu/${ticketId}/return-ticket`, { version: '1', returnTo: nobody }, [
      ...['Xin chọn lý do trả lại trong danh sách.', unknown, 'Xin nói rõ vì sao trả lại, để 1022 chuyển đúng nơi.'],
    ]);
    await isWrong(coordinator, `/phieu/${ticketId}/transfer`, { version: '1', newLead: nobody }, [
      ...[unknown, 'Xin ghi vì sao chuyển, để cả hai đơn vị cùng biết.'],
    ]);
    await handler.post(at(ticketId, '/accept'), { version: 1 }).expect(200);
    await isWrong(handler, `/phieu/${ticketId}/support-ask`, { version: '2', supportAgency: nobody }, [
      ...[unknown, 'Xin ghi cần đơn vị ấy làm gì, cho biết gì.', 'Xin chọn một ngày làm việc của đơn vị phối hợp'],
    ]);
    const place = { newWard: 'Xã Không Có', newPoint: 'ở đây', newSubject: nobody };
    await isWrong(coordinator, `/phieu/${ticketId}/correct`, { version: '2', ...place }, [
      ...['Không có phường, xã này; xin chọn lại trong danh sách.', 'Điểm trên bản đồ gồm vĩ độ và kinh độ'],
      ...['Không có cơ quan này; xin chọn lại trong danh sách.', 'Xin ghi vì sao sửa'],
    ]);
    const admin = await signIn(app, 'admin');
    const merged = { tu1: 'Sở Xây dựng', vao_ten: 'Sở Xây dựng', ngay: '2026-11-20' };
    await isWrong(admin, '/quan-tri/don-vi/sap-nhap', merged, [
      ...['Xin ghi số quyết định, như 1234/QĐ-UBND.', 'Đơn vị nhận phải khác đơn vị kết thúc.'],
    ]);
  });

  it('never lets the reporter through to an agency, whatever it asks for', async () => {
    const { ticketId } = await open({ words: `Tôi là ${REPORTER.name}, ${REPORTER.phone}. Ổ gà.` });
    const texts = [
      (await handler.get(at(ticketId)).expect(200)).text,
      (await head.get(at(ticketId)).expect(200)).text,
      (await head.get('/api/v1/tickets?tab=open&limit=200').expect(200)).text,
      (await handler.get(at(ticketId, '/reporter')).expect(404)).text,
      (await head.get(at(ticketId, '/reporter')).expect(404)).text,
    ].join('\n');
    expect(texts).toContain(ticketId);
    for (const secret of ['Bịa Đặt', '900000456', '0900 000 456', 'bia.dat']) expect(texts).not.toContain(secret);
    const reporter = await operator.get(at(ticketId, '/reporter')).expect(200);
    expect(reporter.body).toMatchObject({ hidden: false, name: REPORTER.name, phone: '+84900000456' });
  });

  it('says beside the caller’s name that it is too long, not beside the incident’s', async () => {
    const { ticketId } = await open();
    const incident = { version: 1, name: 'Mất nước', script: 'Đang sửa ống.', wardCodes: [WARD] };
    await coordinator.post(at(ticketId, '/incident'), incident).expect(200);
    const caller = { phone: '0900 000 027', name: 'x'.repeat(500) };
    const page = await operator.form(`/su-co/${ticketId}/them`, caller).expect(400);
    expect(page.text).toContain('id="f-name-e"');
  });

  it.each<[string, object]>([
    ['no version', {}],
    ['a version that is none', { version: 'mới' }],
    ['a negative version', { version: -1 }],
    ['texts that are none', { version: 1, found: 1, remarks: {}, text: [], categoryCode: 5, kind: 'x' }],
  ])('refuses %s with 400, never with a fault of its own', async (_, body) => {
    const { ticketId } = await open();
    const paths: [Agent, string][] = [
      [coordinator, 'classify'],
      [handler, 'accept'],
      [handler, 'answer-draft'],
      [handler, 'answer'],
      [head, 'approve'],
      [head, 'return-answer'],
      [coordinator, 'publish'],
      [coordinator, 'guide-elsewhere'],
      [handler, 'action'],
      [coordinator, 'reclassify'],
      [coordinator, 'transfer'],
      [handler, 'question'],
      [operator, 'reply'],
      [handler, 'extension'],
      [head, 'extension-decision'],
      [head, 'apology'],
      [handler, 'done'],
      [handler, 'return-to-centre'],
      [head, 'appeal'],
      [coordinator, 'ruling'],
      [head, 'handler'],
      [handler, 'support'],
      [handler, 'support-part'],
      [handler, `support/${ticketId}/reminder`],
      [handler, `support/${ticketId}/withdrawal`],
      [coordinator, 'correction'],
      [operator, 'facts'],
      [operator, 'enquiry'],
      [operator, 'chase'],
      [coordinator, 'reminder'],
      [coordinator, 'rejection'],
      [operator, 'withdrawal'],
      [coordinator, 'merge'],
      [coordinator, 'split'],
      [coordinator, 'link'],
      [coordinator, 'reopening'],
      [coordinator, 'unpublish'],
    ];
    // What the service alone does, and the other side of a merge, have no address.
    const inside: TicketCommand[] = ['remind_question', 'expire_question', 'absorb', 'close', 'move_agency'];
    expect(paths).toHaveLength(TICKET_COMMANDS.length - inside.length);
    for (const [agent, path] of paths) {
      const answer = await agent.post(at(ticketId, `/${path}`), body);
      const wrongMoment =
        'found' in body &&
        ['accept', 'approve', 'publish', 'reclassify', 'transfer', 'extension', ...BY_MOMENT].includes(
          path.split('/')[0] ?? '',
        );
      expect([path, answer.status]).toEqual([path, wrongMoment ? expect.any(Number) : 400]);
      expect(answer.status).toBeLessThan(500);
    }
    for (const query of ['', '?tab=open&limit=0', '?tab=open&cursor=x', '?tab=open&limit=x', '?tab=%00']) {
      const answer = await handler.get(`/api/v1/tickets${query}`);
      expect([query, [400, 404].includes(answer.status)]).toEqual([query, true]);
    }
  });
});
