import { describe, expect, it } from '@jest/globals';
import { scored, type Criterion } from './score.js';

const criteria: Criterion[] = ['hello', 'tone', 'end'].map((code) => ({
  code,
  name: `Mục ${code}`,
  words: ['chưa', 'gần được', 'tốt'],
}));

describe('a score sheet', () => {
  it('adds up, and keeps what the criteria were called', () => {
    expect(scored(criteria, { hello: '2', tone: '0', end: '1' })).toEqual({
      points: [
        { code: 'hello', name: 'Mục hello', points: 2 },
        { code: 'tone', name: 'Mục tone', points: 0 },
        { code: 'end', name: 'Mục end', points: 1 },
      ],
      total: 3,
      most: 6,
    });
  });

  it.each([
    ['nothing', {}, ['hello', 'tone', 'end']],
    ['one left out', { hello: '1', end: '2' }, ['tone']],
    ['points that do not exist', { hello: '3', tone: '-1', end: '1.5' }, ['hello', 'tone', 'end']],
  ])('with %s comes back', (_, given, fields) => {
    const result = scored(criteria, given);
    expect(Array.isArray(result) && result.map(({ field }) => field)).toEqual(fields);
  });
});
