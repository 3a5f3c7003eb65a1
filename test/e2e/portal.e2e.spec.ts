import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { formatTicketCode } from '../../src/tickets/domain/ticket-code.js';
import { limitVi, parseLimit, SlaPolicies } from '../../src/sla/index.js';
import { TicketReporterRow, TicketRow } from '../../src/tickets/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { signIn, visitor } from '../support/agent.js';
import { answerReport, COMPLETE_FORM, deskOf, sendReport } from '../support/portal.js';

jest.setTimeout(120_000);

let app: TestApp;
const tickets = () => app.rows.count(TicketRow);
const get = (path: string) => visitor(app).get(path);
const send = (changes: Record<string, string> = {}, key: string = randomUUID()) =>
  visitor(app).form('/gui-phan-anh', { ...COMPLETE_FORM, ...changes }, { key });

beforeAll(async () => {
  app = await createTestApp({ config: { publicRateLimit: 1000 } });
});
afterAll(() => app?.close());

/** What a person reads, without markup. */
function read(html: string): string {
  return html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*\shidden[^>]*>[\s\S]*?<\/section>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replace(/[\s\u00A0]+/g, ' ');
}

/** Messages beside fields, by the field's id. */
function errorsIn(html: string): Record<string, string> {
  return Object.fromEntries(
    [...html.matchAll(/<p class="error" id="([\w-]+)-loi">[\s\S]*?<span>([^<]*)<\/span>/g)].map(([, id, text]) => [
      id ?? '',
      text ?? '',
    ]),
  );
}

describe('the public pages', () => {
  it('have no dead link', async () => {
    const seen = new Set<string>();
    // The pages of ninety wards and their feeds are made alike: three of each kind tell.
    const alike = new Map<string, number>();
    const queue = ['/'];
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      const kind = path.replace(/[^/?]+(\?.*)?$/, '*');
      if (seen.has(path) || (alike.get(kind) ?? 0) >= (kind.lastIndexOf('/') > 3 ? 3 : 40)) continue;
      seen.add(path);
      alike.set(kind, (alike.get(kind) ?? 0) + 1);
      const page = await get(path);
      expect([path, page.status]).toEqual([path, 200]);
      if (!String(page.headers['content-type']).startsWith('text/html')) continue;
      expect(page.text).not.toContain('href="#"');
      for (const [, href = ''] of page.text.matchAll(/(?:href|src)="(\/[^"#]*)/g)) queue.push(href);
    }
    expect(seen.size).toBeGreaterThan(12);
  });

  it('say when nothing has been published, and invent no figures', async () => {
    const page = await get('/').expect(200);
    expect(page.text).toContain('Chưa có kết quả nào được công khai.');
    expect(page.text).not.toContain('class="ledger');
  });

  it('serve assets compressed and for ever', async () => {
    const href = /href="(\/assets\/public-[^"]+\.css)"/.exec((await get('/')).text)?.[1] ?? '';
    const css = await get(href).set('accept-encoding', 'br').expect(200);
    expect(css.headers).toMatchObject({
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/css; charset=utf-8',
    });
    expect(css.text).toContain('--brand');
    const plain = await get(href).set('accept-encoding', 'identity').expect(200);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.text).toBe(css.text);
    await get('/assets/..%2f..%2fpackage.json').expect(404);
  });

  it('show an unknown address as a page with a way on', async () => {
    const page = await get('/khong-co')
      .expect(404)
      .expect('content-type', /text\/html/);
    expect(read(page.text)).toContain('Không tìm thấy trang này');
    expect(page.text).toContain('href="/tra-cuu"');
  });
});

describe('looking up', () => {
  const find = (code: string, digits: string) => visitor(app).form('/tra-cuu', { code, digits }, { key: null });

  it('forgives how the code and the number are written, and keeps both when one is wrong', async () => {
    const { code } = await sendReport(app, { phone: '0900 000 027' });
    await find(code.toLowerCase().replaceAll('-', ' '), '0900 000 027').expect(303);
    await find(code.replaceAll('0', 'O'), '0027').expect(303);
    const wrong = await find(code, '12').expect(400);
    expect(Object.keys(errorsIn(wrong.text))).toEqual(['so']);
    expect(wrong.text).toContain(`value="${code}"`);
    expect(wrong.text).toContain('name="digits" value="12"');
    const empty = await find('', '').expect(400);
    expect(errorsIn(empty.text)).toMatchObject({ ma: 'Xin ghi mã phản ánh.' });
    await find(code, '9999').expect(404);
  });
});

