import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newId } from '../../src/kernel/index.js';
import { managerOf } from '../../src/platform/database/index.js';
import { BLOCK_SIZE } from '../../src/publication/domain/postings.js';
import {
  PublishedDocumentRow,
  PublishedIndexRow,
  PublishedItemRow,
  publicationEntities,
  PublishedPostingRow,
} from '../../src/publication/entities.js';
import { PublishedItems, PublishedSearch, type PublishedSearchFilter } from '../../src/publication/index.js';
import { PostingCache } from '../../src/publication/posting-cache.js';
import { SearchIndex } from '../../src/publication/search-index.js';
import { createTestDatabase, ENGINE, type TestDatabase } from '../support/index.js';
import { explained } from '../support/explained.js';

jest.setTimeout(180_000);

let database: TestDatabase;
let index: SearchIndex;
let search: PublishedSearch;
let hours = 0;

const searchOf = () => {
  const { reader } = database;
  return new PublishedSearch(reader, new PublishedItems(reader), new PostingCache(reader));
};

beforeAll(async () => {
  database = await createTestDatabase({ entities: publicationEntities });
  index = new SearchIndex(database.unitOfWork, database.reader);
});

afterAll(() => database.drop());

beforeEach(async () => {
  await database.unitOfWork.run(async (tx) => {
    for (const table of [PublishedItemRow, PublishedDocumentRow, PublishedPostingRow, PublishedIndexRow])
      await managerOf(tx).createQueryBuilder().delete().from(table).execute();
  });
  // The versions begin anew, which they never do in life.
  search = searchOf();
});

/** A published copy, an hour younger than the one made before. */
function copy(title: string, more: Partial<PublishedItemRow> = {}): PublishedItemRow {
  hours += 1;
  const at = new Date(Date.parse('2026-01-01T01:00:00Z') + hours * 3_600_000);
  return {
    ticketId: newId(),
    code: `DN26-${String(hours).padStart(8, '0')}`,
    ticketVersion: 1,
    answerId: newId(),
    title: [{ text: title }],
    question: [{ text: 'Xin xem giúp.' }],
    answer: { found: [{ text: 'Đúng.' }], done: [{ text: 'Đã làm.' }], doneOn: null, inCharge: [] },
    channel: 'web',
    categoryCode: null,
    categoryName: null,
    field: 5,
    fieldName: 'Hạ tầng',
    wardCode: '25993',
    wardName: 'Phường Trảng Dài',
    agencyCode: 'SXD',
    agencyName: 'Sở Xây dựng',
    receivedAt: at,
    dueAt: at,
    answeredAt: at,
    publishedAt: at,
    late: false,
    holders: [],
    deadline: { sentences: [] },
    apology: null,
    commitment: null,
    earlier: null,
    revisedAt: null,
    ...more,
  };
}

/** As the projections do it. */
const publish = async (...items: PublishedItemRow[]): Promise<void> => {
  for (const item of items)
    await database.unitOfWork.run(async (tx) => {
      await managerOf(tx).insert(PublishedItemRow, item);
      await index.put(tx, null, item);
    });
};
const change = async (before: PublishedItemRow, more: Partial<PublishedItemRow>): Promise<PublishedItemRow> => {
  const after = { ...before, ...more };
  await database.unitOfWork.run(async (tx) => {
    await managerOf(tx).update(PublishedItemRow, { ticketId: before.ticketId }, more);
    await index.put(tx, before, after);
  });
  return after;
};
const unpublish = (item: PublishedItemRow) =>
  database.unitOfWork.run(async (tx) => {
    await managerOf(tx).delete(PublishedItemRow, { ticketId: item.ticketId });
    await index.put(tx, item, null);
  });

const titles = async (filter: PublishedSearchFilter | string, wanted = {}): Promise<string[]> => {
  const { items } = await search.find(typeof filter === 'string' ? { words: filter } : filter, wanted);
  return items.map(({ title }) => title.map((one) => ('text' in one ? one.text : '…')).join(''));
};

