import { describe, expect, it } from '@jest/globals';
import { typedInstant } from './typed-instant.js';

describe('typedInstant', () => {
  it.each([
    ['2026-11-17T10:20', '2026-11-17T03:20:00.000Z'],
    [' 2026-11-17 10:20 ', '2026-11-17T03:20:00.000Z'],
    ['2026-11-17T10:20:30', '2026-11-17T03:20:30.000Z'],
    ['2026-11-17T03:20:00.000Z', '2026-11-17T03:20:00.000Z'],
    ['2026-11-17T10:20+07:00', '2026-11-17T03:20:00.000Z'],
    ['2028-02-29T00:00', '2028-02-28T17:00:00.000Z'],
  ])('reads %j as %s', (typed, instant) => {
    expect(typedInstant(typed)?.toISOString()).toBe(instant);
  });

  it.each(['', '17/11/2026 10:20', '2026-11-17', '2026-02-30T10:00', '2026-11-17T25:00', '2026-13-01T10:00', 'nay'])(
    'finds no instant in %j',
    (typed) => {
      expect(typedInstant(typed)).toBeNull();
    },
  );
});
