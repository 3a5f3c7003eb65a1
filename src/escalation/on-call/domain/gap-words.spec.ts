import { describe, expect, it } from '@jest/globals';
import { gapWords, shiftWords } from './gap-words.js';

const at = (text: string): Date => new Date(`2026-11-${text.replace(' ', 'T')}:00+07:00`);
const plain = (text: string): string => text.replaceAll('\u00A0', ' ');

describe('a gap in the roster', () => {
  it.each([
    ['28 16:30', '29 07:00', 'Tối thứ Bảy 28/11, từ 16:30 đến 07:00 hôm sau'],
    ['28 18:00', '29 00:00', 'Tối thứ Bảy 28/11, từ 18:00 đến 24:00'],
    ['29 08:00', '29 17:00', 'Chủ nhật 29/11, từ 08:00 đến 17:00'],
    ['27 05:00', '27 07:00', 'Thứ Sáu 27/11, từ 05:00 đến 07:00'],
    ['28 08:00', '29 00:00', 'Thứ Bảy 28/11, từ 08:00 đến 24:00'],
    ['27 16:30', '30 07:00', 'Từ 16:30 thứ Sáu 27/11 đến 07:00 thứ Hai 30/11'],
    ['28 08:00', '29 07:00', 'Từ 08:00 thứ Bảy 28/11 đến 07:00 Chủ nhật 29/11'],
  ])('%s → %s', (from, to, words) => {
    expect(plain(gapWords({ from: at(from), to: at(to) }))).toBe(words);
  });
});

describe('a shift', () => {
  it.each([
    ['28 08:00', '28 17:00', '08:00 đến 17:00'],
    ['28 16:30', '29 07:00', '16:30 đến 07:00 Chủ nhật 29/11'],
  ])('%s → %s', (from, to, words) => {
    expect(plain(shiftWords({ from: at(from), to: at(to) }))).toBe(words);
  });
});
