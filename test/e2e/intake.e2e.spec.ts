import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ContactRow, type Preview, type RecordedContact } from '../../src/intake/index.js';
import { TicketReporterRow, TicketRow } from '../../src/tickets/index.js';
import { signIn, visitor, type Agent } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';

jest.setTimeout(60_000);

let app: TestApp;
let operator: Agent;
let citizen: Agent;
beforeAll(async () => {
  app = await createTestApp();
  operator = await signIn(app, 'operator');
  citizen = visitor(app);
}, 120_000);
afterAll(() => app.close());

const REPORT = {
  words: 'Bãi đất trống cuối hẻm bị đổ trộm rác, bốc mùi',
  categoryCode: 'mt-rac',
  ward: 'Trảng Dài',
  name: 'Trần Thị Mẫu',
  phone: '0900 000 027',
  identity: 'kept',
  consent: 'yes',
};

interface ProblemBody {
  readonly type: string;
  readonly errors: readonly { field: string; message: string }[];
}

const fields = (body: unknown): string[] => (body as ProblemBody).errors.map(({ field }) => field);

describe('POST /api/v1/contacts', () => {
  const CALL = {
    phone: '0900.000.027',
    name: 'Trần Thị Mẫu',
    startedAt: '2026-11-23T07:55:00+07:00',
    tickets: [
      { words: 'Rác đổ trộm cuối hẻm', categoryCode: 'mt-rac', placeText: 'phường Tân Hiệp, Biên Hòa' },
      { words: 'cán bộ nói chuyện cộc lốc', categoryCode: 'cbcc-thai-do', subjectAgencyCode: 'UBND-26017' },
    ],
  };

  it('records a call with two matters and answers what to read to the caller', async () => {
    const { body, status } = await operator.post('/api/v1/contacts', CALL);
    expect(status).toBe(201);
    const { contactId, tickets } = body as RecordedContact;
    expect(tickets.map(({ leadAgencyCode, state }) => [leadAgencyCode, state])).toEqual([
      ['UBND-26017', 'assigned'],
      ['UBND', 'assigned'],
    ]);
    expect(tickets[0]?.code).toMatch(/^DN26-\d{4}-\d{4}$/);
    const contact = await app.rows.findOneByOrFail(ContactRow, { id: contactId });
    expect(contact).toMatchObject({
      callerPhone: '+84900000027',
      enteredByAccountId: operator.accountId,
      startedAt: new Date('2026-11-23T00:55:00Z'),
    });
  });

  it('names each wrong field, in Vietnamese, all at once', async () => {
    const wrong = {
      phone: '0900 000 0',
      startedAt: 'hôm qua',
      tickets: [{ words: '' }, { words: 'x', point: { lat: 200, lng: 1 } }],
    };
    const { body, status } = await operator.post('/api/v1/contacts', wrong);
    expect(status).toBe(400);
    expect(fields(body).sort()).toEqual(['phone', 'startedAt', 'tickets.0.words', 'tickets.1.point.lat']);
    expect((body as ProblemBody).errors.find(({ field }) => field === 'phone')?.message).toContain('còn thiếu 2 số');
  });

  it('asks for a way to answer, unless the caller wants to stay unknown', async () => {
    const tickets = [{ words: 'Rác', categoryCode: 'mt-rac' }];
    expect(fields((await operator.post('/api/v1/contacts', { tickets })).body)).toEqual(['phone']);
    expect((await operator.post('/api/v1/contacts', { tickets, anonymous: true })).status).toBe(201);
  });

  it('takes at most ten matters', async () => {
    const { body } = await operator.post('/api/v1/contacts', {
      ...CALL,
      tickets: Array.from({ length: 11 }, () => ({ words: 'x' })),
    });
    expect(fields(body)).toEqual(['tickets']);
  });

  it('gives the same answer to the same key, and refuses the key for something else', async () => {
    const first = await operator.post('/api/v1/contacts', CALL, { key: 'same-key-0001' });
    const again = await operator.post('/api/v1/contacts', CALL, { key: 'same-key-0001' });
    expect(again.body).toEqual(first.body);
    const other = await operator.post('/api/v1/contacts', { ...CALL, name: 'Khác' }, { key: 'same-key-0001' });
    expect(other.status).toBe(422);
    expect((await operator.post('/api/v1/contacts', CALL, { key: null })).status).toBe(400);
  });

  it('is for the desk alone', async () => {
    const handler = await signIn(app, 'handler', 'UBND-26017');
    expect((await handler.post('/api/v1/contacts', CALL)).status).toBe(404);
    expect((await citizen.post('/api/v1/contacts', CALL)).status).toBe(401);
  });

  it.each([
    ['null'],
    ['[]'],
    ['"text"'],
    ['{"tickets":{"0":1}}'],
    ['{"tickets":[null]}'],
    ['{"tickets":[{"words":{"a":1}}]}'],
    ['{'],
    ['{"startedAt":"2026-02-31T00:00:00Z"}'],
  ])('answers nonsense with 4xx: %s', async (body) => {
    const answer = await operator
      .post('/api/v1/contacts', undefined, { headers: { 'content-type': 'application/json' } })
      .send(body);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });
});

