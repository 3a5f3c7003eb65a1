import { createHash } from 'node:crypto';

/** Where the history of one ticket ends, without saying which ticket. */
export interface AnchoredHead {
  readonly reference: string;
  readonly length: number;
  readonly head: string;
}

const sha256 = (...parts: readonly (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** How a ticket is called where anybody can read it: an id has 80 random bits, so that its hash cannot be tried out. */
export function anchorReference(ticketId: string): string {
  return sha256(ticketId).toString('hex');
}

/**
 * The root of the tree over many heads, in the order in which they are added: the tree of RFC 9162 §2.1.1 with
 * SHA-256. Only one hash for each level is kept, however many heads there are.
 */
export class MerkleTree {
  /** Whole subtrees from left to right, each smaller than the one before. */
  private readonly peaks: { readonly size: number; readonly hash: Buffer }[] = [];
  private size = 0;

  add({ reference, length, head }: AnchoredHead): void {
    let peak = { size: 1, hash: sha256(LEAF, `${reference} ${String(length)} ${head}`) };
    for (let last = this.peaks.at(-1); last?.size === peak.size; last = this.peaks.at(-1)) {
      this.peaks.pop();
      peak = { size: peak.size * 2, hash: sha256(NODE, last.hash, peak.hash) };
    }
    this.peaks.push(peak);
    this.size += 1;
  }

  get count(): number {
    return this.size;
  }

  /** In hexadecimal; of no heads the hash of nothing. */
  root(): string {
    const hash = this.peaks
      .map((peak) => peak.hash)
      .reduceRight<Buffer | null>((right, left) => (right === null ? left : sha256(NODE, left, right)), null);
    return (hash ?? sha256()).toString('hex');
  }
}

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

/** The published value of a day: over the one before, the day, how many heads, and their tree. */
export function anchorRoot(previousRoot: string, day: string, tree: Pick<MerkleTree, 'count' | 'root'>): string {
  return sha256([previousRoot, day, String(tree.count), tree.root()].join('\n')).toString('hex');
}
