import { createHash, type Hash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { LessThan, MoreThanOrEqual, Not } from 'typeorm';
import { Clock, dayInVietnam, Problem } from '../../kernel/index.js';
import { Config } from '../../platform/config/index.js';
import { managerOf, Reader, UnitOfWork, type Transaction } from '../../platform/database/index.js';
import { LeaseLost, type Lease } from '../../platform/jobs/index.js';
import { monthAfter, monthBounds, PublishedExport } from '../../publication/index.js';
import { OpenDataPartRow, OpenDataSnapshotRow } from './entities.js';
import { FORMATS, type FormatName } from './formats.js';
import { recordOf, withWordsOfToday, type OpenDataRecord } from './record.js';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** An answer that was published in the last minute of a month has its copy by then. */
const SETTLE_MS = 3_600_000;
const HOUR_MS = 3_600_000;
const RECENT_MONTHS = 3;

/** Records with their tickets, as they stand in one part. */
interface Portion {
  readonly ticketIds: readonly string[];
  readonly records: readonly OpenDataRecord[];
}

/**
 * The file of each month, made once and kept as it is: a figure that somebody took from it can be checked years later.
 * Two things change it: what
 * is no longer public is taken out, and what was hidden afterwards is hidden in it; the file then is another revision.
 */
@Injectable()
export class OpenDataSnapshots {
  private readonly origin: string;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly items: PublishedExport,
    config: Config,
  ) {
    this.origin = config.publicUrl;
  }

  /** All there are, the newest first. */
  async list(): Promise<OpenDataSnapshotRow[]> {
    return this.reader.manager.find(OpenDataSnapshotRow, { order: { month: 'DESC' } });
  }

  /**
   * The file of a month, null when there is none.
   * @throws Problem `unavailable` while something that was taken from the public since is taken out of it.
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

  /** The bytes of a revision, in portions. */
  async *bytes({ month, revision }: OpenDataSnapshotRow, format: FormatName): AsyncGenerator<Buffer> {
    for (let number = 1; ; number += 1) {
      const part = await this.reader.manager.findOne(OpenDataPartRow, {
        where: { month, revision, number },
        select: { month: true, revision: true, number: true, [format]: true },
      });
      if (part === null) return;
      yield part[format];
    }
  }

  /**
   * Makes the file of the oldest month that has none and is over; else looks through one that has not been looked
   * through for long.
   * @param lease held by the caller; whoever loses it meanwhile writes nothing more.
   * @returns whether there may be more at once.
   */
  async makeDue(lease: Lease): Promise<boolean> {
    const month = await this.nextMonth();
    if (month !== null) {
      await this.make(month, lease);
      return true;
    }
    const row = await this.nextToCheck();
    if (row === null) return false;
    const now = this.clock.now();
    if (await this.isOutdated(row)) await this.write(row.month, row.revision + 1, this.asOfToday(row), lease);
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

  private async make(month: string, lease: Lease): Promise<void> {
    const bounds = monthBounds(month);
    if (bounds === null) throw new RangeError(`${month} is no month`);
    await this.write(month, 1, this.published(bounds.from, bounds.to), lease);
  }

  private async *published(from: Date, to: Date): AsyncGenerator<Portion> {
    for await (const items of this.items.portions(from, to)) {
      yield {
        ticketIds: items.map(({ item }) => item.ticketId),
        records: items.map((item) => recordOf(item, this.origin)),
      };
    }
  }

  /** Whether something is in it that has been taken off; words that were changed are looked for by the job alone. */
  private async holdsHidden({ month, revision }: OpenDataSnapshotRow): Promise<boolean> {
    const parts = await this.reader.manager.find(OpenDataPartRow, {
      where: { month, revision },
      select: { month: true, revision: true, number: true, ticketIds: true },
    });
    for (const { ticketIds } of parts) {
      if ((await this.items.stillPublished(ticketIds)).size < ticketIds.length) return true;
    }
    return false;
  }

  private async isOutdated(row: OpenDataSnapshotRow): Promise<boolean> {
    for await (const { changed } of this.comparedWithToday(row)) if (changed) return true;
    return false;
  }

  /** The records as they were frozen, without those of which nothing may be read any more, in the words of today. */
  private async *asOfToday(row: OpenDataSnapshotRow): AsyncGenerator<Portion> {
    for await (const portion of this.comparedWithToday(row)) if (portion.records.length > 0) yield portion;
  }

  private async *comparedWithToday({
    month,
    revision,
  }: OpenDataSnapshotRow): AsyncGenerator<Portion & { readonly changed: boolean }> {
    for (let number = 1; ; number += 1) {
      const part = await this.reader.manager.findOneBy(OpenDataPartRow, { month, revision, number });
      if (part === null) return;
      const frozen = recordsIn(await unpack(part.jsonl));
      const today = await this.items.ofTickets(part.ticketIds);
      const kept = part.ticketIds.flatMap((ticketId, index) => {
        const [record, item] = [frozen[index], today.get(ticketId)];
        if (record === undefined || item === undefined) return [];
        return [{ ticketId, record: withWordsOfToday(record, recordOf({ item, status: null }, this.origin)) }];
      });
      const same = kept.length === frozen.length && kept.every(({ record }, index) => record === frozen[index]);
      yield {
        ticketIds: kept.map(({ ticketId }) => ticketId),
        records: kept.map(({ record }) => record),
        changed: !same,
      };
    }
  }

  /** The parts first, then the row that makes them the file; what an attempt that was killed had begun is taken away. */
  private async write(month: string, revision: number, portions: AsyncGenerator<Portion>, lease: Lease): Promise<void> {
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
    const add = async ({ ticketIds, records }: Portion): Promise<void> => {
      const first = number === 0;
      number += 1;
      itemCount += records.length;
      const [jsonl, csv] = await Promise.all([
        files.jsonl.pack('jsonl', records, first),
        files.csv.pack('csv', records, first),
      ]);
      const row = { month, revision, number, ticketIds: [...ticketIds], jsonl, csv };
      await guarded((transaction) => managerOf(transaction).insert(OpenDataPartRow, row));
    };
    for await (const portion of portions) await add(portion);
    // Of a month in which nothing was published there is a file, too: it says so.
    if (number === 0) await add({ ticketIds: [], records: [] });
    const now = this.clock.now();
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
