import { describe, expect, it } from '@jest/globals';
import { lastMonths, satisfactionOf } from './satisfaction.js';

const month = (answered: number, very: number, satisfied: number, unsatisfied: number) => ({
  month: '2026-11',
  answered,
  given: { very_satisfied: very, satisfied, unsatisfied },
});

describe('how satisfied people are', () => {
  it.each([
    ['nobody was answered', month(0, 0, 0, 0), { responded: 0, responseShare: null, satisfiedShare: null }],
    ['nobody rated', month(40, 0, 0, 0), { responded: 0, responseShare: 0, satisfiedShare: null }],
    ['some rated', month(40, 3, 4, 1), { responded: 8, responseShare: 20, satisfiedShare: 87.5 }],
    ['a third', month(9, 1, 0, 2), { responded: 3, responseShare: 33.33, satisfiedShare: 33.33 }],
  ])('%s', (_case, ratings, shares) => {
    expect(satisfactionOf(ratings)).toEqual(shares);
  });

  it('is told of months over the turn of a year', () => {
    expect(lastMonths('2026-02-14', 4)).toEqual(['2026-02', '2026-01', '2025-12', '2025-11']);
  });
});
