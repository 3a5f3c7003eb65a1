import { Injectable } from '@nestjs/common';
import { MoreThan, Not, type EntityManager } from 'typeorm';
import { insertMany, managerOf, Reader, UnitOfWork, type Transaction } from '../platform/database/index.js';
import { BLOCK_SIZE, blockOf, changed, type Change } from './domain/postings.js';
import { EVERYTHING, termsOf } from './domain/search-terms.js';
import { PublishedDocumentRow, PublishedIndexRow, PublishedItemRow, PublishedPostingRow } from './entities.js';

export const INDEX = 'published';

/** Short enough that a command or an event beside it does not wait for long. */
const PORTION = 4_096;
const ROWS_EMPTIED = 20_000;
const TERMS_A_STATEMENT = 1_000;

/** What the index is made of; the rest of an item is left where it is. */
const INDEXED = [
  'ticketId',
  'publishedAt',
  'title',
  'question',
  'answer',
  'categoryName',
  'wardName',
  'agencyName',
  'wardCode',
  'field',
  'agencyCode',
  'dueAt',
  'late',
  'apology',
  'commitment',
] as const satisfies readonly (keyof PublishedItemRow)[];
type Indexed = Pick<PublishedItemRow, (typeof INDEXED)[number]>;

type Changes = Map<string, { readonly on: number[]; readonly off: number[] }>;

/**
 * Keeps the index of the public search (decision 12). Whoever changes it changes its one row of `published_index`
 * first and so waits for everybody else who does: postings are read, changed and written back.
 */
@Injectable()
export class SearchIndex {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
  ) {}

  /**
   * Makes the index say of an item what it says now, in the transaction that wrote it.
   * @param before the item as it was, and @param after as it is; null: not public.
   */
  async put(transaction: Transaction, before: PublishedItemRow | null, after: PublishedItemRow | null): Promise<void> {
    const ticketId = (after ?? before)?.ticketId;
    if (ticketId === undefined) return;
    const manager = managerOf(transaction);
    const old = before === null ? new Set<string>() : termsOf(before);
    const now = after === null ? new Set<string>() : termsOf(after);
    const document = await manager.findOneBy(PublishedDocumentRow, { ticketId });
    const stays = document !== null && after !== null && sameInstant(document.publishedAt, after.publishedAt);
    if (stays && before !== null && sameTerms(old, now)) return;

    const { stage, nextNumber } = await lock(manager, ticketId);
    if (stage === 'emptying') return;
    const changes: Changes = new Map();
    // Taken off, an item is found by nothing, and its number waits for it: numbers follow the order of publication.
    const waits = document !== null && after === null;
    if (document !== null) {
      for (const term of old) if (!stays || !now.has(term)) note(changes, term).off.push(document.number);
      if (stays) for (const term of now) if (!old.has(term)) note(changes, term).on.push(document.number);
      if (!stays && !waits) {
        note(changes, EVERYTHING).off.push(document.number);
        await manager.delete(PublishedDocumentRow, { number: document.number });
      }
    }
    if (document === null && after !== null && (await isPastItsPlace(manager, after))) {
      // It was off when the index was made: there is no number left where it belongs.
      await manager.update(PublishedIndexRow, { name: INDEX }, { stage: 'emptying' });
      return;
    }
    // While it is filled, what is new is met at the end: it was published after everything else.
    if (!stays && after !== null && stage === 'ready') {
      for (const term of now) note(changes, term).on.push(nextNumber);
      await manager.insert(PublishedDocumentRow, { number: nextNumber, ticketId, publishedAt: after.publishedAt });
      await manager.update(PublishedIndexRow, { name: INDEX }, { nextNumber: nextNumber + 1 });
    }
    await write(manager, changes);
  }

  /**
   * One portion of making the index again. Killed anywhere, it is taken up by whoever calls this next.
   * @returns whether there is more to do.
   */
  async work(portion: number = PORTION): Promise<boolean> {
    const state = await this.reader.manager.findOneBy(PublishedIndexRow, { name: INDEX });
    if (state?.stage === 'ready') return false;
    return this.unitOfWork.run(async (transaction) => {
      const manager = managerOf(transaction);
      const locked = await lock(manager);
      if (locked.stage === 'emptying') return this.empty(manager);
      return locked.stage === 'filling' && this.fill(manager, locked.nextNumber, portion);
    });
  }

  /** Empties the index and fills it from what is public. The service may run meanwhile, and says that it is not whole. */
  async rebuild(progress: (done: number) => void = () => undefined, portion?: number): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      const manager = managerOf(transaction);
      await lock(manager);
      await manager.update(PublishedIndexRow, { name: INDEX }, { stage: 'emptying' });
    });
    while (await this.work(portion)) {
      const { stage, nextNumber } = await this.reader.manager.findOneByOrFail(PublishedIndexRow, { name: INDEX });
      if (stage === 'filling') progress(nextNumber);
    }
  }

  private async empty(manager: EntityManager): Promise<boolean> {
    const left =
      (await deletePortion(manager, 'published_posting', 'term')) ||
      (await deletePortion(manager, 'published_document', 'number'));
    if (!left) await manager.update(PublishedIndexRow, { name: INDEX }, { stage: 'filling', nextNumber: 0 });
    return true;
  }

  private async fill(manager: EntityManager, nextNumber: number, portion: number): Promise<boolean> {
    // A portion ends with its block, so that the first one of a block finds nothing to read and add to.
    const room = Math.min(portion, BLOCK_SIZE - (nextNumber % BLOCK_SIZE));
    const items = await nextItems(manager, room);
    if (items.length === 0) {
      await manager.update(PublishedIndexRow, { name: INDEX }, { stage: 'ready' });
      return false;
    }
    const changes: Changes = new Map();
    const documents = items.map((item, index) => {
      const number = nextNumber + index;
      for (const term of termsOf(item)) note(changes, term).on.push(number);
      return { number, ticketId: item.ticketId, publishedAt: item.publishedAt };
    });
    await insertMany(manager, PublishedDocumentRow, documents);
    await manager.update(PublishedIndexRow, { name: INDEX }, { nextNumber: nextNumber + items.length });
    await write(manager, changes, nextNumber % BLOCK_SIZE === 0);
    return true;
  }
}

