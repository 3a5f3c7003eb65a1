import { describe, expect, it } from '@jest/globals';
import { chainFaults, isUnsealed, type StoredChain, type StoredEntry } from './history-chain-check.js';
import { chainHash } from './history-chain.js';

const TYPES = ['opened', 'routed', 'accepted', 'answer_submitted', 'answer_approved', 'published'];

function entry(number: number, more: Partial<StoredEntry> = {}): Omit<StoredEntry, 'hash'> {
  return {
    ticketId: 'T',
    number,
    version: number,
    type: TYPES[number - 1] ?? 'chased',
    actorKind: 'staff',
    actorId: 'A',
    actorAgencyCode: 'SXD',
    at: new Date(Date.UTC(2026, 10, 17, number)),
    data: { number, agencyCode: 'SXD' },
    ...more,
  };
}

function sealed(entries: readonly Omit<StoredEntry, 'hash'>[], from = ''): StoredEntry[] {
  let before = from;
  return entries.map((one) => {
    before = chainHash(before, one);
    return { ...one, hash: before };
  });
}

const SIX = sealed([1, 2, 3, 4, 5, 6].map((number) => entry(number)));
const WHOLE: StoredChain = { length: 6, head: SIX[5]?.hash ?? '', entries: SIX };
const at = (number: number): StoredEntry => SIX[number - 1] as StoredEntry;
const put = (...changed: StoredEntry[]): StoredEntry[] =>
  SIX.map((one) => changed.find(({ number }) => number === one.number) ?? one);
const renumbered = (entries: readonly StoredEntry[]): StoredEntry[] =>
  entries.map((one, index) => ({ ...one, number: index + 1 }));
const without = (...numbers: number[]): StoredEntry[] => SIX.filter(({ number }) => !numbers.includes(number));
const foreign: StoredEntry = { ...entry(3, { type: 'rejected' }), hash: 'f'.repeat(64) };

describe('a chain', () => {
  it('is whole as it was sealed, in whatever order the data’s keys come back', () => {
    expect(chainFaults(WHOLE)).toEqual([]);
    const turned = put({ ...at(2), data: { agencyCode: 'SXD', number: 2 } });
    expect(chainFaults({ ...WHOLE, entries: turned })).toEqual([]);
    expect(chainFaults({ length: 0, head: '', entries: [] })).toEqual([]);
  });

  it.each<[string, Partial<StoredChain>, [number, string][]]>([
    ['the data changed', { entries: put({ ...at(3), data: { number: 9 } }) }, [[3, 'changed']]],
    ['the instant changed', { entries: put({ ...at(1), at: new Date(0) }) }, [[1, 'changed']]],
    ['who did it', { entries: put({ ...at(6), actorId: 'B' }) }, [[6, 'changed']]],
    ['its kind', { entries: put({ ...at(2), type: 'transferred' }) }, [[2, 'changed']]],
    ['the version', { entries: put({ ...at(4), version: 9 }) }, [[4, 'changed']]],
    ['its agency', { entries: put({ ...at(4), actorAgencyCode: null }) }, [[4, 'changed']]],
    [
      'its hash alone',
      { entries: put({ ...at(5), hash: '0'.repeat(64) }) },
      [
        [5, 'changed'],
        [6, 'changed'],
      ],
    ],
    [
      'its hash wiped',
      { entries: put({ ...at(5), hash: '' }) },
      [
        [5, 'changed'],
        [6, 'changed'],
      ],
    ],
    [
      'two changed',
      { entries: put({ ...at(2), actorId: 'B' }, { ...at(5), data: {} }) },
      [
        [2, 'changed'],
        [5, 'changed'],
      ],
    ],
    ['one removed', { entries: without(4) }, [[4, 'removed']]],
    ['the first removed', { entries: without(1) }, [[1, 'removed']]],
    [
      'two removed',
      { entries: without(2, 3) },
      [
        [2, 'removed'],
        [3, 'removed'],
      ],
    ],
    ['one removed, the rest moved up', { entries: renumbered(without(3)) }, [[3, 'removed']]],
    [
      'the end cut off',
      { entries: without(5, 6) },
      [
        [5, 'removed'],
        [6, 'removed'],
      ],
    ],
    ['all removed', { entries: [] }, [1, 2, 3, 4, 5, 6].map((number) => [number, 'removed'])],
    ['two exchanged', { entries: renumbered([1, 2, 4, 3, 5, 6].map(at)) }, [[4, 'reordered']]],
    [
      'one put elsewhere',
      { entries: renumbered([1, 5, 2, 3, 4, 6].map(at)) },
      [
        [3, 'reordered'],
        [4, 'reordered'],
        [5, 'reordered'],
      ],
    ],
    ['one added at the end', { entries: [...SIX, { ...foreign, number: 7 }] }, [[7, 'added']]],
    ['one put between', { entries: renumbered([...SIX.slice(0, 2), foreign, ...SIX.slice(2)]) }, [[3, 'added']]],
    ['the ticket names another end', { head: '0'.repeat(64) }, [[6, 'head']]],
    ['the ticket counts fewer', { length: 5 }, [[6, 'added']]],
    ['the end of another ticket', { entries: put({ ...at(6), ticketId: 'U' }) }, [[6, 'changed']]],
  ])('%s', (_, change, faults) => {
    expect(chainFaults({ ...WHOLE, ...change }).map(({ number, what }) => [number, what])).toEqual(faults);
  });

  it('goes unnoticed only when all that follows is sealed anew, the ticket included', () => {
    const forged = sealed([entry(5, { actorId: 'B' }), entry(6)], at(4).hash);
    const entries = [...SIX.slice(0, 4), ...forged];
    expect(chainFaults({ ...WHOLE, entries })).not.toEqual([]);
    expect(chainFaults({ ...WHOLE, entries, head: forged[1]?.hash ?? '' })).toEqual([]);
  });

  it('of a long history names what is wrong without trying every place', () => {
    const long = sealed(Array.from({ length: 400 }, (_, index) => entry(index + 1)));
    const chain = { length: 400, head: long[399]?.hash ?? '', entries: long };
    const cut = { ...chain, entries: long.filter(({ number }) => number !== 200) };
    expect(chainFaults(chain)).toEqual([]);
    expect(chainFaults(cut)).toEqual([{ number: 200, what: 'removed' }]);
    expect(chainFaults({ ...cut, entries: renumbered(cut.entries) })).not.toEqual([]);
  });
});

describe('a history older than the chain', () => {
  const old = SIX.map((one) => ({ ...one, hash: '' }));

  it('is unsealed as a whole, or not at all', () => {
    expect(isUnsealed({ length: 6, head: '', entries: old })).toBe(true);
    expect(isUnsealed({ ...WHOLE, entries: old })).toBe(false);
    expect(isUnsealed({ length: 6, head: '', entries: put({ ...at(2), hash: '' }) })).toBe(false);
  });
});
