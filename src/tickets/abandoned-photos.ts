import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { AttachmentRow, Attachments, PhotoUploads } from '../attachments/index.js';
import { Clock, firstIdAt } from '../kernel/index.js';
import { Reader, UnitOfWork } from '../platform/database/index.js';
import { Leases, Poller, type Lease } from '../platform/jobs/index.js';
import { Log } from '../platform/log/index.js';

const POLL_MS = 3_600_000;
const DAY_MS = 86_400_000;
const BATCH = 100;

/**
 * Photos are stored before the reply or report they belong to (see `storeAhead`), and those of a citizen's form before it is
 * sent (see `PhotoUploads`). When that was refused, was sent twice or never, or the process ended in between, nobody ever
 * sees them; a day later they are deleted, for they may show a person.
 */
@Injectable()
export class AbandonedPhotos implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly poller: Poller;
  private readonly lease: Lease;

  constructor(
    private readonly reader: Reader,
    private readonly unitOfWork: UnitOfWork,
    private readonly attachments: Attachments,
    private readonly uploads: PhotoUploads,
    private readonly clock: Clock,
    log: Log,
    leases: Leases,
  ) {
    this.lease = leases.lease('abandoned-photos');
    this.poller = new Poller({ name: 'abandoned-photos', everyMs: POLL_MS, log, run: () => this.run() });
  }

  onApplicationBootstrap(): void {
    this.poller.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.poller.stop();
    await this.lease.release();
  }

  /** One portion, of what came more than a day ago and less than a month. @returns whether there may be more at once. */
  async run(): Promise<boolean> {
    // By several processes at once it does no harm.
    await this.uploads.forgetPieces();
    const ids = await this.abandoned();
    if (ids.length === 0 || !(await this.lease.hold())) return false;
    await this.unitOfWork.run((transaction) => this.attachments.discard(transaction, ids));
    return ids.length === BATCH;
  }

  private async abandoned(): Promise<string[]> {
    const now = this.clock.now().getTime();
    const rows = await this.reader.manager
      .createQueryBuilder(AttachmentRow, 'a')
      .select('a.id', 'id')
      // Ids rise with time: a range of the primary key, however many photos there are.
      .where('a.id >= :from and a.id < :to', {
        from: firstIdAt(new Date(now - 30 * DAY_MS)),
        to: firstIdAt(new Date(now - DAY_MS)),
      })
      .andWhere(`a.owner_kind in ('reply', 'done', 'upload')`)
      .andWhere(
        'not exists (select 1 from ticket_question q where q.ticket_id = a.ticket_id and q.reply_id = a.owner_id)',
      )
      .andWhere('not exists (select 1 from ticket_remark r where r.id = a.owner_id)')
      .orderBy('a.id', 'ASC')
      .limit(BATCH)
      .getRawMany<{ id: string }>();
    return rows.map(({ id }) => id);
  }
}
