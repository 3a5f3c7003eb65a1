import { describe, expect, it } from '@jest/globals';
import { isAutomatic, isOnlyLines, recipients } from './mail-kind.js';

describe('isAutomatic', () => {
  it.each<[string, string, boolean]>([
    ['auto-submitted', 'auto-replied', true],
    ['Auto-Submitted', 'auto-generated', true],
    ['auto-submitted', 'no', false],
    ['precedence', 'bulk', true],
    ['precedence', 'first-class', false],
    ['x-autoreply', 'yes', true],
    ['return-path', '<>', true],
    ['return-path', '<a@b.vn>', false],
    ['content-type', 'multipart/report; report-type=delivery-status', true],
    ['content-type', 'text/plain', false],
    ['list-id', '<x.example>', true],
  ])('%s: %s → %s', (key, value, expected) => {
    expect(isAutomatic([{ key, value }])).toBe(expected);
  });
});

it('finds every address a mail was sent to', () => {
  const headers = [
    { key: 'to', value: '"Tổng đài, 1022" <tra-loi+abc@1022.example.vn>, B <b@c.vn>' },
    { key: 'delivered-to', value: 'hop-thu@1022.example.vn' },
    { key: 'from', value: 'a@b.vn' },
  ];
  expect(recipients(headers)).toEqual(['tra-loi+abc@1022.example.vn', 'b@c.vn', 'hop-thu@1022.example.vn']);
});

it('reads the longest header that is taken as fast as any other', () => {
  expect(recipients([{ key: 'cc', value: 'a'.repeat(250_000) }])).toEqual([]);
  expect(recipients([{ key: 'cc', value: '@'.repeat(250_000) }])).toEqual([]);
});

it('knows a mail that is nothing but lines from one with large attachments', () => {
  expect(isOnlyLines(Buffer.from('To: a@b.vn\n\n' + ' \n'.repeat(60_000)))).toBe(true);
  expect(isOnlyLines(Buffer.from('To: a@b.vn\n\n' + `${'A'.repeat(76)}\r\n`.repeat(60_000)))).toBe(false);
  expect(isOnlyLines(Buffer.from('To: a@b.vn\n\nCột đầu hẻm.'))).toBe(false);
});
