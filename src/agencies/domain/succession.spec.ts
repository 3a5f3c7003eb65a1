import { describe, expect, it } from '@jest/globals';
import type { Agency } from './agency.js';
import { lineOf, standsIn, successionsByCode, type Succession } from './succession.js';

const agency = (code: string, validTo: string | null = null): Agency => ({
  ...{ code, name: code, shortName: code, kind: 'department', parentCode: null, wardCode: null },
  ...{ validFrom: '2020-01-01', validTo },
});

/**
 * A and B became C, which became D together with E; P gave a part to Q and went on; R was divided among S and T; U gave
 * a part to V, then all the rest to W.
 */
const ENDED: Readonly<Record<string, string>> = {
  A: '2026-01-01',
  B: '2026-01-01',
  C: '2026-03-01',
  E: '2026-03-01',
  R: '2026-01-01',
  U: '2026-03-01',
};
const agencies = new Map([...'ABCDEPQRSTUVW'].map((code) => [code, agency(code, ENDED[code] ?? null)]));
const step = (orderId: string, fromCode: string, toCode: string, effectiveOn: string, main = true): Succession => ({
  ...{ orderId, fromCode, toCode, effectiveOn, main },
});
const successions = successionsByCode([
  step('1', 'A', 'C', '2026-01-01'),
  step('1', 'B', 'C', '2026-01-01'),
  step('2', 'C', 'D', '2026-03-01'),
  step('2', 'E', 'D', '2026-03-01'),
  step('3', 'P', 'Q', '2026-01-01', false),
  step('4', 'R', 'S', '2026-01-01'),
  step('4', 'R', 'T', '2026-01-01', false),
  step('5', 'U', 'V', '2026-01-01', false),
  step('6', 'U', 'W', '2026-03-01'),
]);

describe('whom an agency came from', () => {
  it.each<[string, string, string, string, string]>([
    ['merged twice', 'D', '2026-03-01', 'ABCE', 'ABCE'],
    ['in between', 'C', '2026-02-01', 'AB', 'AB'],
    ['in between, once it has ended itself', 'C', '2026-03-01', 'AB', 'ABD'],
    ['before the day', 'D', '2026-02-28', '', ''],
    ['the first of all', 'A', '2026-03-01', '', 'CD'],
    ['what gave a part', 'P', '2026-03-01', '', 'Q'],
    ['what got a part of one that goes on', 'Q', '2026-03-01', '', 'P'],
    ['what got the rest of one that was divided', 'S', '2026-03-01', '', 'R'],
    ['what got a part of it', 'T', '2026-03-01', '', 'R'],
    ['what got everything after a part had gone', 'W', '2026-03-01', 'U', 'U'],
    ['the part that had gone before', 'V', '2026-03-01', '', 'U'],
  ])('%s: %s on %s', (_, code, on, before, kin) => {
    const line = lineOf(agencies, successions, code, on);
    expect([[...line.before].sort().join(''), [...line.kin].sort().join('')]).toEqual([before, kin]);
  });

  it('is kin in both directions, and ends where orders go round in a circle', () => {
    const codes = [...agencies.keys()];
    const kin = (code: string): readonly string[] => lineOf(agencies, successions, code, '2026-03-01').kin;
    for (const one of codes) for (const other of codes) expect(kin(one).includes(other)).toBe(kin(other).includes(one));
    const circle = successionsByCode([step('1', 'P', 'Q', '2026-01-01'), step('2', 'Q', 'P', '2026-02-01')]);
    expect(lineOf(agencies, circle, 'P', '2026-03-01')).toEqual({ before: [], kin: ['Q'] });
    expect(standsIn(agencies, circle, 'P', '2026-03-01')?.code).toBe('P');
  });
});
