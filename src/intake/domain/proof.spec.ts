import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { proves, solves, sumFor } from './proof.js';

const KEY = '1f1d7c9e-4d25-4a44-9a37-0f1c7b1d2e3f';

/** The first number that is enough, found as a browser finds it. */
function work(key: string, bits: number): string {
  for (let nonce = 0; ; nonce += 1) {
    const text = createHash('sha256').update(`${key}.${nonce}`).digest('hex');
    const binary = [...text].map((digit) => parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
    if (binary.startsWith('0'.repeat(bits))) return String(nonce);
  }
}

describe('the proof that a form cost some work', () => {
  it('holds for its own key alone, up to the bits that were found', () => {
    const nonce = work(KEY, 11);
    expect(proves(KEY, nonce, 11)).toBe(true);
    expect(proves(KEY, nonce, 30)).toBe(false);
    expect([1, 2, 3, 4].some((other) => proves(`${KEY}${other}`, nonce, 11))).toBe(false);
  });

  it.each(['', ' ', '-1', '1e9', '0x10', 'abc', '9'.repeat(21), '1 2'])('is not %p', (nonce) => {
    expect(proves(KEY, nonce, 0)).toBe(false);
  });

  it('may be a small sum instead, of the same form', () => {
    const sum = sumFor(KEY, 'secret');
    expect(sumFor(KEY, 'secret')).toEqual(sum);
    for (const part of [sum.first, sum.second]) expect([part >= 2, part <= 9]).toEqual([true, true]);
    const right = String(sum.first + sum.second);
    expect(solves(sum, ` ${right}. `)).toBe(true);
    expect(solves(sum, `${right}0`)).toBe(false);
    expect(solves(sum, '')).toBe(false);
    expect(
      new Set(Array.from({ length: 30 }, (_, at) => JSON.stringify(sumFor(`${KEY}${at}`, 'secret')))).size,
    ).toBeGreaterThan(5);
  });
});