describe('what the pages promise', () => {
  const limit = (kind: 'classify' | 'resolve', slaClass: string) => {
    const plan = app.get(SlaPolicies).plan(kind, { slaClass, startedAt: app.clock.now(), holderAgencyCode: 'TD1022' });
    if (plan === null) throw new Error(`no ${kind} for ${slaClass}`);
    return limitVi(parseLimit(plan.limit)).replace(', tính cả ngoài giờ', '');
  };

  it('is what the policies say', async () => {
    const home = read((await get('/')).text);
    expect(home).toContain(`Trong ${limit('classify', 'K3')}. Việc khẩn trong ${limit('classify', 'K1')},`);
    expect(home).toContain(`trong ${limit('resolve', 'K6')}, 1022 chỉ đúng nơi nhận`);
    // Every other text that gives a limit says one of these.
    const promised = new Set([limit('classify', 'K3'), limit('resolve', 'K6')]);
    const texts = ['vi.json', 'vi.mail.json'].map((file) => readFileSync(`templates/locales/${file}`, 'utf8')).join('');
    const given = [...texts.matchAll(/\d+ (?:giờ|ngày) làm việc/g)].map(([found]) => found);
    expect(given.length).toBeGreaterThan(5);
    expect(given.filter((found) => !promised.has(found))).toEqual([]);
  });
});

