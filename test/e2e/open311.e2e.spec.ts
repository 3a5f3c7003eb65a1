import sharp from 'sharp';
import supertest, { type Response } from 'supertest';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AttachmentRow } from '../../src/attachments/index.js';
import { ContactRow } from '../../src/intake/index.js';
import { ApiKeys } from '../../src/open311/index.js';
import { PublicStatusRow } from '../../src/publication/entities.js';
import { TicketRemarkRow, TicketReporterRow, TicketRow } from '../../src/tickets/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/gate.js';
import { answerReport, deskOf } from '../support/portal.js';
import { readXml, recordsIn, type XmlElement } from '../support/xml.js';

jest.setTimeout(60_000);

const XML = 'text/xml; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';
const V2 = '/open311/v2';
// Inside Phường Trảng Dài.
const PLACE = { lat: '10.9936', long: '106.8790' };

let app: TestApp;
let key: string;
let otherKey: string;

beforeAll(async () => {
  app = await createTestApp();
  key = (await app.get(ApiKeys).issue('FixMyStreet thử')).key;
  otherKey = (await app.get(ApiKeys).issue('Phần mềm khác')).key;
}, 120_000);
afterAll(() => app?.close());

const get = (path: string) => supertest(app.url).get(path);
const read = (answer: Response): XmlElement => {
  expect(answer.headers['content-type']).toBe(XML);
  return readXml(answer.text);
};
const json = <T = Record<string, unknown>[]>(answer: Response): T => {
  expect(answer.headers['content-type']).toBe(JSON_TYPE);
  return JSON.parse(answer.text) as T;
};
/** As FixMyStreet's client sends: url-encoded, by the names as they are. */
const post = (path: string, fields: Record<string, string>) =>
  supertest(app.url).post(`${V2}/${path}`).type('form').send(fields);
const report = (changes: Record<string, string> = {}): Record<string, string> => ({
  jurisdiction_id: '',
  api_key: key,
  service_code: 'gt-mat-duong',
  ...PLACE,
  email: 'an@example.vn',
  phone: '0900 000 027',
  first_name: 'Nguyễn',
  last_name: 'Văn An',
  description: 'Ổ gà\n\nSâu 20 cm giữa đường\n\nhttps://fix.example.vn/report/7\n',
  ...changes,
});
const idIn = (answer: Response): string => {
  const [request] = recordsIn(read(answer), 'request');
  return request?.['service_request_id'] ?? '';
};
const send = async (changes: Record<string, string> = {}): Promise<string> => {
  const answer = await post('requests.xml', report(changes));
  expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('<service_request_id>')]);
  return idIn(answer);
};
const public_ = (code: string) =>
  eventually(`the public status of ${code}`, () => app.rows.existsBy(PublicStatusRow, { code }));
const errorsIn = (answer: Response): [number, string, string][] =>
  recordsIn(read(answer), 'error').map(({ code = '', description = '' }) => [answer.status, code, description]);

// The published JSON schemas of GeoReport v2, in other words.
const words = z.string().nullable();
const SERVICE = z.strictObject({
  service_code: z.string(),
  service_name: z.string(),
  description: words,
  metadata: z.boolean(),
  type: z.enum(['realtime', 'batch', 'blackbox']),
  keywords: words,
  group: words,
});
const DEFINITION = z.strictObject({
  service_code: z.string(),
  attributes: z.array(
    z.strictObject({
      variable: z.boolean(),
      code: z.string(),
      datatype: z.enum(['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist']),
      required: z.boolean(),
      datatype_description: words,
      order: z.int(),
      description: words,
      values: z.array(z.strictObject({ key: z.string(), name: z.string() })),
    }),
  ),
});
const instant = z.iso.datetime({ offset: true });
const REQUEST = z.strictObject({
  service_request_id: z.string(),
  status: z.enum(['open', 'closed']),
  status_notes: words,
  service_name: words,
  service_code: z.string(),
  description: z.string().max(4000).nullable(),
  agency_responsible: words,
  service_notice: words,
  requested_datetime: instant,
  updated_datetime: instant.nullable(),
  expected_datetime: instant.nullable(),
  address: words,
  address_id: words,
  zipcode: words,
  lat: z.number().nullable(),
  long: z.number().nullable(),
  media_url: z.url().nullable(),
});

