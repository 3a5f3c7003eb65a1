import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EscalationNoticeRow } from '../../src/escalation/entities.js';
import { EscalationRunner } from '../../src/escalation/escalation-runner.js';
import { OnCallShiftRow } from '../../src/escalation/on-call/entities.js';
import { Accounts, type Role } from '../../src/identity/index.js';
import { newId } from '../../src/kernel/index.js';
import { MailMessageRow } from '../../src/notifications/entities.js';
import { NoticeDigestRow } from '../../src/notifications/notice-entities.js';
import { NoticeBatches } from '../../src/notifications/notice-batches.js';
import { NoticeMailer } from '../../src/notifications/notice-mailer.js';
import { managerOf, UnitOfWork } from '../../src/platform/database/index.js';
import {
  AcceptTicket,
  AssignTicket,
  OpenTicket,
  TicketClockRow,
  TicketRow,
  type NewTicket,
} from '../../src/tickets/index.js';
import { signInAs, type Agent } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { instant, startMailServer, type TestMailServer } from '../support/index.js';

jest.setTimeout(90_000);

const WARD = '25993';
const AGENCY = `UBND-${WARD}`;
const WORDS = 'Đèn đường hẻm 12 cạnh chợ tắt hơn một tuần. Gọi chị Hoa 0900000031 để biết thêm.';
const PASSWORD = 'một mật khẩu đủ dài';

interface Person extends Agent {
  readonly id: string;
  readonly email: string;
}

let mail: TestMailServer;
let app: TestApp;
let handler: Person;
let head: Person;
let otherHead: Person;
let coordinator: Person;
let leader: Person;
let unmailed: Person;

async function person(login: string, role: Role, agencyCode: string, email: string | null): Promise<Person> {
  const account = await app.get(Accounts).add({
    login,
    displayName: `Người ${login}`,
    roles: [role],
    agencyCode,
    password: PASSWORD,
    ...(email === null ? {} : { email }),
  });
  return { ...(await signInAs(app, login, PASSWORD, account.id)), id: account.id, email: email ?? '' };
}

beforeAll(async () => {
  mail = await startMailServer();
  app = await createTestApp({ config: { smtpUrl: mail.url } });
  handler = await person('can-bo', 'handler', AGENCY, 'can.bo@example.test');
  head = await person('lanh-dao', 'agency_head', AGENCY, 'lanh.dao@example.test');
  otherHead = await person('lanh-dao-khac', 'agency_head', 'SXD', null);
  coordinator = await person('dieu-phoi', 'coordinator', 'TD1022', null);
  leader = await person('lanh-dao-tinh', 'leader', 'UBND-TINH', 'tinh@example.test');
  unmailed = await person('khong-thu', 'handler', AGENCY, null);
});
afterAll(async () => {
  await app?.close();
  await mail?.close();
});

const write = <T>(work: (manager: ReturnType<typeof managerOf>) => Promise<T>): Promise<T> =>
  app.get(UnitOfWork).run((tx) => work(managerOf(tx)));

beforeEach(() =>
  write(async (manager) => {
    await manager.createQueryBuilder().delete().from(EscalationNoticeRow).execute();
    await manager.createQueryBuilder().delete().from(MailMessageRow).execute();
    await manager.createQueryBuilder().delete().from(NoticeDigestRow).execute();
  }),
);

async function open(input: Partial<NewTicket> = {}): Promise<TicketRow> {
  const { ticketId } = await app.get(UnitOfWork).run((tx) =>
    app.get(OpenTicket).open(
      tx,
      {
        channel: 'web',
        externalId: null,
        contactId: newId(),
        words: WORDS,
        title: null,
        placeText: null,
        point: null,
        wardCode: WARD,
        categoryCode: 'ht-chieu-sang',
        subjectAgencyCode: null,
        boundary: 'ordinary',
        reporter: { kind: 'citizen', name: 'Nguyễn Văn A', phone: '+84900000027', email: null, anonymous: false },
        receivedAt: app.clock.now(),
        enteredByAccountId: null,
        ...input,
      },
      { principal: { kind: 'public' }, requestId: 'test', idempotency: null },
    ),
  );
  return app.rows.findOneByOrFail(TicketRow, { id: ticketId });
}

async function clockOf(ticket: TicketRow, kind: TicketClockRow['kind']): Promise<TicketClockRow> {
  return app.rows.findOneByOrFail(TicketClockRow, { ticketId: ticket.id, kind });
}

