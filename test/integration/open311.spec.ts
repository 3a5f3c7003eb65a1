import type { SelectQueryBuilder } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { newId, Problem } from '../../src/kernel/index.js';
import { managerOf } from '../../src/platform/database/index.js';
import { ApiKeys, open311Entities } from '../../src/open311/index.js';
import { publicationEntities, PublicStatusRow } from '../../src/publication/entities.js';
import { PublicRecords, type PublicRecordFilter } from '../../src/publication/index.js';
import { PublicChangeRow, PublicChanges } from '../../src/publication/public-changes.js';
import { createTestDatabase, ENGINE, FixedClock, type TestDatabase } from '../support/index.js';
import { sentBy } from '../support/sent-statements.js';

jest.setTimeout(60_000);

const MINUTE_MS = 60_000;
const ROWS = 3_000;
const START = new Date('2026-08-30T00:00:00Z');
const ALL: PublicRecordFilter = {
  received: { from: null, to: null },
  changed: { from: null, to: null },
  categoryCodes: null,
  wardCodes: null,
  phases: null,
};
const PAGE = { offset: 0, limit: 1000 };
// MariaDB puts the key of the row behind every index, so there both have the order.
const NEWEST = '^public_status_(figures|received)$';

let database: TestDatabase;
let records: PublicRecords;
const clock = new FixedClock();
const STATES = ['assigned', 'in_progress', 'published', 'closed', 'merged'];

/** One each three quarters of an hour, in twenty categories and ten wards; each went on once, a day after it came. */
function status(index: number): PublicStatusRow {
  const receivedAt = new Date(START.getTime() + index * 45 * MINUTE_MS);
  const state = STATES[index % STATES.length] ?? 'assigned';
  return {
    ticketId: newId(),
    code: `DN26-${String(index).padStart(4, '0')}-0000`,
    ticketVersion: 1,
    state,
    categoryCode: index % 21 === 20 ? null : `loai-${index % 20}`,
    wardCode: String(25_000 + (index % 10)),
    agencyCode: 'SXD',
    receivedAt,
    dueAt: null,
    answeredAt: null,
    publishedAt: null,
    reporterCount: 1,
    verySatisfied: 0,
    satisfied: 0,
    unsatisfied: 0,
  };
}

const statuses = Array.from({ length: ROWS }, (_, index) => status(index));

beforeAll(async () => {
  database = await createTestDatabase({ entities: [...publicationEntities, ...open311Entities] });
  records = new PublicRecords(database.reader);
  const changes = statuses.flatMap(({ ticketId, code, receivedAt, state }): PublicChangeRow[] => {
    const base = { ticketId, code, agencyCode: 'SXD', face: 'x', told: true };
    const later = new Date(receivedAt.getTime() + 1440 * MINUTE_MS);
    const phase =
      state === 'merged' ? 'merged' : state === 'published' || state === 'closed' ? 'answered' : 'in_progress';
    return [
      { ...base, id: newId(), phase: 'assigned', changedAt: receivedAt, supersededAt: later },
      { ...base, id: newId(), phase, changedAt: later, supersededAt: null },
    ];
  });
  await database.unitOfWork.run(async (transaction) => {
    const manager = managerOf(transaction);
    for (let at = 0; at < ROWS; at += 100) {
      await manager.insert(PublicStatusRow, statuses.slice(at, at + 100));
      await manager.insert(PublicChangeRow, changes.slice(at * 2, at * 2 + 200));
    }
  });
  for (const table of ['public_status', 'public_change'])
    await database.dataSource.query(ENGINE === 'sqlite' ? 'ANALYZE' : `ANALYZE TABLE ${table}`);
});
afterAll(() => database?.drop());

const codes = async (filter: Partial<PublicRecordFilter>, page = PAGE): Promise<string[]> =>
  (await records.list({ ...ALL, ...filter }, page)).map((record) => record.status.code);
const matching = (keep: (row: PublicStatusRow) => boolean): string[] =>
  [...statuses].reverse().flatMap((row) => (keep(row) ? [row.code] : []));

