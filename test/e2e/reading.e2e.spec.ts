import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import sharp from 'sharp';
import type { Response } from 'supertest';
import { managerOf, UnitOfWork } from '../../src/platform/database/index.js';
import { PublicStatusRow, PublishedItemRow } from '../../src/publication/entities.js';
import { SurveyLinks } from '../../src/surveys/index.js';
import { visitor } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/gate.js';
import { answerReport, deskOf, sendReport } from '../support/portal.js';

jest.setTimeout(120_000);

const WARD = '25993';
const AGENCY = `UBND-${WARD}`;

let app: TestApp;
let item: PublishedItemRow;
const get = (path: string, headers: Readonly<Record<string, string>> = {}) => visitor(app).get(path, headers);

beforeAll(async () => {
  app = await createTestApp();
  const desk = await deskOf(app, AGENCY);
  const { ticketId } = await sendReport(app, { words: 'Hẻm tối <b>thui</b> & lầy, ]]> gọi 0900 000 555.' });
  await answerReport(app, desk, ticketId);
  item = await app.rows.findOneByOrFail(PublishedItemRow, { ticketId });
});
afterAll(() => app?.close());

/** Every element that is opened is closed, in order: what a parser refuses first. */
function expectWellFormed(xml: string): void {
  expect(xml.startsWith('<?xml version="1.0" encoding="utf-8"?>')).toBe(true);
  const open: string[] = [];
  for (const [, close, name = '', , empty] of xml.matchAll(
    /<(\/?)([a-zA-Z][\w:.-]*)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>/g,
  )) {
    if (close === '/') expect(open.pop()).toBe(name);
    else if (empty !== '/') open.push(name);
  }
  expect(open).toEqual([]);
  // No sign is left that should have been written otherwise.
  expect(xml.replace(/<\?xml[^>]*>|<\/?[a-zA-Z][^<>]*>/g, '')).not.toMatch(/<|&(?!amp;|lt;|gt;|quot;|#39;)/);
}

describe('feeds', () => {
  it.each([
    ['/nguon-tin/tat-ca', 1, '/da-cong-khai'],
    [`/nguon-tin/phuong-xa/${WARD}`, 1, `/phuong-xa/${WARD}`],
    ['/nguon-tin/linh-vuc/5', 1, '/da-cong-khai?linh-vuc=5'],
    [`/nguon-tin/co-quan/${AGENCY}`, 1, `/co-quan/${AGENCY}`],
    ['/nguon-tin/co-quan/SYT', 0, '/co-quan/SYT'],
  ])('%s is well-formed in both forms, tells of %i item and names its page', async (path, count, page) => {
    const asked = (form: string) => get(`${path}.${form}`).buffer(true).parse(asText).expect(200);
    const [atom, rss] = [await asked('atom'), await asked('rss')];
    expect(atom.headers['content-type']).toBe('application/atom+xml; charset=utf-8');
    expect(rss.headers['content-type']).toBe('application/rss+xml; charset=utf-8');
    const [atomText, rssText] = [atom.body as string, rss.body as string];
    for (const text of [atomText, rssText]) {
      expectWellFormed(text);
      expect(text.match(/\/da-cong-khai\/DN26-\d{4}-\d{4}</g)?.length ?? 0).toBeGreaterThanOrEqual(count);
      expect(text).not.toContain('0900');
    }
    expect(atomText).toContain(`<link rel="alternate" type="text/html" href="${app.url}${page}"/>`);
    expect(rssText).toContain(`<link>${app.url}${page}</link>`);
    expect(atomText.match(/<entry>/g)?.length ?? 0).toBe(count);
    expect(rssText.match(/<item>/g)?.length ?? 0).toBe(count);
  });

  it('are not sent again to who has them', async () => {
    const { headers } = await get('/nguon-tin/tat-ca.atom').expect(200);
    await get('/nguon-tin/tat-ca.atom', { 'if-none-match': String(headers['etag']) }).expect(304);
    await get('/nguon-tin/tat-ca.atom', { 'if-none-match': 'W/"another"' }).expect(200);
  });

  it.each([
    '/nguon-tin/x.atom',
    '/nguon-tin/tat-ca.xml',
    '/nguon-tin/phuong-xa/00000.atom',
    '/nguon-tin/loai/1.rss',
    '/nguon-tin/linh-vuc/1e0.rss',
  ])('%s is not there', async (path) => void (await get(path).expect(404)));
});

describe('open data', () => {
  it('are given out whole, for programs and for spreadsheets', async () => {
    const lines = await get('/du-lieu-mo/phan-anh.jsonl').buffer(true).parse(asText).expect(200);
    expect(lines.headers).toMatchObject({
      'content-type': 'application/x-ndjson; charset=utf-8',
      'access-control-allow-origin': '*',
    });
    const record = JSON.parse(lines.body as string) as Record<string, unknown>;
    expect(record).toMatchObject({ code: item.code, ward_code: WARD, agency_code: AGENCY, reporters: 1 });
    expect(record['question']).toBe('Hẻm tối <b>thui</b> & lầy, ]]> gọi [đã ẩn: số điện thoại].');
    const csv = await get('/du-lieu-mo/phan-anh.csv').buffer(true).parse(asText).expect(200);
    expect((csv.body as string).startsWith('\uFEFF"code","url","title"')).toBe(true);
    expect(csv.body as string).toContain(`"${item.code}"`);
    const { properties } = (await get('/du-lieu-mo/schema.json').expect(200)).body as { properties: object };
    expect(Object.keys(properties)).toEqual(Object.keys(record));
  });

  it('of other days are not among them, and days that are none are refused', async () => {
    const none = await get('/du-lieu-mo/phan-anh.jsonl?den=2026-10-31').buffer(true).parse(asText).expect(200);
    expect(none.body).toBe('');
    await get('/du-lieu-mo/phan-anh.jsonl?tu=2026-02-30').expect(400);
    await get('/du-lieu-mo/thang/2026-10.csv.gz').expect(404);
    await get('/du-lieu-mo/thang/..%2f..%2fx').expect(404);
  });
});

describe('pages', () => {
  it.each([
    ['/', 'Tháng 11/2026: làm được gì, còn nợ gì'],
    ['/co-quan', 'UBND phường Trảng Dài'],
    [`/co-quan/${AGENCY}`, 'Ủy ban nhân dân phường Trảng Dài'],
    ['/phuong-xa', 'Phường Trảng Dài'],
    [`/phuong-xa/${WARD}`, 'Gồm nơi trước đây là'],
    ['/ban-do', 'Cũng số liệu ấy, bằng bảng'],
    ['/nguon-tin', '/nguon-tin/linh-vuc/5.atom'],
    ['/du-lieu-mo', 'CC BY 4.0'],
  ])('%s says "%s"', async (path, words) => {
    const page = await get(path).expect(200).expect('content-type', /html/);
    expect(page.text).toContain(words);
    expect(page.text).toContain(`<link rel="canonical" href="${app.url}${path}">`);
    expect(page.text).toContain(`hreflang="en" href="${app.url}${path === '/' ? '/en' : `/en${path}`}"`);
    const data = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page.text)?.[1];
    if (data !== undefined) expect(JSON.parse(data)).toMatchObject({ '@context': 'https://schema.org' });
  });

  it('tell the same figures everywhere', async () => {
    const row = /Phường Trảng Dài<\/a><\/th>(.*?)<\/tr>/s.exec((await get('/phuong-xa')).text)?.[1] ?? '';
    const cells = [...row.matchAll(/data-label="([^"]+)">([^<]+)/g)].map(([, label, value]) => `${label} ${value}`);
    expect(cells.slice(0, 4)).toEqual(['Nhận 1', 'Đã trả lời 1', 'Đúng hạn 100,0\u00A0%', 'Trả lời trễ 0']);
    const agency = /phường Trảng Dài<\/a><\/th>(.*?)<\/tr>/s.exec((await get('/co-quan')).text)?.[1];
    expect(agency).toBe(row);
  });

  it('count how the answer is rated, as soon as it is', async () => {
    await visitor(app)
      .form(app.get(SurveyLinks).pathFor(item.ticketId), { score: 'unsatisfied', reason: 'Còn tối.' })
      .expect(303);
    await eventually('the rating in the public status', async () => {
      const status = await app.rows.findOneByOrFail(PublicStatusRow, { ticketId: item.ticketId });
      return status.unsatisfied === 1 && status.satisfied === 0;
    });
    const lines = await get('/du-lieu-mo/phan-anh.jsonl').buffer(true).parse(asText);
    expect(JSON.parse(lines.body as string)).toMatchObject({ rated_unsatisfied: 1, rated_satisfied: 0 });
  });

  it('say of an empty list that the conditions may be why, and offer to drop them', async () => {
    const page = (await get(`/da-cong-khai?q=${encodeURIComponent('lầy')}&linh-vuc=1`).expect(200)).text;
    expect(page).toContain('Không có phản ánh nào có đủ các từ “lầy” và hợp với điều kiện đã chọn.');
    expect(page).toContain('href="/da-cong-khai?q&#x3D;l%E1%BA%A7y"');
  });

  it('lead from a former name to the ward of today', async () => {
    await get(`/phuong-xa?ten=${encodeURIComponent('Trảng Dài')}`)
      .expect(303)
      .expect('location', `/phuong-xa/${WARD}`);
    expect((await get(`/phuong-xa?ten=${encodeURIComponent('Biên Hòa')}`)).text).toContain(
      'nay thuộc nhiều phường, xã',
    );
    expect((await get(`/phuong-xa?ten=${encodeURIComponent('<b>Atlantis')}`)).text).toContain('Chưa tìm thấy');
  });

  it('are in English below /en, and lead on there', async () => {
    const home = await get('/en').expect(200);
    expect(home.text).toContain('<html lang="en">');
    expect(home.text).toContain('November 2026: what was done, what is owed');
    expect(home.text).toContain('href="/en/gui-phan-anh"');
    expect(home.text.replaceAll('\u00a0', ' ')).toMatch(/sent from Sun 1 Nov 2026 to \w{3} \d+ Nov 2026/);
    expect(home.text).toContain('<a href="/" hreflang="vi" lang="vi">Tiếng Việt</a>');
    expect(home.text).toContain(`<link rel="canonical" href="${app.url}/en">`);
    const detail = await get(`/en/da-cong-khai/${item.code}`).expect(200);
    expect(detail.text).toContain('What was found');
    expect(detail.text).toContain('Street lighting');
    expect(detail.text).toContain('<li>Answer to the sender: 3 working days.</li>');
    expect(detail.text).not.toContain('Kept in the Vietnamese words');
    await get(`/en/phuong-xa?ten=${encodeURIComponent('Trảng Dài')}`).expect('location', `/en/phuong-xa/${WARD}`);
    await get('/en/phieu').expect(404);
  });
});

it('a copy kept before there was English says in Vietnamese why it was due then, and that it is the original', async () => {
  const { sentences } = item.deadline;
  const keep = (deadline: object) =>
    app.get(UnitOfWork).run((tx) => managerOf(tx).update(PublishedItemRow, { ticketId: item.ticketId }, { deadline }));
  await keep({ sentences });
  const page = (await get(`/en/da-cong-khai/${item.code}`).expect(200)).text;
  expect(page).toMatch(/Kept in the Vietnamese words[^<]*<\/p><ol lang="vi"><li>/);
  expect(page).toContain(`<li>${sentences[0] ?? ''}</li>`);
  await keep(item.deadline);
});

describe('the other language', () => {
  it.each([
    ['/da-cong-khai', '?q=rác+thải&linh-vuc=5&phuong=25993&sau=abc'],
    ['/ban-do', '?xem=0,0,400,300&thang=2026-10'],
    ['/co-quan', '?thang=2026-10'],
    ['/phuong-xa', '?ten=Biên+Hòa&thang=2026-10'],
    ['/', '?x="><script>'],
    ['/da-cong-khai/khong-co', '?x=1'],
  ])('of %s%s shows the same', async (path, query) => {
    const sent = encodeURI(query);
    const english = `/en${path === '/' ? '' : path}`;
    const other = (page: Response, language: string) =>
      new RegExp(`<a href="([^"]*)" hreflang="${language}"`).exec(page.text)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='); // prettier-ignore
    expect(other(await get(path + sent), 'en')).toBe(english + sent);
    expect(other(await get(english + sent), 'vi')).toBe(path + sent);
  });
});

describe('what others show of it', () => {
  it('is a list that may stand in a frame on the sites named, and nothing else may', async () => {
    const embed = await get(`/nhung/co-quan/${AGENCY}`).expect(200);
    expect(embed.headers['x-frame-options']).toBeUndefined();
    expect(embed.headers['content-security-policy']).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self' https://*.dongnai.gov.vn",
    );
    expect(embed.text).not.toContain('<script');
    expect(embed.text).toContain(item.code);
    // Without our style sheet, too, a hidden place is no word of the citizen.
    expect(embed.text.replace(/<[^>]+>/g, '')).toContain('gọi [đã ẩn: số điện thoại]');
    const page = await get(`/co-quan/${AGENCY}`);
    expect(page.headers['x-frame-options']).toBe('SAMEORIGIN');
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    await get('/nhung/co-quan/KHONG-CO').expect(404);
  });

  it('is a picture with its title, and one of the whole site', async () => {
    for (const name of [item.code, 'trang-dau']) {
      const png = await get(`/anh-chia-se/${name}.png`).expect(200).expect('content-type', 'image/png');
      const { width, height } = await sharp(png.body as Buffer).metadata();
      const { channels } = await sharp(png.body as Buffer).stats();
      expect([width, height]).toEqual([1200, 630]);
      // Something is drawn on it.
      expect(channels[0]?.stdev).toBeGreaterThan(10);
    }
    await get('/anh-chia-se/DN26-0000-0000.png').expect(404);
  });

  it('is listed for search machines', async () => {
    expect((await get('/robots.txt').expect(200)).text).toContain(`Sitemap: ${app.url}/sitemap.xml`);
    const index = (await get('/sitemap.xml').expect(200)).text;
    const pages = (await get('/sitemap/trang.xml').expect(200)).text;
    const month = (await get('/sitemap/2026-11.xml').expect(200)).text;
    for (const text of [index, pages, month]) expectWellFormed(text);
    expect(index).toContain(`<loc>${app.url}/sitemap/2026-11.xml</loc>`);
    expect(pages).toContain(`<loc>${app.url}/co-quan/SXD</loc>`);
    expect(month).toContain(`<loc>${app.url}/da-cong-khai/${item.code}</loc>`);
    await get('/sitemap/2026-13.xml').expect(404);
  });
});

/** Types that supertest knows no parser for are texts, too. */
function asText(response: Response, done: (error: Error | null, body: string) => void): void {
  const stream = response as unknown as NodeJS.ReadableStream;
  const parts: Buffer[] = [];
  stream.on('data', (part: Buffer) => parts.push(part));
  stream.on('end', () => done(null, Buffer.concat(parts).toString('utf8')));
}
