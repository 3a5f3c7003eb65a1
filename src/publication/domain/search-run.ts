import { BLOCK_SIZE, countOf, numbersDown, numbersIn, unpack, type Bits } from './postings.js';
import type { SearchQuery } from './search-query.js';

/** The documents of a term, packed, by block. */
export type Postings = ReadonlyMap<number, Uint8Array>;

/** `best`: by how well the words fit, the newest first among those that fit alike. */
export type Sort = 'best' | 'newest' | 'oldest';

/** Where a hit stands: how well it fits (0 is best), and its number. */
export interface Place {
  readonly tier: number;
  readonly number: number;
}

export interface Run {
  readonly sort: Sort;
  /** Only what stands after this one. */
  readonly after: Place | null;
  /** Only these numbers; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

/**
 * Tiers of `best`: accents as typed and the words beside each other; accents as typed; the words beside each other
 * in other accents; all words anywhere.
 */
const TIERS = 4;

/**
 * All documents that have what is needed are counted; the first ones after a place are named.
 * Every block is gone through, so the work is bounded by the number of blocks and of terms, however common they are.
 */
export function runSearch(
  query: SearchQuery,
  postings: ReadonlyMap<string, Postings>,
  { sort, after, from, to, limit }: Run,
): { readonly total: number; readonly places: readonly Place[] } {
  const found: Place[][] = Array.from({ length: TIERS }, () => []);
  const down = sort !== 'oldest';
  let total = 0;
  for (const block of blocksWith(query.needed, postings, down)) {
    if ((block + 1) * BLOCK_SIZE <= from || block * BLOCK_SIZE >= to) continue;
    const all = within(allOf(query.needed, postings, block), block, from, to);
    const count = countOf(all);
    if (count === 0) continue;
    total += count;
    const tiers = sort === 'best' ? tiersOf(query, postings, block, all) : [all];
    for (const [tier, bits] of tiers.entries()) {
      const places = found[tier];
      if (places === undefined || (after !== null && passedBy(after, tier, block, down))) continue;
      for (const offset of (down ? numbersDown : numbersIn)(bits)) {
        if (places.length >= limit) break;
        const number = block * BLOCK_SIZE + offset;
        const passed = after?.tier === tier && (down ? number >= after.number : number <= after.number);
        if (!passed) places.push({ tier, number });
      }
    }
  }
  return { total, places: found.flat().slice(0, limit) };
}

/** Whether everything of a tier in a block stands before the place from which it goes on. */
function passedBy(after: Place, tier: number, block: number, down: boolean): boolean {
  if (tier !== after.tier) return tier < after.tier;
  return down ? block * BLOCK_SIZE >= after.number : (block + 1) * BLOCK_SIZE - 1 <= after.number;
}

/** The blocks in which each of the terms occurs, in the order in which they are read. */
function blocksWith(terms: readonly string[], postings: ReadonlyMap<string, Postings>, down: boolean): number[] {
  const [first, ...others] = terms.map((term) => postings.get(term) ?? new Map<number, Uint8Array>());
  const blocks = [...(first?.keys() ?? [])].filter((block) => others.every((other) => other.has(block)));
  return blocks.sort((a, b) => (down ? b - a : a - b));
}

function allOf(terms: readonly string[], postings: ReadonlyMap<string, Postings>, block: number): Bits {
  const [first = '', ...others] = terms;
  const bits = bitsOf(first, postings, block);
  for (const term of others) keep(bits, bitsOf(term, postings, block));
  return bits;
}

const bitsOf = (term: string, postings: ReadonlyMap<string, Postings>, block: number): Bits =>
  unpack(postings.get(term)?.get(block) ?? null);

/** Leaves in the first what is in both. */
function keep(bits: Bits, others: Bits): void {
  for (let at = 0; at < bits.length; at += 1) bits[at] = (bits[at] ?? 0) & (others[at] ?? 0);
}

function without(bits: Bits, others: Bits): Bits {
  return bits.map((word, at) => word & ~(others[at] ?? 0));
}

function both(bits: Bits, others: Bits): Bits {
  return bits.map((word, at) => word & (others[at] ?? 0));
}

function tiersOf(
  { exact, beside }: SearchQuery,
  postings: ReadonlyMap<string, Postings>,
  block: number,
  all: Bits,
): Bits[] {
  const none = new Uint32Array(all.length);
  const same = exact.length === 0 ? none : both(all, allOf(exact, postings, block));
  const near = beside.length === 0 ? all : both(all, allOf(beside, postings, block));
  return [both(same, near), without(same, near), without(near, same), without(without(all, same), near)];
}

function within(bits: Bits, block: number, from: number, to: number): Bits {
  const first = block * BLOCK_SIZE;
  if (from <= first && to >= first + BLOCK_SIZE) return bits;
  for (const offset of [...numbersIn(bits)])
    if (first + offset < from || first + offset >= to)
      bits[offset >>> 5] = (bits[offset >>> 5] ?? 0) & ~(1 << (offset & 31));
  return bits;
}
