import { describe, expect, it } from '@jest/globals';
import { personOf, ruleFor, type AssignmentRule, type Placed } from './match-rule.js';

const rule = (id: string, wardCode: string | null, categoryCode: string | null, accountId: string | null = 'an') => ({
  id,
  wardCode,
  categoryCode,
  accountId,
});

const ALL = rule('all', null, null);
const WARD = rule('ward', 'w1', null);
const ROADS = rule('roads', null, 'roads');
const BOTH = rule('both', 'w1', 'roads');

describe('which rule holds', () => {
  it.each<[string, AssignmentRule[], Placed, string | null]>([
    ['no rule at all', [], { wardCode: 'w1', categoryCode: 'roads' }, null],
    ['none that fits', [WARD, ROADS], { wardCode: 'w2', categoryCode: 'waste' }, null],
    ['the one for everything', [ALL, WARD], { wardCode: 'w2', categoryCode: 'waste' }, 'all'],
    ['a ward before everything', [WARD, ALL], { wardCode: 'w1', categoryCode: 'waste' }, 'ward'],
    ['a category before a ward', [ROADS, WARD], { wardCode: 'w1', categoryCode: 'roads' }, 'roads'],
    ['both before one, in any order', [BOTH, ALL, ROADS, WARD], { wardCode: 'w1', categoryCode: 'roads' }, 'both'],
    ['a ticket without a ward is of no ward', [WARD], { wardCode: null, categoryCode: 'roads' }, null],
    ['the later of two alike', [ALL, rule('later', null, null)], { wardCode: null, categoryCode: null }, 'later'],
  ])('%s', (_, rules, ticket, id) => {
    expect(ruleFor(rules, ticket)?.id ?? null).toBe(id);
  });
});

describe('whom a rule means today', () => {
  const load = new Map([
    ['an', 4],
    ['bình', 2],
    ['chi', 2],
  ]);
  const away = (...pairs: [string, string | null][]) => {
    const map = new Map(pairs);
    return { load, standIn: (id: string) => (map.has(id) ? (map.get(id) ?? null) : id) };
  };

  it.each<[string, string | null, ReturnType<typeof away>, string | null]>([
    ['who is named', 'an', away(), 'an'],
    ['the deputy of who is named', 'an', away(['an', 'bình']), 'bình'],
    ['nobody for who is away without a deputy', 'an', away(['an', null]), null],
    ['nobody for who works here no longer', 'gone', away(), null],
    ['nobody for a deputy who works here no longer', 'an', away(['an', 'gone']), null],
    ['by load: the fewest, of equals the first', null, away(), 'bình'],
    ['by load: nobody who is away', null, away(['bình', 'an']), 'chi'],
    ['by load: nobody when all are away', null, away(['an', null], ['bình', null], ['chi', null]), null],
  ])('%s', (_, accountId, crew, person) => {
    expect(personOf(rule('r', null, null, accountId), crew)).toBe(person);
  });
});
