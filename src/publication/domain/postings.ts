/**
 * Which documents have a term. Documents are numbered in the order in which they were published, and each row holds
 * those of one block of numbers: a sorted list while they are few, a bit for each number when they are many. So a row
 * is never longer than 2 kB, however common a word is.
 */
export const BLOCK_SIZE = 16_384;
const BITMAP_BYTES = BLOCK_SIZE / 8;
const BITMAP_WORDS = BLOCK_SIZE / 32;
/** One more and the list would be as long as the bitmap, whose length tells it from a list. */
const LONGEST_LIST = BITMAP_BYTES / 2 - 1;

/** A bit for each number of a block. */
export type Bits = Uint32Array;

export const blockOf = (number: number): number => Math.floor(number / BLOCK_SIZE);

/** @param stored as `pack` wrote it; null: none. */
export function unpack(stored: Uint8Array | null): Bits {
  const bits = new Uint32Array(BITMAP_WORDS);
  if (stored === null) return bits;
  const view = new DataView(stored.buffer, stored.byteOffset, stored.byteLength);
  if (stored.byteLength === BITMAP_BYTES)
    for (let at = 0; at < BITMAP_WORDS; at += 1) bits[at] = view.getUint32(at * 4, true);
  else for (let at = 0; at < stored.byteLength; at += 2) setBit(bits, view.getUint16(at, true), true);
  return bits;
}

/** @returns null when there is none. */
export function pack(bits: Bits): Uint8Array | null {
  const count = countOf(bits);
  if (count === 0) return null;
  if (count <= LONGEST_LIST) return packList([...numbersIn(bits)]);
  const stored = new Uint8Array(BITMAP_BYTES);
  const view = new DataView(stored.buffer);
  for (let at = 0; at < BITMAP_WORDS; at += 1) view.setUint32(at * 4, bits[at] ?? 0, true);
  return stored;
}

function packList(numbers: readonly number[]): Uint8Array {
  const stored = new Uint8Array(numbers.length * 2);
  const view = new DataView(stored.buffer);
  for (const [at, number] of numbers.entries()) view.setUint16(at * 2, number, true);
  return stored;
}

/** What is written of a term in one block: numbers that get it, and numbers that lose it. */
export interface Change {
  readonly on: readonly number[];
  readonly off: readonly number[];
}

/** @param change numbers of the documents; all in the block of `stored`. */
export function changed(stored: Uint8Array | null, { on, off }: Change): Uint8Array | null {
  // A rare term of a new document: the usual case when much is put in at once.
  if (stored === null && off.length === 0 && on.length <= LONGEST_LIST)
    return on.length === 0
      ? null
      : packList([...new Set(on.map((number) => number % BLOCK_SIZE))].sort((a, b) => a - b));
  const bits = unpack(stored);
  for (const number of off) setBit(bits, number % BLOCK_SIZE, false);
  for (const number of on) setBit(bits, number % BLOCK_SIZE, true);
  return pack(bits);
}

function setBit(bits: Bits, at: number, on: boolean): void {
  const word = bits[at >>> 5] ?? 0;
  bits[at >>> 5] = on ? word | (1 << (at & 31)) : word & ~(1 << (at & 31));
}

export function countOf(bits: Bits): number {
  let count = 0;
  for (const word of bits) {
    let pairs = word - ((word >>> 1) & 0x55555555);
    pairs = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
    count += Math.imul((pairs + (pairs >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}

/** The numbers of the set bits, rising. */
export function* numbersIn(bits: Bits): Generator<number> {
  for (let at = 0; at < bits.length; at += 1)
    for (let word = bits[at] ?? 0; word !== 0; word &= word - 1) yield at * 32 + lowest(word);
}

/** The numbers of the set bits, falling. */
export function* numbersDown(bits: Bits): Generator<number> {
  for (let at = bits.length - 1; at >= 0; at -= 1)
    for (let word = bits[at] ?? 0; word !== 0;) {
      const highest = 31 - Math.clz32(word);
      yield at * 32 + highest;
      word &= ~(1 << highest);
    }
}

const lowest = (word: number): number => 31 - Math.clz32(word & -word);
