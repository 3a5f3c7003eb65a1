import { describe, expect, it } from '@jest/globals';
import { articleErrors, blocksOf, cleanArticle, type ArticleText } from './article-text.js';
import { KnownPhrases } from './known-phrases.js';
import { SearchIndex } from './search-index.js';
import { countingOn, isOffered, standingOn, type VersionDates, type VersionState } from './standing.js';
import { readQuery } from './words.js';

const ARTICLES: Readonly<Record<string, readonly [title: string, keywords: string, body: string]>> = {
  birth: ['Đăng ký khai sinh cho trẻ', 'làm giấy khai sinh cho bé', 'Trong 60 ngày, tại UBND cấp xã.'],
  death: ['Đăng ký khai tử', 'giấy chứng tử', 'Trong 15 ngày, tại UBND cấp xã.'],
  card: ['Làm thẻ căn cước', 'CCCD mất, đổi cmnd', 'Do công an cấp. Trẻ em cũng làm được.'],
  tax: ['Mã số thuế cá nhân', 'mst', 'Là số định danh cá nhân.'],
  horse: ['Nuôi ngựa trong khu dân cư', 'má, mạ', 'Không phải việc của 1022.'],
  residence: ['Đăng ký thường trú', 'nhập hộ khẩu', 'Tại công an cấp xã; trẻ sơ sinh theo cha mẹ sau khi khai sinh.'],
};

function filled(): SearchIndex<string> {
  const index = new SearchIndex<string>();
  for (const [id, [title, keywords, body]] of Object.entries(ARTICLES)) index.put(id, id, { title, keywords, body });
  return index;
}
const found = (text: string, index = filled()): string[] => index.search(text, 5).map(({ item }) => item);

describe('finding an article', () => {
  it.each([
    ['khai sinh', 'birth', 'with accents'],
    ['giay khai sinh', 'birth', 'without'],
    ['KHAI SINH CHO BE', 'birth', 'in capitals'],
    ['cho em hỏi làm giấy khai sinh cho con cần gì ạ', 'birth', 'in a whole sentence'],
    ['khai si', 'birth', 'while the last word grows'],
    ['cccd', 'card', 'by an abbreviation'],
    ['căn cước', 'card', 'by what it stands for'],
    ['nhap ho khau', 'residence', 'by another way to ask'],
    ['chung tu', 'death', 'by other words than the title'],
    ['mst', 'tax', 'by letters that are spelt out in the title'],
    ['làm căn cước cho Nguyễn Thị Quỳnh', 'card', 'although a name is in it'],
    ['hoá đơn, thẻ căn cứơc', 'card', 'although one word is something else'],
  ])('%j finds %s %s', (text, id) => {
    expect(found(text)[0]).toBe(id);
  });

  it('puts the same accents first, and finds the others after it', () => {
    expect(found('mã ')).toEqual(['tax', 'horse']);
    expect(found('má ')).toEqual(['horse', 'tax']);
    expect(found('ma ').sort()).toEqual(['horse', 'tax']);
  });

  it('lets what is said around a question decide between articles that fit alike', () => {
    const index = new SearchIndex<string>();
    index.put('change', 'change', { title: 'Đổi thẻ căn cước', keywords: '', body: '' });
    index.put('make', 'make', { title: 'Làm thẻ căn cước', keywords: '', body: '' });
    expect(found('căn cước', index)).toEqual(['change', 'make']);
    expect(found('làm cccd', index)).toEqual(['make', 'change']);
  });

  it('takes old and new places of a tone for one word', () => {
    const index = new SearchIndex<string>();
    index.put('new', 'new', { title: 'Xã Hòa Bình', keywords: '', body: '' });
    index.put('other', 'other', { title: 'Xã Hoá Bình', keywords: '', body: '' });
    expect(found('hoà bình', index)).toEqual(['new', 'other']);
  });

  it('puts titles before other ways to ask, those before the text', () => {
    expect(found('khai sinh')).toEqual(['birth', 'residence']);
    expect(found('đăng ký').slice(0, 3).sort()).toEqual(['birth', 'death', 'residence']);
  });

  it('puts articles with every word before those with some', () => {
    expect(found('đăng ký khai tử')[0]).toBe('death');
  });

  it('finds nothing for what is not there', () => {
    expect(found('xyzzy')).toEqual([]);
    expect(found('')).toEqual([]);
    expect(found('!!! ...')).toEqual([]);
  });

  it('shows an article as it was last put, and not when it is gone or not offered', () => {
    const index = filled();
    index.put('birth', 'birth', { title: 'Trích lục hộ tịch', keywords: '', body: '' });
    expect(found('khai sinh cho trẻ', index)).not.toContain('birth');
    expect(found('trich luc', index)).toEqual(['birth']);
    index.remove('birth');
    expect(found('trich luc', index)).toEqual([]);
    expect(index.search('khai tu', 5, (id) => id !== 'death')).toEqual([]);
  });

  it('goes on finding after many changes', () => {
    const index = filled();
    for (let turn = 0; turn < 300; turn += 1)
      index.put('tax', 'tax', { title: `Mã số thuế bản ${String(turn)}`, keywords: '', body: '' });
    expect(index.size).toBe(Object.keys(ARTICLES).length);
    expect(found('ma so thue ban 299', index)[0]).toBe('tax');
    expect(found('khai sinh', index)[0]).toBe('birth');
  });

  it('does not look for "thủ tục" while something else is asked for: all of them are', () => {
    const index = filled();
    index.put('single', 'single', {
      title: 'Xác nhận tình trạng hôn nhân',
      keywords: 'thủ tục để đăng ký kết hôn',
      body: '',
    });
    index.put('marriage', 'marriage', { title: 'Đăng ký kết hôn', keywords: '', body: 'Tại UBND cấp xã.' });
    expect(found('Hỏi thủ tục đăng ký kết hôn', index)[0]).toBe('marriage');
    expect(found('thu tuc', index)).toEqual(['single']);
    expect(readQuery('thu gom rác').words).toHaveLength(3);
  });

  it('reads at most a dozen words', () => {
    const text = Array.from({ length: 40 }, (_, at) => `chu${String(at)}`).join(' ');
    expect(readQuery(text).words).toHaveLength(12);
  });
});