/** A reminder as the ladders write it. */
async function told(
  who: Person,
  ticket: TicketRow,
  change: Partial<EscalationNoticeRow> = {},
): Promise<EscalationNoticeRow> {
  const kind = change.kind ?? 'resolve_holder';
  const clock = await clockOf(ticket, kind);
  const now = app.clock.now();
  const row: EscalationNoticeRow = {
    id: newId(),
    recipientAccountId: who.id,
    ticketId: ticket.id,
    clockId: clock.id,
    kind,
    mark: '80%',
    role: 'handler',
    atOnce: false,
    createdAt: now,
    notBeforeAt: now,
    mailedAt: null,
    mailBatchId: null,
    withdrawnAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    ...change,
  };
  await write((manager) => manager.insert(EscalationNoticeRow, row));
  return row;
}

const plain = (text: string): string => text.replaceAll('\u00A0', ' ').replace(/<[^>]+>/g, '');
const unescaped = (html: string): string => html.replaceAll('&#x3D;', '=');
const noticeOf = (id: string) => app.rows.findOneByOrFail(EscalationNoticeRow, { id });
const mails = () => app.rows.find(MailMessageRow, { order: { id: 'ASC' } });
let seen = 0;
/** One look of the mailer (the service looks too), and all mails on their way: what has come since the last time. */
async function sent(): Promise<typeof mail.mails> {
  await app.get(NoticeMailer).run();
  for (let round = 0; round < 100; round += 1) {
    const rows = await mails();
    if (rows.every(({ status }) => status !== 'pending')) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const fresh = mail.mails.slice(seen);
  seen += fresh.length;
  return fresh;
}

describe('the page', () => {
  it('says in plain words what happened, until when, and how many are new', async () => {
    const ticket = await open();
    await told(handler, ticket);
    const page = await handler.get('/nhac-viec').expect(200);
    const text = plain(page.text).replace(/\s+/g, ' ');
    expect(text).toContain('Đã dùng 80 % thời gian trả lời của đơn vị: Đèn đường hẻm 12 cạnh chợ tắt hơn một tuần');
    expect(text).toMatch(/còn 3 ngày[^,]*đến 16:30 thứ Sáu 27\/11/);
    expect(text).toContain(ticket.code);
    expect(unescaped(page.text)).toContain(`href="/don-vi?phieu=${ticket.id}"`);
    // The number in the bar is there on every page.
    expect((await handler.get('/don-vi').expect(200)).text).toMatch(/Nhắc việc <span class="pill">1<\/span>/);
    expect((await head.get('/don-vi').expect(200)).text).not.toMatch(/Nhắc việc <span class="pill">/);
  });

  it('is read newest first, page by page, without a gap and without a repeat', async () => {
    const ticket = await open();
    const clock = await clockOf(ticket, 'resolve_holder');
    const made = Array.from({ length: 75 }, (_, index) => ({
      id: newId(),
      recipientAccountId: handler.id,
      ticketId: ticket.id,
      clockId: newId().replace(/^./, 'Z'),
      kind: clock.kind,
      mark: '50%',
      role: 'handler' as const,
      atOnce: false,
      // Many at one instant: the key goes on within it.
      createdAt: new Date(app.clock.now().getTime() - Math.floor((75 - index) / 20) * 1000),
      notBeforeAt: app.clock.now(),
      mailedAt: app.clock.now(),
      mailBatchId: null,
      withdrawnAt: null,
      acknowledgedAt: null,
      acknowledgedBy: null,
    }));
    await write((manager) => manager.insert(EscalationNoticeRow, made));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const path: string = `/api/v1/notices${cursor === null ? '' : `?cursor=${cursor}`}`;
      const { body } = await handler.get(path).expect(200);
      const { items, nextCursor } = body as { items: { id: string }[]; nextCursor: string | null };
      expect(items.length).toBeLessThanOrEqual(30);
      seen.push(...items.map(({ id }) => id));
      cursor = nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(made.map(({ id }) => id).reverse());
    const first = await handler.get('/nhac-viec').expect(200);
    const [, older] = /href="(\/nhac-viec\?truoc=[^"]+)"/.exec(unescaped(first.text)) ?? [];
    expect((await handler.get(older ?? '').expect(200)).text).toContain('Về mới nhất');
    await handler.get('/api/v1/notices?cursor=khong-phai').expect(400);
  });

  it('shows nothing of a ticket that has gone to somebody else, and nothing to come or withdrawn', async () => {
    const ticket = await open();
    await told(handler, ticket);
    await told(handler, await open(), { notBeforeAt: new Date(app.clock.now().getTime() + 1) });
    await told(handler, await open(), { withdrawnAt: app.clock.now() });
    await write((manager) => manager.update(TicketRow, { id: ticket.id }, { leadAgencyCode: 'SXD' }));
    const { text } = await handler.get('/nhac-viec').expect(200);
    expect(text).toContain('không còn ở chỗ anh chị');
    expect(text.match(/data-reminder=/g)).toHaveLength(1);
    for (const trace of [ticket.code, ticket.id, 'Đèn đường', 'Trảng Dài</']) expect(text).not.toContain(trace);
    const { body } = await handler.get('/api/v1/notices').expect(200);
    expect(body.items).toMatchObject([{ ticket: null, clock: null }]);
  });

  it('names to leaders kind and ward alone, and links nothing', async () => {
    const ticket = await open();
    await told(leader, ticket, { kind: 'resolve', mark: '+5wd', role: 'leader' });
    const { text } = await leader.get('/nhac-viec').expect(200);
    expect(plain(text)).toContain('Trễ hạn trả lời người dân đã 5 ngày làm việc');
    expect(text).toContain('Chiếu sáng công cộng');
    expect(text).toContain(ticket.code);
    for (const trace of ['Đèn đường', ticket.id, '0900000031']) expect(text).not.toContain(trace);
    const complaint = await open({ boundary: 'complaint', categoryCode: null });
    await told(leader, complaint, { kind: 'resolve', mark: '100%' }).catch(() => null);
    expect((await leader.get('/nhac-viec').expect(200)).text).not.toContain(complaint.code);
  });

  it('is nobody’s who gets no reminders', async () => {
    const admin = await person('quan-tri-vien', 'admin', 'TD1022', null);
    await admin.get('/nhac-viec').expect(404);
    await admin.get('/api/v1/notices').expect(404);
  });
});

