import { describe, expect, it } from '@jest/globals';
import { readPhone } from './phone-as-typed.js';

describe('readPhone', () => {
  it.each([
    ['0900 000 027', '+84900000027'],
    ['0900.000.027', '+84900000027'],
    ['+84 900 000 027', '+84900000027'],
    ['0251 3 822 027', '+842513822027'],
  ])('understands %s', (typed, e164) => expect(readPhone(typed)).toEqual({ e164 }));

  it('takes an empty field for no number', () => expect(readPhone('  ')).toEqual({ e164: null }));

  it.each([
    ['0900 000 0', 'còn thiếu 2 số'],
    ['+84 900 000 0', 'còn thiếu 2 số'],
    ['0900 000 0271', 'thừa 1 số'],
    ['0100 000 027', 'Không có số'],
    ['abc', 'Không có số'],
    ['0', 'Không có số'],
  ])('says what is wrong with %s', (typed, said) => {
    const read = readPhone(typed);
    expect('problem' in read ? read.problem : '').toContain(said);
  });
});
