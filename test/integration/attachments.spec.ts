import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { ServiceRequest } from '../../src/platform/http/index.js';
import { Attachments, attachmentsEntities, filesOf, UploadForm, type Upload } from '../../src/attachments/index.js';
import { newId, Problem } from '../../src/kernel/index.js';
import { createTestDatabase, FixedClock, type TestDatabase } from '../support/index.js';

const RED = { r: 200, g: 30, b: 30 };

let database: TestDatabase;
let attachments: Attachments;

beforeAll(async () => {
  database = await createTestDatabase({ entities: attachmentsEntities });
  attachments = new Attachments(database.reader, new FixedClock('2026-11-17 08:00'));
});

afterAll(() => database.drop());

const upload = (bytes: Buffer, name = 'Ổ gà.jpg'): Upload => ({ field: 'photos', name, bytes });

/** A photo as a phone makes it: lying on its side, and full of what it says about its owner. */
function photo(width = 400, height = 300): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: RED } })
    .withExif({
      IFD0: { Make: 'Điện thoại bí mật', Copyright: 'Nguyễn Thị Thử Nghiệm' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '10/1 57/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '106/1 49/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
}

/** The same picture, which says that it unpacks to 40,000 × 40,000. */
async function bomb(): Promise<Buffer> {
  const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: RED } })
    .png()
    .toBuffer();
  png.writeUInt32BE(40_000, 16);
  png.writeUInt32BE(40_000, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
}

const refusal = async (work: Promise<unknown>): Promise<string> => {
  const error: unknown = await work.then(() => null).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Problem);
  return (error as Problem).fields.map(({ field, message }) => `${field}: ${message}`).join();
};

describe('a file that is sent', () => {
  it('is written anew: upright, no larger than needed, and silent about who took it where', async () => {
    const sent = await photo(2_600, 1_300);
    expect(sent.includes('Nguy')).toBe(true);
    const [file] = await attachments.prepare([upload(sent)], { field: 'photos' });
    expect(file).toMatchObject({ name: 'Ổ gà.jpg', mediaType: 'image/jpeg', width: 1_000, height: 2_000 });
    const { exif, icc, xmp, iptc, orientation } = await sharp(file?.content).metadata();
    expect({ exif, icc, xmp, iptc, orientation }).toEqual({});
    expect(file?.content.includes('Nguy')).toBe(false);
  });

  it('keeps what hides behind its end to itself', async () => {
    const sent = Buffer.concat([await photo(), Buffer.from('<script>alert(1)</script>')]);
    const [file] = await attachments.prepare([upload(sent)], { field: 'photos' });
    expect(file?.content.includes('script')).toBe(false);
  });

  it('is refused with words, beside the field, when it cannot be taken', async () => {
    const some = (bytes: Buffer, name: string): Promise<string> =>
      refusal(attachments.prepare([upload(bytes, name)], { field: 'photos' }));
    const pdf = Buffer.from('%PDF-1.7\n…');
    expect(await some(Buffer.from('<svg onload="x()"/>'), 'a.jpg')).toBe(
      'photos: Tệp “a.jpg” không phải ảnh JPEG, PNG hoặc WebP; xin gửi tệp khác.',
    );
    expect(await some(pdf, 'biên bản.pdf')).toContain('không phải ảnh');
    expect(await some(Buffer.from('\0\0\0\x18ftypheic'), 'IMG_1.HEIC')).toMatch(
      /HEIC của iPhone.*chụp màn hình rồi gửi bản chụp.*“Tương thích nhất”/,
    );
    expect(await some(await bomb(), 'bom.png')).toContain('bị hỏng hoặc có kích thước lớn quá');
    expect(await some((await photo()).subarray(0, 900), 'nửa.jpg')).toContain('bị hỏng');
    expect(await some(Buffer.alloc(0), 'rỗng.jpg')).toContain('không có nội dung');
    expect(await some(Buffer.alloc(11 * 1024 * 1024), 'to.jpg')).toContain('lớn quá 10 MB');
    const six = Array.from({ length: 6 }, () => upload(pdf));
    expect(await refusal(attachments.prepare(six, { field: 'photos' }))).toContain('nhiều nhất 5 tệp');
    expect(await attachments.prepare([upload(pdf, 'Biên bản.pdf')], { field: 'photos', pdf: true })).toMatchObject([
      { name: 'Biên bản.pdf', mediaType: 'application/pdf', width: null },
    ]);
  });
});

