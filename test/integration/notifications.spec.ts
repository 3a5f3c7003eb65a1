import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { CommandContext } from '../../src/identity/index.js';
import { Clock } from '../../src/kernel/index.js';
import { managerOf } from '../../src/platform/database/index.js';
import { Log } from '../../src/platform/log/index.js';
import {
  FileTransport,
  MailTransport,
  SmtpTransport,
  type Mail,
  type MailOutcome,
} from '../../src/platform/mail/index.js';
import { MailMessageRow } from '../../src/notifications/entities.js';
import { MailComposer } from '../../src/notifications/mail-composer.js';
import { MailPlanner } from '../../src/notifications/mail-planner.js';
import { CLAIM_MS, MailQueue } from '../../src/notifications/mail-queue.js';
import { MailWorker } from '../../src/notifications/mail-worker.js';
import {
  AskCitizen,
  ClassifyTicket,
  DecideExtension,
  GuideElsewhere,
  PublishAnswer,
  ReclassifyTicket,
  RecordReply,
  RejectTicket,
  ReopenTicket,
  ReportAction,
  RequestExtension,
  ReturnAnswer,
  SendApology,
  TicketApologyRow,
  TicketClockRow,
  TicketReporterRow,
  TrackingLinks,
  TransferTicket,
  WithdrawTicket,
} from '../../src/tickets/index.js';
import {
  createTestDatabase,
  FixedClock,
  gate,
  startMailServer,
  type TestDatabase,
  type TestMailServer,
} from '../support/index.js';
import {
  ANSWER,
  CHECKED,
  COORDINATOR,
  LIGHTING,
  openStage,
  staff,
  WARD,
  WARD_AGENCY,
  type TicketStage,
} from './ticket-stage.js';

jest.setTimeout(60_000);

let database: TestDatabase;
let stage: TicketStage;
let server: TestMailServer;
const clock = new FixedClock();
const lines: string[] = [];

/** Keeps what is logged, to look for personal data in it. */
class KeptLog extends Log {
  debug = this.keep;
  info = this.keep;
  warn = this.keep;
  error = this.keep;
  private keep(fields: object, message: string): void {
    lines.push(JSON.stringify({ ...fields, message }));
  }
}

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startMailServer();
  stage = await openStage(database, clock, { smtpUrl: server.url });
});

afterAll(async () => {
  stage.get(MailTransport).close();
  await stage.close();
  await server.close();
  await database.drop();
});

beforeEach(() => clock.set('2026-11-23 08:00'));
afterEach(async () => {
  server.refuse(null);
  // Each test begins with nothing to send.
  await stage.unitOfWork.run((tx) => managerOf(tx).createQueryBuilder().delete().from(MailMessageRow).execute());
});

function worker(transport: MailTransport = stage.get(MailTransport)): MailWorker {
  return new MailWorker(
    stage.get(MailQueue),
    stage.get(MailComposer),
    transport,
    stage.get(Clock),
    stage.config,
    new KeptLog(),
  );
}

const plan = () => stage.deliver([stage.get(MailPlanner)]);

/** Plans and sends all that is due, then gives the mails of one ticket that have come since. */
async function sent(by: MailWorker = worker()) {
  const before = server.mails.length;
  await plan();
  while (await by.run());
  return server.mails.slice(before);
}

const rowsOf = (ticketId: string) =>
  stage.rows.find(MailMessageRow, { where: { ticketId }, order: { eventSeq: 'ASC' } });

