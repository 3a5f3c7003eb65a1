import { describe, expect, it } from '@jest/globals';
import { suggester } from './suggest.js';

const names = [
  'Phường Trảng Dài',
  'Phường Trảng Bom',
  'Xã Lộc Thành',
  'Xã Lộc Thạnh',
  'Ủy ban nhân dân phường Trảng Dài',
  'Công an phường Trảng Dài',
  'Sở Y tế',
];
const suggest = suggester([
  ...names.map((text) => ({ text })),
  { text: 'Văn phòng Đăng ký đất đai', also: 'VP ĐKĐĐ VPDKDD' },
]);
const first = (query: string): (string | undefined)[] => suggest(query, 8).map(({ text }) => text);

describe('suggestions while typing', () => {
  it.each([
    ['trang', 'Phường Trảng Dài'],
    ['tr bo', 'Phường Trảng Bom'],
    ['Lộc Thạnh', 'Xã Lộc Thạnh'],
    ['Lộc Thành', 'Xã Lộc Thành'],
    ['ubnd trang dai', 'Ủy ban nhân dân phường Trảng Dài'],
    ['ca trảng', 'Công an phường Trảng Dài'],
    ['vpdk', 'Văn phòng Đăng ký đất đai'],
    ['so y te', 'Sở Y tế'],
  ])('%j offers %j first', (query, expected) => {
    expect(first(query)[0]).toBe(expected);
  });

  it.each(['', '  ', '???', 'không có nơi này'])('%j offers nothing', (query) => {
    expect(first(query)).toEqual([]);
  });

  it('offers no more than asked for', () => {
    expect(suggest('trang', 2)).toHaveLength(2);
  });
});