describe('a file that is kept', () => {
  it('is the database’s, up to the largest there may be, and belongs to its owner alone', async () => {
    const ticketId = newId();
    const owner = { kind: 'answer' as const, id: newId(), ticketId };
    const foreign = { ...owner, id: newId() };
    const big = Buffer.alloc(7 * 1024 * 1024, 0xa7);
    big.write('%PDF-1.7\n');
    const prepared = await attachments.prepare([upload(await photo()), upload(big, 'lớn.pdf')], {
      field: 'photos',
      pdf: true,
    });
    await database.unitOfWork.run((tx) => attachments.store(tx, owner, prepared, null));

    const rows = await attachments.of(database.rows, 'answer', [owner.id]);
    expect(rows.map(({ name, isPublic }) => ({ name, isPublic }))).toEqual([
      { name: 'Ổ gà.jpg', isPublic: false },
      { name: 'lớn.pdf', isPublic: false },
    ]);
    const [first, second] = rows.map(({ id }) => id) as [string, string];
    expect((await attachments.content(second)).equals(big)).toBe(true);
    expect((await attachments.content(first)).equals(prepared[0]?.content ?? big)).toBe(true);

    expect(await database.unitOfWork.run((tx) => attachments.makePublic(tx, newId(), 'answer', [first]))).toBe(0);
    expect(await database.unitOfWork.run((tx) => attachments.makePublic(tx, ticketId, 'answer', [first]))).toBe(1);
    expect(await database.unitOfWork.run((tx) => attachments.remove(tx, foreign, [second]))).toBe(0);
    expect(await database.unitOfWork.run((tx) => attachments.remove(tx, owner, [second]))).toBe(1);
    await expect(attachments.content(second)).rejects.toMatchObject({ kind: 'not-found' });
    expect((await attachments.ofTicket(database.rows, ticketId)).map(({ id, isPublic }) => [id, isPublic])).toEqual([
      [first, true],
    ]);
    expect(await attachments.find('../../etc')).toBeNull();
  });
});

describe('a form with files', () => {
  it('is read once it is known who sends it, its texts as those of any form', async () => {
    let got: unknown = null;
    let early: string | null = null;
    const server = createServer((request, response) => {
      const express = Object.assign(request, { get: (name: string) => request.headers[name] });
      const sent = express as unknown as ServiceRequest;
      const answer = (error?: unknown): void => {
        const files = filesOf(sent, 'photos').map(({ name, bytes }) => [name, bytes.length]);
        got = error ?? { body: sent.body as unknown, files };
        response.end();
      };
      new UploadForm().use(sent, response as never, () => {
        const form = sent.unreadForm;
        const reading = form?.field('_csrf').then((token) => {
          early = token;
          return form.read();
        });
        void reading?.then(() => answer(), answer);
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    const send = async (form: FormData): Promise<unknown> => {
      await fetch(`http://127.0.0.1:${String(port)}/`, { method: 'POST', body: form });
      return got;
    };
    try {
      const form = new FormData();
      form.append('_csrf', 'mã');
      form.append('tick', 'a');
      form.append('tick', 'b');
      form.append('photos', new File(['abc'], 'Ảnh 1.jpg'));
      form.append('photos', new File([], ''));
      expect(await send(form)).toEqual({
        body: {
          _csrf: 'mã',
          tick: ['a', 'b'],
          photos: 'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
        },
        files: [['Ảnh 1.jpg', 3]],
      });
      expect(Buffer.from(early ?? '', 'latin1').toString()).toBe('mã');
      const large = new FormData();
      large.append('photos', new File([new Uint8Array(52 * 1024 * 1024)], 'to.jpg'));
      expect(await send(large)).toMatchObject({ kind: 'invalid-input', title: expect.stringContaining('lớn quá') });
    } finally {
      server.close();
    }
  });
});
