import { describe, expect, it } from '@jest/globals';
import { withoutReporter } from './escrow.js';

const REPORTER = {
  kind: 'citizen' as const,
  name: 'Trần Văn Ví-Dụ',
  phone: '+84900000789',
  email: 'a.b+c@example.vn',
  anonymous: false,
};

describe('withoutReporter', () => {
  it.each([
    ['Tôi là Trần Văn Ví-Dụ, ở ấp 3.', 'Tôi là [người gửi], ở ấp 3.'],
    ['TRẦN  VĂN\nVÍ-DỤ kính gửi', '[người gửi] kính gửi'],
    ['gọi 0900000789 nhé', 'gọi [người gửi] nhé'],
    ['gọi 0900 000 789, hoặc 0900.000.789.', 'gọi [người gửi], hoặc [người gửi].'],
    ['gọi +84 900-000-789', 'gọi [người gửi]'],
    ['gọi 84900000789', 'gọi [người gửi]'],
    ['thư A.B+C@example.vn', 'thư [người gửi]'],
    // Another person's, another number: not ours to blank here.
    ['ông Trần Văn Ví-Dụng, 0900000780, 10900000789', 'ông Trần Văn Ví-Dụng, 0900000780, 10900000789'],
    ['aXb+c@example.vn', 'aXb+c@example.vn'],
    ['Ổ gà trước chợ.', 'Ổ gà trước chợ.'],
  ])('%j → %j', (words, seen) => {
    expect(withoutReporter(words, REPORTER)).toBe(seen);
  });

  it('leaves the text alone when nothing is known, or only a single name', () => {
    const words = 'Hoa phượng đổ, gọi 113.';
    expect(withoutReporter(words, { ...REPORTER, name: 'Hoa', phone: null, email: null })).toBe(words);
    expect(withoutReporter(words, { ...REPORTER, name: null, phone: '113', email: '' })).toBe(words);
  });

  it('looks through a text of spaces once', () => {
    const words = `a${' '.repeat(300_000)}b`;
    expect(withoutReporter(words, REPORTER)).toBe(words);
  });
});
