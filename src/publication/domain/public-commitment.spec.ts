import { describe, expect, it } from '@jest/globals';
import { instant } from '../../../test/support/clock.js';
import { publicCommitment } from './public-commitment.js';

const promise = {
  kind: 'commitment',
  limit: 'until2026-11-28',
  startedAt: instant('2026-11-20 10:00'),
  dueAt: instant('2026-11-30 16:30'),
  stoppedAt: null,
  stopReason: null,
} as const;
const resolve = { ...promise, kind: 'resolve', limit: '3wd', startedAt: instant('2026-11-17 08:00') } as const;
const done = { ...promise, stoppedAt: instant('2026-11-27 09:00'), stopReason: 'done_reported' } as const;
const again = { ...resolve, startedAt: instant('2026-12-02 08:00') };
const SAID = { on: '2026-11-28', dueAt: '2026-11-30T09:30:00.000Z' };

describe('what everybody reads of a promise', () => {
  it.each([
    ['nothing was promised', [resolve], null],
    ['it is still open', [resolve, promise], { ...SAID, doneAt: null }],
    ['it was reported done', [resolve, done], { ...SAID, doneAt: '2026-11-27T02:00:00.000Z' }],
    ['opened again before it was kept', [resolve, { ...done, stopReason: 'reopened' as const }, again], null],
    ['opened again after it was kept', [resolve, done, again], null],
    [
      'the next answer promises anew',
      [resolve, done, again, { ...promise, limit: 'until2026-12-15', startedAt: instant('2026-12-04 08:00') }],
      { on: '2026-12-15', dueAt: SAID.dueAt, doneAt: null },
    ],
  ])('%s', (_, clocks, said) => {
    expect(publicCommitment(clocks)).toEqual(said);
  });
});
