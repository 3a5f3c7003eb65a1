import { describe, expect, it } from '@jest/globals';
import { BLOCK_SIZE, changed, countOf, numbersDown, numbersIn, pack, unpack } from './postings.js';
import { holdsPhrases, readSearch } from './search-query.js';
import { runSearch, type Place, type Run } from './search-run.js';
import { termsOf, type Searchable } from './search-terms.js';

const ITEM: Searchable = {
  title: [{ text: 'Ổ gà trước chợ' }],
  question: [{ text: 'Đường QL51 có ổ gà lớn. Gọi ' }, { hidden: 'phone' }, { text: ' gặp tổ trưởng.' }],
  answer: { found: [{ text: 'Đúng như phản ánh.' }], done: [{ text: 'Đã vá xong, hoà nhựa nóng.' }] },
  categoryName: 'Mặt đường hư hỏng',
  wardName: 'Phường Trảng Dài',
  agencyName: 'UBND phường Trảng Dài',
  wardCode: '25993',
  field: 5,
  agencyCode: 'UBND-25993',
  dueAt: new Date('2026-11-25T09:30:00Z'),
  late: false,
  apology: null,
  commitment: null,
};
const saying = (title: string, more: Partial<Searchable> = {}): Searchable => ({
  ...ITEM,
  ...{ question: [], answer: { found: [], done: [] }, title: [{ text: title }] },
  ...more,
});

describe('the terms of an item', () => {
  const terms = termsOf(ITEM);

  it.each([
    ['a word of two letters', ['o', 'ga', '=o^?', '=ga`']],
    ['neighbours', ['o ga', 'ga lon', 'trang dai']],
    ['the tone at the end, wherever it was written', ['=hoa`']],
    ['đ, and several accents on a letter', ['=ddu+o+ng`', 'duong']],
    ['what is shortened, written out', ['quoc lo', 'lo 51', 'uy ban', 'nhan dan']],
    ['numbers', ['51']],
    ['filters', ['#', '#w:25993', '#f:5', '#a:UBND-25993', '#r:on_time']],
  ])('hold %s', (_, expected) => {
    expect(expected.filter((term) => !terms.has(term))).toEqual([]);
  });

  it.each([
    ['a pair across two parts', 'cho duong'],
    ['a pair across a hidden place written as one word', 'goi phone'],
    ['what is hidden', 'phone'],
    ['the other results', '#r:late'],
    ['accents of a number', '=51'],
  ])('do not hold %s', (_, term) => {
    expect(terms.has(term)).toBe(false);
  });

  it('are ASCII and fit the column, whatever was written', () => {
    const strange = termsOf(saying(`${'ượ'.repeat(300)} 漢字 ${'x'.repeat(900)} ${'ữ'.repeat(200)}`));
    expect([...strange].filter((term) => !/^[\x20-\x7e]{1,64}$/.test(term))).toEqual([]);
  });
});

describe('a block of postings', () => {
  it.each([
    ['none', []],
    ['one', [7]],
    ['first and last', [0, BLOCK_SIZE - 1]],
    ['as many as make a list', Array.from({ length: 1023 }, (_, at) => at * 16)],
    ['as many as make a bitmap', Array.from({ length: 1024 }, (_, at) => at * 16)],
    ['all', Array.from({ length: BLOCK_SIZE }, (_, at) => at)],
  ])('keeps %s', (_, numbers) => {
    const stored = changed(null, { on: numbers, off: [] });
    expect(stored === null).toBe(numbers.length === 0);
    expect(stored?.byteLength ?? 0).toBeLessThanOrEqual(2048);
    const bits = unpack(stored);
    expect([...numbersIn(bits)]).toEqual(numbers);
    expect([...numbersDown(bits)]).toEqual([...numbers].reverse());
    expect(countOf(bits)).toBe(numbers.length);
    expect(pack(bits)).toEqual(stored);
  });

  it('gets and loses numbers, those of later blocks too, and is nothing when the last one goes', () => {
    const first = 3 * BLOCK_SIZE;
    const stored = changed(null, { on: [first + 5, first + 2, first + 5], off: [] });
    expect([...numbersIn(unpack(stored))]).toEqual([2, 5]);
    expect([...numbersIn(unpack(changed(stored, { on: [first + 9], off: [first + 2] })))]).toEqual([5, 9]);
    expect(changed(stored, { on: [], off: [first + 2, first + 5] })).toBeNull();
  });

  it('reads what stands anywhere in a larger buffer', () => {
    const stored = changed(null, { on: [1, 300], off: [] }) ?? new Uint8Array();
    const larger = new Uint8Array(11);
    larger.set(stored, 7);
    expect([...numbersIn(unpack(larger.subarray(7)))]).toEqual([1, 300]);
  });
});

