import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Response } from 'supertest';
import { TicketFollowerRow } from '../../src/followers/entities.js';
import { newId } from '../../src/kernel/index.js';
import { managerOf, UnitOfWork } from '../../src/platform/database/index.js';
import { PublicStatusRow, PublishedItemRow } from '../../src/publication/entities.js';
import { SurveyLinks } from '../../src/surveys/index.js';
import { TicketRow } from '../../src/tickets/index.js';
import { signIn, visitor } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/gate.js';
import { answerReport, deskOf, sendReport, type Desk, type SentReport } from '../support/portal.js';

jest.setTimeout(180_000);

const WARD = '25993';
const AGENCY = `UBND-${WARD}`;
/** A word that stands in the item and nowhere else. */
const WORD = 'Bờm';

let app: TestApp;
let desk: Desk;
let item: SentReport;
let running: SentReport;

const get = (path: string) => visitor(app).get(path).buffer(true).parse(asText);

/** Wherever the words or the code of a published item can be read. */
const outlets = (code: string) => ({
  'the home page': '/',
  'the list': '/da-cong-khai',
  'a search by words': `/da-cong-khai?q=${encodeURIComponent(WORD)}`,
  'a search of its day': '/da-cong-khai?linh-vuc=5&tu-ngay=2026-11-01&den-ngay=2026-11-30',
  'the page of its agency': `/co-quan/${AGENCY}`,
  'the page of its ward': `/phuong-xa/${WARD}`,
  'the Atom feed': '/nguon-tin/tat-ca.atom',
  'the RSS feed': `/nguon-tin/phuong-xa/${WARD}.rss`,
  'the frame': `/nhung/co-quan/${AGENCY}`,
  'open data': '/du-lieu-mo/phan-anh.jsonl',
  'the table': '/du-lieu-mo/phan-anh.csv',
  'the list of pages': '/sitemap/2026-11.xml',
  'the API': '/api/v1/published?limit=100',
  'its page': `/da-cong-khai/${code}`,
  'its page in English': `/en/da-cong-khai/${code}`,
  'its record': `/api/v1/published/${code}`,
  'its picture': `/anh-chia-se/${code}.png`,
});

type Outlet = keyof ReturnType<typeof outlets>;
const OWN: readonly string[] = ['its page', 'its page in English', 'its record', 'its picture'] satisfies Outlet[];
/** The code stands in what was asked for. */
const shows = ({ status, text }: { status: number; text: string }, code: string): boolean =>
  status === 200 && (text.replace(DELETED, '').includes(code) || text.startsWith('\uFFFDPNG'));
/** In Atom stands that an item was taken off: its address and nothing else of it. */
const DELETED = /<at:deleted-entry [^>]*>\s*<at:comment>[^<]*<\/at:comment>\s*<\/at:deleted-entry>/g;

beforeAll(async () => {
  app = await createTestApp();
  desk = await deskOf(app, AGENCY);
  item = await sendReport(app, { words: `Hẻm tối thui, gần tiệm ${WORD}, gọi 0900 000 555.` });
  await answerReport(app, desk, item.ticketId);
  await visitor(app).form(app.get(SurveyLinks).pathFor(item.ticketId), { score: 'satisfied', reason: '' }).expect(303);
  running = await sendReport(app, { words: 'Trụ đèn nghiêng, dây xà xuống lối đi.' });
  // In no figure and nowhere to be read.
  await sendReport(app, { words: 'Tôi tố cáo cán bộ A nhận tiền của dân.' });
  await eventually('all have come to the public status', async () => {
    const rows = await app.rows.find(PublicStatusRow);
    return rows.length === 2 && rows.some(({ satisfied }) => satisfied === 1);
  });
}, 120_000);
afterAll(() => app?.close());

const seen = async (code: string): Promise<Record<string, boolean>> => {
  const found: Record<string, boolean> = {};
  for (const [name, path] of Object.entries(outlets(code))) found[name] = shows(textOf(await get(path)), code);
  return found;
};
const all = (shown: boolean) => Object.fromEntries(Object.keys(outlets('')).map((name) => [name, shown]));
const open311 = async (code: string) =>
  (await visitor(app).get(`/open311/v2/requests/${code}.json?extensions=true`).expect(200)).body as [
    {
      description: string | null;
      media_url: string | null;
      updated_datetime: string;
      extended_attributes: { title: string | null; reporter_count: number; answer: unknown; page_url: string | null };
    },
  ];
