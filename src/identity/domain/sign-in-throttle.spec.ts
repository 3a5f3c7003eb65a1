import { describe, expect, it } from '@jest/globals';
import { countAttempt, type ThrottleState } from './sign-in-throttle.js';

const LIMIT = { failures: 5 };
const start = new Date('2026-11-23T08:00:00+07:00');
const after = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);

/** Wrong attempts at these seconds: how long each had to wait afterwards (null: not at all; 'refused'). */
function waits(seconds: readonly number[]): (number | null | 'refused')[] {
  let state: ThrottleState | null = null;
  return seconds.map((second) => {
    const attempt = countAttempt(state, after(second), LIMIT);
    if (!attempt.allowed) return 'refused';
    state = attempt.state;
    return state.waitUntil === null ? null : (state.waitUntil.getTime() - after(second).getTime()) / 1000;
  });
}

describe('wrong sign-ins', () => {
  it.each([
    ['four wrong ones cost nothing', [0, 1, 2, 3], [null, null, null, null]],
    ['the fifth costs a minute', [0, 1, 2, 3, 4], [null, null, null, null, 60]],
    [
      'within that minute nobody gets in, after it one try',
      [0, 1, 2, 3, 4, 63, 64],
      [null, null, null, null, 60, 'refused', 120],
    ],
    [
      'the wait doubles up to a quarter of an hour',
      [0, 0, 0, 0, 0, 60, 180, 420, 900, 1800],
      [null, null, null, null, 60, 120, 240, 480, 900, 900],
    ],
    ['an hour without one starts anew', [0, 0, 0, 0, 3600], [null, null, null, null, null]],
    ['a second less does not', [0, 0, 0, 0, 3599], [null, null, null, null, 60]],
  ])('%s', (_, seconds, expected) => {
    expect(waits(seconds)).toEqual(expected);
  });
});