describe('an item', () => {
  it('is found as soon as it is public, by whatever it says, and no more once it is not', async () => {
    const hole = copy('Ổ gà lớn');
    await publish(copy('Đèn tắt'), hole);
    expect(await titles('o ga')).toEqual(['Ổ gà lớn']);
    await unpublish(hole);
    expect(await titles('o ga')).toEqual([]);
    expect(await search.find({ wardCode: '25993' })).toMatchObject({ total: 1, whole: true });
    // Nothing of it is left in the index either.
    expect(await database.rows.findBy(PublishedPostingRow, { term: 'lon' })).toEqual([]);
  });

  it('is found by what it says now, in the place it had', async () => {
    const [old, hole] = [copy('Đèn tắt'), copy('Ổ gà lớn')];
    await publish(old, hole);
    const apology = { reference: '1/XL' } as never;
    await change(old, { title: [{ text: 'Đèn đường hỏng' }], apology });
    expect(await titles('tat')).toEqual([]);
    expect(await titles({ words: 'den', result: 'apology' })).toEqual(['Đèn đường hỏng']);
    expect(await titles({ agencyCode: 'SXD', field: 5 })).toEqual(['Ổ gà lớn', 'Đèn đường hỏng']);
  });

  it('stands where its new answer belongs when it is answered again', async () => {
    const [old, hole] = [copy('Đèn tắt'), copy('Ổ gà lớn')];
    await publish(old, hole);
    await change(old, { publishedAt: copy('').publishedAt });
    const filter = { agencyCode: 'SXD', field: 5 };
    expect(await titles(filter)).toEqual(['Đèn tắt', 'Ổ gà lớn']);
    expect((await search.find(filter)).total).toBe(2);
    expect(await titles('den tat')).toEqual(['Đèn tắt']);
  });

  it.each([
    ['at once', async () => undefined],
    ['after the index was made anew', () => index.rebuild()],
  ])('stands where it stood when it is put back %s, also for a period', async (_, meanwhile) => {
    const items = [copy('Ổ gà 1'), copy('Ổ gà 2'), copy('Ổ gà 3')] as const;
    const [, second, third] = items;
    await publish(...items);
    await unpublish(second);
    expect((await search.find({})).total).toBe(2);
    await meanwhile();
    const revisedAt = new Date(third.publishedAt.getTime() + 1_000);
    await publish({ ...second, revisedAt });
    while (await index.work());
    expect(await titles('ga')).toEqual(['Ổ gà 3', 'Ổ gà 2', 'Ổ gà 1']);
    expect(await titles({ words: 'ga', from: second.publishedAt })).toEqual(['Ổ gà 3', 'Ổ gà 2']);
    expect(await titles({ words: 'ga', to: third.publishedAt })).toEqual(['Ổ gà 2', 'Ổ gà 1']);
    expect(await search.find({})).toMatchObject({ total: 3, whole: true });
  });

  it('is seen by a search that has read the index before', async () => {
    const other = searchOf();
    await publish(copy('Ổ gà lớn'));
    expect((await other.find({ words: 'ga' })).total).toBe(1);
    await publish(copy('Ổ gà nhỏ'));
    expect((await other.find({ words: 'ga' })).total).toBe(2);
  });

  it('costs the index nothing when nothing of it has changed', async () => {
    const hole = copy('Ổ gà lớn');
    await publish(hole);
    const version = () => database.rows.findOneByOrFail(PublishedIndexRow, { name: 'published' });
    const before = await version();
    await change(hole, { ticketVersion: 2 });
    expect(await version()).toEqual(before);
  });
});

describe('several writers', () => {
  it('do not lose what the other writes of the same word', async () => {
    await publish(copy('Ổ gà đầu tiên'));
    await Promise.all(Array.from({ length: 6 }, () => publish(copy('Ổ gà lớn'))));
    expect((await search.find({ words: 'ổ gà' })).total).toBe(7);
    expect((await titles('ổ gà')).length).toBe(7);
  });
});

describe('a list', () => {
  const all = [
    copy('Nước đục'),
    copy('Nước yếu', { late: true }),
    copy('Nước tràn', { wardCode: '26041', wardName: 'Phường Long Khánh' }),
    copy('Nước mất', { field: 3 }),
    copy('Đường nước vỡ'),
  ];
  beforeEach(() => publish(...all));

  it.each<[string, PublishedSearchFilter, string[]]>([
    ['words and a ward', { words: 'nuoc', wardCode: '26041' }, ['Nước tràn']],
    ['words and what came of it', { words: 'nuoc', result: 'late' }, ['Nước yếu']],
    ['a ward and a field', { wardCode: '25993', field: 3 }, ['Nước mất']],
    ['a period', { from: all[1]?.publishedAt, to: all[3]?.publishedAt }, ['Nước tràn', 'Nước yếu']],
    ['a period before anything', { to: all[0]?.publishedAt }, []],
    ['a period after everything', { from: new Date('2027-01-01T00:00:00Z') }, []],
    ['an unknown ward', { words: 'nuoc', wardCode: '00000' }, []],
  ])('is narrowed by %s', async (_, filter, expected) => {
    const page = await search.find(filter);
    expect(page.total).toBe(expected.length);
    expect(await titles(filter)).toEqual(expected);
  });

  it('says how many there are, also where the table itself is read', async () => {
    expect(await search.find({}, { limit: 2 })).toMatchObject({ total: 5, approximate: false });
    expect(await search.find({ field: 3 })).toMatchObject({ total: 1 });
    expect(await search.find({ words: '"duong nuoc vo"' })).toMatchObject({ total: 1, approximate: true });
  });

  it.each<[string, PublishedSearchFilter, object]>([
    ['newest first', {}, {}],
    ['oldest first', {}, { sort: 'oldest' }],
    ['best first', { words: 'nước xin' }, {}],
    ['by words', { words: 'nước' }, {}],
  ])(
    'goes on where a link says, also after the index was made again or the item is gone: %s',
    async (_, filter, wanted) => {
      const whole = await titles(filter, wanted);
      const first = await search.find(filter, { ...wanted, limit: 2 });
      const rest = whole.slice(2);
      expect(await titles(filter, { ...wanted, cursor: first.next })).toEqual(rest);
      await index.rebuild();
      expect(await titles(filter, { ...wanted, cursor: first.next })).toEqual(rest);
      const [, second] = first.items;
      if (second !== undefined) await unpublish(second);
      expect(await titles(filter, { ...wanted, cursor: first.next })).toEqual(rest);
    },
  );

  it('refuses a link that is none of ours', async () => {
    await expect(search.find({ words: 'nuoc' }, { cursor: 'abc' })).rejects.toMatchObject({ kind: 'invalid-input' });
    await expect(search.find({}, { cursor: 'abc' })).rejects.toMatchObject({ kind: 'invalid-input' });
  });
});