describe('sending', () => {
  it('takes in a report and tells the code, who answers until when, and why', async () => {
    const report = await sendReport(app);
    const page = read((await get(report.donePath)).text);
    expect(report.code).toMatch(/^DN26-\d{4}-\d{4}$/);
    expect(page).toContain('phường Trảng Dài phải trả lời trước');
    expect(page).toMatch(/16:30 thứ \S+ \d\d\/\d\d\/2026/);
    expect(page).toContain('3 ngày làm việc');
    // Reloading the page sends nothing.
    const before = await tickets();
    await get(report.donePath).expect(200);
    expect(await tickets()).toBe(before);
  });

  it('makes one ticket of a form that is sent twice', async () => {
    const before = await tickets();
    const key = randomUUID();
    const [first, second] = await Promise.all([send({}, key), send({}, key)]);
    const third = await send({}, key);
    expect([first.status, second.status, third.status]).toEqual([303, 303, 303]);
    expect(new Set([first, second, third].map((answer) => answer.headers['location'])).size).toBe(1);
    expect(await tickets()).toBe(before + 1);
  });

  it('gives a new form when one that was sent comes back with another matter', async () => {
    const key = randomUUID();
    await send({}, key).expect(303);
    const again = await send({ words: 'Một chuyện khác hẳn: cống trước nhà bị nghẹt.' }, key).expect(422);
    expect(read(again.text)).toContain('Phản ánh trước đã được nhận.');
    expect(again.text).toContain('Một chuyện khác hẳn: cống trước nhà bị nghẹt.');
    const fresh = /name="_key" value="([^"]+)"/.exec(again.text)?.[1] ?? '';
    expect(fresh).not.toBe(key);
    await send({ words: 'Một chuyện khác hẳn: cống trước nhà bị nghẹt.' }, fresh).expect(303);
  });

  it('keeps everything that was written when something is missing, with the same key', async () => {
    const key = randomUUID();
    const page = await send({ words: '<b>Cống</b> & "mương" nghẹt', phone: '0900 000 0', consent: '' }, key).expect(
      400,
    );
    expect(Object.keys(errorsIn(page.text)).sort()).toEqual(['consent', 'phone']);
    expect(errorsIn(page.text)['phone']).toContain('thiếu 2 số');
    expect(read(page.text)).toContain('Còn 2 chỗ cần sửa');
    expect(page.text).toContain('<a href="#phone">');
    expect(page.text).toContain('&lt;b&gt;Cống&lt;/b&gt; &amp; &quot;mương&quot; nghẹt');
    expect(page.text).toContain('value="0900 000 0"');
    expect(page.text).toContain('<option value="ht-chieu-sang" selected');
    expect(page.text).toContain(`name="_key" value="${key}"`);
    await send({}, key).expect(303);
  });

  it('asks for the agency where the kind of matter needs it', async () => {
    const asked = await send({ categoryCode: 'tthc-tre-han' }).expect(400);
    expect(Object.keys(errorsIn(asked.text))).toEqual(['subject']);
    expect(asked.text).toMatch(/data-subject-field>/);
    await send({ categoryCode: 'tthc-tre-han', subject: 'UBND phường Trảng Dài' }).expect(303);
    const unknown = await send({ categoryCode: 'tthc-tre-han', subject: 'Sở Không Có' }).expect(400);
    expect(Object.keys(errorsIn(unknown.text))).toEqual(['subject']);
    expect((await get('/gui-phan-anh')).text).toMatch(/data-subject-field hidden>/);
  });

  it('says everything that is missing at once, in the order of the page', async () => {
    const page = await send({
      categoryCode: 'tthc-tre-han',
      ward: 'Biên Hòa',
      name: '',
      phone: '',
      email: '',
      consent: '',
    });
    expect([...page.text.matchAll(/<li><a href="#(\w+)">/g)].map(([, id]) => id)).toEqual([
      'subject',
      'ward',
      'name',
      'phone',
      'consent',
    ]);
    expect(errorsIn(page.text)['ward']).toContain('Tôi không rõ');
    const identity = await send({ categoryCode: 'tthc-tre-han', identity: 'anonymous', consent: '' });
    expect(Object.keys(errorsIn(identity.text)).sort()).toEqual(['consent', 'identity', 'subject']);
  });

  it("takes a denunciation also when the agency is written in words of one's own", async () => {
    const words = 'Tôi tố cáo cán bộ địa chính phường nhận tiền 20 triệu của dân để làm sổ.';
    await send({ words, categoryCode: 'cbcc-nhung-nhieu', subject: 'ông cán bộ ở phường' }).expect(303);
  });

  it('counts characters as people do, not the line ends of browsers', async () => {
    await send({ words: `${'à'.repeat(49)}\r\n`.repeat(100).slice(0, -2) }).expect(303);
    await send({ words: 'ế'.normalize('NFD').repeat(4000) }).expect(303);
  });

  it('has a field that programs fill in and people do not meet', async () => {
    const before = await tickets();
    expect((await get('/gui-phan-anh')).text).toMatch(
      /aria-hidden="true"><label for="website">.*name="website"[^>]*tabindex="-1"/,
    );
    const caught = await send({ website: 'http://example.test' }).expect(400);
    expect(read(caught.text)).toContain('bấm Gửi phản ánh lần nữa');
    expect(caught.text).not.toContain('example.test');
    expect(await tickets()).toBe(before);
  });

  it('understands former names of wards, and asks when a name is no ward or several', async () => {
    await send({ ward: 'phuong trang dai, bien hoa' }).expect(303);
    const several = await send({ ward: 'Biên Hòa' }).expect(400);
    expect(Object.keys(errorsIn(several.text))).toEqual(['ward']);
    const nowhere = await send({ ward: 'Phường Không Có Thật' }).expect(400);
    expect(errorsIn(nowhere.text)['ward']).toContain('Chưa tìm thấy');
    // Who does not know says so; the centre finds out.
    await send({ ward: 'Biên Hòa', wardUnknown: 'yes' }).expect(303);
    await send({ ward: '', categoryCode: '' }).expect(303);
  });

  it('keeps no person with an anonymous report', async () => {
    const report = await sendReport(app, { identity: 'anonymous', name: '', phone: '', email: '' });
    const kept = await app.rows.findOneBy(TicketReporterRow, { ticketId: report.ticketId });
    expect(kept?.phone ?? null).toBeNull();
    const refused = await send({
      identity: 'anonymous',
      categoryCode: 'tthc-tre-han',
      subject: 'UBND phường Trảng Dài',
    }).expect(400);
    expect(Object.keys(errorsIn(refused.text))).toEqual(['identity']);
  });

  it.each([
    ['emergency', 'Nhà bên cạnh đang cháy lớn, có người bị kẹt!', 'Đang nguy hiểm thì gọi ngay'],
    ['denunciation', 'Tôi tố cáo cán bộ địa chính phường nhận tiền 20 triệu của dân để làm sổ.', 'giống tố cáo'],
    ['complaint', 'Tôi khiếu nại quyết định xử phạt số 12/QĐ-XP của phường đối với gia đình tôi.', 'giống khiếu nại'],
  ])('says on the form and afterwards that words sound like an %s', async (boundary, words, hint) => {
    const shown = new RegExp(`data-boundary="${boundary}">`);
    const back = await send({ words, consent: '' }).expect(400);
    expect(back.text).toMatch(shown);
    const report = await sendReport(app, { words, categoryCode: '' });
    const done = await get(report.donePath).expect(200);
    expect(done.text).toMatch(shown);
    expect(read(done.text)).toContain(hint);
    // It has been sent; nobody is asked to send it any more.
    expect(read(done.text)).not.toContain('Anh chị cứ gửi');
    expect(read(done.text)).not.toContain('cứ gửi tiếp');
    if (boundary !== 'emergency') expect(read(done.text)).not.toContain('đã nhận phản ánh');
    expect((await send({ consent: '' })).text).not.toMatch(shown);
  });

  it('says who keeps a complaint about the centre itself: on the page after sending, and where it is followed', async () => {
    const words = 'Tôi khiếu nại quyết định từ chối của Tổng đài 1022 đối với gia đình tôi.';
    const report = await sendReport(app, { words, categoryCode: '', subject: 'Tổng đài 1022' });
    const done = read((await get(report.donePath).expect(200)).text);
    expect(done).toContain('nên Văn phòng UBND giữ việc này và trong 2 ngày làm việc báo anh chị nơi nhận');
    expect(done).toContain('Văn phòng UBND báo nơi nhận trước');
    const follow = read((await get(report.followPath).expect(200)).text);
    expect(follow).toContain('Văn phòng UBND đang giữ kín việc này');
    for (const page of [done, follow]) expect(page).not.toMatch(/1022 (chỉ|báo( anh chị)?) nơi nhận|1022 đang giữ/);
  });

  it('goes on with the words begun on the first page', async () => {
    const page = await visitor(app)
      .form('/gui-phan-anh/viet-tiep', { words: 'Ổ gà giữa đường' }, { key: null })
      .expect(200);
    expect(page.text).toMatch(/<textarea[^>]*name="words"[^>]*>Ổ gà giữa đường<\/textarea>/);
    await get('/gui-phan-anh/viet-tiep').expect(303).expect('location', '/gui-phan-anh');
  });

  it.each([
    ['an empty form', {}],
    ['lists instead of texts', { words: ['a', 'b'], ward: ['c'] }],
    ['very long words', { ...COMPLETE_FORM, words: 'à'.repeat(6000) }],
    ['a category that is none', { ...COMPLETE_FORM, categoryCode: 'khong-co' }],
    ['a point that is none', { ...COMPLETE_FORM, lat: 'x', lng: '999' }],
  ])('asks again for %s', async (_, fields) => {
    const page = await visitor(app).form('/gui-phan-anh', fields, { key: randomUUID() }).expect(400);
    expect(page.text).toContain('data-summary');
  });
});

