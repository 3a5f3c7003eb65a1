import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { anchorReference, anchorRoot, MerkleTree, type AnchoredHead } from './merkle.js';

const heads = (count: number): AnchoredHead[] =>
  Array.from({ length: count }, (_, index) => ({ reference: anchorReference(`T${index}`), length: index, head: 'ab' }));

const treeOf = (some: readonly AnchoredHead[]): MerkleTree => {
  const tree = new MerkleTree();
  for (const head of some) tree.add(head);
  return tree;
};

/** The definition of RFC 9162, word for word. */
function byDefinition(leaves: readonly Buffer[]): Buffer {
  const sha256 = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
  const [only] = leaves;
  if (only === undefined) return sha256();
  if (leaves.length === 1) return sha256(Buffer.from([0]), only);
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha256(Buffer.from([1]), byDefinition(leaves.slice(0, k)), byDefinition(leaves.slice(k)));
}

describe('the tree', () => {
  it.each([0, 1, 2, 3, 4, 5, 7, 8, 9, 33])('of %d heads is the one of the RFC', (count) => {
    const some = heads(count);
    const leaves = some.map(({ reference, length, head }) => Buffer.from(`${reference} ${length} ${head}`));
    expect(treeOf(some).root()).toBe(byDefinition(leaves).toString('hex'));
    expect(treeOf(some).count).toBe(count);
  });

  it('is another one with a head changed, left out, or in another place', () => {
    const some = heads(5);
    const [first, ...rest] = some as [AnchoredHead, ...AnchoredHead[]];
    const roots = [
      some,
      [{ ...first, length: 9 }, ...rest],
      [{ ...first, head: 'cd' }, ...rest],
      rest,
      [...rest, first],
    ].map((them) => treeOf(them).root());
    expect(new Set(roots).size).toBe(roots.length);
  });

  it('makes the value of a day, together with the day before', () => {
    const values = [
      anchorRoot('', '2026-11-17', treeOf([])),
      anchorRoot('', '2026-11-18', treeOf([])),
      anchorRoot('ab', '2026-11-18', treeOf([])),
      anchorRoot('', '2026-11-17', treeOf(heads(1))),
    ];
    expect(new Set(values).size).toBe(values.length);
    const nothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    expect(values[0]).toBe(createHash('sha256').update(`\n2026-11-17\n0\n${nothing}`).digest('hex'));
  });
});
