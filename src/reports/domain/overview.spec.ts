import { describe, expect, it } from '@jest/globals';
import { monthStart, onTimeShare, overviewOf, type TicketCount } from './overview.js';

const count = (agencyCode: string | null, state: string, tickets: number, late = 0): TicketCount => ({
  agencyCode,
  state,
  isOpen: state !== 'published',
  tickets,
  late,
});

describe('the overview', () => {
  const overview = overviewOf(
    [
      count('SXD', 'assigned', 3, 1),
      count('SXD', 'in_progress', 2, 1),
      count('SXD', 'published', 10, 2),
      count(null, 'received', 4),
      count('SYT', 'in_progress', 5, 2),
      count('CA', 'published', 1),
    ],
    ['received', 'assigned', 'in_progress'],
  );

  it('puts the latest first, then the fullest', () => {
    expect(overview.agencies).toEqual([
      { agencyCode: 'SXD', open: 5, late: 2, answered: 10, answeredLate: 2 },
      { agencyCode: 'SYT', open: 5, late: 2, answered: 0, answeredLate: 0 },
      { agencyCode: null, open: 4, late: 0, answered: 0, answeredLate: 0 },
      { agencyCode: 'CA', open: 0, late: 0, answered: 1, answeredLate: 0 },
    ]);
  });

  it('adds up: lines, states and total agree', () => {
    expect(overview.total).toEqual({ open: 14, late: 4, answered: 11, answeredLate: 2 });
    expect(overview.states).toEqual([
      { state: 'received', tickets: 4 },
      { state: 'assigned', tickets: 3 },
      { state: 'in_progress', tickets: 7 },
    ]);
    expect(overview.states.reduce((sum, { tickets }) => sum + tickets, 0)).toBe(overview.total.open);
  });

  it('of nothing is nothing, not zero per cent', () => {
    expect(overviewOf([], [])).toEqual({
      agencies: [],
      total: { open: 0, late: 0, answered: 0, answeredLate: 0 },
      states: [],
    });
    expect(onTimeShare({ open: 0, late: 0, answered: 0, answeredLate: 0 })).toBeNull();
  });

  it.each([
    [1000, 26, '97,4\u00A0%'],
    [3, 1, '66,7\u00A0%'],
    [5, 0, '100,0\u00A0%'],
  ])('%d answered, %d of them late: %s on time', (answered, answeredLate, text) => {
    expect(onTimeShare({ open: 0, late: 0, answered, answeredLate })).toBe(text);
  });
});

describe('the month', () => {
  it.each([
    ['2026-11-23T08:00:00+07:00', '2026-10-31T17:00:00.000Z'],
    ['2026-11-01T00:00:00+07:00', '2026-10-31T17:00:00.000Z'],
    ['2026-10-31T23:59:59+07:00', '2026-09-30T17:00:00.000Z'],
    ['2026-01-01T06:00:00+07:00', '2025-12-31T17:00:00.000Z'],
  ])('of %s begins at %s', (now, start) => {
    expect(monthStart(new Date(now)).toISOString()).toBe(start);
  });
});
