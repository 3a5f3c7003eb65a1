import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import supertest from 'supertest';
import { TicketClockRow } from '../../src/tickets/index.js';
import { signIn, type Agent } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/gate.js';
import { sendReport } from '../support/portal.js';

jest.setTimeout(180_000);

let app: TestApp;
let admin: Agent;

beforeAll(async () => {
  // Monday 23/11/2026, 08:00.
  app = await createTestApp();
  admin = await signIn(app, 'admin');
});
afterAll(() => app?.close());

const TODAY = '2026-11-23';
const NOTE = 'Công văn 1234, theo thông báo mới.';
const HEAD = 'ngày,loại,thay cho,dịp,văn bản,tạm tính';

const textOf = (html: string): string =>
  html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&nbsp;|\u00A0/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ([,.;:])/g, '$1');

async function pageOf(path: string, agent: Agent = admin): Promise<string> {
  const answer = await agent.get(path).expect(200);
  return textOf(answer.text);
}

/** Sends a form and follows it to the change it began. */
async function proposed(path: string, fields: Readonly<Record<string, string>>): Promise<string> {
  const answer = await admin.form(path, { note: NOTE, action: 'save', ...fields });
  const to = String(answer.headers['location'] ?? '');
  if (answer.status !== 303) throw new Error(`${String(answer.status)}: ${textOf(answer.text).slice(0, 3000)}`);
  return to;
}

/** The page of a change once its preview or application has ended. */
async function settled(path: string): Promise<string> {
  let text = '';
  await eventually('the change is looked at', async () => {
    text = await pageOf(path);
    return !/đang xem trước|đang áp dụng|Đang dời hạn/.test(text);
  });
  return text;
}

async function applied(path: string): Promise<string> {
  await settled(path);
  await admin.form(`${path}/ap-dung`, {}).expect(303);
  return settled(path);
}

function notice(lines: readonly string[]): Readonly<Record<string, string>> {
  return { scope: 'national', table: [HEAD, ...lines].join('\n'), mode: 'some', source: '' };
}

describe('the year', () => {
  it('shows each day by word, the worked Saturdays, the working days of each month and where entries come from', async () => {
    const text = await pageOf('/quan-tri/lich?nam=2026&lich=national&ngay=2026-01-10');
    expect(text).toContain('Năm 2026: 249 ngày làm việc, trong đó 2 ngày làm bù');
    expect(text).toContain('Tháng 2 15 ngày làm việc');
    expect(text).toMatch(/thứ Bảy 10\/01\/2026 làm bù Giờ làm việc 07:00–11:30, 13:00–16:30/);
    expect(text).toContain('Làm bù cho 02/01/2026, theo giờ của ngày được làm bù.');
    expect(text).toContain('thứ Hai 27/04/2026 nghỉ bù Giỗ Tổ Hùng Vương cho 26/04');
  });

  it('says that a year is provisional, and that one beyond the table cannot be counted in', async () => {
    expect(await pageOf('/quan-tri/lich?nam=2027')).toContain('Lịch nghỉ năm 2027 còn chỗ tạm tính');
    expect(await pageOf('/quan-tri/lich?nam=2031')).toContain('Năm 2031 chưa có bảng ngày nghỉ');
  });

  it('takes what is no year, no day and no calendar for a mistake of the address', async () => {
    expect(await pageOf('/quan-tri/lich?nam=abc&ngay=2026-02-30')).toContain('Lịch năm 2026');
    expect(await pageOf('/quan-tri/lich?ngay=9999-12-31')).toContain('Lịch năm 2026');
    expect(await pageOf('/quan-tri/lich?nam=2100')).toContain('Lịch năm 2100');
    await admin.get('/quan-tri/lich?lich=no-such').expect(404);
    await admin.get('/quan-tri/lich?lich=%27%22%3Cscript%3E').expect(404);
  });
});

describe('who may', () => {
  it.each(['/quan-tri/lich', '/quan-tri/gio', '/quan-tri/han', '/quan-tri/leo-thang', '/quan-tri/thay-doi'])(
    '%s is not there for an operator',
    async (path) => {
      const operator = await signIn(app, 'operator');
      await operator.get(path).expect(404);
      await operator.form('/quan-tri/lich/sua', { note: NOTE }).expect(404);
    },
  );
});