const updatesOf = async (code: string) =>
  (await visitor(app).get(`/open311/v2/servicerequestupdates.json?service_request_id=${code}`).expect(200)).body as {
    description: string;
  }[];
const moderate = async (what: string, fields: Readonly<Record<string, string>> = {}) => {
  const { version } = await app.rows.findOneByOrFail(TicketRow, { id: item.ticketId });
  await desk.coordinator
    .form(`/kiem-duyet/${item.ticketId}/${what}`, { version: String(version), ...fields })
    .expect(303);
};

describe('figures', () => {
  it('count the same tickets wherever they are told', async () => {
    const [received, answered] = [2, 1];
    const cells = (html: string, name: string): string[] => {
      const row = new RegExp(`${name}<\\/a><\\/th>(.*?)<\\/tr>`, 's').exec(html)?.[1] ?? '';
      return [...row.matchAll(/data-label="([^"]+)">([^<]+)/g)].map(([, label, value]) => `${label} ${value}`);
    };
    const home = textOf(await get('/')).text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '); // prettier-ignore
    const satisfaction = textOf(await get('/muc-do-hai-long')).text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '); // prettier-ignore
    const places = [
      cells(textOf(await get('/co-quan')).text, 'phường Trảng Dài'),
      cells(textOf(await get('/phuong-xa')).text, 'Phường Trảng Dài'),
      cells(textOf(await get('/ban-do')).text, 'Phường Trảng Dài'),
    ];
    for (const place of places) {
      expect(place).toEqual(expect.arrayContaining([`Nhận ${received}`, `Đã trả lời ${answered}`]));
      expect(place.join(' ')).toContain('Đúng hạn 100,0\u00A0%');
    }
    expect(places[0]).toEqual(expect.arrayContaining(['Hài lòng 100,0\u00A0%', 'Có đánh giá 100,0\u00A0%']));
    expect(home).toContain('1 trên 1 người đánh giá, trong 1 người được hỏi');
    expect(satisfaction).toContain('Tháng 11/2026 100,0 % hài lòng, trong 1 người đã đánh giá.');
    expect(satisfaction).toContain('Tỷ lệ đánh giá 100,0 %: 1 trên 1 người được hỏi.');
    const requests = async (query: string) =>
      ((await visitor(app).get(`/open311/v2/requests.json${query}`).expect(200)).body as unknown[]).length;
    expect([await requests(''), await requests('?status=closed')]).toEqual([received, answered]);
    const lines = textOf(await get('/du-lieu-mo/phan-anh.jsonl')).text.trim().split('\n'); // prettier-ignore
    expect(lines).toHaveLength(answered);
    expect(textOf(await get('/da-cong-khai')).text).toMatch(new RegExp(`\\b${answered} phản ánh`));
    // The overview of the city counts what runs; the tố cáo is in no figure there either.
    const leader = await signIn(app, 'leader');
    const overview = textOf(await leader.get('/toan-canh').buffer(true).parse(asText)).text;
    const shown = ['open', 'answered'].map((name) => new RegExp(`data-figure="${name}">(\\d+)`).exec(overview)?.[1]);
    expect(shown.map(Number)).toEqual([received - answered, answered]);
  });

  it('count people who have the same trouble beside those who reported it, in every place', async () => {
    const { ticketId } = item;
    await app.get(UnitOfWork).run((tx) =>
      managerOf(tx).insert(TicketFollowerRow, {
        id: newId(),
        ticketId,
        email: 'lang-gieng@example.vn',
        emailKey: 'khoa-thu',
        isOwn: false,
        hasMet: true,
        askedAt: app.clock.now(),
        askedTimes: 1,
        confirmedAt: app.clock.now(),
        endedAt: null,
      }),
    );
    expect(textOf(await get(`/da-cong-khai/${item.code}`)).text).toMatch(/2 người/);
    expect(textOf(await get(`/cung-gap/${item.code}`)).text).toMatch(/2 người/);
    expect((await open311(item.code))[0].extended_attributes.reporter_count).toBe(2);
    const [line = '{}'] = textOf(await get('/du-lieu-mo/phan-anh.jsonl')).text.split('\n');
    expect(JSON.parse(line)).toMatchObject({ reporters: 2 });
    const [header = '', row = ''] = textOf(await get('/du-lieu-mo/phan-anh.csv')).text.split('\r\n');
    expect(row.split('","')[header.split('","').indexOf('reporters')]).toBe('2');
    const api = async (path: string) => (await visitor(app).get(path).expect(200)).body as object;
    expect(await api('/api/v1/published')).toMatchObject({ items: [{ code: item.code, reporters: 2 }] });
    expect(await api(`/api/v1/published/${item.code}`)).toMatchObject({ reporters: 2 });
  });
});