describe('each step', () => {
  it('tells the reporter once, with what he or she has to know', async () => {
    const opened = await stage.open();
    const link = stage.get(TrackingLinks).urlFor(opened.ticketId);
    const [received, ...more] = await sent();
    expect(more).toEqual([]);
    expect(received).toMatchObject({ to: ['a@example.vn'], subject: `1022 đã nhận phản ánh ${opened.code}` });
    for (const part of [received?.text ?? '', received?.html ?? '']) {
      for (const words of [
        opened.code,
        'Nguyễn Văn A',
        'UBND phường Trảng Dài',
        '16:30 thứ Sáu 27/11/2026'.replaceAll(' ', '[ \u00a0]'),
        'Chiếu sáng công cộng',
      ]) {
        expect(part).toMatch(new RegExp(words));
      }
      expect(part).toContain(link);
      expect(part).not.toMatch(/113|khiếu nại/);
    }
    expect(received?.headers['auto-submitted']).toBe('auto-generated');

    const accepted = await stage.accept(opened);
    expect(await sent()).toEqual([
      expect.objectContaining({ subject: `UBND phường Trảng Dài đã nhận xử lý phản ánh ${opened.code}` }),
    ]);

    const submitted = await stage.submit(accepted);
    expect(await sent()).toEqual([
      expect.objectContaining({ subject: `Phản ánh ${opened.code}: đã soạn câu trả lời, chờ lãnh đạo duyệt` }),
    ]);

    const approved = await stage.approve(submitted);
    const [checked] = await sent();
    expect(checked?.subject).toBe(`Phản ánh ${opened.code}: lãnh đạo đơn vị đã duyệt câu trả lời`);
    // Before the gate nobody reads the answer.
    expect(checked?.text).not.toContain('14 bóng');

    await stage.get(PublishAnswer).execute({ ...approved, ...CHECKED }, COORDINATOR);
    const [answered, ...rest] = await sent();
    expect(rest).toEqual([]);
    expect(answered?.subject).toBe(`Trả lời phản ánh ${opened.code}`);
    for (const part of [
      ANSWER.found,
      ANSWER.done,
      'thứ\u00a0Tư\u00a025/11/2026',
      ANSWER.inCharge,
      'đã được công khai',
      link,
    ]) {
      expect(answered?.text).toContain(part);
      expect(answered?.html).toContain(part);
    }
    expect(answered?.text).not.toContain('trễ hạn');
    expect((await rowsOf(opened.ticketId)).map((row) => row.status)).toEqual(['sent', 'sent', 'sent', 'sent', 'sent']);
    expect(lines.join('\n')).not.toMatch(/a@example\.vn|Nguyễn|0900/);
  });

  it('says so when the answer is late or private', async () => {
    const opened = await stage.open();
    clock.set('2026-12-07 08:00');
    const approved = await stage.approve(await stage.submit(await stage.accept(opened)));
    await stage
      .get(PublishAnswer)
      .execute(
        { ...approved, ...CHECKED, visibility: 'private', privateReason: 'Có thông tin gia đình.' },
        COORDINATOR,
      );
    const answered = (await sent()).at(-1);
    expect(answered?.text).toMatch(/trễ hạn; hạn là 16:30/);
    expect(answered?.text).toContain('không công khai. Lý do: Có thông tin gia đình.');
  });

  it('gives the emergency lines at once', async () => {
    await stage.open({ boundary: 'emergency', categoryCode: LIGHTING, words: 'Cháy trụ điện.' });
    const [received] = await sent();
    for (const part of [received?.text, received?.html])
      expect(part).toMatch(/113 công an, 114 cháy, cứu nạn, 115 cấp cứu/);
  });

  it('promises guidance for a denunciation, then gives it, and never says who is named', async () => {
    const opened = await stage.open({
      boundary: 'denunciation',
      categoryCode: null,
      words: 'Tố cáo ông Trần Văn B nhận tiền.',
    });
    const [received] = await sent();
    expect(received?.subject).toBe(`1022 đã nhận nội dung ông/bà gửi, mã ${opened.code}`);
    expect(received?.text).toMatch(/2 ngày làm việc/);
    const text = 'Gửi đơn tố cáo đến Thanh tra thành phố, 12 đường Ví Dụ.\nMang theo giấy tờ liên quan.';
    await stage.get(GuideElsewhere).execute({ ...opened, kind: 'denunciation', text }, COORDINATOR);
    const [guided] = await sent();
    expect(guided?.subject).toBe(`Hướng dẫn nơi tiếp nhận, mã ${opened.code}`);
    expect(guided?.text.replaceAll('\r\n', '\n')).toContain(text);
    expect(`${received?.raw ?? ''}${received?.text ?? ''}${guided?.text ?? ''}`).not.toContain('Trần Văn B');
  });

  it('names the office outside the centre that keeps a complaint about the centre', async () => {
    const about = { categoryCode: null, subjectAgencyCode: 'TD1022', words: 'Khiếu nại tổng đài.' } as const;
    await stage.open({ boundary: 'complaint', ...about });
    const [received] = await sent();
    for (const part of [received?.text, received?.html]) {
      expect(part).toContain('Văn phòng UBND giữ và sẽ chỉ đúng nơi nhận trong 2 ngày làm việc');
      expect(part).toMatch(/Văn phòng UBND hướng dẫn trước/);
      expect(part).not.toMatch(/1022 (không giải quyết|hướng dẫn trước)/);
    }
  });

  it('tells where a ticket went that a coordinator routed, and nothing of an answer sent back', async () => {
    const opened = await stage.open({ categoryCode: null });
    const [received] = await sent();
    expect(received?.text).toContain('Điều phối viên đang xem');
    const assigned = await stage
      .get(ClassifyTicket)
      .execute({ ...opened, categoryCode: LIGHTING, wardCode: WARD }, COORDINATOR);
    expect(await sent()).toEqual([
      expect.objectContaining({ subject: `Phản ánh ${opened.code} đã chuyển đến UBND phường Trảng Dài` }),
    ]);
    const approved = await stage.approve(await stage.submit(await stage.accept(assigned)));
    await sent();
    await stage.get(ReturnAnswer).execute({ ...approved, remarks: 'Chưa rõ ngày xong.' }, COORDINATOR);
    expect(await sent()).toEqual([]);
  });

  it('tells what moves the time: acted, asked, another limit, more time, another agency, a letter', async () => {
    const handler = staff('handler', WARD_AGENCY);
    const head = staff('agency_head', WARD_AGENCY);
    const plain = async (): Promise<string[]> =>
      (await sent()).map(({ subject, text }) =>
        `${subject}\n${text}`.replaceAll('\u00a0', ' ').replaceAll('\r\n', '\n'),
      );
    const opened = await stage.open({ categoryCode: 'ht-nguy-hiem' });
    const accepted = await stage.accept(opened);
    await sent();

    const report = { ...accepted, text: 'Đã rào chắn.', actedAt: '2026-11-23T08:00' };
    const reported = await stage.get(ReportAction).execute(report, handler);
    const [acted, ...none] = await plain();
    expect(none).toEqual([]);
    expect(acted).toMatch(/^UBND phường Trảng Dài đã xử lý tại chỗ, phản ánh DN.*08:00 thứ Hai 23\/11\/2026/su);
    // The agency's words wait for the gate.
    expect(acted).not.toContain('rào chắn');

    const asked = await stage.get(AskCitizen).execute({ ...reported, text: 'Cổng nào?' }, handler);
    const [question] = await plain();
    expect(question).toMatch(/cần ông\/bà cho biết thêm.*Cổng nào\?.*hoặc gọi 1022/su);
    const replied = await stage.get(RecordReply).execute({ ...asked, text: 'Cổng đông.' }, handler);
    expect(await plain()).toEqual([]);

    const corrected = { ...replied, categoryCode: 'dat-lan-chiem' };
    const complex = await stage.get(ReclassifyTicket).execute(corrected, COORDINATOR);
    const [changed] = await plain();
    expect(changed).toMatch(/hạn trả lời đã đổi.*Hạn đã báo trước đây là 16:30 thứ Tư 25\/11\/2026/su);
    expect(changed).toContain('Phải trả lời trước: 16:30 thứ Ba 08/12/2026');

    const request = { ...complex, reason: 'Cần đo đạc lại.', newDay: '2026-12-10' };
    const requested = await stage.get(RequestExtension).execute(request, handler);
    expect(await plain()).toEqual([]);
    const granted = await stage.get(DecideExtension).execute({ ...requested, approve: true }, head);
    const [extended] = await plain();
    expect(extended).toMatch(
      /16:30 thứ Ba 08\/12\/2026.*gia hạn đến 16:30 thứ Năm 10\/12\/2026.*Lý do: Cần đo đạc lại\./su,
    );

    const [resolve] = await stage.rows.findBy(TicketClockRow, { ticketId: opened.ticketId, kind: 'resolve' });
    const apology = {
      ticketId: opened.ticketId,
      clockId: resolve?.id ?? '',
      agencyCode: WARD_AGENCY,
      owedAt: clock.now(),
      breachedDueAt: clock.now(),
      status: 'owed' as const,
      text: null,
      committedOn: null,
      sentAt: null,
      signedByAccountId: null,
    };
    await stage.unitOfWork.run((tx) => managerOf(tx).insert(TicketApologyRow, apology));
    const letter = {
      ...granted,
      opening: 'Xin lỗi ông/bà vì chậm.',
      reason: 'Thiếu người đo.',
      remedy: 'Đã mượn người.',
      committedOn: '2026-12-10',
      contact: 'Phòng Kinh tế, 0251 3123 456',
    };
    const sorry = await stage.get(SendApology).execute(letter, head);
    const [mail] = await plain();
    expect(mail).toMatch(
      /^Thư xin lỗi vì trả lời chậm.*Xin lỗi ông\/bà vì chậm\..*Ngày cam kết xong: thứ Năm 10\/12\/2026/su,
    );

    await stage.get(TransferTicket).execute({ ...sorry, leadAgencyCode: 'SXD', remark: 'Đường tỉnh.' }, COORDINATOR);
    const [moved] = await plain();
    expect(moved).toMatch(/đã chuyển đến Sở Xây dựng/u);
    expect(moved).not.toContain('Đường tỉnh');
  });

  it('tells of a refusal with the way forward, of a report taken back, and of one opened again', async () => {
    const plain = async (): Promise<string[]> =>
      (await sent()).map(({ subject, text }) =>
        `${subject}\n${text}`.replaceAll('\u00a0', ' ').replaceAll('\r\n', '\n'),
      );
    const refused = await stage.open();
    await sent();
    const way = 'Xin gửi Tòa án nhân dân khu vực, số 1 đường Thử.';
    await stage.get(RejectTicket).execute({ ...refused, ground: 'out_of_scope', text: way }, COORDINATOR);
    const [rejected, ...none] = await plain();
    expect(none).toEqual([]);
    expect(rejected).toMatch(/^Về phản ánh DN.*Lý do: không thuộc phạm vi của 1022\./su);
    expect(rejected).toContain(way);

    const taken = await stage.open();
    await sent();
    const reporter: CommandContext = {
      principal: { kind: 'reporter', ticketId: taken.ticketId },
      requestId: 'test',
      idempotency: null,
    };
    const back = { ticketId: taken.ticketId, version: null };
    await stage.get(WithdrawTicket).execute({ ...back, words: 'Đèn đã sáng.' }, reporter);
    const [withdrawn] = await plain();
    expect(withdrawn).toMatch(/^Đã rút phản ánh DN.*trong 15 ngày/su);
    await stage.get(ReopenTicket).execute({ ...back, words: 'Lại tắt.' }, reporter);
    const [reopened] = await plain();
    expect(reopened).toMatch(/^Phản ánh DN.*được xem lại.*UBND phường Trảng Dài sẽ giải quyết.*16:30/su);
    expect(`${withdrawn ?? ''}${reopened ?? ''}`).not.toMatch(/Đèn đã sáng|Lại tắt/);
  });

  it('is told in English to who wrote from an English page, the words of the office as they are', async () => {
    const opened = await stage.open({
      reporter: {
        kind: 'citizen',
        name: 'Jane Doe',
        phone: null,
        email: 'a@example.vn',
        anonymous: false,
        language: 'en',
      },
    });
    const approved = await stage.approve(await stage.submit(await stage.accept(opened)));
    await stage.get(PublishAnswer).execute({ ...approved, ...CHECKED }, COORDINATOR);
    const refused = await stage.open({
      reporter: { kind: 'citizen', name: null, phone: null, email: 'a@example.vn', anonymous: false, language: 'en' },
    });
    const way = 'Xin gửi Tòa án nhân dân khu vực.';
    await stage.get(RejectTicket).execute({ ...refused, ground: 'out_of_scope', text: way }, COORDINATOR);
    const mails = await sent();
    expect(mails.map(({ subject }) => subject).sort()).toEqual(
      [
        `1022 has received your report ${opened.code}`,
        `UBND phường Trảng Dài has taken on report ${opened.code}`,
        `Report ${opened.code}: an answer is written and waits for approval`,
        `Report ${opened.code}: the head of the office has approved the answer`,
        `Answer to report ${opened.code}`,
        `1022 has received your report ${refused.code}`,
        `About report ${refused.code}: not taken up, and what you can do`,
      ].sort(),
    );
    const of = (subject: string) => mails.find((mail) => mail.subject.startsWith(subject));
    const received = of(`1022 has received your report ${opened.code}`);
    for (const part of [received?.text ?? '', received?.html ?? '']) {
      expect(part).toMatch(/Dear Jane Doe.*Kind of matter.*Street lighting.*Answer due by.*16:30, Fri\s27\sNov\s2026/s);
      expect(part).toContain(stage.get(TrackingLinks).urlFor(opened.ticketId, 'en'));
    }
    expect(stage.get(TrackingLinks).urlFor(opened.ticketId, 'en')).toContain('/en/theo-doi/');
    const answered = of('Answer to');
    expect(answered?.html).toContain('<html lang="en">');
    expect(answered?.html).toMatch(new RegExp(`<span lang="vi"[^>]*>${ANSWER.inCharge}`));
    expect(answered?.html).toMatch(/<span style="[^"]*">Wed\s25\sNov\s2026/);
    expect(answered?.text).toMatch(/\/en\/danh-gia\//);
    expect(of('About report')?.text).toMatch(/The reason: it is outside what 1022 deals with\..*Tòa án/s);
    // Nothing of ours is left in Vietnamese.
    for (const { text } of mails) expect(text).not.toMatch(/ông\/bà|Kính gửi|Phản ánh|đường dẫn/i);
  });

  it.each([
    ['somebody without e-mail', { email: null }],
    ['somebody anonymous', { anonymous: true }],
  ])('writes nothing to %s', async (_, change) => {
    const reporter = {
      kind: 'citizen',
      name: null,
      phone: '+84900000027',
      email: 'a@example.vn',
      anonymous: false,
      ...change,
    } as const;
    const opened = await stage.open({ reporter });
    expect(await sent()).toEqual([]);
    expect(await rowsOf(opened.ticketId)).toEqual([]);
  });

  it('is planned once however often the event is handled', async () => {
    const opened = await stage.open();
    const events = await stage.events();
    for (const event of [...events, ...events])
      await stage.unitOfWork.run((tx) => stage.get(MailPlanner).handle(event, tx));
    expect(await rowsOf(opened.ticketId)).toHaveLength(1);
  });
});

describe('sending', () => {
  it('a gateway that is down delays and loses nothing, and the order stays', async () => {
    const opened = await stage.open();
    await stage.accept(opened);
    const nowhere = new SmtpTransport('smtp://127.0.0.1:1', stage.config.mailFrom);
    expect(await sent(worker(nowhere))).toEqual([]);
    nowhere.close();
    const [first, second] = await rowsOf(opened.ticketId);
    expect(first).toMatchObject({
      status: 'pending',
      attempts: 1,
      claimToken: null,
      nextAt: new Date(clock.now().getTime() + 60_000),
    });
    expect(first?.lastError).toMatch(/^E[A-Z]+$/);
    // The later mail waits for the earlier one.
    expect(second).toMatchObject({ status: 'pending', attempts: 0 });
    expect(await sent()).toEqual([]);

    clock.advance(61);
    const mails = await sent();
    expect(mails.map((mail) => mail.subject)).toEqual([
      `1022 đã nhận phản ánh ${opened.code}`,
      `UBND phường Trảng Dài đã nhận xử lý phản ánh ${opened.code}`,
    ]);
  });

  it('"later" is tried again, "never" fails visibly and does not hold up the next mail', async () => {
    const opened = await stage.open();
    server.refuse(451);
    await sent();
    expect((await rowsOf(opened.ticketId))[0]).toMatchObject({
      status: 'pending',
      attempts: 1,
      lastError: 'EENVELOPE 451',
    });

    server.refuse(550);
    clock.advance(61);
    lines.length = 0;
    await sent();
    expect((await rowsOf(opened.ticketId))[0]).toMatchObject({
      status: 'failed',
      attempts: 2,
      lastError: 'EENVELOPE 550',
    });
    expect(lines.join('\n')).toContain('mail failed, nobody will get it');
    expect(lines.join('\n')).not.toContain('example.vn');
    expect(await stage.get(MailQueue).counts()).toMatchObject({ failed: 1, pending: 0 });
    expect((await stage.get(MailQueue).troubled(10)).map((row) => row.ticketId)).toEqual([opened.ticketId]);

    server.refuse(null);
    clock.advance(86_400);
    await stage.accept(opened);
    expect(await sent()).toHaveLength(1);
  });

  it('a mailbox that says "later" for five days is given up', async () => {
    const opened = await stage.open();
    server.refuse(451);
    await sent();
    clock.advance(6 * 86_400);
    await sent();
    expect((await rowsOf(opened.ticketId))[0]).toMatchObject({ status: 'failed', lastError: 'EENVELOPE 451' });
  });

  it('two workers at once send each mail once', async () => {
    for (let i = 0; i < 12; i += 1) await stage.open();
    await plan();
    const before = server.mails.length;
    const [one, two] = [worker(), worker()];
    await Promise.all(
      [one, two].map(async (by) => {
        while (await by.run());
      }),
    );
    const ids = server.mails.slice(before).map((mail) => mail.headers['message-id']);
    expect(ids).toHaveLength(12);
    expect(new Set(ids).size).toBe(12);
  });

  it('what a killed worker had claimed is taken over after the lease, under the same Message-ID', async () => {
    const opened = await stage.open();
    await plan();
    const [row] = await rowsOf(opened.ticketId);
    if (!row) throw new Error('no mail was planned');
    // Killed between claim and send: nobody ends this claim.
    expect(await stage.get(MailQueue).claim(row)).not.toBeNull();
    expect(await stage.get(MailQueue).claim(row)).toBeNull();
    expect(await sent()).toEqual([]);
    clock.advance(CLAIM_MS / 1000 + 1);
    const [mail] = await sent();
    expect(mail?.headers['message-id']).toBe(`<${row.id.toLowerCase()}@1022.example.vn>`);
    expect((await rowsOf(opened.ticketId))[0]).toMatchObject({
      status: 'sent',
      attempts: 2,
      messageId: mail?.headers['message-id'],
    });
  });

  it('a worker that was too slow does not overwrite what the next one wrote', async () => {
    const opened = await stage.open();
    await plan();
    const reached = gate();
    const goOn = gate();
    class Slow extends MailTransport {
      async send(_mail: Mail): Promise<MailOutcome> {
        reached.open();
        await goOn.opened;
        return { kind: 'gateway_down', reason: 'ETIMEDOUT' };
      }
      close(): void {}
    }
    const slow = worker(new Slow()).run();
    await reached.opened;
    clock.advance(CLAIM_MS / 1000 + 1);
    expect(await sent()).toHaveLength(1);
    goOn.open();
    await slow;
    expect((await rowsOf(opened.ticketId))[0]).toMatchObject({ status: 'sent' });
  });

  it('stopping finishes what is on the wire and gives back the rest', async () => {
    for (let i = 0; i < 6; i += 1) await stage.open();
    await plan();
    const reached = gate();
    const goOn = gate();
    let sends = 0;
    class Held extends MailTransport {
      async send(_mail: Mail): Promise<MailOutcome> {
        sends += 1;
        reached.open();
        await goOn.opened;
        return { kind: 'sent' };
      }
      close(): void {}
    }
    const by = worker(new Held());
    by.onApplicationBootstrap();
    await reached.opened;
    const stopped = by.beforeApplicationShutdown();
    goOn.open();
    await stopped;
    const rows = await stage.rows.find(MailMessageRow);
    expect(rows.filter((row) => row.status === 'sent')).toHaveLength(sends);
    expect(rows.filter((row) => row.status === 'pending')).toHaveLength(6 - sends);
    expect(rows.every((row) => row.claimToken === null)).toBe(true);
    expect(sends).toBeLessThan(6);
  });

  it('after erasure nothing is sent, and no address is left in the queue', async () => {
    const opened = await stage.open();
    await plan();
    expect(JSON.stringify(await rowsOf(opened.ticketId))).not.toMatch(/example\.vn|Nguyễn/);
    await stage.unitOfWork.run((tx) =>
      managerOf(tx).update(TicketReporterRow, { ticketId: opened.ticketId }, { name: null, email: null }),
    );
    expect(await sent()).toEqual([]);
    expect((await rowsOf(opened.ticketId))[0]).toMatchObject({ status: 'dropped', lastError: 'no recipient' });
  });

  it('a name or address with a line break makes no header', async () => {
    const person = { kind: 'citizen', phone: null, anonymous: false } as const;
    const opened = await stage.open({
      reporter: { ...person, name: 'Lê Thị C\r\nBcc: other@example.vn\r\n\r\n<b>x</b>', email: 'c@example.vn' },
    });
    const [mail] = await sent();
    expect(mail?.to).toEqual(['c@example.vn']);
    expect(mail?.headers['bcc']).toBeUndefined();
    expect(mail?.html).toContain('&lt;b&gt;x&lt;/b&gt;');
    expect(mail?.html).not.toContain('<b>x</b>');
    expect(mail?.text).toContain(opened.code);

    for (const email of ['d@example.vn\r\nBcc: other@example.vn', 'd@example.vn, other@example.vn', 'd@example.vn>']) {
      const bad = await stage.open({ reporter: { ...person, name: null, email } });
      expect(await sent()).toEqual([]);
      expect((await rowsOf(bad.ticketId))[0]).toMatchObject({ status: 'failed', lastError: 'not an address' });
    }
  });
});

describe('without a gateway', () => {
  it('mails become files, and the log says so without naming anybody', async () => {
    const folder = join(stage.config.dataDir, 'outbox-mail');
    lines.length = 0;
    const opened = await stage.open();
    await sent(worker(new FileTransport(folder, stage.config.mailFrom, new KeptLog())));
    const [row] = await rowsOf(opened.ticketId);
    expect(row).toMatchObject({ status: 'sent' });
    expect(readdirSync(folder)).toEqual([`${row?.id.toLowerCase() ?? ''}.eml`]);
    const eml = readFileSync(join(folder, `${row?.id.toLowerCase() ?? ''}.eml`), 'utf8');
    expect(eml).toMatch(/^To: .*<a@example\.vn>$/m);
    expect(eml).toContain(`Message-ID: ${row?.messageId ?? ''}`);
    expect(lines.join('\n')).toContain('there is no SMTP_URL');
    expect(lines.join('\n')).not.toContain('a@example.vn');
  });
});
