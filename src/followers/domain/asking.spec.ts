import { describe, expect, it } from '@jest/globals';
import { isExpired, sendsLink, type AskedBefore } from './asking.js';

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
    ['the address was sent five such mails today', null, 5, false],
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

describe('whether nobody has confirmed it in time', () => {
  const day = 24 * 60;
  it.each([
    ['asked just now', asked(), false],
    ['on the seventh day', asked({ askedAt: ago(7 * day) }), false],
    ['after seven days', asked({ askedAt: ago(7 * day + 1) }), true],
    ['confirmed long ago', asked({ askedAt: ago(90 * day), confirmedAt: ago(89 * day) }), false],
    ['ended without having been confirmed', asked({ askedAt: ago(90 * day), endedAt: ago(89 * day) }), true],
  ])('%s', (_case, row, expired) => {
    expect(isExpired(row, NOW)).toBe(expired);
  });
});
