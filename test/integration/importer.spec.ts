import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  ContactRow,
  ImportFileError,
  Importer,
  type ImportProgress,
  type RefusedLine,
} from '../../src/intake/index.js';
import { TicketReporterRow, TicketRow } from '../../src/tickets/index.js';
import { createTestApp, type TestApp } from '../support/app.js';

jest.setTimeout(60_000);

let app: TestApp;
let directory: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'pakn-import-'));
  app = await createTestApp();
}, 120_000);
afterAll(async () => {
  await app.close();
  rmSync(directory, { recursive: true, force: true });
});

interface Run {
  readonly done: ImportProgress;
  readonly refused: RefusedLine[];
  readonly seen: ImportProgress[];
}

async function run(path: string): Promise<Run> {
  const refused: RefusedLine[] = [];
  const seen: ImportProgress[] = [];
  const done = await app
    .get(Importer)
    .run(path, { progress: (now) => seen.push(now), refused: (line) => refused.push(line) });
  return { done, refused, seen };
}

function file(name: string, lines: readonly (object | string)[]): string {
  const path = join(directory, name);
  writeFileSync(path, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return path;
}

const line = (id: string, more: object = {}): object => ({
  externalId: id,
  channel: 'email',
  words: `Đèn đường không sáng ${id}`,
  wardCode: '25993',
  categoryCode: 'ht-chieu-sang',
  name: 'Trần Mẫu',
  phone: '0900 000 001',
  ...more,
});

const countOf = (prefix: string): Promise<number> =>
  app.rows
    .createQueryBuilder(TicketRow, 't')
    .where('t.external_id like :like', { like: `${prefix}%` })
    .getCount();

describe('importing JSON lines', () => {
  it('takes every line once, however often the file is run, and shows how far it is', async () => {
    const path = file(
      'many.jsonl',
      Array.from({ length: 60 }, (_, i) => line(`many-${String(i)}`)),
    );
    const first = await run(path);
    expect(first.done).toEqual({ read: 60, added: 60, known: 0, refused: 0 });
    expect(first.seen.map(({ added }) => added)).toEqual([25, 50, 60]);
    expect((await run(path)).done).toEqual({ read: 60, added: 0, known: 60, refused: 0 });
    expect(await countOf('many-')).toBe(60);
  });

  it('says which line it refuses and why, and takes the others', async () => {
    const { done, refused } = await run(
      file('wrong.jsonl', [
        line('wrong-1'),
        'không phải JSON',
        '',
        line('wrong-2', { words: '' }),
        line('wrong-3', { channel: 'fax' }),
        line('wrong-4', { phone: '0900 000 0' }),
        line('wrong-5', { categoryCode: 'khong-co' }),
        { ...line(''), externalId: null },
        line('wrong-6', { categoryCode: 'an-lua-dao', anonymous: true }),
        line('wrong-7'),
      ]),
    );
    expect(done).toEqual({ read: 9, added: 2, known: 0, refused: 7 });
    expect(refused.map(({ line: at, externalId }) => [at, externalId])).toEqual([
      [2, null],
      [4, 'wrong-2'],
      [5, 'wrong-3'],
      [6, 'wrong-4'],
      [7, 'wrong-5'],
      [8, null],
      [9, 'wrong-6'],
    ]);
    expect(refused.map(({ reason }) => reason).join('\n')).toMatch(
      /không phải JSON\n.*words: Xin ghi.*\n.*channel: Kênh.*\n.*phone: Số điện thoại còn thiếu 2 số.*\n.*categoryCode: Không có loại việc này.*\n.*externalId: Thiếu mã riêng.*\n.*anonymous: Loại việc này cần biết/s,
    );
  });

  it('makes one ticket of two lines with one id', async () => {
    const { done } = await run(file('twice.jsonl', [line('twice'), line('twice')]));
    expect(done).toEqual({ read: 2, added: 1, known: 1, refused: 0 });
  });

  it('leaves no duplicate and no gap when it stops in the middle and is run again', async () => {
    const path = file(
      'crash.jsonl',
      Array.from({ length: 70 }, (_, i) => line(`crash-${String(i)}`)),
    );
    const stopped = app.get(Importer).run(path, {
      progress: ({ added }) => {
        if (added >= 50) throw new Error('the machine went off');
      },
      refused: () => undefined,
    });
    await expect(stopped).rejects.toThrow('the machine went off');
    expect(await countOf('crash-')).toBe(50);
    expect((await run(path)).done).toEqual({ read: 70, added: 20, known: 50, refused: 0 });
    expect(await countOf('crash-')).toBe(70);
  });

  it('is not disturbed by a second import of the same file at the same time', async () => {
    const path = file(
      'race.jsonl',
      Array.from({ length: 60 }, (_, i) => line(`race-${String(i)}`)),
    );
    const [one, two] = await Promise.all([run(path), run(path)]);
    expect(one.done.added + two.done.added).toBe(60);
    expect(await countOf('race-')).toBe(60);
  });

  it('keeps when it was received, who brought it, and the reporter', async () => {
    await run(
      file('origin.jsonl', [
        line('origin', {
          channel: 'media',
          receivedAt: '2026-11-20T09:00:00+07:00',
          onBehalfOf: 'Báo ví dụ',
          reporter: { name: 'Tòa soạn Mẫu', phone: null, email: 'mau@example.test' },
        }),
      ]),
    );
    const contact = await app.rows.findOneByOrFail(ContactRow, { externalId: 'origin' });
    expect(contact).toMatchObject({
      channel: 'media',
      enteredBySystem: 'import',
      enteredByAccountId: null,
      onBehalfOf: 'Báo ví dụ',
      startedAt: new Date('2026-11-20T02:00:00Z'),
    });
    const ticket = await app.rows.findOneByOrFail(TicketRow, { contactId: contact.id });
    expect(ticket.receivedAt).toEqual(contact.startedAt);
    expect(await app.rows.findOneByOrFail(TicketReporterRow, { ticketId: ticket.id })).toMatchObject({
      name: 'Tòa soạn Mẫu',
      email: 'mau@example.test',
    });
  });
});

describe('importing CSV', () => {
  it('reads quoted texts of several lines, a point, a byte order mark, and gives the line of the file', async () => {
    const { done, refused } = await run(
      file('list.csv', [
        '\uFEFFexternalId,channel,words,placeText,lat,lng,categoryCode,name,phone,anonymous',
        'csv-1,paper,"Đường hỏng,',
        'ổ gà sâu",,11.0043,106.8963,gt-mat-duong,Mẫu Một,0900000002,',
        'csv-2,paper,,,,,gt-mat-duong,Mẫu Hai,0900000003,',
        'csv-3,paper,Rác đầy đường,"phường Tân Hiệp, Biên Hòa",,,mt-rac,,,yes',
      ]),
    );
    expect(done).toEqual({ read: 3, added: 2, known: 0, refused: 1 });
    expect(refused.map(({ line: at, externalId }) => [at, externalId])).toEqual([[4, 'csv-2']]);
    expect(await app.rows.findOneByOrFail(TicketRow, { externalId: 'csv-1' })).toMatchObject({
      words: 'Đường hỏng,\nổ gà sâu',
      wardCode: '25993',
      lat: 11.0043,
    });
    expect(await app.rows.findOneByOrFail(TicketRow, { externalId: 'csv-3' })).toMatchObject({
      wardCode: '26017',
      leadAgencyCode: 'UBND-26017',
    });
  });

  it('reads semicolons as well', async () => {
    expect((await run(file('semicolon.csv', ['externalId;channel;words', 'semi-1;sms;mat nuoc']))).done).toMatchObject({
      added: 1,
    });
  });
});

describe('files that cannot be read', () => {
  it.each([
    ['no such file', 'missing.jsonl', /không mở được/],
    ['another kind', 'list.xlsx', /chỉ nhận tệp/],
  ])('%s', async (_, name, message) => {
    const failed = run(join(directory, name));
    await expect(failed).rejects.toThrow(ImportFileError);
    await expect(failed).rejects.toThrow(message);
  });
});
