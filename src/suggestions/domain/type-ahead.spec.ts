import { describe, expect, it } from '@jest/globals';
import { typeAhead, typeAheadList } from './type-ahead.js';

const NAMES = [
  'Phường Trảng Dài',
  'Phường Trảng Bom',
  'Phường Tân Triều',
  'Phường Trấn Biên',
  'Xã Lộc Thạnh',
  'Xã Lộc Thành',
  'Ủy ban nhân dân phường Trảng Dài',
];
const LIST = typeAheadList(NAMES.map((text) => ({ code: text, text, detail: null })));

describe('typing ahead', () => {
  it.each([
    ['trang d', 'Phường Trảng Dài'],
    ['dai', 'Phường Trảng Dài'],
    ['td', 'Phường Trảng Dài'],
    ['t d', 'Phường Trảng Dài'],
    ['p. trang dai', 'Phường Trảng Dài'],
    ['trảng b', 'Phường Trảng Bom'],
    ['bom trang', 'Phường Trảng Bom'],
    // Exact accents first.
    ['lộc thành', 'Xã Lộc Thành'],
    ['lộc thạnh', 'Xã Lộc Thạnh'],
    ['ubnd trang', 'Ủy ban nhân dân phường Trảng Dài'],
    // One slip: another letter, one missing, one too many, two exchanged.
    ['tramg bom', 'Phường Trảng Bom'],
    ['tran bom', 'Phường Trảng Bom'],
    ['trangg bom', 'Phường Trảng Bom'],
    ['trnag bom', 'Phường Trảng Bom'],
    ['bien', 'Phường Trấn Biên'],
  ])('"%s" finds %s first', (query, expected) => {
    expect(typeAhead(LIST, query, 3)[0]?.text).toBe(expected);
  });

  it.each(['', '  ', '?', 'zzz', 'trmg', 'xyz bom dai'])('"%s" finds nothing', (query) => {
    expect(typeAhead(LIST, query, 3)).toEqual([]);
  });

  it('shows what has several names once, and no more than asked for', () => {
    const twice = typeAheadList([
      { code: 'a', text: 'Phường Tân Triều', detail: null },
      { code: 'a', text: 'Phường Tân Triều', detail: 'tên trước đây: Phường Tân Phong', searched: 'Phường Tân Phong' },
    ]);
    expect(typeAhead(twice, 'tan', 5)).toHaveLength(1);
    expect(typeAhead(twice, 'tan phong', 5)[0]?.detail).toBe('tên trước đây: Phường Tân Phong');
    expect(typeAhead(LIST, 't', 2)).toHaveLength(2);
  });
});