describe('discovery and services', () => {
  it('says in both formats where what is, as SeeClickFix looks at it', async () => {
    const xml = read(await get('/open311/discovery.xml').expect(200));
    const told = json<Record<string, unknown> & { endpoints: Record<string, unknown>[] }>(
      await get('/open311/discovery.json').expect(200),
    );
    expect(xml.name).toBe('discovery');
    const changeset = xml.children.find(({ name }) => name === 'changeset')?.text ?? '';
    expect(instant.safeParse(changeset).success).toBe(true);
    expect(new Date(changeset) <= app.clock.now()).toBe(true);
    const endpoints = xml.children.find(({ name }) => name === 'endpoints');
    // That client takes a list of one for no list, of endpoints as of formats.
    expect(endpoints?.children.length).toBeGreaterThan(1);
    for (const endpoint of endpoints?.children ?? []) {
      expect(endpoint.children.map(({ name }) => name)).toEqual([
        'specification',
        'url',
        'changeset',
        'type',
        'formats',
      ]);
      expect(endpoint.children.at(-1)?.children.map(({ text }) => text)).toEqual(['text/xml', 'application/json']);
    }
    expect(told.endpoints[0]).toEqual({
      specification: 'http://wiki.open311.org/GeoReport_v2',
      url: `${app.url}/open311/v2`,
      changeset,
      type: 'test',
      formats: ['text/xml', 'application/json'],
    });
    expect([told['contact'], told['key_service']]).toEqual([
      expect.stringContaining('1022'),
      expect.stringContaining('api_key'),
    ]);
  });

  it('is found at the address of the API, too, where clients that know nothing else ask', async () => {
    for (const format of ['xml', 'json'])
      expect((await get(`${V2}/discovery.${format}`).expect(200)).text).toBe(
        (await get(`/open311/discovery.${format}`).expect(200)).text,
      );
  });

  it('lets a page of anybody ask, and read what went wrong', async () => {
    const refused = await get(`${V2}/requests/DN26-0000-0000.json`).set('Origin', 'https://ban-do.example').expect(404);
    expect(refused.headers['access-control-allow-origin']).toBe('*');
    // A header of the page's own makes its browser ask first.
    const asked = await supertest(app.url)
      .options(`${V2}/services.json`)
      .set({ Origin: 'https://ban-do.example', 'Access-Control-Request-Headers': 'x-requested-with' })
      .expect(204);
    expect(asked.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD, POST',
      'access-control-allow-headers': '*',
    });
    expect(asked.headers).not.toHaveProperty('access-control-allow-credentials');
    const sent = await post('requests.json', report({ api_key: 'xyz' })).set('Origin', 'https://ban-do.example');
    expect([sent.status, sent.headers['access-control-allow-origin']]).toEqual([403, '*']);
  });

  it('lists the services alike in both formats', async () => {
    const services = z.array(SERVICE).parse(json(await get(`${V2}/services.json`).expect(200)));
    const xml = recordsIn(read(await get(`${V2}/services.xml?jurisdiction_id=dongnai.gov.vn`).expect(200)), 'service');
    expect(xml).toEqual(services.map((service) => ({ ...service, metadata: 'true' })));
    expect(services[0]?.service_code).toBe('chua-ro-loai');
    expect(services.some(({ service_code }) => service_code === 'khac-kntc')).toBe(false);
  });

  it('defines what each asks for', async () => {
    const definition = DEFINITION.parse(json(await get(`${V2}/services/cbcc-thai-do.json`).expect(200)));
    expect(definition.attributes.map(({ code, required }) => [code, required])).toEqual([
      ['subject', true],
      ['ward', false],
    ]);
    const xml = read(await get(`${V2}/services/mt-rac.xml`).expect(200));
    expect(xml.name).toBe('service_definition');
    const [attribute] = xml.children.find(({ name }) => name === 'attributes')?.children ?? [];
    expect(attribute?.children.at(-1)?.children).toHaveLength(95);
  });
});