describe('POST /api/v1/tickets', () => {
  it('opens the ticket of a citizen and keeps the person apart from the case', async () => {
    const { body, status } = await citizen.post('/api/v1/tickets', {
      ...REPORT,
      words: `${REPORT.words}. Tôi là Trần Thị Mẫu, 0900000027`,
    });
    expect(status).toBe(201);
    const [ticket] = (body as RecordedContact).tickets;
    expect(ticket).toMatchObject({ leadAgencyCode: 'UBND-25993', state: 'assigned', boundary: 'ordinary' });
    const row = await app.rows.findOneByOrFail(TicketRow, { id: ticket?.ticketId ?? '' });
    expect(row.channel).toBe('web');
    expect(row.words).not.toMatch(/Mẫu|0900000027/);
    expect(await app.rows.findOneByOrFail(TicketReporterRow, { ticketId: row.id })).toMatchObject({
      name: 'Trần Thị Mẫu',
      phone: '+84900000027',
    });
  });

  it('names the fields of the form that are wrong, all at once', async () => {
    const { body, status } = await citizen.post('/api/v1/tickets', {
      words: '  ',
      phone: '0900',
      email: 'không phải thư',
    });
    expect(status).toBe(400);
    expect(fields(body).sort()).toEqual(['consent', 'email', 'name', 'phone', 'words']);
  });

  it('asks for the agency under the name the form gives it', async () => {
    const { body } = await citizen.post('/api/v1/tickets', { ...REPORT, categoryCode: 'cbcc-thai-do' });
    expect((body as ProblemBody).errors).toEqual([
      { field: 'subject', message: 'Xin chọn cơ quan được phản ánh, hoặc nơi đã nộp hồ sơ.' },
    ]);
    const unclear = await citizen.post('/api/v1/tickets', {
      ...REPORT,
      categoryCode: 'cbcc-thai-do',
      subject: 'UBND phường',
    });
    expect(fields(unclear.body)).toEqual(['subject']);
    const named = await citizen.post('/api/v1/tickets', {
      ...REPORT,
      categoryCode: 'cbcc-thai-do',
      subject: 'ubnd phuong trang dai',
    });
    expect((named.body as RecordedContact).tickets[0]).toMatchObject({ leadAgencyCode: 'UBND' });
  });

  it('keeps nothing of somebody who wants to stay unknown, and says where that cannot be', async () => {
    const { body } = await citizen.post('/api/v1/tickets', { ...REPORT, identity: 'anonymous' });
    const { contactId, tickets } = body as RecordedContact;
    expect(await app.rows.findOneByOrFail(ContactRow, { id: contactId })).toMatchObject({
      callerName: null,
      callerPhone: null,
      callerEmail: null,
    });
    expect(await app.rows.findOneByOrFail(TicketReporterRow, { ticketId: tickets[0]?.ticketId ?? '' })).toMatchObject({
      name: null,
      anonymous: true,
    });
    const named = await citizen.post('/api/v1/tickets', {
      ...REPORT,
      categoryCode: 'an-lua-dao',
      identity: 'anonymous',
    });
    expect(fields(named.body)).toEqual(['identity']);
  });

  it('refuses what only a program fills in', async () => {
    const before = await app.rows.count(TicketRow);
    expect((await citizen.post('/api/v1/tickets', { ...REPORT, website: 'http://spam.test' })).status).toBe(400);
    expect(await app.rows.count(TicketRow)).toBe(before);
  });
});

