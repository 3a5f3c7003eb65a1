import { describe, expect, it } from '@jest/globals';
import { monthAfter, monthBounds, NO_FIGURES, shareOf, sumOf } from './figures.js';

describe('months', () => {
  it.each([
    ['2026-11', 1, '2026-12'],
    ['2026-12', 1, '2027-01'],
    ['2026-01', -1, '2025-12'],
    ['2026-05', -11, '2025-06'],
    ['2026-05', 0, '2026-05'],
  ])('%s and %i are %s', (month, steps, result) => expect(monthAfter(month, steps)).toBe(result));

  it('begin at midnight in Viet Nam', () => {
    expect(monthBounds('2026-12')).toEqual({
      from: new Date('2026-11-30T17:00:00Z'),
      to: new Date('2026-12-31T17:00:00Z'),
    });
  });

  it.each(['2026-13', '0000-01', '2026-00', '2026-1', '26-01', '', '2026-11-01', "2026-11' or 1=1"])(
    'are not "%s"',
    (text) => expect(monthBounds(text)).toBeNull(),
  );
});

describe('figures', () => {
  it('are added up', () => {
    const one = { ...NO_FIGURES, received: 3, answered: 2, late: 1, onTime: 1 };
    expect(sumOf([one, one])).toEqual({ ...NO_FIGURES, received: 6, answered: 4, late: 2, onTime: 2 });
    expect(sumOf([])).toEqual(NO_FIGURES);
  });

  it('have no share of nothing', () => {
    expect(shareOf(0, 0)).toBeNull();
    expect(shareOf(1, 4)).toBe(0.25);
  });
});
