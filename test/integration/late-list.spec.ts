import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EscalationFiringRow, TicketWatchRow } from '../../src/escalation/entities.js';
import { newId } from '../../src/kernel/index.js';
import { managerOf, UnitOfWork } from '../../src/platform/database/index.js';
import { OpenTicket, TicketClockRow, TicketRow, type NewTicket } from '../../src/tickets/index.js';
import { signIn, type Agent } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { instant } from '../support/index.js';

jest.setTimeout(60_000);

const WARD = '25993';

let app: TestApp;
let overseer: Agent;
let leader: Agent;
let director: Agent;
let holder: Agent;

const write = <T>(work: (manager: ReturnType<typeof managerOf>) => Promise<T>): Promise<T> =>
  app.get(UnitOfWork).run((tx) => work(managerOf(tx)));

beforeAll(async () => {
  app = await createTestApp();
  overseer = await signIn(app, 'overseer', 'VP-UBND');
  leader = await signIn(app, 'leader', 'UBND-TINH');
  director = await signIn(app, 'director');
  holder = await signIn(app, 'handler', `UBND-${WARD}`);
});
afterAll(() => app?.close());

async function open(input: Partial<NewTicket> = {}): Promise<TicketRow> {
  const { ticketId } = await app.get(UnitOfWork).run(async (tx) => {
    const opened = await app.get(OpenTicket).open(
      tx,
      {
        channel: 'web',
        externalId: null,
        contactId: newId(),
        words: 'Đèn đường hẻm 12 tắt. Gọi chị Hoa 0900000031.',
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
    );
    // Its steps are written by hand here.
    await managerOf(tx).update(TicketClockRow, { ticketId: opened.ticketId }, { timerAt: null, timerMark: null });
    return opened;
  });
  return app.rows.findOneByOrFail(TicketRow, { id: ticketId });
}

interface Breach {
  readonly kind?: 'resolve' | 'resolve_holder' | 'accept';
  readonly mark?: string;
  readonly dueAt: string;
  readonly agencyCode?: string;
  readonly accountId?: string | null;
  readonly stoppedAt?: string;
}

/** A deadline that was missed, as the ladders write it. */
async function breach(ticket: TicketRow, { kind = 'resolve', mark = '100%', ...rest }: Breach): Promise<void> {
  const clock = await app.rows.findOneByOrFail(TicketClockRow, { ticketId: ticket.id, kind });
  const dueAt = instant(rest.dueAt);
  await write(async (manager) => {
    if (rest.stoppedAt !== undefined)
      await manager.update(
        TicketClockRow,
        { id: clock.id },
        { stoppedAt: instant(rest.stoppedAt), stopReason: 'answered', timerAt: null, timerMark: null },
      );
    await manager.insert(EscalationFiringRow, {
      clockId: clock.id,
      mark,
      ticketId: ticket.id,
      kind,
      agencyCode: rest.agencyCode ?? `UBND-${WARD}`,
      accountId: rest.accountId === undefined ? holder.accountId : rest.accountId,
      actions: 'notify,flag',
      fallback: null,
      dueAt,
      stepAt: dueAt,
      firedAt: dueAt,
    });
  });
}

async function watch(ticket: TicketRow, sinceAt: string, clearedAt: string | null = null): Promise<void> {
  const clock = await app.rows.findOneByOrFail(TicketClockRow, { ticketId: ticket.id, kind: 'resolve' });
  await write((manager) =>
    manager.insert(TicketWatchRow, {
      ticketId: ticket.id,
      kind: 'overseer_list',
      clockId: clock.id,
      agencyCode: clock.holderAgencyCode,
      accountId: null,
      sinceAt: instant(sinceAt),
      clearedAt: clearedAt === null ? null : instant(clearedAt),
    }),
  );
}

const unescaped = (html: string): string => html.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&');
const figure = (html: string, name: string): string =>
  new RegExp(`data-figure="${name}">([\\d.]+)<`).exec(html)?.[1] ?? '';
const rowsOf = (html: string, name: string): string[] =>
  [...html.matchAll(new RegExp(`data-${name}="([^"]+)"`, 'g'))].map((match) => match[1] ?? '');

describe('the monthly late list', () => {
  it('has the clocks of an answer that passed their deadline in the month, each once, with who held it', async () => {
    const answered = await open({ receivedAt: instant('2026-11-02 08:00') });
    await breach(answered, { dueAt: '2026-11-05 16:30', stoppedAt: '2026-11-09 10:00' });
    await breach(answered, { dueAt: '2026-11-05 16:30', kind: 'resolve_holder', accountId: null });
    const waiting = await open({ receivedAt: instant('2026-11-09 08:00') });
    await breach(waiting, { dueAt: '2026-11-12 16:30', agencyCode: 'SXD' });
    await breach(waiting, { dueAt: '2026-11-12 16:30', kind: 'accept' });
    await breach(waiting, { dueAt: '2026-11-12 16:30', mark: '+2wd' });
    const edge = await open({ receivedAt: instant('2026-10-26 08:00') });
    await breach(edge, { dueAt: '2026-10-31 23:59:59.999' });
    await breach(edge, { dueAt: '2026-11-01 00:00', kind: 'resolve_holder' });
    const complaint = await open({ receivedAt: instant('2026-11-09 08:00') });
    await breach(complaint, { dueAt: '2026-11-12 16:30' });
    await write((manager) => manager.update(TicketRow, { id: complaint.id }, { boundary: 'complaint' }));

    for (const who of [overseer, leader, director]) {
      const { text } = await who.get('/toan-canh/tre-han?thang=2026-11').expect(200);
      expect(rowsOf(text, 'late')).toHaveLength(4);
      expect([figure(text, 'late'), figure(text, 'open')]).toEqual(['4', '3']);
      expect(text).not.toMatch(/Nguyễn Văn A|0900000031|Đèn đường|chị Hoa/);
      expect(text).not.toContain(complaint.code);
    }
    const { text } = await leader.get('/toan-canh/tre-han?thang=2026-11').expect(200);
    const plain = text
      .replaceAll('\u00A0', ' ')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ');
    // From Monday 08:00 (7 h) over four days to Monday 10:00 (3 h): 5 days of 8 hours and 2 hours.
    expect(plain).toMatch(
      new RegExp(
        `${answered.code} Chiếu sáng công cộng, .*?Trả lời người dân UBND phường Trảng Dài Thử handler 16:30 thứ Năm 05/11 5 ngày 2 giờ cho phép 3 ngày làm việc Đã trả lời 10:00 thứ Hai 09/11`,
      ),
    );
    expect(plain).toContain('Chưa có ai nhận');
    expect(plain).toContain('Theo đơn vị giữ khi hết hạn');
    // By agency, and together, as the list has it.
    expect(plain).toMatch(/UBND phường Trảng Dài 3 2 Sở Xây dựng 1 1 Tất cả 4 3/);
    const october = await leader.get('/toan-canh/tre-han?thang=2026-10').expect(200);
    expect(rowsOf(october.text, 'late')).toHaveLength(1);
    expect((await leader.get('/toan-canh/tre-han?thang=2026-09').expect(200)).text).toContain(
      'không có thời hạn nào bị trễ',
    );
  });

  it('can be taken as a table, with the same lines, and nothing a spreadsheet would compute', async () => {
    const { text, headers } = await director.get('/toan-canh/tre-han.csv?thang=2026-11').expect(200);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(headers['content-disposition']).toBe('attachment; filename="tre-han-2026-11.csv"');
    expect(text.charCodeAt(0)).toBe(0xfeff);
    const lines = text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toContain('"Mã phiếu","Việc"');
    for (const line of lines) expect(line.match(/"(?:[^"]|"")*"/g)).toHaveLength(10);
  });

  it('goes on page by page; its figures are those of all pages', async () => {
    const many: EscalationFiringRow[] = [];
    const ticket = await open({ receivedAt: instant('2026-08-03 08:00') });
    const clock = await app.rows.findOneByOrFail(TicketClockRow, { ticketId: ticket.id, kind: 'resolve' });
    const copies = Array.from({ length: 230 }, (_, index) => ({
      ...clock,
      id: newId(),
      position: 10 + index,
      timerAt: null,
    }));
    for (const [index, copy] of copies.entries()) {
      // Several at one instant: the key goes on within it.
      const dueAt = new Date(instant('2026-08-06 16:30').getTime() + Math.floor(index / 7) * 1000);
      many.push({
        clockId: copy.id,
        mark: '100%',
        ticketId: ticket.id,
        kind: 'resolve',
        agencyCode: 'SXD',
        accountId: null,
        actions: 'notify',
        fallback: null,
        dueAt,
        stepAt: dueAt,
        firedAt: dueAt,
      });
    }
    await write(async (manager) => {
      await manager.insert(TicketClockRow, copies);
      await manager.insert(EscalationFiringRow, many);
    });
    const seen: string[] = [];
    let path: string | undefined = '/toan-canh/tre-han?thang=2026-08';
    while (path !== undefined) {
      const { text }: { text: string } = await overseer.get(path).expect(200);
      expect(figure(text, 'late')).toBe('230');
      seen.push(...rowsOf(text, 'late'));
      path = /href="([^"]+sau=[^"]+)"/.exec(unescaped(text))?.[1];
    }
    expect(seen).toEqual(many.map(({ clockId }) => clockId));
    const { text } = await overseer.get('/toan-canh/tre-han.csv?thang=2026-08').expect(200);
    expect(text.trimEnd().split('\r\n')).toHaveLength(231);
  });

  it('is for those who watch', async () => {
    const coordinator = await signIn(app, 'coordinator');
    await coordinator.get('/toan-canh/tre-han').expect(404);
    await coordinator.get('/toan-canh/tre-han.csv').expect(404);
    expect((await leader.get('/toan-canh/tre-han?thang=khong-phai').expect(200)).text).toContain('tháng 11/2026');
  });
});

describe('the overseer’s list', () => {
  it('shows what was handed up and not cleared, the longest first, page by page', async () => {
    const received = instant('2026-11-09 08:00');
    const tickets: TicketRow[] = [];
    for (let index = 0; index < 34; index += 1) tickets.push(await open({ receivedAt: received }));
    for (const [index, ticket] of tickets.entries()) {
      await watch(ticket, `2026-11-16 08:${String(59 - Math.floor(index / 2)).padStart(2, '0')}`);
    }
    await watch(await open(), '2026-11-16 07:00', '2026-11-17 07:00');
    const complaint = await open();
    await watch(complaint, '2026-11-16 07:00');
    await write((manager) => manager.update(TicketRow, { id: complaint.id }, { boundary: 'complaint' }));

    const expected = await app.rows
      .createQueryBuilder(TicketWatchRow, 'w')
      .innerJoinAndMapOne('w.ticket', TicketRow, 't', 't.id = w.ticket_id')
      .where('w.clearedAt is null and t.boundary = :ordinary', { ordinary: 'ordinary' })
      .orderBy('w.sinceAt', 'ASC')
      .addOrderBy('w.ticketId', 'ASC')
      .getMany();
    const codes = expected.map((row) => (row as TicketWatchRow & { ticket: TicketRow }).ticket.code);
    for (const who of [overseer, leader]) {
      const seen: string[] = [];
      let path: string | undefined = '/toan-canh';
      while (path !== undefined) {
        const { text }: { text: string } = await who.get(path).expect(200);
        expect(figure(text, 'watched')).toBe('34');
        seen.push(...rowsOf(text, 'watched'));
        path = /href="([^"#]+sau=[^"#]+)#/.exec(unescaped(text))?.[1];
      }
      expect(seen).toEqual(codes);
    }
    const { text } = await leader.get('/toan-canh').expect(200);
    expect(text).not.toMatch(/Nguyễn Văn A|0900000031|Đèn đường|phieu=/);
    const plain = text
      .replaceAll('\u00A0', ' ')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ');
    expect(plain).toMatch(
      /Chiếu sáng công cộng, .*Trảng Dài UBND phường Trảng Dài .*trễ 6 ngày .* hạn 16:30 thứ Năm 12\/11/,
    );
    expect(unescaped((await overseer.get('/toan-canh').expect(200)).text)).toContain('/phieu?phieu=');
  });
});
