import { describe, expect, it } from '@jest/globals';
import { checkDigit, formatTicketCode, parseTicketCode } from './ticket-code.js';

describe('ticket code', () => {
  it('has the known check digit of 572', () => {
    expect(checkDigit('572')).toBe('4');
  });

  it.each([
    [2026, 0, 'DN26-0000-000'],
    [2026, 476335, 'DN26-0476-335'],
    [2031, 9_999_999, 'DN31-9999-999'],
  ])('year %i, number %i starts %s and reads back', (year, number, start) => {
    const code = formatTicketCode('DN', year, number);
    expect(code.startsWith(start)).toBe(true);
    expect(code).toHaveLength(14);
    expect(parseTicketCode('DN', code)).toEqual({ ok: true, code });
  });

  const code = formatTicketCode('DN', 2026, 476335);
  const digits = code.replace(/\D/g, '');

  it.each([
    code.toLowerCase(),
    `  ${code}  `,
    code.replaceAll('-', ' '),
    code.replaceAll('-', ''),
    code.replace('DN', 'Đn'),
    digits,
    [...code].join(' '),
    code.replaceAll('-', '–'),
  ])('is read from %j', (typed) => {
    expect(parseTicketCode('DN', typed)).toEqual({ ok: true, code });
  });

  it.each([
    ['', 'Mã phiếu còn thiếu 10 số.'],
    [digits.slice(0, 8), 'Mã phiếu còn thiếu 2 số.'],
    [`${digits}1`, 'Mã phiếu thừa 1 số.'],
    ['XY26-0000-0000', 'Mã phiếu có dạng DN26-0000-0000.'],
  ])('%j is refused: %s', (typed, reason) => {
    expect(parseTicketCode('DN', typed)).toEqual({ ok: false, reason });
  });

  it('catches every single wrong digit and every swap of two neighbours', () => {
    const missed: string[] = [];
    let tried = 0;
    for (let number = 0; number < 10_000_000; number += 99_991) {
      const right = formatTicketCode('DN', 2026, number).replace(/\D/g, '');
      for (let at = 0; at < right.length; at += 1) {
        for (let digit = 0; digit < 10; digit += 1) {
          const wrong = right.slice(0, at) + String(digit) + right.slice(at + 1);
          if (wrong === right) continue;
          tried += 1;
          if (parseTicketCode('DN', wrong).ok) missed.push(wrong);
        }
        const swapped = right.slice(0, at) + (right[at + 1] ?? '') + (right[at] ?? '') + right.slice(at + 2);
        if (swapped === right) continue;
        tried += 1;
        if (parseTicketCode('DN', swapped).ok) missed.push(swapped);
      }
    }
    expect(missed).toEqual([]);
    expect(tried).toBeGreaterThan(9_000);
  });
});