describe('caches', () => {
  it('keep nothing of an item for longer than the pages', async () => {
    for (const [name, path] of Object.entries(outlets(item.code))) {
      const control = String((await get(path).expect(200)).headers['cache-control']);
      const ages = [...control.matchAll(/\b(?:s-)?max-?age=(\d+)/g)].map(([, seconds]) => Number(seconds));
      expect([name, ages.length > 0, Math.max(...ages) <= 30]).toEqual([name, true, true]);
    }
  });
});

describe('a published item', () => {
  const atomUpdated = async () =>
    /<entry>[\s\S]*?<updated>([^<]+)<\/updated>/.exec(textOf(await get('/nguon-tin/tat-ca.atom')).text)?.[1] ?? '';

  it('is read wherever something is published', async () => {
    expect(await seen(item.code)).toEqual(all(true));
    expect((await open311(item.code))[0].description).toContain(WORD);
    expect(await seen(running.code)).toEqual(all(false));
  });

  it('has words hidden everywhere when they are hidden on its page, and says that it is newer', async () => {
    const [before, updated, etag] = [
      (await open311(item.code))[0].updated_datetime,
      await atomUpdated(),
      (await get(outlets(item.code)['its picture'])).headers['etag'],
    ];
    app.clock.advance(600);
    const page = textOf(await desk.coordinator.get(`/kiem-duyet/${item.ticketId}`).buffer(true).parse(asText)).text;
    const fields: Record<string, string> = {};
    const form = /<form[^>]*data-sheet>([\s\S]*?)<\/form>/.exec(page)?.[1] ?? '';
    for (const [, tag = ''] of form.matchAll(/<input ([^>]*)>/g)) {
      const part = (name: string): string | undefined => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
      if (part('type') === 'checkbox' && !/ checked/.test(tag)) continue;
      if (part('name') !== undefined) fields[part('name') ?? ''] = part('value') ?? '';
    }
    for (const [, name = '', options = ''] of form.matchAll(/<select[^>]* name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g))
      fields[name] = /<option value="([^"]*)" selected/.exec(options)?.[1] ?? '';
    // The agent puts in its own.
    delete fields['_csrf'];
    delete fields['_key'];
    await desk.coordinator.form(`/kiem-duyet/${item.ticketId}/luu`, { ...fields, 'add.question': WORD }).expect(303);
    for (const [name, path] of Object.entries(outlets(item.code)))
      if (name !== 'a search by words') expect([name, textOf(await get(path)).text.includes(WORD)]).toEqual([name, false]); // prettier-ignore
    expect((await seen(item.code))['a search by words']).toBe(false);
    const [{ description, updated_datetime, extended_attributes }] = await open311(item.code);
    expect([description, extended_attributes.title].join(' ')).not.toContain(WORD);
    // Whoever asks for what is new gets the words of now.
    expect(Date.parse(updated_datetime)).toBeGreaterThan(Date.parse(before));
    expect(Date.parse(await atomUpdated())).toBeGreaterThan(Date.parse(updated));
    expect((await get(outlets(item.code)['its picture'])).headers['etag']).not.toBe(etag);
  });

  it('is gone from everywhere at once when it is taken off, and from the figures of ratings', async () => {
    await moderate('go', { ground: 'personal_data', reason: 'Còn lộ chỗ ở của người gửi.' });
    expect(await seen(item.code)).toEqual({ ...all(false) });
    const statuses = await Promise.all(OWN.map(async (name) => (await get(outlets(item.code)[name as Outlet])).status));
    expect(statuses).toEqual([410, 410, 410, 404]);
    for (const scope of ['tat-ca', `phuong-xa/${WARD}`, 'linh-vuc/5', `co-quan/${AGENCY}`]) {
      const feed = textOf(await get(`/nguon-tin/${scope}.atom`)).text;
      const [deletion = '', ...more] = feed.match(DELETED) ?? [];
      expect(more).toEqual([]);
      expect(deletion).toContain(`ref="${app.url}/da-cong-khai/${item.code}" when="${app.clock.now().toISOString()}"`);
      expect(deletion).not.toMatch(/Hẻm|tiệm|Còn lộ/);
      expect(feed).not.toContain('<entry>');
    }
    for (const elsewhere of ['co-quan/SYT.atom', 'linh-vuc/1.atom', `phuong-xa/${WARD}.rss`])
      expect(textOf(await get(`/nguon-tin/${elsewhere}`)).text).not.toContain(item.code);
    const [request] = await open311(item.code);
    expect([request.description, request.media_url]).toEqual([null, null]);
    expect(request.extended_attributes).toMatchObject({ title: null, answer: null, page_url: null });
    expect((await updatesOf(item.code)).at(-1)?.description).toBe('Đã trả lời.');
    // Nobody is asked of what nobody can read, so nobody counts as having said anything.
    expect(await app.rows.findOneBy(PublicStatusRow, { ticketId: item.ticketId })).toMatchObject({
      publishedAt: null,
      satisfied: 0,
    });
    expect(textOf(await get(`/cung-gap/${item.code}`)).text).not.toContain(`/da-cong-khai/${item.code}`);
    const [gone, goneInEnglish] = [await get(`/da-cong-khai/${item.code}`), await get(`/en/da-cong-khai/${item.code}`)];
    for (const page of [gone, goneInEnglish]) {
      expect(textOf(page).text).not.toContain('rel="canonical"');
      expect(page.headers['cache-control']).toBe('no-store');
    }
  });

  it('is back everywhere when it is put back, newer than what readers had', async () => {
    app.clock.advance(600);
    await moderate('cong-khai-lai');
    expect(await seen(item.code)).toEqual({ ...all(true), 'a search by words': false });
    expect(textOf(await get('/nguon-tin/tat-ca.atom')).text).not.toContain('deleted-entry>');
    const copy = await app.rows.findOneByOrFail(PublishedItemRow, { ticketId: item.ticketId });
    expect(Date.parse(await atomUpdated())).toBeGreaterThan(copy.publishedAt.getTime());
    expect(await app.rows.findOneBy(PublicStatusRow, { ticketId: item.ticketId })).toMatchObject({ satisfied: 1 });
  });
});

