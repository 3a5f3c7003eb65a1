import { chainHash, type SealedEntry } from './history-chain.js';

/** An entry as it is stored: with the hash it was sealed with, '' when it never was. */
export interface StoredEntry extends SealedEntry {
  readonly hash: string;
}

/** The whole history of one ticket as it is stored. */
export interface StoredChain {
  /** What the ticket says of its history. */
  readonly length: number;
  readonly head: string;
  /** Ordered by number. */
  readonly entries: readonly StoredEntry[];
}

/**
 * - `changed`: what the entry says is not what was sealed.
 * - `removed`: an entry is not there any more.
 * - `added`: an entry that was never sealed in this chain.
 * - `reordered`: an entry of this chain in another place.
 * - `head`: the entries fit together, but the ticket names another end of them.
 */
export type ChainFaultKind = 'changed' | 'removed' | 'added' | 'reordered' | 'head';

export interface ChainFault {
  /** The number of the entry: as stored, or as it was for one that was removed. */
  readonly number: number;
  readonly what: ChainFaultKind;
}

/** From here on each place is no longer tried for each misplaced entry: what is wrong is found all the same, only named less exactly. */
const SEARCHED = 64;

interface Placed {
  readonly entry: StoredEntry;
  /** Where it belongs; null when it fits nowhere. */
  readonly home: number | null;
  /** The hash of the one it was sealed after. */
  readonly before: string | null;
}

/** Whether nothing of a ticket's history has been sealed yet: it is older than the chain. */
export function isUnsealed({ head, entries }: StoredChain): boolean {
  return head === '' && entries.every(({ hash }) => hash === '');
}

/**
 * What does not fit in the history of one ticket, in order; nothing when the chain is whole. Whoever rewrites
 * an entry and all hashes after it, the ticket's included, is not found here but by the anchors.
 */
export function chainFaults(chain: StoredChain): ChainFault[] {
  const { entries, head, length } = chain;
  if (isWhole(chain)) return [];
  const placed = loosened(entries.map((entry, index) => placeOf(entry, index, entries)));
  const faults: ChainFault[] = [];
  const homes = new Set(placed.flatMap(({ home }) => home ?? []));
  const strangers = placed.filter(({ home }) => home === null);
  let highest = 0;
  for (const { entry, home } of placed) {
    if (home === null) continue;
    if (home < highest) faults.push({ number: entry.number, what: 'reordered' });
    highest = Math.max(highest, home);
  }
  // What is missing and what is strange in its place is one entry, changed.
  for (let number = 1; number <= length; number += 1) {
    if (homes.has(number)) continue;
    const index = strangers.findIndex(({ entry }) => entry.number === number);
    faults.push({ number, what: index < 0 ? 'removed' : 'changed' });
    if (index >= 0) strangers.splice(index, 1);
  }
  faults.push(...strangers.map(({ entry }): ChainFault => ({ number: entry.number, what: 'added' })));
  // Entries in their place, but sealed after another text than the one before has now.
  placed.forEach(({ entry, home, before }, index) => {
    const previous = placed[index - 1];
    const follows = home === (previous?.home ?? 0) + 1;
    if (home !== null && follows && before === null && previous?.home !== null)
      faults.push({ number: entry.number, what: 'changed' });
  });
  if (faults.length === 0)
    faults.push(entries.length > length ? { number: length + 1, what: 'added' } : { number: length, what: 'head' });
  else if (head !== (entries.at(-1)?.hash ?? '') && !faults.some(({ number }) => number >= length))
    faults.push({ number: length, what: 'head' });
  return faults.sort((a, b) => a.number - b.number);
}

function isWhole({ entries, head, length }: StoredChain): boolean {
  let before = '';
  for (const [index, entry] of entries.entries()) {
    if (entry.number !== index + 1 || chainHash(before, entry) !== entry.hash) return false;
    before = entry.hash;
  }
  return entries.length === length && before === head;
}

/** Where an entry was sealed: in its own place after the one before, or else after any other in any place. */
function placeOf(entry: StoredEntry, index: number, entries: readonly StoredEntry[]): Placed {
  const fits = (number: number, before: string): boolean => chainHash(before, { ...entry, number }) === entry.hash;
  const previous = index === 0 ? '' : (entries[index - 1]?.hash ?? '');
  if (entry.hash !== '' && fits(entry.number, previous)) return { entry, home: entry.number, before: previous };
  const hashes = ['', ...entries.map(({ hash }) => hash).filter((hash) => hash !== entry.hash && hash !== '')];
  const own = hashes.find((before) => fits(entry.number, before));
  if (own !== undefined) return { entry, home: entry.number, before: own };
  if (entries.length > SEARCHED) return { entry, home: null, before: null };
  for (const before of hashes)
    for (let number = 1; number <= entries.length + SEARCHED / 4; number += 1)
      if (fits(number, before)) return { entry, home: number, before };
  return { entry, home: null, before: null };
}

/**
 * An entry that fits nowhere by itself, but that the next one was sealed after: either it was changed, or the
 * one before it is gone. Its place is known all the same.
 */
function loosened(placed: readonly Placed[]): Placed[] {
  return placed.map((one) => {
    if (one.home !== null || one.entry.hash === '') return one;
    const next = placed.find(({ before }) => before === one.entry.hash);
    return next?.home ? { ...one, home: next.home - 1 } : one;
  });
}