describe('a flood from one address', () => {
  it('is held back with a sentence that says what to do', async () => {
    const small = await createTestApp({ config: { publicRateLimit: 2 } });
    try {
      const one = visitor(small);
      for (const expected of [201, 201, 429]) {
        const { status, body } = await one.post('/api/v1/tickets', REPORT);
        expect(status).toBe(expected);
        if (status === 429) expect((body as { title: string }).title).toContain('Xin đợi ít phút');
      }
      // Whoever calls 1022 instead is not held back.
      expect((await (await signIn(small, 'operator')).post('/api/v1/contacts', { tickets: [] })).status).toBe(201);
    } finally {
      await small.close();
    }
  }, 120_000);
});

describe('POST /api/v1/intake/preview', () => {
  const preview = async (body: object): Promise<Preview> => {
    const answer = await citizen.post('/api/v1/intake/preview', body, { key: null });
    expect(answer.status).toBe(200);
    return answer.body as Preview;
  };

  it('says who has to answer until when, and why', async () => {
    const shown = await preview({ words: REPORT.words, categoryCode: 'mt-rac', ward: 'Trảng Dài' });
    expect(shown).toMatchObject({
      boundary: 'ordinary',
      hint: null,
      ward: { code: '25993' },
      route: { leadAgencyCode: 'UBND-25993', missing: null },
    });
    expect(shown.sentence.replace(/\u00a0/g, ' ')).toBe(
      'Gửi bây giờ thì UBND phường Trảng Dài phải trả lời trước 16:30 thứ Sáu 27/11/2026.',
    );
    expect(shown.due?.why.length).toBeGreaterThan(0);
  });

  it('promises what the ticket then gets', async () => {
    const asked = { words: REPORT.words, categoryCode: 'mt-rac', ward: 'Trảng Dài' };
    const { due, route } = await preview(asked);
    const { body } = await citizen.post('/api/v1/tickets', { ...REPORT, ...asked });
    expect((body as RecordedContact).tickets[0]).toMatchObject({
      dueAt: due?.at,
      leadAgencyCode: route.leadAgencyCode,
      slaClass: route.slaClass,
    });
  });

  it('gives the emergency numbers at once', async () => {
    const shown = await preview({ words: 'chay nha, con nguoi trong nha' });
    expect(shown).toMatchObject({ boundary: 'emergency', because: ['chay nha'] });
    expect(shown.hint?.numbers.map(({ phone }) => phone)).toEqual(['113', '114', '115']);
  });

  it.each([
    ['complaint', 'Tôi khiếu nại quyết định xử phạt', 'khiếu nại'],
    ['denunciation', 'Tôi tố cáo ông chủ tịch xã', 'giữ kín'],
  ])('says where a %s goes, within two working days', async (boundary, words, said) => {
    const shown = await preview({ words, categoryCode: 'mt-rac', ward: 'Trảng Dài' });
    expect(shown).toMatchObject({ boundary, route: { leadAgencyCode: 'TD1022', slaClass: 'K6' } });
    expect(`${shown.hint?.title ?? ''} ${shown.hint?.text ?? ''}`).toContain(said);
    expect(shown.hint?.text).toContain('2 ngày làm việc');
  });

  it('names the office that keeps what is said about the centre itself, and not the centre', async () => {
    const words = 'Tôi khiếu nại quyết định của Tổng đài 1022';
    const shown = await preview({ words, subject: 'Tổng đài 1022' });
    expect(shown).toMatchObject({ boundary: 'complaint', route: { leadAgencyCode: 'VPUBND' } });
    expect(shown.hint?.text).toContain('Văn phòng UBND chỉ nơi nhận trong 2 ngày làm việc');
    expect(shown.hint?.text).not.toContain('1022');
  });

  it('offers the wards it could be', async () => {
    const shown = await preview({ ward: 'Tân Hiệp' });
    expect(shown.ward).toBeNull();
    expect(shown.candidates.map(({ code }) => code)).toContain('26017');
    expect(shown.placeMessage).toContain('nhiều phường, xã');
  });

  it('says that a point is outside', async () => {
    expect((await preview({ lat: 21.03, lng: 105.85 })).placeMessage).toContain('nằm ngoài thành phố Đồng Nai');
  });

  it('says what is missing, and writes nothing', async () => {
    const before = await app.rows.count(ContactRow);
    expect((await preview({})).route.missing).toBe('category');
    expect((await preview({ categoryCode: 'cbcc-thai-do' })).route.missing).toBe('subject');
    expect((await preview({ categoryCode: 'mt-rac' })).route.missing).toBe('ward');
    expect(await app.rows.count(ContactRow)).toBe(before);
  });
});