describe('public records', () => {
  const from = new Date('2026-10-01T00:00:00Z');
  const to = new Date('2026-10-10T00:00:00Z');
  const inSpan = ({ receivedAt }: PublicStatusRow): boolean => receivedAt >= from && receivedAt <= to;

  it.each<[string, Partial<PublicRecordFilter>, (row: PublicStatusRow) => boolean]>([
    ['sent in a span', {}, () => true],
    ['of one category', { categoryCodes: ['loai-3'] }, ({ categoryCode }) => categoryCode === 'loai-3'],
    [
      'of several, or of none',
      { categoryCodes: ['loai-3', 'loai-4', null] },
      ({ categoryCode }) => categoryCode === null || ['loai-3', 'loai-4'].includes(categoryCode),
    ],
    ['in some wards', { wardCodes: ['25001', '25002'] }, ({ wardCode }) => ['25001', '25002'].includes(wardCode ?? '')],
    ['in no ward', { wardCodes: [] }, () => false],
    [
      'that are ended',
      { phases: ['answered', 'merged'] },
      ({ state }) => ['published', 'closed', 'merged'].includes(state),
    ],
  ])('%s, newest first', async (_, filter, keep) => {
    const expected = matching((row) => inSpan(row) && keep(row));
    expect(await codes({ received: { from, to }, ...filter })).toEqual(expected);
  });

  it('by when they changed, the last change first, whatever changed before', async () => {
    const span = { from: new Date('2026-10-02T00:00:00Z'), to: new Date('2026-10-03T00:00:00Z') };
    const found = await records.list({ ...ALL, changed: span }, PAGE);
    expect(found.map((record) => record.status.code)).toEqual(
      matching(({ receivedAt }) => {
        const changedAt = receivedAt.getTime() + 1440 * MINUTE_MS;
        return changedAt >= span.from.getTime() && changedAt <= span.to.getTime();
      }),
    );
    expect(found.every(({ changedAt }) => changedAt >= span.from && changedAt <= span.to)).toBe(true);
  });

  it('page after page without a gap, and nothing past the end', async () => {
    const span = { received: { from, to } };
    const all = await codes(span);
    const pages = [0, 70, 140, 210, 280].map((offset) => codes(span, { offset, limit: 70 }));
    expect((await Promise.all(pages)).flat()).toEqual(all);
    expect(await codes(span, { offset: 5000, limit: 70 })).toEqual([]);
  });

  it('by codes in the order asked for, each once', async () => {
    const [a, b] = [statuses[7]?.code ?? '', statuses[3]?.code ?? ''];
    const found = await records.byCodes([a, 'DN26-9999-9999', b, a]);
    expect(found.map((record) => record.status.code)).toEqual([a, b]);
    expect(await records.byCodes([])).toEqual([]);
  });

  it('tells what happened, oldest first', async () => {
    const code = statuses[2]?.code ?? '';
    const told = await records.changes({ from: null, to: null, code }, PAGE);
    expect(told.map(({ change }) => change.phase)).toEqual(['assigned', 'answered']);
    const window = { from, to: new Date(from.getTime() + 90 * MINUTE_MS), code: null };
    const some = (await records.changes(window, PAGE)).map(({ change }) => change.changedAt.getTime());
    expect(some.length).toBeGreaterThan(2);
    expect(some).toEqual([...some].sort((x, y) => x - y));
  });

  it('never asks a ticket table', async () => {
    const code = statuses[7]?.code ?? '';
    const sent = await sentBy([database.dataSource, database.rows.dataSource], async () => {
      await records.list({ ...ALL, received: { from, to }, wardCodes: ['25001'] }, PAGE);
      await records.list({ ...ALL, changed: { from, to } }, PAGE);
      const [record] = await records.byCodes([code]);
      await records.changesOf([record?.status.ticketId ?? '']);
      await records.changes({ from, to, code: null }, PAGE);
    });
    const tables = sent.flatMap((sql) => [...sql.matchAll(/(?:from|join)\s+[`"]?(\w+)/gi)].map(([, name]) => name));
    expect([...new Set(tables)].sort()).toEqual(['public_change', 'public_status', 'published_item']);
  });

  it.each<[string, Partial<PublicRecordFilter>, string]>([
    ['a span', { received: { from, to } }, NEWEST],
    ['a category', { received: { from, to }, categoryCodes: ['loai-3'] }, 'public_status_category'],
    ['what changed', { changed: { from: new Date('2026-11-28T00:00:00Z'), to: null } }, 'public_change_latest'],
  ])('reads %s by one range of one index, in its order', async (_, filter, index) => {
    expect(await planOf(records.found({ ...ALL, ...filter }))).toMatchObject({
      index: expect.stringMatching(index),
      sorts: false,
    });
  });
});

async function planOf(
  list: SelectQueryBuilder<PublicStatusRow>,
): Promise<{ index: string; sorts: boolean; text: string }> {
  const [sql, parameters] = list.limit(100).getQueryAndParameters();
  if (ENGINE === 'sqlite') {
    const rows = await database.rows.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, parameters);
    const text = rows.map(({ detail }) => detail).join('; ');
    return { index: /INDEX (\w+)/.exec(text)?.[1] ?? '', sorts: text.includes('TEMP B-TREE'), text };
  }
  const rows = await database.rows.query<{ key: string | null; Extra: string }[]>(`EXPLAIN ${sql}`, parameters);
  const text = JSON.stringify(rows);
  return { index: rows[0]?.key ?? '', sorts: text.includes('filesort') || text.includes('rowid'), text };
}

describe('changes of the public record', () => {
  it('are kept once each, and go with the record', async () => {
    const changes = new PublicChanges(clock);
    const row = { ...status(0), ticketId: newId(), code: 'DN26-8888-0000' };
    const note = (more: Partial<PublicStatusRow>) =>
      database.unitOfWork.run((transaction) => changes.note(transaction, { ...row, ...more }, null));
    const kept = () => database.rows.find(PublicChangeRow, { where: { ticketId: row.ticketId }, order: { id: 'ASC' } });
    await note({});
    await note({});
    clock.advance(60);
    await note({ reporterCount: 2 });
    clock.advance(60);
    await note({ reporterCount: 2, state: 'published', publishedAt: clock.now() });
    await note({ reporterCount: 2, state: 'closed', publishedAt: clock.now() });
    const [first, second, third, ...more] = await kept();
    expect(more).toEqual([]);
    expect([first, second, third].map((one) => [one?.phase, one?.told])).toEqual([
      ['assigned', true],
      ['assigned', false],
      ['answered', true],
    ]);
    expect([first?.supersededAt, second?.supersededAt, third?.supersededAt]).toEqual([
      second?.changedAt,
      third?.changedAt,
      null,
    ]);
    await database.unitOfWork.run((transaction) => changes.forget(transaction, row.ticketId));
    expect(await kept()).toEqual([]);
  });
});

describe('keys', () => {
  it('are told once, found by themselves alone, and gone when revoked', async () => {
    const keys = new ApiKeys(database.reader, database.unitOfWork, clock);
    const { id, key } = await keys.issue('  FixMyStreet   Hà Nội ');
    expect(key).toMatch(/^o311_[\w-]{43}$/);
    const stored = await database.dataSource.query<Record<string, unknown>[]>('select * from api_key');
    expect(JSON.stringify(stored)).not.toContain(key.slice(5));
    expect(await keys.find(key)).toMatchObject({ id, name: 'FixMyStreet Hà Nội' });
    expect(await keys.find(`${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`)).toBeNull();
    expect(await keys.find("' or 1=1 --")).toBeNull();
    await expect(keys.issue('FixMyStreet Hà Nội')).rejects.toThrow(/Đã có khoá tên/);
    await expect(keys.issue(' ')).rejects.toThrow(Problem);
    expect(await keys.list()).toMatchObject([{ id, lastUsedOn: '2026-11-23', revokedAt: null }]);
    await keys.revoke('FixMyStreet Hà Nội');
    expect(await keys.find(key)).toBeNull();
    await expect(keys.revoke(id)).rejects.toThrow(/Không có khoá/);
    expect((await keys.issue('FixMyStreet Hà Nội')).key).not.toBe(key);
  });
});