describe('following', () => {
  it('finds a report by its code and the end of the number, however the code is typed', async () => {
    const report = await sendReport(app);
    for (const code of [
      report.code,
      report.code.toLowerCase().replaceAll('-', ''),
      ` ${report.code.replaceAll('-', ' ')} `,
    ]) {
      const answer = await visitor(app).form('/tra-cuu', { code, digits: '0027' }, { key: null }).expect(303);
      expect(answer.headers['location']).toBe(report.followPath);
    }
  });

  it('answers a wrong number like a code that nobody has', async () => {
    const report = await sendReport(app);
    const anonymous = await sendReport(app, { identity: 'anonymous', name: '', phone: '', email: '' });
    const look = (code: string, digits: string) => visitor(app).form('/tra-cuu', { code, digits }, { key: null });
    const [wrong, nobody, none] = await Promise.all([
      look(report.code, '1111'),
      look('DN26-0000-0001', '0027'),
      look(anonymous.code, '0027'),
    ]);
    const without = (page: { text: string }) => page.text.replace(/value="(?:DN[^"]*|\d{4})"/g, '');
    expect(wrong.status).toBe(404);
    expect(none.status).toBe(404);
    expect(without(none)).toBe(without(wrong));
    // A code whose check digit is wrong was misread, and that may be said.
    expect([404, 400]).toContain(nobody.status);
  });

  it('lets nobody try out the numbers of a code, whether there is such a ticket or not; the right number counts for nothing', async () => {
    const look = (code: string, digits: string) => visitor(app).form('/tra-cuu', { code, digits }, { key: null });
    const report = await sendReport(app);
    await look(report.code, '0027').expect(303);
    const refusals: string[] = [];
    for (const code of [report.code, formatTicketCode('DN', 2019, 1)]) {
      for (let wrong = 1; wrong <= 10; wrong += 1) await look(code, String(1000 + wrong)).expect(404);
      const refused = await look(code, '0027').expect(429);
      refusals.push(read(refused.text).replaceAll(code, ''));
    }
    expect(refusals[0]).toContain('hoặc gọi 1022');
    expect(refusals[1]).toBe(refusals[0]);
    const other = await sendReport(app);
    await look(other.code, '0027').expect(303);
  });

  it('asks for what is missing', async () => {
    const page = await visitor(app).form('/tra-cuu', { code: 'abc', digits: '1' }, { key: null }).expect(400);
    expect(page.text).toContain('<a href="#ma">');
    expect(page.text).toContain('<a href="#so">');
  });

  it('shows the reporter who holds it, until when and why, and the words as sent; it is kept out of caches', async () => {
    const report = await sendReport(app);
    const page = await get(report.followPath).expect(200).expect('cache-control', 'no-store');
    const text = read(page.text);
    expect(text).toContain(report.code);
    expect(page.text).toMatch(/<h1>Hẻm cạnh chợ tối thui[^<]+<\/h1>/);
    expect(text).toContain('đang giữ việc này');
    expect(text).toContain('hơn chục bóng chỉ còn sáng vài bóng.');
    expect(text).toMatch(/Vì sao hạn là 16:30 thứ/);
    expect(page.text).toContain('<meta name="robots" content="noindex">');
    expect(text).not.toContain('Trần Thị Thử');
  });

  it('knows no page for a link that was tampered with', async () => {
    const report = await sendReport(app);
    const token = report.followPath.replace('/theo-doi/', '');
    const other = (token.startsWith('A') ? 'B' : 'A') + token.slice(1);
    await get(`/theo-doi/${other}`).expect(404);
    await get(`/gui-phan-anh/da-nhan/${other}`).expect(404);
    await get('/theo-doi/x').expect(404);
  });
});