describe('making the index again', () => {
  it('gives the same, goes on after being broken off, and misses nothing that is published meanwhile', async () => {
    await publish(copy('Ổ gà 1'), copy('Ổ gà 2'), copy('Ổ gà 3'));
    await database.unitOfWork.run(async (tx) => {
      await managerOf(tx).update(PublishedIndexRow, { name: 'published' }, { stage: 'emptying' });
    });
    let steps = 0;
    while (await index.work(1)) {
      steps += 1;
      expect(await search.find({ words: 'ga' })).toMatchObject({ total: null, whole: false });
      // A list of the table is whole all the time.
      if (steps === 3) await publish(copy('Ổ gà 4'));
      expect(await search.find({})).toMatchObject({ whole: true, total: null });
    }
    expect(await titles('o ga')).toEqual(['Ổ gà 4', 'Ổ gà 3', 'Ổ gà 2', 'Ổ gà 1']);
    expect((await search.find({})).total).toBe(4);
  });

  it('puts in what was published before there was an index', async () => {
    await database.unitOfWork.run((tx) => managerOf(tx).insert(PublishedItemRow, [copy('Ổ gà 1'), copy('Ổ gà 2')]));
    expect(await search.find({ words: 'ga' })).toMatchObject({ whole: false });
    await publish(copy('Ổ gà 3'));
    while (await index.work());
    expect(await titles('ga')).toEqual(['Ổ gà 3', 'Ổ gà 2', 'Ổ gà 1']);
  });

  it('goes over the edge of a block', async () => {
    await publish(copy('Ổ gà 1'));
    const onEdge = { nextNumber: BLOCK_SIZE - 1 };
    await database.unitOfWork.run((tx) => managerOf(tx).update(PublishedIndexRow, { name: 'published' }, onEdge));
    await publish(copy('Ổ gà 2'), copy('Ổ gà 3'));
    expect(await database.rows.countBy(PublishedPostingRow, { term: 'ga' })).toBe(2);
    expect(await titles('ga')).toEqual(['Ổ gà 3', 'Ổ gà 2', 'Ổ gà 1']);
    expect(await titles('ga', { sort: 'oldest' })).toEqual(['Ổ gà 1', 'Ổ gà 2', 'Ổ gà 3']);
  });
});

describe('the plans', () => {
  const WARDS = 20;

  it('of all that is asked read by an index, a page at a time', async () => {
    const many = Array.from({ length: 1_500 }, (_, at) =>
      copy(`Nước đường số ${String(at)}`, { wardCode: String(26_000 + (at % WARDS)), field: 1 + (at % 10) }),
    );
    await database.unitOfWork.run(async (tx) => {
      for (let at = 0; at < many.length; at += 250)
        await managerOf(tx).insert(PublishedItemRow, many.slice(at, at + 250));
    });
    while (await index.work());
    if (ENGINE === 'mariadb')
      await database.dataSource.query('analyze table published_item, published_document, published_posting');
    const cursor = (await search.find({ words: 'nuoc' })).next;
    const asked = await explained(database, async () => {
      const fresh = searchOf();
      await fresh.find({});
      await fresh.find({ wardCode: '26003' }, { cursor });
      await fresh.find({ field: 3 });
      await fresh.find({ agencyCode: 'SXD' }, { cursor });
      await fresh.find({ words: 'nước đường', wardCode: '26003', from: many[700]?.publishedAt }, { cursor });
      await new PublishedItems(database.reader).byCode(many[5]?.code ?? '');
    });
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter(({ readsAll }) => readsAll)).toEqual([]);
  });
});