describe('links', () => {
  it('of every kind of page lead to something, in both languages', async () => {
    const asked = new Set<string>();
    const broken: string[] = [];
    /** Pages of one kind are alike: one of each is enough. */
    const kindOf = (path: string) =>
      path.replace(/\?.*$/, '?').replace(/\/(co-quan|phuong-xa|linh-vuc|da-cong-khai|cung-gap)\/[^/]+/, '/$1/*');
    const queue = ['/', '/en', '/muc-do-hai-long', '/da-cong-khai?phuong=25993', '/sitemap/trang.xml'];
    const kinds = new Set<string>();
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      if (asked.has(path) || kinds.has(kindOf(path))) continue;
      asked.add(path);
      kinds.add(kindOf(path));
      const page = textOf(await get(path));
      if (page.status >= 400) broken.push(`${path} ${page.status}`);
      if (!page.text.includes('<html')) continue;
      for (const [, href = ''] of page.text.matchAll(/ href="(\/(?!\/)[^"#]*)/g))
        queue.push(href.replace(/&amp;/g, '&'));
      const [, canonical = ''] = /<link rel="canonical" href="([^"]+)"/.exec(page.text) ?? [];
      if (canonical !== '') queue.push(canonical.slice(app.url.length) || '/');
    }
    expect(broken).toEqual([]);
    expect(asked.size).toBeGreaterThan(30);
  });

  it('to /kiem-duyet stand only where somebody may go', async () => {
    const others = await Promise.all((['handler', 'agency_head'] as const).map((role) => signIn(app, role, AGENCY)));
    expect(textOf(await desk.coordinator.get('/dieu-phoi').buffer(true).parse(asText)).text).toContain(
      'href="/kiem-duyet"',
    );
    for (const who of others) {
      const page = textOf(await who.get('/phieu').buffer(true).parse(asText));
      expect([page.status, page.text.includes('href="/kiem-duyet"')]).toEqual([200, false]);
      await who.get('/kiem-duyet').expect(404);
    }
  });
});

function textOf(response: Response): { status: number; text: string } {
  return { status: response.status, text: response.body as string };
}

function asText(response: Response, done: (error: Error | null, body: string) => void): void {
  const stream = response as unknown as NodeJS.ReadableStream;
  const parts: Buffer[] = [];
  stream.on('data', (part: Buffer) => parts.push(part));
  stream.on('end', () => done(null, Buffer.concat(parts).toString('utf8')));
}