describe('POST requests', () => {
  it('takes a report as FixMyStreet sends it, with its name as given', async () => {
    const code = await send({ media_url: 'http://127.0.0.1:9/photo/7.jpeg', 'attribute[easting]': '12' });
    const ticket = await app.rows.findOneByOrFail(TicketRow, { code });
    expect(ticket).toMatchObject({
      channel: 'open311',
      categoryCode: 'gt-mat-duong',
      wardCode: '25993',
      lat: 10.9936,
      words: expect.stringContaining('\nẢnh ở nơi khác: http://127.0.0.1:9/photo/7.jpeg'),
    });
    const reporter = await app.rows.findOneByOrFail(TicketReporterRow, { ticketId: ticket.id });
    expect(reporter).toMatchObject({ name: 'Nguyễn Văn An', phone: '+84900000027', email: 'an@example.vn' });
    const contact = await app.rows.findOneByOrFail(ContactRow, { id: ticket.contactId });
    expect(contact).toMatchObject({
      onBehalfOf: 'FixMyStreet thử',
      enteredBySystem: expect.stringMatching(/^open311\.[0-9A-Z]{26}$/),
      note: 'easting: 12',
    });
  });

  it('sent again it is the same report; one with an id of its own is so for ever', async () => {
    const before = await app.rows.count(TicketRow);
    const changes = { description: 'Mặt đường lún cạnh nắp cống' };
    const [first, second] = await Promise.all([send(changes), send(changes)]);
    expect(second).toBe(first);
    expect(await send(changes)).toBe(first);
    const numbered = await send({ ...changes, 'attribute[fixmystreet_id]': '77' });
    expect(numbered).not.toBe(first);
    expect(await send({ description: 'Viết khác đi', 'attribute[fixmystreet_id]': '77' })).toBe(numbered);
    expect(await app.rows.count(TicketRow)).toBe(before + 2);
    app.clock.advance(25 * 3600);
    expect(await send(changes)).not.toBe(first);
  });

  it('takes photos, wherever the key stands in the form, and answers in JSON', async () => {
    const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#888' } })
      .jpeg()
      .toBuffer();
    const form = supertest(app.url).post(`${V2}/requests.json`).attach('media', picture, 'o-ga.jpg');
    for (const [name, value] of Object.entries(report({ description: 'Ổ gà có ảnh', service_code: 'chua-ro-loai' })))
      void form.field(name, value);
    const [taken] = json(await form.expect(200));
    expect(taken).toEqual({
      service_request_id: expect.stringMatching(/^DN26-\d{4}-\d{4}$/),
      service_notice: expect.any(String),
      account_id: null,
    });
    const { id } = await app.rows.findOneByOrFail(TicketRow, { code: String(taken?.['service_request_id']) });
    expect(await app.rows.findBy(AttachmentRow, { ticketId: id })).toMatchObject([
      { ownerKind: 'ticket', mediaType: 'image/jpeg', isPublic: false },
    ]);
    const zip = supertest(app.url).post(`${V2}/requests.xml`).attach('media', Buffer.from('PK\u0003\u0004'), 'a.jpg');
    for (const [name, value] of Object.entries(report({ description: 'Tệp lạ' }))) void zip.field(name, value);
    expect(errorsIn(await zip)).toEqual([[400, '400', expect.stringMatching(/^media: Tệp “a\.jpg” không phải ảnh/)]]);
    expect(await app.rows.existsBy(TicketRow, { words: 'Tệp lạ' })).toBe(false);
  });

  it('takes photos by whatever name they stand in the form, as FixMyStreet sends those of private reports', async () => {
    const photo = (background: string) =>
      sharp({ create: { width: 40, height: 30, channels: 3, background } })
        .jpeg()
        .toBuffer();
    // Field after field with the short boundary of its library, letters as they are, files by their number.
    const form = async (path: string, fields: Record<string, string>, ...colours: string[]) => {
      const head = (rest: string) => `--xYzZY\r\nContent-Disposition: form-data; name=${rest}\r\n`;
      const parts = [
        Buffer.from(
          Object.entries(fields)
            .map(([name, value]) => `${head(`"${name}"`)}\r\n${value}\r\n`)
            .join(''),
        ),
      ];
      for (const [index, colour] of colours.entries()) {
        const named = head(`"photo${index + 1}"; filename="${colour.slice(1)}.jpeg"`);
        parts.push(Buffer.from(`${named}Content-Type: image/jpeg\r\n\r\n`), await photo(colour), Buffer.from('\r\n'));
      }
      return supertest(app.url)
        .post(`${V2}/${path}`)
        .type('multipart/form-data; boundary=xYzZY')
        .send(Buffer.concat([...parts, Buffer.from('--xYzZY--\r\n')]));
    };
    const fields = report({ description: 'Ổ gà, phản ánh kín', 'attribute[ward]': '' });
    const code = idIn(await form('requests.xml', fields, '#808080', '#408040'));
    const { id: ticketId } = await app.rows.findOneByOrFail(TicketRow, { code });
    expect(await app.rows.countBy(AttachmentRow, { ticketId })).toBe(2);
    const update = { api_key: key, service_request_id: code, update_id: '88', status: 'OPEN', description: 'Thêm ảnh' };
    expect((await form('servicerequestupdates.xml', update, '#404080')).status).toBe(200);
    expect(await app.rows.countBy(AttachmentRow, { ticketId })).toBe(3);
  });

  it('treats danger, khiếu nại and tố cáo as every channel does', async () => {
    const notice = async (description: string) => {
      const answer = await post('requests.xml', report({ description }));
      return recordsIn(read(answer), 'request')[0] ?? {};
    };
    const fire = await notice('Nhà bên cạnh đang cháy lớn, có người kẹt bên trong');
    expect(fire['service_notice']).toMatch(/gọi ngay 113 .*114 .*115/);
    const denounced = await notice('Tôi tố cáo cán bộ địa chính nhận hối lộ 20 triệu để làm sổ');
    expect(denounced['service_notice']).toContain('tố cáo');
    const code = denounced['service_request_id'] ?? '';
    const ticket = await app.rows.findOneByOrFail(TicketRow, { code });
    expect(ticket).toMatchObject({ boundary: 'denunciation', visibility: 'private' });
    // Whoever comes after it in the feed is public, so it would be too.
    await public_(await send({ description: 'Ổ gà khác' }));
    await get(`${V2}/requests/${code}.xml`).expect(404);
    await get(`${V2}/tokens/${code}.xml`).expect(404);
    expect(json(await get(`${V2}/requests.json?service_request_id=${code}`))).toEqual([]);
    expect((await get(`${V2}/requests.json`)).text).not.toContain(code);
  });

  it('asks for the agency where the service needs one, and for the person where it may not be anonymous', async () => {
    const thin = { service_code: 'cbcc-thai-do', ...PLACE, api_key: key, description: 'Thái độ cộc lốc ở một cửa' };
    expect(errorsIn(await post('requests.xml', thin)).map(([, , text]) => text.split(':')[0])).toEqual([
      'last_name',
      'attribute[subject]',
    ]);
    const taken = await post('requests.xml', { ...thin, first_name: 'An', 'attribute[subject]': 'UBND-25993' });
    const ticket = await app.rows.findOneByOrFail(TicketRow, { code: idIn(taken) });
    expect(ticket).toMatchObject({ subjectAgencyCode: 'UBND-25993' });
  });
});

