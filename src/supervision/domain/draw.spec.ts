import { describe, expect, it } from '@jest/globals';
import { drawn } from './draw.js';

const candidates = ['A', 'B', 'C'].flatMap((accountId, index) =>
  Array.from({ length: index * 40 + 1 }, (_, n) => ({ accountId, callId: `${accountId}${String(n)}` })),
);

describe('the draw', () => {
  it('takes of everybody so many, or all there are, each once', () => {
    const result = drawn(candidates, 3, 'seed');
    expect(result.map(({ accountId, place }) => `${accountId}${String(place)}`)).toEqual([
      'A1',
      'B1',
      'B2',
      'B3',
      'C1',
      'C2',
      'C3',
    ]);
    expect(new Set(result.map(({ callId }) => callId)).size).toBe(7);
  });

  it('is the same for the same seed in whatever order the calls come, and another for another', () => {
    expect(drawn([...candidates].reverse(), 3, 'seed')).toEqual(drawn(candidates, 3, 'seed'));
    expect(drawn(candidates, 3, 'other')).not.toEqual(drawn(candidates, 3, 'seed'));
  });

  it('prefers no call: over many seeds each of forty-one is drawn about as often', () => {
    const times = new Map<string, number>();
    for (let n = 0; n < 2000; n += 1)
      for (const { accountId, callId } of drawn(candidates, 3, String(n)))
        if (accountId === 'B') times.set(callId, (times.get(callId) ?? 0) + 1);
    const counts = [...times.values()];
    // 2000 × 3 / 41 = 146 are expected of each; 12 is one standard deviation.
    expect(counts).toHaveLength(41);
    expect(Math.min(...counts)).toBeGreaterThan(100);
    expect(Math.max(...counts)).toBeLessThan(195);
  });
});