describe('“Tôi đã nhận”', () => {
  it('counts once, is harmless twice, and is nobody else’s', async () => {
    const notice = await told(handler, await open());
    await head.post(`/api/v1/notices/${notice.id}/acknowledge`).expect(404);
    await handler.post('/api/v1/notices/khong-co/acknowledge').expect(404);
    const first = await handler.post(`/api/v1/notices/${notice.id}/acknowledge`).expect(200);
    app.clock.advance(60);
    const second = await handler.post(`/api/v1/notices/${notice.id}/acknowledge`).expect(200);
    app.clock.advance(-60);
    expect(second.body).toEqual(first.body);
    expect(await noticeOf(notice.id)).toMatchObject({
      acknowledgedAt: app.clock.now(),
      acknowledgedBy: handler.id,
    });
    expect((await handler.get('/api/v1/notices').expect(200)).body.unread).toBe(0);
  });

  it('of all at once leaves out what is urgent, what is another’s, and what came after the page', async () => {
    const [seen, urgent, later, other] = [
      await told(handler, await open()),
      await told(handler, await open(), { atOnce: true }),
      await told(handler, await open(), { createdAt: new Date(app.clock.now().getTime() + 5000) }),
      await told(head, await open()),
    ];
    app.clock.advance(10);
    const luc = String(app.clock.now().getTime() - 8000);
    const done = await handler.form('/nhac-viec/xem-het', { luc }).expect(303);
    expect(done.headers['location']).toBe('/nhac-viec?xong=het');
    expect((await noticeOf(seen.id)).acknowledgedBy).toBe(handler.id);
    for (const { id } of [urgent, later, other]) expect((await noticeOf(id)).acknowledgedAt).toBeNull();
  });

  it('works as a form, and comes back to the same page', async () => {
    const notice = await told(handler, await open());
    const done = await handler.form(`/nhac-viec/${notice.id}/nhan`, {}).expect(303);
    expect((await handler.get(done.headers['location'] ?? '').expect(200)).text).toContain('đã nhận lời nhắc này');
  });
});