describe('what is refused', () => {
  it.each<[string, () => Promise<Response>, number, string]>([
    ['no key', () => post('requests.xml', report({ api_key: '' })).then(), 403, 'api_key'],
    ['a wrong key', () => post('requests.xml', report({ api_key: 'xyz' })).then(), 403, 'api_key'],
    ['a wrong key for an update', () => post('servicerequestupdates.xml', { api_key: 'x' }).then(), 403, 'api_key'],
    ['no service', () => post('requests.xml', report({ service_code: '' })).then(), 400, 'service_code'],
    ['an unknown service', () => post('requests.xml', report({ service_code: '001' })).then(), 404, 'service_code'],
    [
      'another city',
      () => post('requests.xml', report({ jurisdiction_id: 'sfgov.org' })).then(),
      404,
      'jurisdiction_id',
    ],
    ['no place', () => post('requests.xml', report({ lat: '', long: '' })).then(), 400, 'lat'],
    [
      'services of another city',
      () => get(`${V2}/services.xml?jurisdiction_id=city.gov`).then(),
      404,
      'jurisdiction_id',
    ],
    ['a definition of nothing', () => get(`${V2}/services/khac-kntc.xml`).then(), 404, 'service_code'],
    ['a definition without a name', () => get(`${V2}/services/.xml`).then(), 400, 'service_code'],
    ['an unknown request', () => get(`${V2}/requests/DN26-0000-0000.xml`).then(), 404, 'service_request_id'],
    ['an unknown token', () => get(`${V2}/tokens/%00.xml`).then(), 404, 'token'],
    ['a wrong date', () => get(`${V2}/requests.xml?start_date=yesterday`).then(), 400, 'start_date'],
    ['an address that is none', () => get(`${V2}/nothing.xml`).then(), 404, 'Không tìm thấy'],
    ['a path that cannot be read', () => get(`${V2}/requests/%E0%A4%A.xml`).then(), 400, 'không đọc được'],
    [
      'JSON that is none',
      () => supertest(app.url).post(`${V2}/requests.xml`).type('json').send('{"a":').then(),
      400,
      'không đọc được',
    ],
    [
      'ten megabytes of words',
      () => post('requests.xml', report({ description: 'x'.repeat(10_000_000) })).then(),
      400,
      'quá lớn',
    ],
  ])('%s', async (_, ask, status, said) => {
    const answer = await ask();
    expect(errorsIn(answer)).toEqual([[status, String(status), expect.stringContaining(said)]]);
  });

  it('is a bare list in JSON, with all that is wrong', async () => {
    const answer = await post('requests.json', report({ lat: '95', media_url: 'javascript:alert(1)' }));
    expect(answer.status).toBe(400);
    expect(json(answer)).toEqual([
      { code: 400, description: expect.stringMatching(/^media_url: /) },
      { code: 400, description: expect.stringMatching(/^lat: /) },
    ]);
  });

  it('is a key that was taken back', async () => {
    const keys = app.get(ApiKeys);
    const { key: third } = await keys.issue('Thu hồi ngay');
    const taken = await post('requests.xml', report({ api_key: third, description: 'Ổ gà của khoá thứ ba' }));
    expect(taken.status).toBe(200);
    await keys.revoke('Thu hồi ngay');
    expect((await post('requests.xml', report({ api_key: third }))).status).toBe(403);
    expect((await keys.list()).map(({ name, lastUsedOn }) => [name, lastUsedOn === null])).toContainEqual([
      'Thu hồi ngay',
      false,
    ]);
    expect(JSON.stringify(await keys.list())).not.toContain(third);
  });
});

