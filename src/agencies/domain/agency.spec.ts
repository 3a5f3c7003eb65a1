import { describe, expect, it } from '@jest/globals';
import { agenciesOfWard, findCycle, superiorCode, type Agency } from './agency.js';
import { isValidOn, overlap } from './validity.js';

const agency = (code: string, kind: Agency['kind'], parentCode: string | null = null): Agency => ({
  code,
  name: code,
  shortName: code,
  kind,
  parentCode,
  wardCode: null,
  validFrom: '2025-07-01',
  validTo: null,
});

describe('who stands above an agency', () => {
  const topLevel = { government: 'TTRA', vertical: 'UBND', department: 'LOOP' } as const;
  it.each([
    ['its parent', agency('SXD', 'department', 'UBND'), 'UBND'],
    ['the one named for the top', agency('UBND', 'government'), 'TTRA'],
    ['the one named for vertical bodies', agency('THUE', 'vertical'), 'UBND'],
    ['nobody, when none is named', agency('DIENLUC', 'utility'), null],
    ['nobody, rather than itself', agency('LOOP', 'department'), null],
  ])('%s', (_, of, expected) => {
    expect(superiorCode(of, topLevel)).toBe(expected);
  });
});

describe('the tree of agencies', () => {
  it('gives every ward its committee and its police', () => {
    const unit = {
      code: '25993',
      name: 'Phường Trảng Dài',
      kind: 'ward',
      parentCode: '75',
      validFrom: '2025-07-01',
      validTo: null,
    } as const;
    expect(agenciesOfWard(unit, { government: 'UBND', police: 'CATP' })).toMatchObject([
      { code: 'UBND-25993', shortName: 'UBND phường Trảng Dài', parentCode: 'UBND', wardCode: '25993', kind: 'ward' },
      {
        code: 'CA-25993',
        shortName: 'Công an phường Trảng Dài',
        parentCode: 'CATP',
        wardCode: '25993',
        kind: 'ward-police',
      },
    ]);
  });

  it('notices a circle', () => {
    const tree = (parents: Record<string, string | null>) =>
      new Map(Object.entries(parents).map(([code, parentCode]) => [code, { parentCode }]));
    expect(findCycle(tree({ a: null, b: 'a', c: 'b' }))).toBeNull();
    expect(findCycle(tree({ a: null, b: 'c', c: 'b' }))).toBe('b');
    expect(findCycle(tree({ a: 'a' }))).toBe('a');
  });
});

describe('validity', () => {
  const until = { validFrom: '2025-07-01', validTo: '2026-07-01' };
  it.each([
    ['2025-06-30', false],
    ['2025-07-01', true],
    ['2026-06-30', true],
    ['2026-07-01', false],
  ])('on %s: %s', (day, valid) => {
    expect(isValidOn(until, day)).toBe(valid);
  });

  it.each([
    [{ validFrom: '2026-07-01', validTo: null }, false],
    [{ validFrom: '2026-06-30', validTo: null }, true],
    [{ validFrom: '2024-01-01', validTo: '2025-07-01' }, false],
    [{ validFrom: '2024-01-01', validTo: null }, true],
  ])('%j shares a day with the year before: %s', (other, shared) => {
    expect(overlap(until, other)).toBe(shared);
    expect(overlap(other, until)).toBe(shared);
  });
});
