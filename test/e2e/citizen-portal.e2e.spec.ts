import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import PostalMime from 'postal-mime';
import sharp from 'sharp';
import supertest from 'supertest';
import { In } from 'typeorm';
import { PhotoPieceRow } from '../../src/attachments/entities.js';
import { AttachmentRow } from '../../src/attachments/index.js';
import { TicketFollowerRow } from '../../src/followers/entities.js';
import { UnconfirmedFollowers } from '../../src/followers/unconfirmed-followers.js';
import { RecordContact } from '../../src/intake/index.js';
import { managerOf, UnitOfWork } from '../../src/platform/database/index.js';
import { PublicStatusRow } from '../../src/publication/entities.js';
import { TicketRow } from '../../src/tickets/index.js';
import { signIn, visitor } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/gate.js';
import { COMPLETE_FORM, sendReport } from '../support/portal.js';

jest.setTimeout(120_000);

let app: TestApp;
let picture: Buffer;
const PK = Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(3_000, 7)]);

beforeAll(async () => {
  app = await createTestApp();
  picture = await sharp({
    create: {
      width: 900,
      height: 600,
      channels: 3,
      background: '#a87',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
    .withExif({ IFD0: { Make: 'PhoneOfSomebody' }, IFD3: { GPSLatitude: '10/1 57/1 0/1', GPSLatitudeRef: 'N' } })
    .jpeg()
    .toBuffer();
});
afterAll(() => app?.close());

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const uploadId = (): string =>
  Array.from({ length: 26 }, (_, at) => LETTERS[Math.floor(Math.random() * (at === 0 ? 8 : 32))]).join('');

const put = (id: string, from: number, total: number, bytes: Buffer) =>
  supertest(app.url)
    .put(`/api/v1/photo-uploads/${id}`)
    .query({ from, total })
    .set('content-type', 'application/octet-stream')
    .send(bytes);

/** Sends a photo in two pieces. */
async function upload(bytes: Buffer = picture): Promise<string> {
  const id = uploadId();
  const half = Math.floor(bytes.length / 2);
  await put(id, 0, bytes.length, bytes.subarray(0, half)).expect(200, { received: half, done: false });
  const answer = await put(id, half, bytes.length, bytes.subarray(half)).expect(200);
  expect(answer.body).toMatchObject({ done: true });
  return id;
}

/** As a browser sends the form with its photos. */
function send(
  changes: Readonly<Record<string, string | readonly string[]>> = {},
  files: readonly { readonly name: string; readonly bytes: Buffer }[] = [],
  key: string = randomUUID(),
) {
  const test = supertest(app.url).post('/gui-phan-anh').field('_key', key);
  for (const [name, value] of Object.entries({ ...COMPLETE_FORM, ...changes }))
    for (const one of [value].flat()) void test.field(name, one as string);
  for (const { name, bytes } of files) void test.attach('photos', bytes, { filename: name, contentType: 'image/jpeg' });
  return test;
}

function read(html: string): string {
  return html.replace(/<[^>]+>/g, ' ').replace(/[\s\u00A0]+/g, ' ');
}

function errorsIn(html: string): Record<string, string> {
  return Object.fromEntries(
    [...html.matchAll(/<p class="error" id="([\w-]+)-loi">[\s\S]*?<span>([^<]*)<\/span>/g)].map(([, id, text]) => [
      id ?? '',
      text ?? '',
    ]),
  );
}

const uploadsIn = (html: string): string[] =>
  [...html.matchAll(/name="upload" value="([^"]+)"/g)].map(([, id]) => id ?? '');

const tickets = () => app.rows.count(TicketRow);
const photosOf = (ticketId: string) => app.rows.findBy(AttachmentRow, { ticketId });
const ticketAt = async (location: string): Promise<TicketRow> => {
  const page = await visitor(app).get(location).expect(200);
  return app.rows.findOneByOrFail(TicketRow, { code: /data-code>([^<]+)</.exec(page.text)?.[1] ?? '' });
};

describe('a photo sent ahead, in pieces', () => {
  it('goes on where the line broke, and keeps nothing of where and by what it was taken', async () => {
    const id = uploadId();
    const [first, second] = [picture.subarray(0, 9_000), picture.subarray(9_000)];
    await put(id, 0, picture.length, first).expect(200, { received: 9_000, done: false });
    // The answer was lost: the same again, and a piece too far ahead, change nothing.
    await put(id, 0, picture.length, first).expect(200, { received: 9_000, done: false });
    await put(id, 20_000, picture.length, second).expect(200, { received: 9_000, done: false });
    await visitor(app).get(`/api/v1/photo-uploads/${id}`).expect(200, { received: 9_000, done: false });
    await visitor(app).get(`/gui-phan-anh/anh/${id}`).expect(404);
    expect((await put(id, 9_000, picture.length, second).expect(200)).body).toMatchObject({ done: true });
    expect((await put(id, 9_000, picture.length, second).expect(200)).body).toMatchObject({ done: true });
    const seen = await visitor(app).get(`/gui-phan-anh/anh/${id}`).expect(200);
    expect(seen.headers['content-type']).toBe('image/jpeg');
    const { exif, width } = await sharp(seen.body as Buffer).metadata();
    expect([exif, width]).toEqual([undefined, 900]);
    expect((seen.body as Buffer).includes('PhoneOfSomebody')).toBe(false);
    await supertest(app.url).delete(`/api/v1/photo-uploads/${id}`).expect(204);
    await visitor(app).get(`/gui-phan-anh/anh/${id}`).expect(404);
  });

  it.each([
    ['a zip that calls itself a photo', () => PK, 400, /không phải ảnh/],
    ['a drawing with scripts', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 400, /không phải ảnh/],
    ['a photo that was cut off', () => picture.subarray(0, 12_000), 400, /bị hỏng/],
    ['one that unpacks to billions of points', () => hugePng(), 400, /kích thước lớn quá/],
  ] as const)('is refused with what is wrong, and nothing is kept: %s', async (_what, bytes, status, why) => {
    const id = uploadId();
    const answer = await put(id, 0, bytes().length, bytes()).expect(status);
    expect((answer.body as { title: string }).title).toMatch(why);
    await visitor(app).get(`/api/v1/photo-uploads/${id}`).expect(200, { received: 0, done: false });
  });

  it('is made by the next piece when the last one came and whoever had it was stopped', async () => {
    const id = uploadId();
    const [first, last] = [picture.subarray(0, 9_000), picture.subarray(9_000)];
    await put(id, 0, picture.length, first).expect(200);
    await app.get(UnitOfWork).run(async (transaction) => {
      const row = { uploadId: id, place: 9_000, content: last, createdAt: app.clock.now() };
      await managerOf(transaction).insert(PhotoPieceRow, row);
    });
    await visitor(app).get(`/gui-phan-anh/anh/${id}`).expect(404);
    await put(id, 9_000, picture.length, last).expect(200, { received: picture.length, done: true });
    await visitor(app).get(`/gui-phan-anh/anh/${id}`).expect(200);
    expect(await app.rows.countBy(PhotoPieceRow, { uploadId: id })).toBe(0);
  });

  it('is never larger than 10 MB in all, nor than was said, whatever the pieces say', async () => {
    const id = uploadId();
    const most = 10 * 1024 * 1024;
    const piece = Buffer.concat([picture.subarray(0, 8_000), Buffer.alloc(504 * 1024)]).subarray(0, 512 * 1024);
    const kept = () => app.rows.countBy(PhotoPieceRow, { uploadId: id });
    await put(id, 0, most, piece).expect(200, { received: piece.length, done: false });
    const more = await put(id, piece.length, most + 1, piece).expect(400);
    expect((more.body as { title: string }).title).toContain('lớn quá 10 MB');
    expect(await kept()).toBe(1);
    const beyond = await put(id, piece.length, piece.length + 10, piece).expect(400);
    expect((beyond.body as { title: string }).title).toContain('chưa gửi trọn vẹn');
    expect(await kept()).toBe(0);
  });

  it('is not begun when it is too large, nor under an id that could be guessed', async () => {
    await put(uploadId(), 0, 11_000_000, picture).expect(400);
    await put('short', 0, picture.length, picture).expect(400);
    await put(uploadId(), 0, 1, picture).expect(400);
    await put(uploadId(), 0, 600_000, Buffer.alloc(600_000, 1)).expect(413);
  });
});

describe('a form with photos', () => {
  it('makes one ticket that has them, however often it is sent', async () => {
    const ahead = await upload();
    const before = await tickets();
    const key = randomUUID();
    const first = await send({ upload: ahead }, [], key).expect(303);
    const again = await send({ upload: ahead }, [], key).expect(303);
    expect(again.headers['location']).toBe(first.headers['location']);
    expect(await tickets()).toBe(before + 1);
    const ticket = await ticketAt(String(first.headers['location']));
    expect(await photosOf(ticket.id)).toMatchObject([{ ownerKind: 'ticket', ownerId: ticket.id, isPublic: false }]);
    // A photo belongs to one report; another that names it is told so, and nothing of it is written.
    const other = await send({ upload: ahead }).expect(400);
    expect(errorsIn(other.text)['photos']).toContain('không còn giữ được');
    expect(await tickets()).toBe(before + 1);
  });

  it('keeps the photos that are right when another is wrong, or something is missing', async () => {
    const page = await send({ consent: '' }, [
      { name: 'hem.jpg', bytes: picture },
      { name: 'phim.jpg', bytes: PK },
    ]).expect(400);
    expect(Object.keys(errorsIn(page.text)).sort()).toEqual(['consent', 'photos']);
    expect(errorsIn(page.text)['photos']).toContain('Tệp “phim.jpg” không phải ảnh');
    const [kept = ''] = uploadsIn(page.text);
    await visitor(app).get(`/gui-phan-anh/anh/${kept}`).expect(200);
    const sent = await send({ upload: kept }, [{ name: 'hai.jpg', bytes: picture }]).expect(303);
    expect(await photosOf((await ticketAt(String(sent.headers['location']))).id)).toHaveLength(2);
    const dropped = await send({ consent: '' }, [{ name: 'hem.jpg', bytes: picture }]).expect(400);
    const [gone = ''] = uploadsIn(dropped.text);
    const without = await send({ upload: gone, dropPhoto: gone }).expect(303);
    expect(await photosOf((await ticketAt(String(without.headers['location']))).id)).toHaveLength(0);
  });

  it('on the reporter’s own page: a photo that is gone is told of beside the field, the others and the words stay', async () => {
    const { followPath, ticketId } = await sendReport(app);
    const added = () => app.rows.findBy(AttachmentRow, { ticketId, ownerKind: 'addition' });
    const key = randomUUID();
    const add = (uploads: readonly string[], text: string, once = randomUUID()) =>
      supertest(app.url).post(`${followPath}/bo-sung`).type('form').send({ _key: once, text, upload: uploads });
    const [here, gone] = [await upload(), await upload()];
    await supertest(app.url).delete(`/api/v1/photo-uploads/${gone}`).expect(204);
    const back = await add([here, gone], 'Có thêm một ổ gà.', key).expect(400);
    expect(errorsIn(back.text)['bo-sung-anh']).toContain('không còn giữ được');
    expect(back.text).toContain('Có thêm một ổ gà.');
    expect(uploadsIn(back.text)).toEqual([here]);
    expect(await added()).toEqual([]);
    // Put right it goes with the same key; sent a second time it has gone already.
    await add([here], 'Có thêm một ổ gà.', key).expect(303);
    await add([here], 'Có thêm một ổ gà.', key).expect(303);
    expect(await added()).toHaveLength(1);
    // What another page has sent is not there any more either.
    expect(errorsIn((await add([here], '').expect(400)).text)['bo-sung-anh']).toContain('đã gửi ở trang khác');
  });

  it('says clearly that fifty are too many, and that a text is too long', async () => {
    const before = [await tickets(), await app.rows.count(AttachmentRow)];
    const small = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#123' } })
      .jpeg()
      .toBuffer();
    const fifty = Array.from({ length: 50 }, (_, at) => ({ name: `${String(at)}.jpg`, bytes: small }));
    const page = await send({}, fifty).expect(400);
    expect(errorsIn(page.text)['photos']).toContain('lần này có 50 ảnh');
    expect(page.text).toContain('Hẻm cạnh chợ tối thui');
    const long = await send({ words: 'đ'.repeat(5_001) }).expect(400);
    expect(errorsIn(long.text)['words']).toContain('dài quá');
    const flood = await send({ words: 'a'.repeat(10_000_000) }).expect(413);
    expect(read(flood.text)).toContain('quá lớn');
    expect([await tickets(), await app.rows.count(AttachmentRow)]).toEqual(before);
  });

  it.each([
    ['outside the province', { lat: '21.03', lng: '105.85' }, 400],
    ['no numbers', { lat: 'abc', lng: 'NaN' }, 400],
    ['off the earth', { lat: '1e300', lng: '-999' }, 400],
    ['half a point', { lat: '10.99', lng: '' }, 400],
    ['in the province', { lat: '10.9905', lng: '106.8725' }, 303],
  ])('takes only a point that can be: %s', async (_what, point, status) => {
    const before = await tickets();
    const answer = await send(point).expect(status);
    if (status === 400) expect(Object.keys(errorsIn(answer.text))).toEqual(['ward']);
    expect(await tickets()).toBe(before + (status === 303 ? 1 : 0));
  });

  it('is not upset by bytes that are no letters, nor by fields that are none', async () => {
    const broken = Buffer.concat([
      Buffer.from('words='),
      Buffer.from([0xff, 0xfe, 0x80]),
      Buffer.from('&_key=12345678'),
    ]);
    const answer = await supertest(app.url)
      .post('/gui-phan-anh')
      .type('application/x-www-form-urlencoded')
      .send(broken.toString('latin1'));
    expect(answer.status).toBe(400);
    const boundary = 'x1022';
    const multipart = await supertest(app.url)
      .post('/gui-phan-anh')
      .set('content-type', `multipart/form-data; boundary=${boundary}`)
      .send(`--${boundary}\r\nContent-Disposition: form-data; name="words"\r\n\r\nkhông có phần cuối`);
    expect(multipart.status).toBe(400);
  });

  it('comes back whole when something of ours breaks, and is sent once after that', async () => {
    const before = await tickets();
    const key = randomUUID();
    const ahead = await upload();
    const broken = jest.spyOn(app.get(RecordContact), 'execute').mockRejectedValueOnce(new Error('the disk is full'));
    const page = await send({ upload: ahead }, [], key).expect(500);
    broken.mockRestore();
    expect(read(page.text)).toContain('đang gặp trục trặc');
    expect(page.text).toContain('Hẻm cạnh chợ tối thui');
    expect(page.text).toContain(`name="_key" value="${key}"`);
    expect(uploadsIn(page.text)).toEqual([ahead]);
    await send({ upload: ahead }, [], key).expect(303);
    expect(await tickets()).toBe(before + 1);
  });

  it('may have to prove some work, or answer a small question', async () => {
    const config = app.config as { publicProofBits: number };
    config.publicProofBits = 8;
    try {
      const key = randomUUID();
      const asked = await send({}, [], key).expect(400);
      expect(Object.keys(errorsIn(asked.text))).toEqual(['answer']);
      const [, first = '', second = ''] = /tự gửi: (\S+) cộng (\S+) bằng/.exec(read(asked.text)) ?? [];
      const words = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];
      const sum = String(words.indexOf(first) + words.indexOf(second));
      await send({ answer: '1' }, [], key).expect(400);
      await send({ answer: sum }, [], key).expect(303);
    } finally {
      config.publicProofBits = 0;
    }
  });
});

describe('what the form tells before it is sent', () => {
  it('guesses the kind, and shows who reported the same, from public data alone', async () => {
    const { code, ticketId } = await sendReport(app, { categoryCode: 'gt-mat-duong' });
    await eventually('the public state', async () => (await app.rows.countBy(PublicStatusRow, { ticketId })) === 1);
    const words = 'Mặt đường có ổ gà rất sâu, xe máy té.';
    const answer = await visitor(app).post('/gui-phan-anh/goi-y', { words, ward: 'Phường Trảng Dài' }, { key: null });
    const { guesses, alike } = answer.body as { guesses: { code: string }[]; alike: { href: string; text: string }[] };
    expect(guesses.map((guess) => guess.code)).toContain('gt-mat-duong');
    expect(alike.map(({ href }) => href)).toContain(`/cung-gap/${code}`);
    expect(JSON.stringify(alike)).not.toMatch(/Thử|0900|chợ/);
    const page = await visitor(app).form('/gui-phan-anh/viet-tiep', { words }, { key: null });
    expect(page.text).toContain('<optgroup label="1022 đoán theo lời anh chị viết"');
    // Khiếu nại, tố cáo and danger are not compared with anything.
    const danger = await visitor(app).post(
      '/gui-phan-anh/goi-y',
      { words: 'Nhà đang cháy, có người kẹt!' },
      { key: null },
    );
    expect(danger.body).toEqual({ guesses: [], alike: [] });
  });
});

describe('following a report of somebody else', () => {
  const outbox = () => join(app.config.dataDir, 'outbox-mail');
  async function mailsTo(address: string): Promise<{ subject: string; text: string }[]> {
    const found = [];
    for (const file of readdirSync(outbox()).sort()) {
      const mail = await PostalMime.parse(readFileSync(join(outbox(), file)));
      if (mail.to?.some((one) => one.address === address))
        found.push({ subject: mail.subject ?? '', text: mail.text ?? '' });
    }
    return found;
  }
  const ask = (code: string, fields: Record<string, string>) => visitor(app).form(`/cung-gap/${code}`, fields);
  const linkIn = (text: string): string => /http:\/\/[^/]+(\/nhan-tin\/\S+)/.exec(text)?.[1] ?? '';

  it('is confirmed by the link, told of every step, counted, and ended', async () => {
    const { code, ticketId } = await sendReport(app);
    await eventually('the public state', async () => (await app.rows.countBy(PublicStatusRow, { ticketId })) === 1);
    const page = await visitor(app).get(`/cung-gap/${code}`).expect(200);
    expect(read(page.text)).toContain('Một người đã báo');
    expect(page.text).not.toMatch(/tối thui|Trần Thị Thử/);
    const wrong = await ask(code, { email: 'ban@', met: 'yes' }).expect(400);
    expect(errorsIn(wrong.text)['email']).toContain('chưa đúng');
    expect(wrong.text).toContain('value="ban@"');
    await ask(code, { email: 'ban@example.vn', met: 'yes', website: 'http://x' }).expect(400);
    await ask(code, { email: 'Ban@example.vn', met: 'yes' }).expect(303);
    await ask(code, { email: 'ban@EXAMPLE.vn', met: 'yes' }).expect(303);
    await eventually('the mail with the link', async () => (await mailsTo('Ban@example.vn')).length === 1);
    const [first] = await mailsTo('Ban@example.vn');
    const manage = linkIn(first?.text ?? '');
    // Looking at it confirms nothing, so it is not counted yet.
    expect(read((await visitor(app).get(manage).expect(200)).text)).toContain('Xác nhận, cho tôi nhận tin');
    expect(read((await visitor(app).get(`/cung-gap/${code}`)).text)).toContain('Một người đã báo');
    await visitor(app).form(manage, { step: 'xac-nhan' }, { key: null }).expect(303);
    expect(read((await visitor(app).get(`/cung-gap/${code}`)).text)).toContain('2 người cũng gặp');

    const { leadAgencyCode } = await app.rows.findOneByOrFail(TicketRow, { id: ticketId });
    const handler = await signIn(app, 'handler', leadAgencyCode ?? '');
    await handler.post(`/api/v1/tickets/${ticketId}/accept`, { version: 1 }).expect(200);
    await eventually('the news', async () => (await mailsTo('Ban@example.vn')).length === 2);
    const news = (await mailsTo('Ban@example.vn')).find(({ subject }) => subject.includes('có tin mới'));
    expect(news?.text).toContain('đã nhận và đang xử lý');
    expect(news?.text).toContain(`/cung-gap/${code}`);
    expect(news?.text).not.toMatch(/tối thui|Trần Thị Thử|theo-doi/);
    await visitor(app)
      .form(linkIn(news?.text ?? ''), { step: 'thoi' }, { key: null })
      .expect(303);
    expect(read((await visitor(app).get(manage)).text)).toContain('Đã thôi nhận tin');
    expect(read((await visitor(app).get(`/cung-gap/${code}`)).text)).toContain('Một người đã báo');
  });

  it('is forgotten after seven days without a confirmation; the link says so, and leads to asking anew', async () => {
    const { code, ticketId } = await sendReport(app);
    await eventually('the public state', async () => (await app.rows.countBy(PublicStatusRow, { ticketId })) === 1);
    await ask(code, { email: 'lau@example.vn' }).expect(303);
    await eventually('the mail with the link', async () => (await mailsTo('lau@example.vn')).length === 1);
    const [mail] = await mailsTo('lau@example.vn');
    const link = linkIn(mail?.text ?? '');
    const rows = () => app.rows.findBy(TicketFollowerRow, { ticketId });
    const asked = new Date(Date.now() - 7 * 86_400_000 - 60_000);
    await app
      .get(UnitOfWork)
      .run((transaction) => managerOf(transaction).update(TicketFollowerRow, { ticketId }, { askedAt: asked }));
    const says = async () => {
      const page = await visitor(app).get(link).expect(410);
      expect(read(page.text)).toContain('Đường dẫn xác nhận đã hết hạn');
      expect(page.text).toContain(`href="/cung-gap/${code}"`);
      expect(page.text).not.toContain('xac-nhan');
    };
    await says();
    await visitor(app).form(link, { step: 'xac-nhan' }, { key: null }).expect(303);
    expect(await rows()).toMatchObject([{ confirmedAt: null }]);
    // Nobody has to ask for it: the address goes by itself, and the link says the same.
    await app.get(UnconfirmedFollowers).run();
    expect(await rows()).toEqual([]);
    await says();
    await visitor(app).form(link, { step: 'thoi' }, { key: null }).expect(303);
    await ask(code, { email: 'lau@example.vn' }).expect(303);
    await eventually('another mail', async () => (await mailsTo('lau@example.vn')).length === 2);
  });

  it('fills nobody’s mailbox: five mails with a link in a day, whatever they are about', async () => {
    const [one, other] = [await sendReport(app), await sendReport(app)];
    const known = async () => app.rows.countBy(PublicStatusRow, { ticketId: In([one.ticketId, other.ticketId]) });
    await eventually('the public state', async () => (await known()) === 2);
    await ask(one.code, { email: 'day@example.vn' }).expect(303);
    await ask(other.code, { email: 'day@example.vn' }).expect(303);
    const earlier = new Date(Date.now() - 2 * 3_600_000);
    const asked = async (ticketId: string, askedTimes: number) =>
      app
        .get(UnitOfWork)
        .run((transaction) =>
          managerOf(transaction).update(TicketFollowerRow, { ticketId }, { askedTimes, askedAt: earlier }),
        );
    await asked(one.ticketId, 3);
    await asked(other.ticketId, 2);
    await ask(other.code, { email: 'day@example.vn' }).expect(303);
    expect(await app.rows.findBy(TicketFollowerRow, { ticketId: other.ticketId })).toMatchObject([{ askedTimes: 2 }]);
  });

  it('is offered on the reporter’s own page, and leads back there', async () => {
    const { followPath } = await sendReport(app, { email: '' });
    const wrong = await visitor(app).form(`${followPath}/nhan-tin`, { text: 'khong phai' }).expect(400);
    expect(errorsIn(wrong.text)['nhan-tin-loi']).toContain('chưa đúng');
    await visitor(app).form(`${followPath}/nhan-tin`, { text: 'nha@example.vn' }).expect(303);
    await eventually('the mail with the link', async () => (await mailsTo('nha@example.vn')).length === 1);
    const [mail] = await mailsTo('nha@example.vn');
    const manage = await visitor(app)
      .get(linkIn(mail?.text ?? ''))
      .expect(200);
    expect(manage.text).toContain(followPath);
  });

  it('and sending from an English page lead to English mails', async () => {
    const answer = await visitor(app).form('/en/gui-phan-anh', { ...COMPLETE_FORM, email: 'jane@example.vn' });
    const donePath = String(answer.headers['location']);
    expect(donePath).toMatch(/^\/en\/gui-phan-anh\/da-nhan\//);
    await eventually('the receipt', async () => (await mailsTo('jane@example.vn')).length === 1);
    const [receipt] = await mailsTo('jane@example.vn');
    expect(receipt?.subject).toMatch(/^1022 has received your report DN/);
    const followPath = donePath.replace('/gui-phan-anh/da-nhan/', '/theo-doi/');
    expect(receipt?.text).toContain(followPath);
    await visitor(app).form(`${followPath}/nhan-tin`, { text: 'kin@example.vn' }).expect(303);
    await eventually('the mail with the link', async () => (await mailsTo('kin@example.vn')).length === 1);
    const [mail] = await mailsTo('kin@example.vn');
    expect(mail?.subject).toMatch(/^Please confirm: news about report DN/);
    expect(mail?.text).toMatch(/http:\/\/[^/]+\/en\/nhan-tin\//);
  });

  it('is not there for what is not public, and forged links lead nowhere', async () => {
    const { code } = await sendReport(app, {
      words: 'Tôi tố cáo ông Nguyễn Văn Thử nhận tiền của dân khi làm giấy tờ.',
      categoryCode: '',
    });
    await visitor(app).get(`/cung-gap/${code}`).expect(404);
    await visitor(app).get('/cung-gap/DN26-0000-0000').expect(404);
    await ask('DN26-0000-0000', { email: 'a@example.vn' }).expect(404);
    for (const token of ['x', 'A'.repeat(43), '%00', '..%2f..'])
      expect([token, (await visitor(app).get(`/nhan-tin/${token}`)).status]).toEqual([token, 404]);
    await visitor(app)
      .form(`/nhan-tin/${'A'.repeat(43)}`, { step: 'thoi' }, { key: null })
      .expect(404);
  });
});

/** A PNG of 60,000 × 60,000 points in a few bytes. */
function hugePng(): Buffer {
  const header = Buffer.from('89504e470d0a1a0a0000000d494844520000ea600000ea600802000000', 'hex');
  const rest = Buffer.from('00000000', 'hex');
  return Buffer.concat([header, rest, Buffer.from('0000000049454e44ae426082', 'hex')]);
}