describe('GET requests and updates', () => {
  let code: string;
  let ticketId: string;
  beforeAll(async () => {
    // What was sent before is shown before the day of this one: shown later it would have changed later.
    await eventually('what was sent is shown', async () => {
      const shown = new Map((await app.rows.find(PublicStatusRow)).map((row) => [row.ticketId, row.ticketVersion]));
      const sent = await app.rows.findBy(TicketRow, { boundary: 'ordinary', visibility: 'public' });
      return sent.every(({ id, version }) => shown.get(id) === version);
    });
    app.clock.set('2026-11-25 08:00');
    code = await send({ service_code: 'ht-chieu-sang', description: 'Đèn hẻm tắt, hỏi chị Hoa 0900 000 555' });
    await public_(code);
    ticketId = (await app.rows.findOneByOrFail(TicketRow, { code })).id;
  });

  it('shows an open request without its words, in its ward, alike in both formats', async () => {
    const answer = await get(`${V2}/requests/${code}.json`).expect(200);
    const [request] = z.array(REQUEST).parse(json(answer));
    expect(request).toMatchObject({
      service_request_id: code,
      status: 'open',
      service_code: 'ht-chieu-sang',
      description: null,
      address: expect.stringContaining('Trảng Dài'),
      address_id: '25993',
      requested_datetime: '2026-11-25T08:00:00+07:00',
      media_url: null,
    });
    // Not where the sender stood.
    expect(request?.lat).not.toBe(Number(PLACE.lat));
    const [xml] = recordsIn(read(await get(`${V2}/requests/${code.toLowerCase()}.xml`).expect(200)), 'request');
    expect(xml).toEqual(
      Object.fromEntries(
        Object.entries(request ?? {}).map(([name, value]) => [name, value === null ? '' : String(value)]),
      ),
    );
    expect(answer.headers['cache-control']).toBe('public, max-age=30');
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    const token = json(await get(`${V2}/tokens/${code}.json`).expect(200));
    expect(token).toEqual([{ service_request_id: code, token: code }]);
  });

  it('finds by each filter, and nothing past the end', async () => {
    const ids = async (query: string): Promise<unknown[]> =>
      json(await get(`${V2}/requests.json?${query}`).expect(200)).map((one) => one['service_request_id']);
    const all = await ids('');
    expect(all[0]).toBe(code);
    expect(await ids('page_size=1&page=1')).toEqual([code]);
    expect(await ids('page_size=1&page=2')).toEqual([all[1]]);
    expect(await ids('page_size=100&page=9')).toEqual([]);
    expect(await ids('service_code=ht-chieu-sang,mt-rac')).toEqual([code]);
    expect(await ids('service_code=khong-co')).toEqual([]);
    expect(await ids('status=closed')).toEqual([]);
    expect(await ids('status=open&start_date=2026-11-25&end_date=2026-11-25')).toEqual([code]);
    expect(await ids('updated_after=2026-11-25T00:30:00Z')).toEqual([code]);
    expect(await ids('updated_before=2020-01-01T00:00:00Z')).toEqual([]);
    const [shown] = json(await get(`${V2}/requests.json?service_request_id=${code}&status=closed`));
    const { lat, long } = shown as { lat: number; long: number };
    const near = `${long - 0.0001},${lat - 0.0001},${long + 0.0001},${lat + 0.0001}`;
    expect(await ids(`bbox=${near}`)).toContain(code);
    expect(await ids(`bbox=${long + 0.0001},${lat},${long + 0.0002},${lat}`)).toEqual([]);
    expect(read(await get(`${V2}/requests.xml?page=9`)).children).toEqual([]);
  });

  it('takes what the sender of a report adds to it, once, and from nobody else', async () => {
    const update = {
      api_key: key,
      jurisdiction_id: '',
      service_request_id: code,
      update_id: '501',
      updated_datetime: '2026-11-25T01:10:00Z',
      status: 'OPEN',
      description: 'Nay thêm hai bóng nữa tắt',
      first_name: 'Nguyễn',
      last_name: 'Văn An',
      email: 'an@example.vn',
    };
    const ids = async () => {
      const answer = await post('servicerequestupdates.xml', update).expect(200);
      return recordsIn(read(answer), 'request_update')[0]?.['update_id'];
    };
    const first = await ids();
    expect(first).toMatch(/^[0-9A-Z]{26}$/);
    expect(await ids()).toBe(first);
    const added = await app.rows.findBy(TicketRemarkRow, { ticketId });
    expect(added.map(({ text }) => text).filter((text) => text.includes('hai bóng nữa'))).toHaveLength(1);
    expect((await post('servicerequestupdates.xml', { ...update, api_key: otherKey, update_id: '9' })).status).toBe(
      404,
    );
    expect((await post('servicerequestupdates.xml', { ...update, service_request_id: 'x' })).status).toBe(404);
  });

  it('has the redacted words and the answer once they are published, and tells of it', async () => {
    app.clock.advance(60);
    const before = app.clock.now();
    await answerReport(app, await deskOf(app, 'UBND-25993'), ticketId);
    const [request] = z.array(REQUEST).parse(json(await get(`${V2}/requests/${code}.json`).expect(200)));
    expect(request).toMatchObject({
      status: 'closed',
      description: 'Đèn hẻm tắt, hỏi chị [đã ẩn: tên người] [đã ẩn: số điện thoại]',
      status_notes: expect.stringContaining('Thay cả 14 bóng'),
    });
    const [extended] = json(await get(`${V2}/requests/${code}.json?extensions=true`));
    expect(extended).toMatchObject({
      extended_attributes: { phase: 'answered', page_url: `${app.url}/da-cong-khai/${code}` },
      notes: [{ type: 'assigned' }, { type: 'in_progress' }, { type: 'answered' }],
    });
    // As FixMyStreet asks: a window of time, and what lies outside of it is thrown away.
    const window = `start_date=${before.toISOString()}&end_date=${app.clock.now().toISOString()}&api_key=`;
    const told = recordsIn(read(await get(`${V2}/servicerequestupdates.xml?${window}`).expect(200)), 'request_update');
    expect(
      told.map(({ service_request_id, status, external_status_code }) => [
        service_request_id,
        status,
        external_status_code,
      ]),
    ).toEqual([
      [code, 'OPEN', 'in_progress'],
      [code, 'CLOSED', 'answered'],
    ]);
    expect(told[1]?.['description']).toContain('Thay cả 14 bóng');
    for (const { updated_datetime = '' } of told) {
      expect(new Date(updated_datetime) >= before && new Date(updated_datetime) <= app.clock.now()).toBe(true);
    }
    const late = await post('servicerequestupdates.xml', {
      api_key: key,
      service_request_id: code,
      update_id: '502',
      description: 'Cảm ơn',
    });
    expect(errorsIn(late)).toEqual([[400, '400', expect.stringContaining('đã kết thúc')]]);
  });
});
