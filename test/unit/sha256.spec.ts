import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { sha256Start } from '../../client/portal/sha256.js';

describe('the start of a SHA-256 in the browser', () => {
  it.each([
    '',
    'abc',
    '1f1d7c9e-4d25-4a44-9a37-0f1c7b1d2e3f.0',
    '1f1d7c9e-4d25-4a44-9a37-0f1c7b1d2e3f.65535',
    'x'.repeat(55),
  ])('is the same as the server’s for %p', (text) => {
    expect(sha256Start(text)).toBe(createHash('sha256').update(text).digest().readUInt32BE(0));
  });

  it('takes no more than one block', () => {
    expect(() => sha256Start('x'.repeat(56))).toThrow();
  });
});
