import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Response } from 'express';
import { followersEntities, MetPeople } from '../../src/followers/index.js';
import { newId } from '../../src/kernel/index.js';
import type { Config } from '../../src/platform/config/index.js';
import { managerOf, storedInstant } from '../../src/platform/database/index.js';
import { LeaseRow, Leases } from '../../src/platform/jobs/index.js';
import { openDataEntities, OpenDataPartRow, OpenDataSnapshotRow } from '../../src/portal/open-data/entities.js';
import { RecordSource } from '../../src/portal/open-data/record-source.js';
import { OpenDataSnapshots } from '../../src/portal/open-data/snapshots.js';
import { stream } from '../../src/portal/open-data/streams.js';
import { PublicStatusRow, PublishedItemRow } from '../../src/publication/entities.js';
import {
  publicationEntities,
  PublicFigures,
  PublishedExport,
  PublishedItems,
  type Figures,
} from '../../src/publication/index.js';
import { gate } from '../support/gate.js';
import { createTestDatabase, ENGINE, FixedClock, type TestDatabase } from '../support/index.js';
import { sentBy } from '../support/sent-statements.js';

jest.setTimeout(60_000);

const WARDS = ['26068', '26041', '26383', null];
const AGENCIES = ['SXD', 'UBND-26068', null];
const CATEGORIES = ['ht-chieu-sang', 'mt-rac', null];
const DAY_MS = 86_400_000;
const START = Date.parse('2025-11-01T00:30:00+07:00');
/** Two years and some, three a day. */
const COUNT = 2_400;

let database: TestDatabase;
const clock = new FixedClock();
const statuses: PublicStatusRow[] = [];

function statusOf(index: number): PublicStatusRow {
  const receivedAt = new Date(START + index * (DAY_MS / 3));
  const dueAt = new Date(receivedAt.getTime() + 3 * DAY_MS);
  const answered = index % 5 !== 0;
  const answeredAt = answered ? new Date(receivedAt.getTime() + (index % 7) * DAY_MS) : null;
  return {
    ticketId: newId(),
    code: `DN26-${String(index).padStart(4, '0')}-0000`,
    ticketVersion: 5,
    state: answered ? 'published' : index % 10 === 0 ? 'awaiting_info' : 'in_progress',
    categoryCode: CATEGORIES[index % 3] ?? null,
    wardCode: WARDS[index % 4] ?? null,
    agencyCode: AGENCIES[index % 3] ?? null,
    receivedAt,
    dueAt,
    answeredAt,
    publishedAt: answeredAt,
    reporterCount: 1 + (index % 3),
    verySatisfied: answered && index % 11 === 0 ? 1 : 0,
    satisfied: answered && index % 13 === 0 ? 1 : 0,
    unsatisfied: answered && index % 17 === 0 ? 1 : 0,
  };
}

function itemOf(status: PublicStatusRow): PublishedItemRow {
  const words = (text: string) => [{ text }, { hidden: 'phone' as const }];
  return {
    ticketId: status.ticketId,
    code: status.code,
    ticketVersion: 5,
    answerId: newId(),
    title: words('Đèn tắt '),
    question: words('Hẻm tối, gọi '),
    answer: { found: words('Đã xem '), done: words('Đã thay '), doneOn: null, inCharge: words('Phòng Hạ tầng ') },
    channel: 'web',
    categoryCode: status.categoryCode,
    categoryName: 'Chiếu sáng công cộng',
    field: 5,
    fieldName: 'Xây dựng, hạ tầng',
    wardCode: status.wardCode,
    wardName: 'Phường Trảng Dài',
    agencyCode: status.agencyCode ?? 'SXD',
    agencyName: 'Sở Xây dựng',
    receivedAt: status.receivedAt,
    dueAt: status.dueAt,
    answeredAt: status.answeredAt ?? status.receivedAt,
    publishedAt: status.publishedAt ?? status.receivedAt,
    late: false,
    holders: [],
    deadline: { sentences: [] },
    apology: null,
    commitment: null,
    earlier: null,
    revisedAt: null,
  };
}