describe('the person on call', () => {
  it('is seen by head and centre, with phone until answered, and by no other agency', async () => {
    const ticket = await open({ words: 'Dây điện rơi chắn đường, rất nguy hiểm.' });
    await write((manager) =>
      manager.insert(OnCallShiftRow, {
        id: newId(),
        agencyCode: AGENCY,
        accountId: handler.id,
        phone: '+84900000063',
        fromAt: instant('2026-11-22 16:30'),
        toAt: instant('2026-11-24 07:00'),
        createdBy: head.id,
        createdAt: instant('2026-11-20 08:00'),
        cancelledAt: null,
        cancelledBy: null,
      }),
    );
    const notice = await told(handler, ticket, { kind: 'accept', mark: '0%', role: 'on_call', atOnce: true });
    for (const who of [coordinator, head]) {
      const text = plain((await who.get('/nhac-viec').expect(200)).text).replace(/\s+/g, ' ');
      expect(text).toContain('Người can-boChưa nhậnGọi ngay: 0900 000 063');
    }
    expect((await otherHead.get('/nhac-viec').expect(200)).text).not.toContain('Người can-bo');
    expect((await otherHead.get('/api/v1/notices/on-call').expect(200)).body).toEqual([]);
    expect((await leader.get('/api/v1/notices/on-call').expect(200)).body).toEqual([]);

    await handler.post(`/api/v1/notices/${notice.id}/acknowledge`).expect(200);
    const { body } = await coordinator.get('/api/v1/notices/on-call').expect(200);
    expect(body).toMatchObject([
      { accountId: handler.id, phone: '+84900000063', acknowledgedAt: app.clock.now().toISOString() },
    ]);
    expect(plain((await head.get('/nhac-viec').expect(200)).text)).toMatch(/Đã nhận lúc 08:0\d thứ Hai 23\/11/);
  });
});