describe('trying a deadline', () => {
  it('gives the deadline and its reason as the API does', async () => {
    const text = await pageOf('/quan-tri/tinh-thu?start=2026-11-23T08:00&limit=1wd&agency=');
    const api = await admin.get('/api/v1/sla/deadline?start=2026-11-23T08:00:00%2B07:00&limit=1wd').expect(200);
    const { text: due, explain } = api.body as { text: string; explain: string[] };
    expect(text).toContain(`Hạn là ${due}`);
    for (const sentence of explain) expect(text).toContain(sentence);
  });

  it('says beside the field what is wrong', async () => {
    const text = await pageOf('/quan-tri/tinh-thu?start=2026-11-23T08:00&limit=abc&agency=c%C6%A1+quan+n%C3%A0o');
    expect(text).toContain('Hạn “abc” không đọc được');
    expect(text).toContain('Chưa rõ là cơ quan nào');
  });
});

describe('a notice', () => {
  it('names every line that is wrong, and keeps the table', async () => {
    const table = [
      HEAD,
      '31/02/2027,nghỉ lễ,,Tết,TB 1,',
      '04/01/2027,nghỉ ngơi,,Tết,TB 1,',
      '05/01/2027,làm bù,,Tết,TB 1,có lẽ',
    ];
    const answer = await admin.form('/quan-tri/lich/nhap?lich=national', {
      scope: 'national',
      table: table.join('\n'),
      note: NOTE,
    });
    expect(answer.status).toBe(400);
    const text = textOf(answer.text);
    expect(text).toContain('Dòng 2: Ngày “31/02/2027” không đọc được');
    expect(text).toContain('Dòng 3: Loại “nghỉ ngơi” không có');
    expect(text).toContain('Dòng 4: Cột tạm tính viết “có” hoặc để trống');
    expect(answer.text).toContain('04/01/2027,nghỉ ngơi,,Tết,TB 1,');
  });

  it('names the line whose other half is missing, and asks for the reason', async () => {
    const swap = { ...notice(['04/01/2027,nghỉ hoán đổi,09/01/2027,Tết Dương lịch,TB 1,']), note: NOTE };
    expect(textOf((await admin.form('/quan-tri/lich/nhap', swap)).text)).toMatch(
      /Dòng 2: Ngày 2027-01-04 thay cho ngày 2027-01-09/,
    );
    const silent = { ...notice(['04/01/2027,nghỉ lễ,,Tết Dương lịch,TB 1,']), note: ' ' };
    expect(textOf((await admin.form('/quan-tri/lich/nhap', silent)).text)).toContain('Xin ghi lý do');
  });

  const file = (content: Uint8Array, token: string | null = admin.csrf): Promise<supertest.Response> => {
    const sent = supertest(app.url)
      .post('/quan-tri/lich/nhap?lich=national')
      .set({ cookie: admin.cookie ?? '' })
      .field('scope', 'national')
      .field('mode', 'some')
      .field('table', '')
      .field('source', 'Thông báo 99')
      .field('note', NOTE)
      .field('_key', `file-${String(Math.random())}`);
    if (token !== null) sent.field('_csrf', token);
    return sent.attach('file', Buffer.from(content), 'thong-bao.csv').then((answer) => answer);
  };
  const TABLE = `${HEAD}\n17/12/2026,nghỉ lễ,,Ngày thử,,\n`;

  it.each([
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${TABLE}`)],
    ['UTF-16, as Excel’s Unicode text', Buffer.from(`\uFEFF${TABLE.replaceAll(',', '\t')}`, 'utf16le')],
    ['semicolons and CRLF', Buffer.from(TABLE.replaceAll(',', ';').replaceAll('\n', '\r\n'))],
  ])('is read from a file: %s', async (_, content) => {
    const answer = await file(content);
    expect([answer.status, textOf(answer.text)]).toEqual([303, expect.anything()]);
    const path = String(answer.headers['location']);
    expect(await settled(path)).toContain('thứ Năm 17/12/2026: nghỉ lễ, Ngày thử. Thông báo 99');
    await admin.form(`${path}/bo`, {}).expect(303);
    expect(await pageOf(path)).toContain('đã bỏ');
  });

  it.each([
    ['another encoding', Buffer.from([0x6e, 0x67, 0xe0, 0x79, 0x2c, 0x6c, 0x6f, 0xec]), /không phải UTF-8/],
    ['a spreadsheet', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), /bảng tính Excel/],
    ['text that was broken on the way', Buffer.from(`${HEAD}\n17/12/2026,nghá»‰ lá»…,,Táº¿t,,`), /mở sai bảng mã/],
  ])('is refused with the way out: %s', async (_, content, message) => {
    const answer = await file(content);
    expect(answer.status).toBe(400);
    expect(textOf(answer.text)).toMatch(message);
  });

  it('is not taken without the token of the session, nor beyond a page of text', async () => {
    expect((await file(Buffer.from(TABLE), null)).status).toBe(403);
    expect((await file(Buffer.alloc(300_000, 0x20))).status).toBe(400);
  });
});

describe('a change', () => {
  const dueOf = async (ticketId: string, kind: 'resolve'): Promise<string> =>
    (await app.rows.findOneByOrFail(TicketClockRow, { ticketId, kind })).dueAt.toISOString();

  it('is previewed with real tickets, applied once, and stays visible with who and why', async () => {
    const { ticketId, code } = await sendReport(app);
    expect(await dueOf(ticketId, 'resolve')).toBe('2026-11-27T09:30:00.000Z');
    const lines = ['27/11/2026,nghỉ hoán đổi,28/11/2026,Dịp thử,TB 77,', '28/11/2026,làm bù,27/11/2026,Dịp thử,TB 77,'];
    const path = await proposed('/quan-tri/lich/nhap?lich=national', notice(lines));
    const preview = await settled(path);
    expect(preview).toMatch(/[1-9]\d* hạn dời, không hạn nào thành trễ/);
    expect(preview).toMatch(new RegExp(`${code} .*16:30 thứ Sáu 27/11/2026 .*16:30 thứ Bảy 28/11/2026 muộn hơn`));
    // Nothing has moved yet.
    expect(await dueOf(ticketId, 'resolve')).toBe('2026-11-27T09:30:00.000Z');

    await admin.form(`${path}/ap-dung`, {}).expect(303);
    await admin.form(`${path}/ap-dung`, {}).expect(303);
    const done = await settled(path);
    expect(done).toMatch(/đã áp dụng/);
    expect(done).toMatch(/Thử admin áp dụng lúc/);
    expect(await dueOf(ticketId, 'resolve')).toBe('2026-11-28T09:30:00.000Z');
    const list = await pageOf('/quan-tri/thay-doi');
    expect(list).toContain('Ngày nghỉ, làm bù: cả nước');
    expect(list).toContain(`Lý do: ${NOTE}`);
    const year = await pageOf('/quan-tri/lich?nam=2026&ngay=2026-11-28');
    expect(year).toContain('trong đó 3 ngày làm bù');
    expect(year).toContain('Ai ghi Thử admin, 23/11/2026');
    const late = await admin.form(`${path}/bo`, {});
    expect([late.status, textOf(late.text)]).toEqual([409, expect.stringContaining('đã có hiệu lực')]);
  });

  it('is previewed again when the rules have changed since', async () => {
    const first = await proposed('/quan-tri/lich/sua?lich=national', day('2026-12-14'));
    const second = await proposed('/quan-tri/lich/sua?lich=national', day('2026-12-15'));
    await settled(first);
    await settled(second);
    await applied(first);
    expect(await pageOf(second)).toContain('con số dưới đây không còn đúng');
    expect((await admin.form(`${second}/ap-dung`, {})).status).toBe(409);
    await admin.form(`${second}/xem-lai`, {}).expect(303);
    expect(await settled(second)).toContain('chờ quyết định');
    await admin.form(`${second}/bo`, {}).expect(303);
  });

  it('of one day can be taken back, both halves of a swap together', async () => {
    const form = await admin.get('/quan-tri/lich/sua?lich=national&ngay=2026-11-28').expect(200);
    expect(textOf(form.text)).toContain('Bỏ mục này: thứ Sáu 27/11/2026 và thứ Bảy 28/11/2026');
    const fields = { ...day('2026-11-27'), type: 'swap', was: '2026-11-27 2026-11-28', action: 'remove' };
    expect(await applied(await proposed('/quan-tri/lich/sua?lich=national', fields))).toContain('đã áp dụng');
    expect(await pageOf('/quan-tri/lich?nam=2026')).toContain('trong đó 2 ngày làm bù');
  });

  it('sent twice by one form is one change', async () => {
    const key = 'the-same-form-twice';
    const fields = { ...day('2026-12-21'), note: NOTE };
    const [one, other] = [
      await admin.form('/quan-tri/lich/sua?lich=national', fields, { key }),
      await admin.form('/quan-tri/lich/sua?lich=national', fields, { key }),
    ];
    expect(one.headers['location']).toMatch(/^\/quan-tri\/thay-doi\//);
    expect(other.headers['location']).toBe(one.headers['location']);
  });

  const day = (on: string): Record<string, string> => ({
    scope: 'national',
    was: '',
    type: 'holiday',
    on,
    until: '',
    other: '',
    name: 'Ngày thử',
    source: 'TB 1',
  });
});

describe('other rules', () => {
  const week = Object.fromEntries(
    [1, 2, 3, 4, 5].flatMap((weekday) => [
      [`d${String(weekday)}.opens1`, '07:30'],
      [`d${String(weekday)}.closes1`, '11:30'],
      [`d${String(weekday)}.opens2`, '13:00'],
      [`d${String(weekday)}.closes2`, '17:00'],
    ]),
  );

  it('weekly hours from a day on, with the weekdays that change', async () => {
    const fields = { calendar: 'agency', validFrom: '2026-12-01', ...week };
    const done = await applied(await proposed('/quan-tri/gio/moi?lich=agency', fields));
    expect(done).toContain('Thứ Hai–thứ Sáu: 07:00–11:30, 13:00–16:30 → 07:30–11:30, 13:00–17:00.');
    expect(await pageOf('/quan-tri/gio')).toMatch(/từ 01\/12\/2026 sắp áp dụng/);
  });

  it('an agency with a Saturday morning of its own', async () => {
    const fields = {
      agency: 'Sở Xây dựng',
      nationalDays: 'yes',
      validFrom: '2026-12-01',
      ...week,
      'd6.opens1': '7:30',
      'd6.closes1': '11:00',
    };
    expect(await applied(await proposed('/quan-tri/gio/moi', fields))).toContain('thứ Bảy 07:30–11:00');
    expect(await pageOf('/quan-tri/gio')).toMatch(/Giờ làm việc của Sở Xây dựng/);
  });

  it('says which weekday is written wrongly', async () => {
    const fields = { calendar: 'agency', validFrom: '2026-12-05', ...week, 'd3.closes1': '', note: NOTE };
    const answer = await admin.form('/quan-tri/gio/moi?lich=agency', fields);
    expect([answer.status, textOf(answer.text)]).toEqual([
      400,
      expect.stringContaining('Thứ Tư: xin ghi cả giờ mở và giờ đóng'),
    ]);
    const overlap = { ...fields, 'd3.closes1': '14:00' };
    expect(textOf((await admin.form('/quan-tri/gio/moi?lich=agency', overlap)).text)).toContain('chồng lên nhau');
  });

  const policy = {
    clock: 'resolve',
    slaClass: 'K2',
    categoryCode: '*',
    priority: '*',
    agency: '',
    limit: '2wd',
    calendar: 'office',
    extension: '',
    validFrom: '2026-12-01',
    basis: 'Quyết định 9',
    version: '1',
    was: 'K2 * * *',
  };

  it('a new version of a limit, from tomorrow at the earliest', async () => {
    const early = await admin.form('/quan-tri/han/moi?dong-ho=resolve', { ...policy, validFrom: TODAY, note: NOTE });
    expect([early.status, textOf(early.text)]).toEqual([400, expect.stringContaining('Sớm nhất là ngày mai')]);
    const done = await applied(await proposed('/quan-tri/han/moi?dong-ho=resolve', policy));
    expect(done).toContain('2 ngày làm việc, giờ hành chính, không gia hạn; cho việc bắt đầu từ 01/12/2026.');
    expect(done).toContain('Không dời hạn nào đang chạy');
    expect(await pageOf('/quan-tri/han')).toMatch(
      /K2 Hiện trường 2 ngày làm việc giờ hành chính từ 01\/12\/2026 bản 2 sắp áp dụng Quyết định 9/,
    );
  });

  it('escalation of a limit switched off and on', async () => {
    const off = await applied(await proposed('/quan-tri/han/moi?dong-ho=resolve', { ...policy, action: 'off' }));
    expect(off).toContain('Tắt leo thang của bản 1');
    expect(await pageOf('/quan-tri/han')).toContain('không leo thang');
    await applied(await proposed('/quan-tri/han/moi?dong-ho=resolve', { ...policy, action: 'on' }));
    expect(await pageOf('/quan-tri/han')).not.toContain('không leo thang');
  });

  it('a new ladder, as a line that people read', async () => {
    const fields = {
      clock: 'publish',
      slaClass: '*',
      validFrom: '2026-12-01',
      basis: '',
      's0.mark': '50 %',
      's0.coordinator': 'yes',
      's0.notify': 'yes',
      's0.enabled': 'yes',
      's1.mark': '+2wd',
      's1.overseer': 'yes',
      's1.notify': 'yes',
      's1.overseer_list': 'yes',
    };
    const done = await applied(await proposed('/quan-tri/leo-thang/moi?dong-ho=publish&lop=*', fields));
    expect(done).toContain(
      '50 % → điều phối viên 1022; +2 ngày làm việc → Văn phòng UBND, vào danh sách Văn phòng UBND theo dõi (đang tắt).',
    );
    const wrong = { ...fields, note: NOTE, validFrom: '2026-12-02', 's1.mark': '2 ngày' };
    expect(textOf((await admin.form('/quan-tri/leo-thang/moi?dong-ho=publish', wrong)).text)).toContain(
      'Mốc “2ngày” không đọc được',
    );
  });

  it('one step of a ladder switched off', async () => {
    const page = await pageOf('/quan-tri/leo-thang/moi?dong-ho=accept&lop=*&ban=1');
    expect(page).toContain('Tắt bước 50 % Tắt bước quá hạn Tắt mọi bước');
    const fields = { clock: 'accept', version: '1', was: '*', action: 'off 50%' };
    expect(await applied(await proposed('/quan-tri/leo-thang/moi?dong-ho=accept&lop=*&ban=1', fields))).toContain(
      'Tắt bước 50 % của bản 1',
    );
    expect(await pageOf('/quan-tri/leo-thang')).toContain('50 % → cán bộ xử lý (đang tắt)');
  });

  it('the provisional days of a year become final together', async () => {
    expect(await pageOf('/quan-tri/lich/chinh-thuc?lich=national&nam=2027')).toMatch(/\d+ ngày tạm tính của năm 2027/);
    const fields = { scope: 'national', year: '2027', source: 'Thông báo 5' };
    await applied(await proposed('/quan-tri/lich/chinh-thuc?lich=national&nam=2027', fields));
    const year = await pageOf('/quan-tri/lich?nam=2027&lich=national');
    expect(year).not.toContain('còn chỗ tạm tính');
    expect(year).toContain('Thông báo 5');
    const again = await admin.form('/quan-tri/lich/chinh-thuc?lich=national&nam=2027', { ...fields, note: NOTE });
    expect([again.status, textOf(again.text)]).toEqual([400, expect.stringContaining('Chưa có ngày nào để thay đổi')]);
  });

  it('the limits of now for what runs already, by order', async () => {
    const done = await applied(await proposed('/quan-tri/han/viec-dang-chay', { clock: 'resolve', slaClass: 'K2' }));
    expect(done).toContain('chỉ dời muộn hơn, không rút ngắn hạn đã hứa');
  });

  it('how a class is called', async () => {
    const fields = { code: 'K2', name: 'Hiện trường', phrase: 'việc ngoài đường', startRule: 'next_opening' };
    expect(await applied(await proposed('/quan-tri/lop/sua?lop=K2', fields))).toContain('trong câu “việc ngoài đường”');
    expect(await pageOf('/quan-tri/han')).toContain('việc ngoài đường');
  });
});
