import { describe, expect, it } from '@jest/globals';
import { takesOver, worksAt, type Handing, type OrderPlan } from './plan.js';
import { rulesAfter, type StoredRule } from './rules-after.js';

const DAY = '2026-12-01';

const plan = (hands: readonly Handing[], ends: readonly string[]): OrderPlan => ({
  effectiveOn: DAY,
  begins: [],
  renames: [],
  hands,
  ends,
});
const MERGED = plan([{ from: 'A', rest: 'C', parts: [] }], ['A']);
const part = (wardCodes: readonly string[], categoryCodes: readonly string[]): OrderPlan =>
  plan([{ from: 'A', rest: 'A', parts: [{ to: 'B', wardCodes, categoryCodes, logins: ['an'] }] }], []);

const rule = (given: Partial<StoredRule> = {}): StoredRule => ({
  id: 'den',
  version: 3,
  categoryCode: 'den',
  wardCode: null,
  subject: null,
  lead: 'A',
  supporting: [],
  slaClass: null,
  validFrom: '2025-07-01',
  validTo: null,
  origin: 'file',
  ...given,
});

const added = (order: OrderPlan, ...rules: StoredRule[]) =>
  rulesAfter(order, rules).added.map(({ id, version, wardCode, lead, supporting, subject, validFrom }) =>
    [id, version, wardCode ?? '*', lead, supporting.join(' '), subject ?? '', validFrom].join('|'),
  );

describe('rules that name an agency which hands over', () => {
  it.each<[string, OrderPlan, StoredRule, string[]]>([
    ['get a version for its successor', MERGED, rule(), ['den|4|*|C|||2026-12-01']],
    ['also where it helps', MERGED, rule({ lead: 'X', supporting: ['Y', 'A'] }), ['den|4|*|X|Y C||2026-12-01']],
    ['also where it is complained about', MERGED, rule({ lead: 'X', subject: 'A' }), ['den|4|*|X||C|2026-12-01']],
    ['from their own day when that is later', MERGED, rule({ validFrom: '2027-01-01' }), ['den|4|*|C|||2027-01-01']],
    ['not when they have ended by then', MERGED, rule({ validTo: DAY }), []],
    ['not when they name others', MERGED, rule({ lead: 'X' }), []],
    [
      'stay for the rest, with one beside for each ward',
      part(['1', '2'], []),
      rule(),
      ['den--1-1|1|1|B|||2026-12-01', 'den--1-2|1|2|B|||2026-12-01'],
    ],
    ['go over whole when the part is the whole category', part([], ['den']), rule(), ['den|5|*|B|||2026-12-01']],
    ['stay when the part is of another category', part([], ['duong']), rule(), []],
    ['stay when the part is of another ward', part(['9'], []), rule({ wardCode: '1' }), []],
  ])('%s', (_, order, stored, expected) => {
    expect(added(order, stored)).toEqual(expected);
  });

  it('get a number that no order before has used, when a part comes back and goes again', () => {
    const before = [rule(), rule({ id: 'den--1-1', version: 1, wardCode: '1', lead: 'B', validTo: '2026-06-01' })];
    expect(added(part(['1'], []), ...before)).toEqual(['den--1-1|2|1|B|||2026-12-01']);
  });

  it('end where their next version begins, and keep what they said', () => {
    expect(rulesAfter(MERGED, [rule()]).ended).toEqual([{ id: 'den', version: 3, validTo: DAY }]);
    expect(rulesAfter(part(['1'], []), [rule()]).ended).toEqual([]);
  });
});

describe('who takes over', () => {
  it.each([
    ['of a ward of the part', { wardCode: '1', categoryCode: 'den' }, 'B'],
    ['of another ward', { wardCode: '2', categoryCode: 'den' }, 'A'],
    ['of another category', { wardCode: '1', categoryCode: 'duong' }, 'A'],
    ['without a ward', { wardCode: null, categoryCode: 'den' }, 'A'],
  ])('a ticket %s', (_, of, expected) => {
    expect(takesOver(part(['1'], ['den']), 'A', of)).toBe(expected);
  });

  it('leaves alone what lies with others, and sends people where they were named', () => {
    expect(takesOver(MERGED, 'X', { wardCode: null, categoryCode: null })).toBe('X');
    expect([worksAt(part(['1'], []), 'A', 'an'), worksAt(part(['1'], []), 'A', 'binh')]).toEqual(['B', 'A']);
  });
});