describe('what is published', () => {
  it('stands in the list and on its page, with personal data hidden, and the reporter reads the answer', async () => {
    const desk = await deskOf(app, (await wardAgency()).code);
    const report = await sendReport(app);
    await get(`/da-cong-khai/${report.code}`).expect(404);
    expect(read((await get(report.followPath)).text)).not.toContain('có 9 bóng hỏng');
    await answerReport(app, desk, report.ticketId);

    const list = await get('/da-cong-khai').expect(200);
    expect(list.text).toContain(`href="/da-cong-khai/${report.code}"`);
    const page = await get(`/da-cong-khai/${report.code}`).expect(200);
    const text = read(page.text);
    expect(page.text).toMatch(/<h1>Hẻm cạnh chợ tối thui[^<]+<\/h1>/);
    expect(text).toContain('có 9 bóng hỏng');
    expect(text).toContain('Ông Nguyễn Văn Thử');
    expect(page.text).toContain(
      '<span class="redact"><span class="vh">[đã ẩn: </span>số điện thoại<span class="vh">]</span></span>',
    );
    expect(page.text).not.toContain('0900 000 555');
    expect(text).toContain('Đúng hạn');
    expect(text).toContain('UBND phường Trảng Dài xử lý và trả lời');
    expect(page.text).toMatch(/role="img" aria-label="Tổng \d+ phút/);
    expect(text).toMatch(/Vì sao hạn là 16:30 thứ/);
    await get(`/da-cong-khai/${report.code.toLowerCase().replaceAll('-', '')}`).expect(200);

    const follow = await get(report.followPath).expect(200);
    expect(read(follow.text)).toContain('có 9 bóng hỏng');
    expect(follow.text).toContain(`href="/da-cong-khai/${report.code}"`);
    const home = await get('/').expect(200);
    expect(home.text).toContain(`href="/da-cong-khai/${report.code}"`);
    expect(read(home.text)).toMatch(/được trả lời đúng hạn 1 trên \d+ phản ánh đã trả lời/);
  });

  it('is filtered by ward and field, and says so when there is nothing', async () => {
    const { wardCode, code } = await wardAgency();
    const report = await sendReport(app);
    await answerReport(app, await deskOf(app, code), report.ticketId);
    expect((await get(`/da-cong-khai?phuong=${wardCode}&linh-vuc=5`)).text).toContain(report.code);
    const empty = await get(`/da-cong-khai?phuong=${wardCode}&linh-vuc=9`).expect(200);
    expect(empty.text).not.toContain(report.code);
    expect(read(empty.text)).toContain('Chưa có kết quả nào cho điều kiện đã chọn.');
    const found = await get('/da-cong-khai?q=hem+canh+cho').expect(200);
    expect(found.text).toContain(report.code);
    expect(read(found.text)).toMatch(/\d phản ánh có đủ các từ này/);
    expect((await get(`/da-cong-khai?q=${report.code.toLowerCase()}`)).text).toContain(`/da-cong-khai/${report.code}"`);
    const none = await get('/da-cong-khai?q=%22%3Cb%3Ekh%C3%B4ng+c%C3%B3%22').expect(200);
    expect(read(none.text)).toContain('Không có phản ánh nào có đủ các từ');
    expect(none.text).not.toContain('<b>không');
    await get('/da-cong-khai?sau=khong-phai').expect(400);
    await get('/da-cong-khai?phuong=%27&linh-vuc=abc').expect(200);
    await get('/da-cong-khai?phuong=%C4%91&don-vi=%F0%9F%98%80&ket-qua=x&sap-xep=x&tu-ngay=31/02/2026').expect(200);
  });

  it('may be kept by a cache in front for a moment, and is sent again only when it has changed', async () => {
    const { code } = await wardAgency();
    const report = await sendReport(app);
    await answerReport(app, await deskOf(app, code), report.ticketId);
    const coordinator = await signIn(app, 'coordinator');
    for (const path of ['/', '/da-cong-khai', '/da-cong-khai?q=cho', `/da-cong-khai/${report.code}`]) {
      const page = await get(path).expect(200);
      expect(page.headers['cache-control']).toMatch(/^public, max-age=0, s-maxage=30, /);
      expect(page.headers['set-cookie']).toBeUndefined();
      expect(page.headers['vary']).toMatch(/accept-encoding/i);
      const again = await get(path).set('if-none-match', String(page.headers['etag'])).expect(304);
      expect(again.text).toBe('');
      // Somebody who is signed in reads the very same page.
      expect((await coordinator.get(path)).text).toBe(page.text);
    }
    const missing = await get('/da-cong-khai/DN26-0000-0000').expect(404);
    expect(missing.headers['cache-control']).toBe('no-store');
  });

  it('is nothing when the answer is for the reporter alone', async () => {
    const { code } = await wardAgency();
    const report = await sendReport(app);
    await answerReport(app, await deskOf(app, code), report.ticketId, {
      visibility: 'private',
      privateReason: 'Chỉ liên quan một hộ.',
    });
    await get(`/da-cong-khai/${report.code}`).expect(404);
    const follow = await get(report.followPath).expect(200);
    expect(read(follow.text)).toContain('có 9 bóng hỏng');
    expect(read(follow.text)).toContain('Câu trả lời này chỉ hiện cho anh chị');
  });
});

async function wardAgency(): Promise<{ code: string; wardCode: string }> {
  const { body } = (await get('/api/v1/places?q=trang dai').expect(200)) as {
    body: { places: { wardCode: string }[] };
  };
  const wardCode = body.places[0]?.wardCode ?? '';
  return { wardCode, code: `UBND-${wardCode}` };
}

describe('in English', () => {
  /** What is Vietnamese without being marked so; names of offices, wards and people may be. */
  function unmarked(html: string): string[] {
    const ours = html
      .replace(/<(title|datalist|textarea)[\s\S]*?<\/\1>/g, ' ')
      .replace(/<(\w+)[^>]*\slang="vi"[^>]*>[\s\S]*?<\/\1>/g, ' ');
    return read(ours).match(/.{0,30}(?<!\p{L})(anh chị|xin|phải|đã|chưa|được|đang|trước)(?!\p{L}).{0,30}/giu) ?? [];
  }

  const english = async (path: string): Promise<string> => {
    const page = await get(path).expect(200);
    expect(page.text).toContain('<html lang="en">');
    expect([path, unmarked(page.text)]).toEqual([path, []]);
    return read(page.text);
  };

  it('a report is sent, followed, added to, answered and rated', async () => {
    expect(await english('/en/gui-phan-anh')).toContain('Street lighting');
    const wrong = await visitor(app).form('/en/gui-phan-anh', { ...COMPLETE_FORM, name: '', phone: '12', ward: 'Xyz' });
    expect(errorsIn(wrong.text)).toEqual({
      ward: 'No such ward or commune was found in Dong Nai City. Please write it again, or tick “I do not know”.',
      name: 'Please give your name, or choose to send it anonymously.',
      phone: 'There is no such phone number. Please look again, for example 0900 000 027.',
    });
    expect(unmarked(wrong.text.replaceAll(COMPLETE_FORM.words, ''))).toEqual([]);

    const sent = await visitor(app).form('/en/gui-phan-anh', { ...COMPLETE_FORM }, { key: randomUUID() });
    const done = await english(String(sent.headers['location']));
    expect(done).toMatch(/An answer is due from \S.* by \d\d:\d\d, \w{3} \d+ \w{3} \d{4}/);
    expect(done).toContain('Answer to the sender: 3 working days.');
    const code = /DN26-\d{4}-\d{4}/.exec(done)?.[0] ?? '';
    const follow = String(sent.headers['location']).replace('gui-phan-anh/da-nhan', 'theo-doi');
    const before = await english(follow);
    expect(before).toContain('1022 received it and gave it a code.');
    expect(before).toMatch(/\d+ (days?|h) .*left until/);
    expect(await english(`${follow}/rut`)).toContain(`Take back report ${code}`);
    const nothing = await visitor(app).form(`${follow}/bo-sung`, { text: '' }, { key: randomUUID() });
    expect(Object.values(errorsIn(nothing.text))).toEqual(['Please write what you want to add, or choose photos.']);
    const added = await visitor(app).form(`${follow}/bo-sung`, { text: 'Thêm một bóng.' }, { key: randomUUID() });
    expect(added.headers['location']).toBe(`${follow}?xong=bo-sung`);
    expect(await english(`${follow}?xong=bo-sung`)).toContain('You added words.');

    const ticket = await app.rows.findOneByOrFail(TicketRow, { code });
    await answerReport(app, await deskOf(app, ticket.leadAgencyCode ?? ''), ticket.id);
    const after = await english(follow);
    expect(after).toContain('checked and published the answer');
    const rate = /href="(\/en\/danh-gia\/[^"]+)"/.exec((await get(follow)).text)?.[1] ?? '';
    expect(await english(rate)).toContain('Are you satisfied with the answer?');
    const unrated = await visitor(app).form(rate, {}, { key: randomUUID() });
    expect(Object.values(errorsIn(unrated.text))).toEqual(['Please choose one of the three.']);
    await english(`/en/da-cong-khai/${code}`);
    expect(await english('/en/da-cong-khai?ket-qua=dung-han&tu-ngay=2026-11-01')).toContain('from Sun 1 Nov 2026');
    await english('/en/muc-do-hai-long');
    await english(`/en/cung-gap/${code}`);
  });

  it('what is not there, and what is looked up wrongly, is said in English', async () => {
    const gone = await get('/en/da-cong-khai/DN26-0000-0000').expect(404);
    expect(read(gone.text)).toContain('There is no published report with this code');
    expect(unmarked(gone.text)).toEqual([]);
    const wrong = await visitor(app).form('/en/tra-cuu', { code: 'DN26-1', digits: '1' }, { key: null });
    expect(errorsIn(wrong.text)).toEqual({
      ma: 'The code lacks 7 digits.',
      so: 'Please write the last 4 digits of the phone number.',
    });
  });
});