describe('mails', () => {
  // The service has mailed of earlier tests' reminders by itself.
  beforeAll(async () => {
    await sent();
  });

  it('tell of one reminder without a citizen’s word', async () => {
    const ticket = await open();
    const notice = await told(handler, ticket);
    expect(await sent()).toEqual([]);
    app.clock.advance(5);
    const [received, ...more] = await sent();
    expect(more).toEqual([]);
    expect(received).toMatchObject({ to: [handler.email] });
    expect(plain(received?.subject ?? '')).toBe(`Nhắc việc: Đã dùng 80 % thời gian trả lời của đơn vị, ${ticket.code}`);
    for (const part of [received?.text ?? '', received?.html ?? '']) {
      expect(plain(part)).toMatch(/Chiếu sáng công cộng, .*Trảng Dài/);
      expect(plain(part)).toContain('hạn 16:30 thứ Sáu 27/11');
      expect(unescaped(part)).toContain(`/phieu?phieu=${ticket.id}`);
      for (const trace of ['Đèn đường', 'Hoa', '0900000031', 'Nguyễn Văn A']) expect(part).not.toContain(trace);
    }
    const { mailedAt, mailBatchId } = await noticeOf(notice.id);
    expect(mailedAt).toEqual(app.clock.now());
    expect((await mails()).map(({ id, template, refs }) => [id, template, refs])).toEqual([
      [mailBatchId, 'escalation-notice', { accountId: handler.id }],
    ]);
    app.clock.advance(3600);
    expect(await sent()).toEqual([]);
    app.clock.advance(-3605);
  });

  it('are one for many, the worst first, fifty lines at most', async () => {
    const tickets: TicketRow[] = [];
    for (let index = 0; index < 55; index += 1) tickets.push(await open());
    for (const ticket of tickets) {
      await told(handler, ticket, { mark: '50%' });
      await told(handler, ticket, { mark: '80%' });
    }
    await told(handler, tickets[54] as TicketRow, { kind: 'resolve', mark: '100%' });
    app.clock.advance(5);
    const received = await sent();
    expect(received).toHaveLength(1);
    const text = plain(received[0]?.text ?? '');
    expect(received[0]?.subject).toBe('Nhắc việc: 55 phiếu cần xem');
    const lines = text.split('\n').filter((line) => line.startsWith('DN26'));
    expect(lines).toHaveLength(50);
    expect(lines[0]).toContain(`${tickets[54]?.code ?? ''}  Đã hết hạn trả lời người dân`);
    expect(lines[1]).toContain('Đã dùng 80 %');
    expect(text).toContain('Và 5 phiếu khác.');
    app.clock.advance(-5);
  });

  it('with what is not urgent come once in a quarter of an hour', async () => {
    await told(handler, await open());
    app.clock.advance(5);
    expect(await sent()).toHaveLength(1);
    await told(handler, await open());
    app.clock.advance(15 * 60 - 1);
    expect(await sent()).toEqual([]);
    // An urgent one does not wait for that, and takes nothing else with it.
    await told(handler, await open(), { kind: 'accept', mark: '0%', role: 'on_call', atOnce: true });
    app.clock.advance(2);
    // By now the quarter of an hour is over too: two mails, each of its own kind.
    const both = await sent();
    expect(both.map(({ subject }) => plain(subject).slice(0, 30)).sort()).toEqual([
      'Nhắc việc: Việc khẩn, cần nhận',
      'Nhắc việc: Đã dùng 80 % thời g',
    ]);
    app.clock.advance(-(15 * 60 + 6));
  });

  it('of urgent matters go out while timers are caught up, others wait a minute at most', async () => {
    const ticket = await open();
    const clock = await clockOf(ticket, 'resolve');
    // A timer that is overdue, and a scan that has yet to come to it.
    await app.get(EscalationRunner).beforeApplicationShutdown();
    await write((manager) =>
      manager.update(TicketClockRow, { id: clock.id }, { timerAt: instant('2026-11-20 08:00') }),
    );
    const other = await open();
    await told(handler, other);
    await told(handler, other, { kind: 'accept', mark: '0%', atOnce: true });
    const batches = app.get(NoticeBatches);
    expect(await batches.catchingUp()).toBe(true);
    app.clock.advance(10);
    expect((await sent()).map(({ subject }) => subject)).toEqual([expect.stringContaining('Việc khẩn')]);
    app.clock.advance(49);
    expect(await sent()).toEqual([]);
    app.clock.advance(1);
    expect(await sent()).toHaveLength(1);
    app.clock.advance(-60);
    await write((manager) => manager.update(TicketClockRow, { id: clock.id }, { timerAt: null }));
    app.get(EscalationRunner).onApplicationBootstrap();
  });

  it('do not go to those without an address, nor of what is withdrawn, done or acknowledged', async () => {
    const page = await told(unmailed, await open());
    await told(handler, await open(), { withdrawnAt: app.clock.now() });
    const known = await told(handler, await open(), { acknowledgedAt: app.clock.now(), acknowledgedBy: handler.id });
    const done = await open();
    const ended = await told(handler, done);
    const { id } = await clockOf(done, 'resolve_holder');
    await write((manager) => manager.update(TicketClockRow, { id }, { stoppedAt: app.clock.now() }));
    // Approved in the evening, it lies before the gate in the morning: the agency has done its part.
    const answered = await open();
    await told(handler, answered);
    await write((manager) => manager.update(TicketRow, { id: answered.id }, { answeredAt: app.clock.now() }));
    app.clock.advance(5);
    expect(await sent()).toEqual([]);
    // Nothing is looked at again and again.
    expect(await app.get(NoticeBatches).waiting()).toEqual(new Map());
    expect((await noticeOf(page.id)).mailedAt).not.toBeNull();
    expect(await noticeOf(known.id)).toMatchObject({ mailedAt: expect.any(Date), mailBatchId: null });
    // Taken back when the ticket's events came by, or left out when the mail was made: whichever was first.
    const { withdrawnAt, mailBatchId } = await noticeOf(ended.id);
    expect(withdrawnAt !== null || mailBatchId !== null).toBe(true);
    expect((await mails()).filter(({ status }) => status !== 'dropped')).toEqual([]);
    expect((await unmailed.get('/nhac-viec').expect(200)).text).toContain('Đèn đường');
    app.clock.advance(-5);
  });

  it('tell whoever had a ticket that a colleague has taken it over, and nobody who never had it', async () => {
    const as = ({ id: accountId }: Person) => ({
      principal: {
        kind: 'staff' as const,
        accountId,
        displayName: 'Người thử',
        roles: ['handler' as const],
        agencyCode: AGENCY,
      },
      requestId: 'test',
      idempotency: null,
    });
    const { id: ticketId, version } = await open();
    const accepted = await app.get(AcceptTicket).execute({ ticketId, version }, as(handler));
    await app.get(AssignTicket).execute({ ...accepted, accountId: unmailed.id }, as(unmailed));
    const toldOf = () => app.rows.findBy(EscalationNoticeRow, { ticketId });
    for (let round = 0; round < 100 && (await toldOf()).length === 0; round += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await toldOf()).toMatchObject([{ recipientAccountId: handler.id, atOnce: false }]);
    expect((await handler.get('/nhac-viec').expect(200)).text).toContain('Đồng nghiệp đã nhận phiếu này thay');
    app.clock.advance(5);
    expect((await sent()).map(({ subject }) => subject)).toEqual([expect.stringContaining('nhận phiếu này thay')]);
    app.clock.advance(-5);
  });

  it('are put down once, however many look at the same moment', async () => {
    for (let index = 0; index < 6; index += 1) await told(handler, await open());
    app.clock.advance(5);
    const counts = await Promise.all(Array.from({ length: 6 }, () => app.get(NoticeBatches).mail(handler.id, false)));
    const rows = await mails();
    expect(rows).toHaveLength(1);
    expect(counts.filter((count) => count > 0).length).toBeLessThanOrEqual(1);
    const batch = rows[0]?.id ?? '';
    expect(await app.rows.countBy(EscalationNoticeRow, { mailBatchId: batch })).toBe(6);
    app.clock.advance(-5);
  });
});
