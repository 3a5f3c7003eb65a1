import { fold, normalizePhone } from './index.js';
import { describe, expect, it } from '@jest/globals';

describe('folded Vietnamese text', () => {
  it.each([
    ['Đường Bùi Trọng-Nghĩa', 'duong bui trong nghia'],
    ['ĐẮK Ơ', 'dak o'],
    ['  ổ   gà!!! ', 'o ga'],
    ['Phường 3, Q.1', 'phuong 3 q 1'],
    ['', ''],
  ])('%j is compared as %j', (raw, folded) => {
    expect(fold(raw)).toBe(folded);
  });

  it('is the same for composed and decomposed input', () => {
    expect(fold('Nguyễn'.normalize('NFD'))).toBe(fold('Nguyễn'.normalize('NFC')));
  });
});

describe('phone numbers', () => {
  it.each([
    ['0900 000 027', '+84900000027'],
    ['+84 900.000.027', '+84900000027'],
    ['84900000027', '+84900000027'],
    ['0251 3 000 018', '+842513000018'],
  ])('%j is %j', (raw, e164) => {
    expect(normalizePhone(raw)).toBe(e164);
  });

  it.each(['', '12', 'không có', '0900 000'])('%j is no number', (raw) => {
    expect(normalizePhone(raw)).toBeNull();
  });
});