describe('the page of calls, without a script', () => {
  const heard = (words: string, phone: string) => ({
    phone,
    'tickets.0.words': words,
    'tickets.0.categoryCode': 'mt-rac',
    'tickets.0.ward': 'Trảng Dài',
    'tickets.0.placeText': 'Đường Nguyễn Khuyến',
  });
  const recorded = async (location: string | undefined) => {
    const id = new URL(location ?? '', app.url).searchParams.get('da-ghi') ?? '';
    const { receipt, ...contact } = await app.rows.findOneByOrFail(ContactRow, { id });
    return { ...contact, ticket: receipt.tickets[0] };
  };

  it('shows what is likely the same, puts a caller into it, and notes who asks and presses', async () => {
    const first = await operator.form('/tong-dai', heard('Rác đổ trộm cuối đường Nguyễn Khuyến', '0900000061'));
    const { ticket: known } = await recorded(first.headers['location']);
    const call = heard('Có rác đổ trộm ở đường Nguyễn Khuyến, hôi lắm', '0900000062');
    const page = await operator.form('/tong-dai/xem', call, { key: null });
    expect(page.status).toBe(200);
    expect(page.text).toContain('Thêm vào phiếu đã có');
    expect(page.text).toContain('hôi lắm');
    const join = `join:0:${known?.ticketId ?? ''}`;
    expect(page.text).toContain(`value="${join}"`);
    // What a script asks for is the part alone, with the same buttons.
    const part = await operator.form('/tong-dai/xem', call, { key: null, headers: { 'x-part': 'beside' } });
    expect(part.text).toContain(`value="${join}"`);
    expect(part.text).not.toContain('<html');

    // A program asks with the words in the body; an address with them stands in every log on the way.
    const matter = { categoryCode: 'mt-rac', wardCode: '25993', words: call['tickets.0.words'] };
    const alike = await operator.post('/api/v1/tickets/likely-duplicates', matter);
    expect([alike.status, alike.text]).toEqual([200, expect.stringContaining(known?.code ?? '')]);
    await operator.get('/api/v1/tickets/likely-duplicates?words=x').expect(404);

    const joined = await operator.form('/tong-dai', { ...call, outcome: join });
    expect(joined.status).toBe(303);
    const { ticket, kind } = await recorded(joined.headers['location']);
    expect({ kind, state: ticket?.state, joined: ticket?.joinedCode }).toEqual({
      kind: 'added',
      state: 'merged',
      joined: known?.code,
    });
    expect((await operator.get(joined.headers['location'] ?? '')).text).toContain(
      `thêm vào phiếu ${known?.code ?? ''}`,
    );
    expect(await app.rows.findOneByOrFail(TicketRow, { id: known?.ticketId ?? '' })).toMatchObject({ mergedCount: 1 });
    expect(await app.rows.findOneByOrFail(TicketReporterRow, { ticketId: ticket?.ticketId ?? '' })).toMatchObject({
      phone: '+84900000062',
    });

    // Whose ticket was merged asks by the number that is called from, and presses the one that is worked on.
    const caller = { phone: '0900 000 062' };
    const found = await operator.form('/tong-dai/xem', caller, { key: null });
    expect(found.text).toContain(ticket?.code ?? '-');
    const about = known?.ticketId ?? '';
    const asked = await operator.form('/tong-dai', { ...caller, outcome: `enquire:${about}` });
    expect(await recorded(asked.headers['location'])).toMatchObject({ kind: 'status', callerPhone: '+84900000062' });
    const pressed = await operator.form('/tong-dai', { ...caller, outcome: `chase:${about}` });
    expect((await operator.get(pressed.headers['location'] ?? '')).text).toContain('Đã ghi lần giục phiếu');
    expect(await app.rows.findOneByOrFail(TicketRow, { id: about })).toMatchObject({ enquiryCount: 1, chaseCount: 1 });

    // Once a day; the words about another matter are not lost with it, and no contact is recorded.
    const contacts = await app.rows.countBy(ContactRow, { kind: 'chased' });
    const again = await operator.form('/tong-dai', {
      ...heard('Nước đọng trước chợ', '0900000062'),
      outcome: `chase:${about}`,
    });
    expect(again.status).toBe(409);
    expect(again.text).toContain('Mỗi ngày làm việc giục một lần');
    expect(again.text).toContain('Nước đọng trước chợ');
    expect(await app.rows.countBy(ContactRow, { kind: 'chased' })).toBe(contacts);
    const wrong = await operator.form('/tong-dai/xem', { lookup: 'DN26-0000-0001' }, { key: null });
    expect(wrong.status).toBe(200);
  });

  it('takes photos of a caller with what he or she adds, at the desk', async () => {
    const call = heard('Nước đọng trước cổng trường Nguyễn Khuyến', '0900000064');
    const { ticket } = await recorded((await operator.form('/tong-dai', call)).headers['location']);
    const { ticketId = '', version = 0 } = ticket ?? {};
    const send = async (content: Buffer) =>
      supertest(app.url)
        .post(`/phieu/${ticketId}/facts`)
        .set('cookie', operator.cookie ?? '')
        .field('_csrf', operator.csrf ?? '')
        .field('_key', randomUUID())
        .field('version', String(version))
        .field('factsText', 'Gửi ảnh qua thư điện tử.')
        .attach('factsPhotos', content, 'nuoc.jpg');
    const wrong = await send(Buffer.from('không phải ảnh'));
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain('Tệp “nuoc.jpg” không phải ảnh');
    expect(wrong.text).toContain('Gửi ảnh qua thư điện tử.');
    const image = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#0b5c49' } })
      .jpeg()
      .toBuffer();
    expect((await send(image)).status).toBe(303);
    const desk = await operator.get(`/phieu?phieu=${ticketId}`);
    expect(desk.text).toContain(`/api/v1/tickets/${ticketId}/photos/`);
  });

  it('keeps to the centre', async () => {
    const head = await signIn(app, 'agency_head', 'SXD');
    expect((await head.form('/tong-dai/xem', { phone: '0900000062' }, { key: null })).status).toBe(404);
  });
});