beforeAll(async () => {
  database = await createTestDatabase({
    entities: [...publicationEntities, ...openDataEntities, ...followersEntities, LeaseRow],
  });
  for (let index = 0; index < COUNT; index += 1) statuses.push(statusOf(index));
  const items = statuses.filter(({ publishedAt }) => publishedAt !== null).map(itemOf);
  await database.unitOfWork.run(async (transaction) => {
    const manager = managerOf(transaction);
    for (let from = 0; from < statuses.length; from += 100)
      await manager.insert(PublicStatusRow, statuses.slice(from, from + 100));
    for (let from = 0; from < items.length; from += 50)
      await manager.insert(PublishedItemRow, items.slice(from, from + 50));
  });
  if (ENGINE !== 'sqlite') await database.rows.query('analyze table public_status, published_item');
});
afterAll(() => database.drop());

/** What the figures of some rows are, counted one by one. */
function counted(rows: readonly PublicStatusRow[], now: Date): Figures {
  const late = rows.filter(({ answeredAt, dueAt }) => answeredAt && dueAt && answeredAt > dueAt).length;
  const answered = rows.filter(({ answeredAt }) => answeredAt).length;
  const sum = (of: (row: PublicStatusRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    received: rows.length,
    answered,
    onTime: answered - late,
    late,
    overdue: rows.filter(
      ({ answeredAt, dueAt, state }) => !answeredAt && dueAt && dueAt < now && state === 'in_progress',
    ).length,
    published: answered,
    asked: sum(({ publishedAt, reporterCount }) => (publishedAt ? reporterCount : 0)),
    rated: sum((row) => row.verySatisfied + row.satisfied + row.unsatisfied),
    satisfied: sum((row) => row.verySatisfied + row.satisfied),
    verySatisfied: sum((row) => row.verySatisfied),
  };
}

const planOf = async (sql: string, values: readonly unknown[]): Promise<string> => {
  const explain = ENGINE === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
  return JSON.stringify(await database.rows.query(`${explain} ${sql}`, [...values]));
};

describe('the public figures', () => {
  const MONTH = '2026-07';
  const bounds = { from: new Date('2026-07-01T00:00:00+07:00'), to: new Date('2026-08-01T00:00:00+07:00') };
  const within = () => statuses.filter(({ receivedAt: at }) => at >= bounds.from && at < bounds.to);

  it('of a month are what one counts by hand, and its parts sum up to it', async () => {
    const figures = await new PublicFigures(database.reader, clock).month(MONTH);
    const { month, agencies, wards, categories, ...whole } = figures;
    expect(month).toBe(MONTH);
    expect(whole.received).toBeGreaterThan(80);
    expect(whole).toEqual(counted(within(), clock.now()));
    for (const [parts, column] of [[agencies, 'agencyCode'], [wards, 'wardCode'], [categories, 'categoryCode']] as const) // prettier-ignore
      for (const [code, part] of parts)
        expect([code, part]).toEqual([code, counted(within().filter((row) => row[column] === code), clock.now())]); // prettier-ignore
    expect([...wards.keys()].sort()).toEqual([...WARDS].sort());
  });

  it('are nought for a month without tickets, and refused for what is no month', async () => {
    const figures = new PublicFigures(database.reader, clock);
    expect(await figures.month('2019-01')).toMatchObject({ received: 0, onTime: 0, rated: 0 });
    await expect(figures.month('2026-13')).rejects.toMatchObject({ kind: 'invalid-input' });
  });

  it('are one statement, told again for a moment, and read one range of an index without fetching a row', async () => {
    const figures = new PublicFigures(database.reader, clock);
    const sent = await sentBy([database.dataSource, database.rows.connection], async () => {
      await figures.month(MONTH);
      await figures.month(MONTH);
    });
    expect(sent).toHaveLength(1);
    const span = [clock.now(), bounds.from, bounds.to].map(storedInstant);
    const plan = await planOf(sent[0] ?? '', [...span, ...span, ...span]);
    expect(plan.match(/public_status_figures/g)?.length).toBeGreaterThanOrEqual(3);
    expect(plan).toMatch(ENGINE === 'sqlite' ? /COVERING INDEX public_status_figures/ : /Using index/);
    expect(plan).not.toMatch(/SCAN public_status(?! USING)|"type":"ALL","possible_keys":"public/);
  });
});

describe('everything that is published', () => {
  const items = () => new PublishedExport(database.reader);
  const year = [new Date('2026-01-01T00:00:00+07:00'), new Date('2027-01-01T00:00:00+07:00')] as const;

  it('is told once each, the oldest first, with how it was rated', async () => {
    const seen: string[] = [];
    let last = 0;
    for await (const portion of items().portions(...year))
      for (const { item, status } of portion) {
        expect(item.publishedAt.getTime()).toBeGreaterThanOrEqual(last);
        last = item.publishedAt.getTime();
        expect(status?.ticketId).toBe(item.ticketId);
        seen.push(item.code);
      }
    const expected = statuses.filter(({ publishedAt: at }) => at && at >= year[0] && at < year[1]);
    expect(seen.length).toBe(expected.length);
    expect(new Set(seen)).toEqual(new Set(expected.map(({ code }) => code)));
    expect(await items().count(...year)).toBe(seen.length);
    const addresses = await items().addresses(...year, 3, 5);
    expect(addresses.map(({ code }) => code)).toEqual(seen.slice(3, 8));
  });

  it('is read by a range of the index, in its order', async () => {
    const [sql = ''] = await sentBy([database.dataSource, database.rows.connection], async () => {
      for await (const _ of items().portions(new Date('2026-07-01T00:00:00Z'), new Date('2026-07-08T00:00:00Z'))) break;
    });
    const [from, to] = ['2026-07-01 00:00:00.000', '2026-07-08 00:00:00.000'];
    const plan = await planOf(sql, [from, to, from, '']);
    expect(plan).toContain('published_item_newest');
    expect(plan).not.toMatch(/TEMP B-TREE|filesort/);
  });
});

describe('what everybody reads', () => {
  it('is asked of the two public projections, and of nothing else', async () => {
    const sent = await sentBy([database.dataSource, database.rows.connection], async () => {
      const items = new PublishedExport(database.reader);
      await new PublicFigures(database.reader, clock).lastMonths(2);
      await new PublishedItems(database.reader).lines.list({ wardCode: '26068' }, null, 5);
      await new PublishedItems(database.reader).byCode('DN26-0001-0000');
      await items.firstPublishedAt();
      await items.count(new Date(0), clock.now());
      await items.addresses(new Date(0), clock.now(), 0, 5);
      await items.ofTickets([newId()]);
      await items.unchangedSince([newId()], clock.now());
      await items.revisedSince(clock.now(), new Date(0), clock.now());
      for await (const _ of items.portions(new Date(0), clock.now())) break;
    });
    const tables = sent.flatMap((sql) => [...sql.matchAll(/\b(?:from|join)\s+["`]?(\w+)/gi)].map(([, table]) => table));
    expect(new Set(tables)).toEqual(new Set(['public_status', 'published_item']));
  });
});

describe('the file of a month', () => {
  const snapshots = () => {
    const { unitOfWork, reader } = database;
    const config = { publicUrl: 'https://1022.example.vn' } as Config;
    const items = new PublishedExport(reader);
    return new OpenDataSnapshots(
      unitOfWork,
      reader,
      clock,
      items,
      new RecordSource(items, new MetPeople(reader), config),
    );
  };
  const lease = () => new Leases(database.unitOfWork, database.reader, clock).lease(`open-data-${newId()}`);
  const work = async (): Promise<void> => {
    const own = lease();
    await own.hold();
    const { signal } = new AbortController();
    while (await snapshots().makeDue({ lease: own, signal }));
    await own.release();
  };
  const fileOf = async (month: string, format: 'jsonl' | 'csv') => {
    const row = await snapshots().ofMonth(month);
    if (row === null) throw new Error(`no file of ${month}`);
    const parts: Buffer[] = [];
    for await (const bytes of snapshots().bytes(row, format)) parts.push(bytes);
    const file = Buffer.concat(parts);
    const sha256 = createHash('sha256').update(file).digest('hex');
    expect([sha256, file.length]).toEqual(
      format === 'csv' ? [row.csvSha256, row.csvBytes] : [row.jsonlSha256, row.jsonlBytes],
    );
    return { row, text: gunzipSync(file).toString('utf8') };
  };
  const published = (month: string): PublicStatusRow[] =>
    statuses.filter(
      ({ publishedAt: at }) => at && new Date(at.getTime() + 7 * 3_600_000).toISOString().startsWith(month),
    );

  it('is made once for every month that is over, whole in both forms', async () => {
    clock.set('2026-02-01 00:30');
    await work();
    expect((await snapshots().list()).map(({ month }) => month)).toEqual(['2025-12', '2025-11']);
    clock.set('2026-02-01 02:00');
    // Told to stop in the middle, it leaves nothing that looks like a file.
    const ending = lease();
    await ending.hold();
    await expect(snapshots().makeDue({ lease: ending, signal: AbortSignal.abort() })).rejects.toThrow('aborted');
    await ending.release();
    expect(await snapshots().ofMonth('2026-01')).toBeNull();
    await work();
    await work();
    expect((await snapshots().list()).map(({ month, revision }) => [month, revision])).toEqual([
      ['2026-01', 1],
      ['2025-12', 1],
      ['2025-11', 1],
    ]);
    const { row, text } = await fileOf('2026-01', 'jsonl');
    const codes = text.trim().split('\n').map((line) => (JSON.parse(line) as { code: string }).code); // prettier-ignore
    expect(codes).toHaveLength(row.itemCount);
    expect(new Set(codes)).toEqual(new Set(published('2026-01').map(({ code }) => code)));
    const csv = await fileOf('2026-01', 'csv');
    expect(csv.text.startsWith('\uFEFF"code",')).toBe(true);
    expect(csv.text.split('\r\n')).toHaveLength(row.itemCount + 2);
    expect(await snapshots().ofMonth('2026-02')).toBeNull();
  });

  it('stays as it is when things change that are not its words', async () => {
    const before = (await snapshots().ofMonth('2026-01'))?.jsonlSha256;
    const [rated] = published('2026-01');
    await database.unitOfWork.run((tx) =>
      managerOf(tx).update(PublicStatusRow, { ticketId: rated?.ticketId ?? '' }, { satisfied: 9 }),
    );
    clock.set('2026-02-01 04:00');
    await work();
    expect(await snapshots().ofMonth('2026-01')).toMatchObject({ revision: 1, jsonlSha256: before });
  });

  it('is not given out with what was taken off, and comes back without it', async () => {
    const [, gone, hidden] = published('2026-01');
    await database.unitOfWork.run(async (tx) => {
      await managerOf(tx).delete(PublishedItemRow, { ticketId: gone?.ticketId ?? '' });
      await managerOf(tx).update(
        PublishedItemRow,
        { ticketId: hidden?.ticketId ?? '' },
        { title: [{ hidden: 'name' }] },
      );
    });
    await expect(snapshots().ofMonth('2026-01')).rejects.toMatchObject({ kind: 'unavailable' });
    await work();
    const { row, text } = await fileOf('2026-01', 'jsonl');
    expect(row).toMatchObject({ revision: 2, itemCount: published('2026-01').length - 1 });
    expect(text).not.toContain(gone?.code ?? '-');
    const line = text.split('\n').find((one) => one.includes(hidden?.code ?? '-')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({
      title: '[đã ẩn: tên người]',
      question: 'Hẻm tối, gọi [đã ẩn: số điện thoại]',
    });
    // Of the former revision nothing is kept.
    expect(await database.rows.countBy(OpenDataPartRow, { month: '2026-01', revision: 1 })).toBe(0);
  });

  it('breaks off when it is made anew while somebody reads it: nobody takes a part for the whole', async () => {
    const row = await snapshots().ofMonth('2025-12');
    if (row === null) throw new Error('no file');
    const { month, revision } = row;
    // As a long month has it: one part more.
    const number = 1 + (await database.rows.countBy(OpenDataPartRow, { month, revision }));
    const tail = gzipSync('');
    const longer = { ...row, jsonlBytes: row.jsonlBytes + tail.length, csvBytes: row.csvBytes + tail.length };
    await database.unitOfWork.run(async (tx) => {
      const manager = managerOf(tx);
      await manager.insert(OpenDataPartRow, { month, revision, number, jsonl: tail, csv: tail, ticketIds: [] });
      const { jsonlBytes, csvBytes } = longer;
      await manager.update(OpenDataSnapshotRow, { month }, { jsonlBytes, csvBytes });
    });
    const anew = gate();
    async function* slowly(): AsyncGenerator<Buffer> {
      for await (const bytes of snapshots().bytes(longer, 'jsonl')) {
        yield bytes;
        await anew.opened;
      }
    }
    let why: unknown = null;
    const server = createServer((_request, response) => {
      response.setHeader('content-length', String(longer.jsonlBytes));
      stream(response as Response, slowly()).catch((error: unknown) => (why = error));
    }).listen(0);
    try {
      const { port } = server.address() as AddressInfo;
      const answer = await fetch(`http://localhost:${String(port)}/`);
      expect(answer.status).toBe(200);
      const [changed] = published(month);
      clock.advance(60);
      await database.unitOfWork.run((tx) =>
        managerOf(tx).update(
          PublishedItemRow,
          { ticketId: changed?.ticketId ?? '' },
          { question: [{ hidden: 'house_number' }], revisedAt: clock.now() },
        ),
      );
      await expect(snapshots().ofMonth(month)).rejects.toMatchObject({ kind: 'unavailable' });
      await work();
      anew.open();
      await expect(answer.arrayBuffer()).rejects.toThrow();
      expect(why).toMatchObject({ message: expect.stringContaining('is gone') });
    } finally {
      server.closeAllConnections();
      server.close();
    }
    expect(await snapshots().ofMonth(month)).toMatchObject({ revision: revision + 1 });
  });

  it('is not given out with words that were hidden a moment ago, nor with one that is answered anew', async () => {
    const change = (row: PublicStatusRow | undefined, to: object) =>
      database.unitOfWork.run((tx) => managerOf(tx).update(PublishedItemRow, { ticketId: row?.ticketId ?? '' }, to));
    const [, , , hidden, anew] = published('2026-01');
    clock.advance(60);
    await change(hidden, { question: [{ hidden: 'address' }], revisedAt: clock.now() });
    await expect(snapshots().ofMonth('2026-01')).rejects.toMatchObject({ kind: 'unavailable' });
    await work();
    const { row, text } = await fileOf('2026-01', 'jsonl');
    expect(row.revision).toBe(3);
    expect(text.split('\n').find((one) => one.includes(hidden?.code ?? '-'))).toContain('"question":"[đã ẩn:');
    clock.advance(60);
    await change(anew, { publishedAt: clock.now() });
    await expect(snapshots().ofMonth('2026-01')).rejects.toMatchObject({ kind: 'unavailable' });
    await work();
    // Nothing of the former answer was changed: the file is the same one.
    expect(await snapshots().ofMonth('2026-01')).toMatchObject({ revision: 3, jsonlSha256: row.jsonlSha256 });
  });

  it('has an item again that was put back, where it stood', async () => {
    const [, gone] = published('2026-01');
    clock.advance(3_700);
    await database.unitOfWork.run(async (tx) => {
      if (gone) await managerOf(tx).insert(PublishedItemRow, { ...itemOf(gone), revisedAt: clock.now() });
    });
    await work();
    const { row, text } = await fileOf('2026-01', 'jsonl');
    expect(row).toMatchObject({ revision: 4, itemCount: published('2026-01').length });
    const days = text.trim().split('\n').map((line) => (JSON.parse(line) as { published_at: string }).published_at); // prettier-ignore
    expect(days).toEqual([...days].sort());
    expect(text).toContain(gone?.code ?? '-');
    clock.advance(3_700);
    await work();
    expect(await snapshots().ofMonth('2026-01')).toMatchObject({ revision: 4 });
  });
});
