import { describe, expect, it } from '@jest/globals';
import { givenUp, nextAttempt } from './retry.js';

const now = new Date('2026-11-23T01:00:00Z');

describe('the next attempt', () => {
  it.each([
    ['deferred', 1, 1],
    ['deferred', 2, 2],
    ['deferred', 5, 16],
    ['deferred', 9, 256],
    ['deferred', 10, 360],
    ['deferred', 60, 360],
    ['gateway_down', 1, 1],
    ['gateway_down', 4, 8],
    ['gateway_down', 5, 15],
    ['gateway_down', 2000, 15],
  ] as const)('%s after attempt %d: in %d minutes', (kind, attempts, minutes) => {
    expect(nextAttempt(now, attempts, kind).getTime() - now.getTime()).toBe(minutes * 60_000);
  });

  it('a recipient is given up after five days, not before', () => {
    expect(givenUp(now, new Date('2026-11-18T01:00:00Z'))).toBe(false);
    expect(givenUp(now, new Date('2026-11-18T00:59:59Z'))).toBe(true);
  });
});
