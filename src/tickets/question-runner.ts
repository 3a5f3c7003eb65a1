import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { CommandContext } from '../identity/index.js';
import { Clock, Problem } from '../kernel/index.js';
import { Reader } from '../platform/database/index.js';
import { Leases, Poller, type Lease } from '../platform/jobs/index.js';
import { Log } from '../platform/log/index.js';
import { ExpireQuestion } from './commands/expire-question.js';
import { RemindQuestion } from './commands/remind-question.js';
import { TicketQuestionRow, TicketRow } from './entities.js';

const POLL_MS = 2_000;
const BATCH = 50;

const ITSELF: CommandContext = {
  principal: { kind: 'system', name: 'questions' },
  requestId: 'questions',
  idempotency: null,
};

type DueQuestion = TicketQuestionRow & { readonly ticket?: TicketRow | null };

/** Reminds citizens of questions and ends tickets whose question was not answered, when their time has come. */
@Injectable()
export class QuestionRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly poller: Poller;
  private readonly lease: Lease;

  constructor(
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly remind: RemindQuestion,
    private readonly expire: ExpireQuestion,
    private readonly log: Log,
    leases: Leases,
  ) {
    this.lease = leases.lease('questions');
    this.poller = new Poller({ name: 'questions', everyMs: POLL_MS, log, run: () => this.run() });
  }

  onApplicationBootstrap(): void {
    this.poller.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.poller.stop();
    await this.lease.release();
  }

  /** One portion. @returns whether there may be more at once. */
  async run(): Promise<boolean> {
    const now = this.clock.now();
    const due = await this.due(now);
    // Looking costs nothing; only whoever has work takes the lease, so that two processes do not do it twice.
    if (due.length === 0 || !(await this.lease.hold())) return false;
    let moved = 0;
    for (const question of due) if (await this.attend(question, now)) moved += 1;
    // What does not move for a reason of its own waits for the next look.
    return due.length === BATCH && moved > 0;
  }

  /** With the tickets as they are at this look: who is faster meanwhile is seen by the version. */
  private due(now: Date): Promise<DueQuestion[]> {
    return this.reader.manager
      .createQueryBuilder(TicketQuestionRow, 'q')
      .leftJoinAndMapOne('q.ticket', TicketRow, 't', 't.id = q.ticket_id')
      .where(`q.status = 'asked' and q.next_at <= :now`, { now })
      .orderBy('q.nextAt', 'ASC')
      .addOrderBy('q.id', 'ASC')
      .limit(BATCH)
      .getMany();
  }

  private async attend({ ticketId, expiresAt, ticket }: DueQuestion, now: Date): Promise<boolean> {
    if (ticket?.state !== 'awaiting_info') return false;
    const reference = { ticketId, version: ticket.version };
    try {
      if (expiresAt <= now) await this.expire.execute(reference, ITSELF);
      else await this.remind.execute(reference, ITSELF);
      return true;
    } catch (error) {
      // Somebody was faster: the answer came in this instant.
      if (!(error instanceof Problem)) throw error;
      this.log.info({ ticketId, kind: error.kind }, 'question left for the next look');
      return false;
    }
  }
}