describe('what is typed', () => {
  it.each([
    ['o ga', ['o', 'ga', '#'], [], ['o ga']],
    ['ổ gà', ['o', 'ga', '#'], ['=o^?', '=ga`'], ['o ga']],
    ['"o ga" duong', ['o', 'ga', 'duong', 'o ga', '#'], [], ['o ga']],
    [
      'ổ gà "Trảng Dài"',
      ['o', 'ga', 'trang', 'dai', 'trang dai', '#'],
      ['=o^?', '=ga`', '=trang?', '=dai`'],
      ['o ga', 'trang dai'],
    ],
    ['“trường học”', ['truong', 'hoc', 'truong hoc', '#'], ['=tru+o+ng`', '=hoc.'], ['truong hoc']],
    ['nước "đường', ['nuoc', 'duong', '#'], ["=nu+o+c'", '=ddu+o+ng`'], ['nuoc duong']],
    ['ubnd', ['uy', 'ban', 'nhan', 'dan', '#'], [], ['uy ban', 'ban nhan', 'nhan dan']],
    ['', ['#'], [], []],
    ["%' or 1=1 --", ['or', '1', '#'], [], ['or 1', '1 1']],
  ])('%s', (text, needed, exact, beside) => {
    expect(readSearch(text)).toMatchObject({ needed, exact, beside });
  });

  it('counts ten words, so that nobody asks for thousands', () => {
    const words = Array.from({ length: 40 }, (_, at) => `chu${String(at)}`).join(' ');
    expect(readSearch(words).needed).toHaveLength(11);
    expect(readSearch(`"${words}" ${words}`).needed).toHaveLength(20);
  });

  it('a quoted run of three words is looked for in the text, since the index knows pairs', () => {
    const { phrases } = readSearch('"đèn đường hỏng" "ổ gà"');
    expect(phrases).toEqual([['den', 'duong', 'hong']]);
    expect(holdsPhrases(saying('Báo đèn đường hỏng đã lâu'), phrases)).toBe(true);
    expect(holdsPhrases(saying('Đèn đường bị tắt, đường hỏng'), phrases)).toBe(false);
    expect(holdsPhrases(saying('Đèn đường', { question: [{ text: 'hỏng' }] }), phrases)).toBe(false);
  });
});

describe('a search', () => {
  /** Numbers in the order of publication, in blocks far apart. */
  const NUMBERS = [3, 4, BLOCK_SIZE + 1, BLOCK_SIZE * 5, BLOCK_SIZE * 5 + 9];
  const of = (titles: readonly string[]) => {
    const postings = new Map<string, Map<number, Uint8Array>>();
    for (const [at, title] of titles.entries())
      for (const term of termsOf(saying(title))) {
        const number = NUMBERS[at] ?? NaN;
        const blocks = postings.get(term) ?? new Map<number, Uint8Array>();
        const block = Math.floor(number / BLOCK_SIZE);
        blocks.set(block, changed(blocks.get(block) ?? null, { on: [number], off: [] }) ?? new Uint8Array());
        postings.set(term, blocks);
      }
    return (text: string, run: Partial<Run> = {}) => {
      const whole: Run = { sort: 'best', after: null, from: 0, to: Infinity, limit: 100, ...run };
      const { total, places } = runSearch(readSearch(text), postings, whole);
      return { total, places, found: places.map(({ number }) => NUMBERS.indexOf(number)) };
    };
  };

  const search = of(['cây má', 'cây ma', 'cây mà', 'lá cây má', 'má cây']);

  it.each([
    ['má', [4, 3, 0, 2, 1], 'accents as typed first, then the newest'],
    ['ma', [4, 3, 2, 1, 0], 'without accents every accent is meant'],
    ['cây má', [3, 0, 4, 2, 1], 'words beside each other before others, accents before that'],
    ['"cay ma"', [3, 2, 1, 0], 'quoted words stand beside each other'],
    ['cây mạ', [3, 2, 1, 0, 4], 'found also when nobody wrote it so'],
    ['cây má nhà', [], 'all words are needed'],
  ])('%s → %j (%s)', (text, expected) => {
    const { found, total } = search(text);
    expect(found).toEqual(expected);
    expect(total).toBe(expected.length);
  });

  it('is sorted by age when that is asked for', () => {
    expect(search('má', { sort: 'newest' }).found).toEqual([4, 3, 2, 1, 0]);
    expect(search('má', { sort: 'oldest' }).found).toEqual([0, 1, 2, 3, 4]);
  });

  it('counts and names only what lies in the period', () => {
    const { found, total } = search('ma', { from: 4, to: BLOCK_SIZE * 5 + 9 });
    expect([found, total]).toEqual([[3, 2, 1], 3]);
  });

  it.each(['best', 'newest', 'oldest'] as const)('goes through all of them page by page, %s', (sort) => {
    const all = search('cây má', { sort }).found;
    const seen: number[] = [];
    for (let after: Place | null = null; ;) {
      const { places, found, total }: ReturnType<typeof search> = search('cây má', { sort, after, limit: 2 });
      expect(total).toBe(5);
      seen.push(...found);
      after = places.at(-1) ?? null;
      if (after === null) break;
    }
    expect(seen).toEqual(all);
  });
});