const TODAY = '2026-11-23';
const version = (
  number: number,
  state: VersionState,
  validFrom: string,
  validTo: string | null = null,
): VersionDates => ({
  number,
  state,
  validFrom,
  validTo,
});

describe('which version counts', () => {
  it.each<[string, VersionDates[], string, number | null]>([
    ['a draft alone', [version(1, 'draft', '2026-01-01')], 'draft', null],
    ['approved', [version(1, 'approved', '2026-01-01')], 'in_force', 1],
    ['approved, from tomorrow', [version(1, 'approved', '2026-11-24')], 'waiting', null],
    ['its last day', [version(1, 'approved', '2026-01-01', TODAY)], 'in_force', 1],
    ['its last day was yesterday', [version(1, 'approved', '2026-01-01', '2026-11-22')], 'expired', 1],
    ['the next begins today', [version(1, 'approved', '2026-01-01'), version(2, 'approved', TODAY)], 'in_force', 2],
    [
      'the next begins tomorrow',
      [version(1, 'approved', '2026-01-01'), version(2, 'approved', '2026-11-24')],
      'in_force',
      1,
    ],
    ['the next is a draft', [version(1, 'approved', '2026-01-01'), version(2, 'draft', TODAY)], 'in_force', 1],
    [
      'the later one has ended, and the earlier does not come back',
      [version(1, 'approved', '2026-01-01'), version(2, 'approved', '2026-02-01', '2026-03-01')],
      'expired',
      2,
    ],
    ['withdrawn', [version(1, 'superseded', '2026-01-01'), version(2, 'withdrawn', '2026-02-01')], 'withdrawn', null],
    [
      'withdrawn, and written anew',
      [version(1, 'withdrawn', '2026-01-01'), version(2, 'draft', TODAY)],
      'withdrawn',
      null,
    ],
  ])('%s', (_, versions, standing, counting) => {
    expect(standingOn(versions, TODAY)).toBe(standing);
    const counts = countingOn(versions, TODAY);
    expect(counts?.number ?? null).toBe(counting);
    expect(counts !== null && isOffered(counts, TODAY)).toBe(standing === 'in_force');
  });
});

const TEXT: ArticleText = {
  title: 'Hỏi  gì',
  answer: 'Đáp',
  spoken: 'Đọc',
  legalBasis: '',
  keywords: ' một \n\n hai ',
  validFrom: '2026-01-01',
  validTo: '',
  reviewOn: '2027-01-01',
};

describe('the text of an article', () => {
  it('is cleaned', () => {
    expect(cleanArticle(TEXT)).toMatchObject({ title: 'Hỏi gì', keywords: 'một\nhai' });
  });

  it.each<[Partial<ArticleText>, string[]]>([
    [{}, []],
    [{ title: '  ' }, ['title']],
    [{ answer: '', spoken: '' }, ['answer', 'spoken']],
    [{ spoken: 'a'.repeat(1_201) }, ['spoken']],
    [{ validFrom: '' }, ['validFrom']],
    [{ validFrom: '2026-13-01' }, ['validFrom']],
    [{ validTo: '2025-12-31' }, ['validTo']],
    [{ validTo: 'mai' }, ['validTo']],
    [{ reviewOn: '' }, ['reviewOn']],
  ])('%j is wrong in %j', (change, fields) => {
    expect(articleErrors(cleanArticle({ ...TEXT, ...change })).map(({ field }) => field)).toEqual(fields);
  });

  it('is shown in paragraphs, lists and steps', () => {
    expect(blocksOf('Một.\nHai.\n\nBa.\n- a\n- b\n1. x\n\n2) y\nHết.')).toEqual([
      { kind: 'paragraph', lines: ['Một.', 'Hai.'] },
      { kind: 'paragraph', lines: ['Ba.'] },
      { kind: 'list', lines: ['a', 'b'] },
      { kind: 'steps', lines: ['x', 'y'] },
      { kind: 'paragraph', lines: ['Hết.'] },
    ]);
  });
});

describe('what is kept of a caller’s words', () => {
  const phrases = new KnownPhrases();
  phrases.add('Đăng ký khai sinh cho trẻ\nhộ chiếu phổ thông, thủ tục 60 ngày');

  it.each([
    ['làm khai sinh cho bé Nguyễn Thị Sinh 0900000123', 'khai sinh, sinh cho'],
    ['ho chieu cua ong Mau o so 12 duong Hung Vuong', 'hộ chiếu'],
    ['Nguyễn Văn Mẫu, 0900 000 123, số 60 ngày sinh 1/1', ''],
    ['', ''],
  ])('of %j: %j', (text, kept) => {
    expect(phrases.in(text)).toBe(kept);
  });
});
