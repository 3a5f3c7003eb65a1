import { describe, expect, it } from '@jest/globals';
import { sendsLink, type AskedBefore } from './asking.js';

const NOW = new Date('2026-11-23T08:00:00Z');
const ago = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);
const asked = (parts: Partial<AskedBefore> = {}): AskedBefore => ({
  askedAt: ago(61),
  askedTimes: 1,
  confirmedAt: null,
  endedAt: null,
  ...parts,
});

describe('whether the mail with the link is sent', () => {
  it.each([
    ['the first time', null, 0, true],
    ['the address was asked about five reports today', null, 5, false],
    ['an hour after the last', asked(), 1, true],
    ['within the hour', asked({ askedAt: ago(59) }), 1, false],
    ['a third time', asked({ askedTimes: 2 }), 1, true],
    ['a fourth time', asked({ askedTimes: 3 }), 1, false],
    ['to somebody who is told already', asked({ confirmedAt: ago(60) }), 1, false],
    ['to somebody who ended it and comes back', asked({ confirmedAt: ago(99), endedAt: ago(90) }), 1, true],
  ])('%s', (_case, before, today, sent) => {
    expect(sendsLink(before, today, NOW)).toBe(sent);
  });
});
