import { describe, expect, it } from '@jest/globals';
import { HISTORY_TYPES, type HistoryType } from './domain/history-types.js';
import { isHarmless, whatMatters } from './stale-ticket.js';

/** What is noted beside the way, written out once more by hand: nobody decides anything else because of it. */
const BESIDE: readonly HistoryType[] = [
  'support_reminded',
  'question_reminded',
  'enquired',
  'chased',
  'holder_reminded',
];

const after = (...types: HistoryType[]) => types.map((type, nth) => ({ type, version: 4 + nth }));

describe('an older version', () => {
  it.each(HISTORY_TYPES)('after %s', (type) => {
    expect(isHarmless(after(type), 3, 4)).toBe(BESIDE.includes(type));
  });

  it.each<[string, HistoryType[], number, number, boolean]>([
    ['several notes beside the way', ['enquired', 'chased', 'enquired', 'holder_reminded'], 3, 7, true],
    ['a decision first', ['transferred', 'chased'], 3, 5, false],
    ['a decision last', ['chased', 'enquired', 'facts_added'], 3, 6, false],
    ['a version that tells nothing of itself', ['chased'], 3, 5, false],
    ['the present one', [], 3, 3, false],
    ['one that is yet to come', [], 5, 3, false],
    ['none at all', ['chased'], 0, 1, false],
  ])('%s', (_, types, since, now, harmless) => {
    expect(isHarmless(after(...types), since, now)).toBe(harmless);
  });
});

describe('what has changed meanwhile', () => {
  it.each<[string, HistoryType[], HistoryType[]]>([
    [
      'leaves out what is beside the way',
      ['chased', 'facts_added', 'enquired', 'accepted'],
      ['facts_added', 'accepted'],
    ],
    ['is that when there is nothing else', ['chased', 'enquired'], ['chased', 'enquired']],
    ['may be nothing', [], []],
  ])('%s', (_, types, matter) => {
    expect(whatMatters(after(...types)).map(({ type }) => type)).toEqual(matter);
  });
});
