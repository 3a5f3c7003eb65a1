import { describe, expect, it } from '@jest/globals';
import { RECORD_FIGURES, recordsOf, sentShare, totalOf } from './agency-record.js';

const count = (figure: (typeof RECORD_FIGURES)[number], agencyCode: string, tickets: number) => ({
  figure,
  agencyCode,
  tickets,
});

describe('the agencies’ record', () => {
  const records = recordsOf([
    count('held', 'SYT', 2),
    count('held', 'SXD', 7),
    count('apology_owed', 'SXD', 3),
    count('apology_sent', 'SXD', 2),
    count('returned', 'STC', 1),
  ]);

  it('has a line for each agency, most held first, with a nought where nothing was', () => {
    expect(records.map(({ agencyCode }) => agencyCode)).toEqual(['SXD', 'SYT', 'STC']);
    expect(records[2]?.figures).toEqual({
      ...Object.fromEntries(RECORD_FIGURES.map((figure) => [figure, 0])),
      returned: 1,
    });
    expect(totalOf(records)).toMatchObject({ held: 9, apology_owed: 3, returned: 1, reopened: 0 });
  });

  it.each([
    [3, 2, '66,67\u00a0%'],
    [2, 2, '100\u00a0%'],
    [4, 0, '0\u00a0%'],
    [0, 0, null],
  ])('of %d owed and %d sent the share is %s', (owed, sent, share) => {
    expect(sentShare({ ...totalOf([]), apology_owed: owed, apology_sent: sent })).toBe(share);
  });
});