/**
 * Takes the row that all writers pass, until the transaction ends. Where there is none yet, what has been published
 * before there was an index is still to be put into it.
 * @param apart an item that is being written just now.
 */
async function lock(manager: EntityManager, apart = ''): Promise<PublishedIndexRow> {
  if (!(await countUp(manager))) {
    const others = await manager.existsBy(PublishedItemRow, { ticketId: Not(apart) });
    const row = { name: INDEX, version: 0, nextNumber: 0, stage: others ? 'filling' : 'ready' };
    // Another process may have come first.
    await insertMany(manager, PublishedIndexRow, [row], { orIgnore: true });
    await countUp(manager);
  }
  return manager.findOneByOrFail(PublishedIndexRow, { name: INDEX });
}

async function countUp(manager: EntityManager): Promise<boolean> {
  const result = await manager.increment(PublishedIndexRow, { name: INDEX }, 'version', 1);
  return result.affected === 1;
}

/** Whether an item was put back after items that were published later had been numbered. */
async function isPastItsPlace(manager: EntityManager, { publishedAt, revisedAt }: PublishedItemRow): Promise<boolean> {
  return revisedAt !== null && manager.existsBy(PublishedDocumentRow, { publishedAt: MoreThan(publishedAt) });
}

/** What comes after the last one that has a number, in the order of publication. */
async function nextItems(manager: EntityManager, most: number): Promise<Indexed[]> {
  const [last] = await manager.find(PublishedDocumentRow, { order: { number: 'DESC' }, take: 1 });
  const query = manager
    .createQueryBuilder(PublishedItemRow, 'p')
    .select(INDEXED.map((name) => `p.${name}`))
    .orderBy('p.publishedAt', 'ASC')
    .addOrderBy('p.ticketId', 'ASC')
    .limit(most);
  if (last)
    query
      .where('p.publishedAt >= :at', { at: last.publishedAt })
      .andWhere('(p.publishedAt > :at or p.ticketId > :id)', { at: last.publishedAt, id: last.ticketId });
  return query.getMany();
}

/** @param fresh nothing can be there yet. */
async function write(manager: EntityManager, changes: Changes, fresh = false): Promise<void> {
  const terms = [...changes.keys()].sort();
  for (let from = 0; from < terms.length; from += TERMS_A_STATEMENT) {
    const some = terms.slice(from, from + TERMS_A_STATEMENT);
    const blocks = new Set(some.flatMap((term) => blocksOf(changes.get(term))));
    for (const block of blocks) await writeBlock(manager, block, some, changes, fresh);
  }
}

async function writeBlock(
  manager: EntityManager,
  block: number,
  terms: readonly string[],
  changes: Changes,
  fresh: boolean,
): Promise<void> {
  const marks = terms.map(() => '?').join(', ');
  const present = fresh
    ? []
    : await manager.query<PublishedPostingRow[]>(
        `select term, documents from published_posting where term in (${marks}) and block = ?`,
        [...terms, block],
      );
  const stored = new Map(present.map(({ term, documents }) => [term, documents]));
  const kept: (string | number | Buffer)[] = [];
  const gone: string[] = [];
  for (const term of terms) {
    const { on = [], off = [] } = changes.get(term) ?? {};
    const mine = (number: number): boolean => blockOf(number) === block;
    const documents = changed(stored.get(term) ?? null, { on: on.filter(mine), off: off.filter(mine) });
    if (documents !== null)
      kept.push(term, block, Buffer.from(documents.buffer, documents.byteOffset, documents.byteLength));
    else if (stored.has(term)) gone.push(term);
  }
  if (kept.length > 0)
    await manager.query(
      `replace into published_posting (term, block, documents) values ${Array.from({ length: kept.length / 3 }, () => '(?, ?, ?)').join(', ')}`,
      kept,
    );
  if (gone.length > 0)
    await manager.query(
      `delete from published_posting where term in (${gone.map(() => '?').join(', ')}) and block = ?`,
      [...gone, block],
    );
}

/** @returns whether there was anything. */
async function deletePortion(manager: EntityManager, table: string, key: string): Promise<boolean> {
  const edge = async (offset: number): Promise<string | number | undefined> => {
    const rows = await manager.query<{ edge: string | number }[]>(
      `select ${key} as edge from ${table} order by ${key} limit 1 offset ${String(offset)}`,
    );
    return rows[0]?.edge;
  };
  const last = await edge(ROWS_EMPTIED);
  if (last !== undefined) await manager.query(`delete from ${table} where ${key} <= ?`, [last]);
  else if ((await edge(0)) !== undefined) await manager.query(`delete from ${table}`);
  else return false;
  return true;
}

function note(changes: Changes, term: string): { readonly on: number[]; readonly off: number[] } {
  let change = changes.get(term);
  if (change === undefined) {
    change = { on: [], off: [] };
    changes.set(term, change);
  }
  return change;
}

const blocksOf = (change: Change | undefined): number[] => [
  ...new Set([...(change?.on ?? []), ...(change?.off ?? [])].map(blockOf)),
];

const sameInstant = (a: Date, b: Date): boolean => a.getTime() === b.getTime();
const sameTerms = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((term) => b.has(term));
