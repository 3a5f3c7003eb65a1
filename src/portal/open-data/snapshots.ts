import { createHash, type Hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { LessThan, MoreThanOrEqual, Not } from 'typeorm';
import { Clock, dayInVietnam, Problem } from '../../kernel/index.js';
import { managerOf, Reader, UnitOfWork, type Transaction } from '../../platform/database/index.js';
import { LeaseLost, type Lease } from '../../platform/jobs/index.js';
import { monthAfter, monthBounds, PublishedExport } from '../../publication/index.js';
import { OpenDataPartRow, OpenDataSnapshotRow } from './entities.js';
import { FORMATS, type FormatName } from './formats.js';
import { withWordsOfToday, type OpenDataRecord } from './record.js';
import { RecordSource, type SourcedRecord } from './record-source.js';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** An answer that was published in the last minute of a month has its copy by then. */
const SETTLE_MS = 3_600_000;
const HOUR_MS = 3_600_000;
const RECENT_MONTHS = 3;
/** After each portion so many times as long as it took: a million items are looked through beside the people who read. */
const REST = 4;
const MOST_REST_MS = 2_000;

/** Who makes the files: loses the lease, or is told to stop. */
export interface SnapshotMaker {
  readonly lease: Lease;
  readonly signal: AbortSignal;
}

/** Records with their tickets, as they stand in one part. */
type Portion = readonly SourcedRecord[];

/**
 * The file of each month, made once and kept as it is: a figure that somebody took from it can be checked years later.
 * Three things change it: what is no longer public is taken out, what was put back is put in again, and what was hidden
 * afterwards is hidden in it; the file then is another revision.
 */
@Injectable()
export class OpenDataSnapshots {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly items: PublishedExport,
    private readonly records: RecordSource,
  ) {}

  /** All there are, the newest first. */
  async list(): Promise<OpenDataSnapshotRow[]> {
    return this.reader.manager.find(OpenDataSnapshotRow, { order: { month: 'DESC' } });
  }

  /**
   * The file of a month, null when there is none.
   * @throws Problem `unavailable` while something that was taken off or hidden since is taken out of it.
   */
  async ofMonth(month: string): Promise<OpenDataSnapshotRow | null> {
    const row = await this.reader.manager.findOneBy(OpenDataSnapshotRow, { month });
    if (row === null || !(await this.holdsHidden(row))) return row;
    // It is looked through next, by whichever process makes the files.
    await this.unitOfWork.run((transaction) =>
      managerOf(transaction).update(OpenDataSnapshotRow, { month }, { checkedAt: new Date(0) }),
    );
    throw new Problem('unavailable', 'Tệp của tháng này đang được làm lại. Xin tải lại sau ít phút.');
  }

  /**
   * The bytes of a revision, in portions.
   * @throws Error when it was made anew meanwhile: a file that ends early must not look whole.
   */
  async *bytes(row: OpenDataSnapshotRow, format: FormatName): AsyncGenerator<Buffer> {
    const { month, revision } = row;
    let lacking = format === 'jsonl' ? row.jsonlBytes : row.csvBytes;
    for (let number = 1; ; number += 1) {
      const part = await this.reader.manager.findOne(OpenDataPartRow, {
        where: { month, revision, number },
        select: { month: true, revision: true, number: true, [format]: true },
      });
      if (part === null) {
        if (lacking !== 0) throw new Error(`open data of ${month}: revision ${revision} is gone`);
        return;
      }
      lacking -= part[format].length;
      yield part[format];
    }
  }

  /**
   * Makes the file of the oldest month that has none and is over; else looks through one that has not been looked
   * through for long.
   * @param maker holds the lease; whoever loses it meanwhile writes nothing more.
   * @throws AbortError when it is told to stop; what was begun is begun anew the next time.
   * @returns whether there may be more at once.
   */
  async makeDue(maker: SnapshotMaker): Promise<boolean> {
    const month = await this.nextMonth();
    if (month !== null) {
      await this.make(month, maker);
      return true;
    }
    const row = await this.nextToCheck();
    if (row === null) return false;
    const now = this.clock.now();
    if (await this.isOutdated(row, maker)) await this.write(row.month, row.revision + 1, this.asOfToday(row), maker);
    else {
      const seen = { month: row.month, checkedAt: row.checkedAt };
      await this.unitOfWork.run((transaction) =>
        managerOf(transaction).update(OpenDataSnapshotRow, seen, { checkedAt: now }),
      );
    }
    return true;
  }

  /** What was published lately is what is changed; the rest is looked through once a day. */
  private async nextToCheck(): Promise<OpenDataSnapshotRow | null> {
    const now = this.clock.now();
    const lately = monthAfter(dayInVietnam(now).slice(0, 7), -RECENT_MONTHS);
    const before = (ms: number) => LessThan(new Date(now.getTime() - ms));
    return this.reader.manager.findOne(OpenDataSnapshotRow, {
      where: [{ month: MoreThanOrEqual(lately), checkedAt: before(HOUR_MS) }, { checkedAt: before(24 * HOUR_MS) }],
      order: { checkedAt: 'ASC' },
    });
  }

  private async nextMonth(): Promise<string | null> {
    const first = await this.items.firstPublishedAt();
    if (first === null) return null;
    const [newest] = await this.list();
    const due = dayInVietnam(new Date(this.clock.now().getTime() - SETTLE_MS)).slice(0, 7);
    const next = newest === undefined ? dayInVietnam(first).slice(0, 7) : monthAfter(newest.month, 1);
    return next < due ? next : null;
  }

  private async make(month: string, maker: SnapshotMaker): Promise<void> {
    const bounds = monthBounds(month);
    if (bounds === null) throw new RangeError(`${month} is no month`);
    await this.write(month, 1, this.records.portions(bounds.from, bounds.to), maker);
  }

  /** Whether something is in it that has been taken off, changed or answered anew since an instant. */
  private async holdsHidden(row: OpenDataSnapshotRow, since = row.checkedAt): Promise<boolean> {
    for (const ticketIds of await this.ticketsIn(row)) {
      if ((await this.items.unchangedSince(ticketIds, since)) < ticketIds.length) return true;
    }
    return false;
  }

  private async ticketsIn({ month, revision }: OpenDataSnapshotRow): Promise<readonly (readonly string[])[]> {
    const parts = await this.reader.manager.find(OpenDataPartRow, {
      where: { month, revision },
      select: { month: true, revision: true, number: true, ticketIds: true },
    });
    return parts.map(({ ticketIds }) => ticketIds);
  }

  private async isOutdated(row: OpenDataSnapshotRow, { signal }: SnapshotMaker): Promise<boolean> {
    // What was changed just before may have been committed just after it was looked through.
    if (await this.holdsHidden(row, new Date(row.checkedAt.getTime() - SETTLE_MS)))
      for await (const { changed } of gently(this.comparedWithToday(row), signal)) if (changed) return true;
    return (await this.putBack(row)).length > 0;
  }

  /**
   * The records as they were frozen, without those of which nothing may be read any more, in the words of today; and
   * where they belong those that were off when the file was made.
   */
  private async *asOfToday(row: OpenDataSnapshotRow): AsyncGenerator<Portion> {
    let waiting = await this.putBack(row);
    for await (const { records } of this.comparedWithToday(row)) {
      const last = records.at(-1);
      if (last === undefined) continue;
      const isDue = ({ record }: SourcedRecord): boolean => record.published_at <= last.record.published_at;
      yield inOrder([...records, ...waiting.filter(isDue)]);
      waiting = waiting.filter((one) => !isDue(one));
    }
    if (waiting.length > 0) yield waiting;
  }

  /** What was put back since the file was made, and is not in it; the oldest first. */
  private async putBack(row: OpenDataSnapshotRow): Promise<Portion> {
    const bounds = monthBounds(row.month);
    if (bounds === null) return [];
    const revised = await this.items.revisedSince(row.madeAt, bounds.from, bounds.to);
    if (revised.length === 0) return [];
    const known = new Set((await this.ticketsIn(row)).flat());
    const records = await this.records.ofTickets(revised.filter((ticketId) => !known.has(ticketId)));
    return inOrder([...records].map(([ticketId, record]) => ({ ticketId, record })));
  }

  private async *comparedWithToday({
    month,
    revision,
  }: OpenDataSnapshotRow): AsyncGenerator<{ readonly records: Portion; readonly changed: boolean }> {
    for (let number = 1; ; number += 1) {
      const part = await this.reader.manager.findOneBy(OpenDataPartRow, { month, revision, number });
      if (part === null) return;
      const frozen = recordsIn(await unpack(part.jsonl));
      const today = await this.records.ofTickets(part.ticketIds);
      const records = part.ticketIds.flatMap((ticketId, index) => {
        const [then, now] = [frozen[index], today.get(ticketId)];
        return then === undefined || now === undefined ? [] : [{ ticketId, record: withWordsOfToday(then, now) }];
      });
      const same = records.length === frozen.length && records.every(({ record }, index) => record === frozen[index]);
      yield { records, changed: !same };
    }
  }

  /** The parts first, then the row that makes them the file; what an attempt that was killed had begun is taken away. */
  private async write(
    month: string,
    revision: number,
    portions: AsyncGenerator<Portion>,
    { lease, signal }: SnapshotMaker,
  ): Promise<void> {
    // Before anything is read: what is changed meanwhile is seen to be newer.
    const now = this.clock.now();
    const position = await lease.position();
    const guarded = async (work: (transaction: Transaction) => Promise<unknown>): Promise<void> => {
      if (!(await lease.hold())) throw new LeaseLost('open-data');
      await this.unitOfWork.run(async (transaction) => {
        await lease.advance(transaction, position, position);
        await work(transaction);
      });
    };
    await guarded((transaction) => managerOf(transaction).delete(OpenDataPartRow, { month, revision }));
    const files = { jsonl: new Sums(), csv: new Sums() };
    let number = 0;
    let itemCount = 0;
    const add = async (portion: Portion): Promise<void> => {
      const first = number === 0;
      const records = portion.map(({ record }) => record);
      const ticketIds = portion.map(({ ticketId }) => ticketId);
      number += 1;
      itemCount += records.length;
      const [jsonl, csv] = await Promise.all([
        files.jsonl.pack('jsonl', records, first),
        files.csv.pack('csv', records, first),
      ]);
      const row = { month, revision, number, ticketIds, jsonl, csv };
      await guarded((transaction) => managerOf(transaction).insert(OpenDataPartRow, row));
    };
    for await (const portion of gently(portions, signal)) await add(portion);
    // Of a month in which nothing was published there is a file, too: it says so.
    if (number === 0) await add([]);
    const row: OpenDataSnapshotRow = {
      month,
      revision,
      itemCount,
      jsonlBytes: files.jsonl.bytes,
      jsonlSha256: files.jsonl.digest(),
      csvBytes: files.csv.bytes,
      csvSha256: files.csv.digest(),
      madeAt: now,
      checkedAt: now,
    };
    await guarded(async (transaction) => {
      const manager = managerOf(transaction);
      const { month: _, ...change } = row;
      if (revision === 1) await manager.insert(OpenDataSnapshotRow, row);
      else await manager.update(OpenDataSnapshotRow, { month }, change);
      await manager.delete(OpenDataPartRow, { month, revision: Not(revision) });
    });
  }
}

/** The same portions, with a rest after each. @throws AbortError */
async function* gently<T>(portions: AsyncGenerator<T>, signal: AbortSignal): AsyncGenerator<T> {
  for (let from = performance.now(); ; from = performance.now()) {
    const next = await portions.next();
    if (next.done === true) return;
    yield next.value;
    await sleep(Math.min(MOST_REST_MS, REST * (performance.now() - from)), undefined, { signal });
  }
}

function inOrder(records: Portion): Portion {
  return [...records].sort((one, other) => (one.record.published_at < other.record.published_at ? -1 : 1));
}

function recordsIn(lines: Buffer): OpenDataRecord[] {
  return lines
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as OpenDataRecord);
}

/** What a file is known by, while it is written. */
class Sums {
  bytes = 0;
  private readonly hash: Hash = createHash('sha256');

  async pack(format: FormatName, records: readonly OpenDataRecord[], first: boolean): Promise<Buffer> {
    const { head, line } = FORMATS[format];
    const packed = await pack((first ? head : '') + records.map((record) => line(record)).join(''), { level: 9 });
    this.hash.update(packed);
    this.bytes += packed.length;
    return packed;
  }

  digest(): string {
    return this.hash.digest('hex');
  }
}
