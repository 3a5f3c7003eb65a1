import { describe, expect, it } from '@jest/globals';
import { match, type RoutingRule } from './rule.js';
import { rewrittenVersions, withEarlierVersions } from './rule-versions.js';

const rule = (id: string, over: Partial<RoutingRule> = {}): RoutingRule => ({
  id,
  version: 1,
  categoryCode: 'rac',
  wardCode: null,
  subject: null,
  lead: 'ward',
  supporting: [],
  slaClass: null,
  validFrom: '2026-01-01',
  validTo: null,
  ...over,
});

const input = { categoryCode: 'rac', wardCode: 'w1', subject: { code: 'SXD', kind: 'department' }, on: '2026-06-01' };

describe('the most specific valid rule', () => {
  it.each<[string, RoutingRule[], string | null]>([
    ['none', [], null],
    ['another category', [rule('a', { categoryCode: 'khac' })], null],
    ['any category', [rule('a', { categoryCode: null })], 'a'],
    ['category before any', [rule('a', { categoryCode: null, wardCode: 'w1', subject: 'SXD' }), rule('b')], 'b'],
    ['ward before any', [rule('a'), rule('b', { wardCode: 'w1' })], 'b'],
    ['another ward', [rule('a'), rule('b', { wardCode: 'w2' })], 'a'],
    ['subject before ward', [rule('a', { wardCode: 'w1' }), rule('b', { subject: 'department' })], 'b'],
    ['agency before kind', [rule('a', { subject: 'department', wardCode: 'w1' }), rule('b', { subject: 'SXD' })], 'b'],
    [
      'kind and ward before kind',
      [rule('a', { subject: 'department' }), rule('b', { subject: 'department', wardCode: 'w1' })],
      'b',
    ],
    ['another subject', [rule('a', { subject: 'vertical' })], null],
    ['not yet valid', [rule('a', { validFrom: '2026-06-02' })], null],
    ['valid from today', [rule('a', { validFrom: '2026-06-01' })], 'a'],
    ['ended today', [rule('a', { validTo: '2026-06-01' })], null],
    ['last day', [rule('a', { validTo: '2026-06-02' })], 'a'],
    ['younger before older', [rule('a', { validFrom: '2025-01-01' }), rule('b')], 'b'],
    ['higher version', [rule('a'), rule('a', { version: 2, lead: 'SXD' })], 'a'],
    ['by id when all else is equal', [rule('b'), rule('a')], 'a'],
  ])('%s', (_, rules, expected) => {
    expect(match(rules, input)?.rule.id ?? null).toBe(expected);
    expect(match([...rules].reverse(), input)?.rule).toEqual(match(rules, input)?.rule);
  });

  it('names the rules that were just as special', () => {
    const matched = match([rule('b'), rule('a'), rule('c', { wardCode: 'w2' })], input);
    expect(matched?.rivals.map(({ id }) => id)).toEqual(['b']);
  });

  it('takes the general rule when the ward is not known', () => {
    expect(match([rule('a', { wardCode: 'w1' }), rule('b')], { ...input, wardCode: null })?.rule.id).toBe('b');
  });
});

describe('versions of rules', () => {
  it('may end, but not say something else', () => {
    const stored = [rule('a'), rule('b')];
    const wanted = [rule('a', { lead: 'SXD' }), rule('b', { validTo: '2026-09-01' }), rule('c')];
    expect(rewrittenVersions(stored, wanted).map(({ id }) => id)).toEqual(['a']);
  });

  it('follow each other without a gap', () => {
    const wanted = [rule('a', { version: 3, validFrom: '2026-09-01' })];
    const stored = [
      rule('a', { version: 1, validTo: '2026-03-01' }),
      rule('a', { version: 2, validFrom: '2026-03-01' }),
      rule('gone'),
    ];
    expect(withEarlierVersions(stored, wanted).map(({ version, validTo }) => [version, validTo])).toEqual([
      [3, null],
      [1, '2026-03-01'],
      [2, '2026-09-01'],
    ]);
  });
});
