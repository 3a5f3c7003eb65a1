import { describe, expect, it } from '@jest/globals';
import { holdsOn, standIn, type Away } from './stand-ins.js';

const away = (accountId: string, deputyAccountId: string | null, fromOn = '2026-11-20', toOn = '2026-11-24'): Away => ({
  accountId,
  deputyAccountId,
  fromOn,
  toOn,
});

describe('who does the work of somebody who is away', () => {
  it.each<[string, Away[], string | null]>([
    ['nobody is away', [], 'an'],
    ['somebody else is', [away('bình', 'chi')], 'an'],
    ['the deputy', [away('an', 'bình')], 'bình'],
    ['the deputy of the deputy, while both are away', [away('an', 'bình'), away('bình', 'chi')], 'chi'],
    [
      'the first deputy again, when that one is back',
      [away('an', 'bình'), away('bình', 'chi', '2026-11-01', '2026-11-19')],
      'bình',
    ],
    ['nobody, where nobody was named', [away('an', null)], null],
    ['nobody, where two stand in for each other', [away('an', 'bình'), away('bình', 'an')], null],
    ['nobody, where the last of a row has no deputy', [away('an', 'bình'), away('bình', null)], null],
  ])('%s', (_, absences, found) => {
    expect(standIn('an', absences, '2026-11-20')).toBe(found);
  });

  it.each([
    ['2026-11-19', false],
    ['2026-11-20', true],
    ['2026-11-24', true],
    ['2026-11-25', false],
  ])('both ends of an absence belong to it: %s', (day, held) => {
    expect(holdsOn(away('an', null), day)).toBe(held);
  });
});
