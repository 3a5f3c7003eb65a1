import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../identity/index.js';
import { Clock, Problem } from '../kernel/index.js';
import { Reader } from '../platform/database/index.js';
import { Log } from '../platform/log/index.js';
import { CloseTicket, TicketRow } from '../tickets/index.js';

const BATCH = 100;

type Due = Pick<TicketRow, 'id' | 'version' | 'closeDueAt'>;

/** The service itself: what it closes stands in the history under this name. */
const ITSELF: CommandContext = {
  principal: { kind: 'system', name: 'closing' },
  requestId: 'closing',
  idempotency: null,
};

/**
 * Closes what was answered and whose days for rating are over, a portion at a time. Each ticket is a unit of
 * work of its own, so a process killed on the way leaves nothing half done, and the next portion goes on there. A
 * ticket that cannot be closed holds back none of the others: it is passed over, and tried again with the next round.
 */
@Injectable()
export class Closing {
  /** @internal smaller in tests */
  batch = BATCH;
  /** The last ticket of the portion before, while a round is under way. */
  private passed: Due | null = null;

  constructor(
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly close: CloseTicket,
    private readonly log: Log,
  ) {}

  /** @returns whether there may be more at once. */
  async run(): Promise<boolean> {
    const due = await this.due();
    this.passed = due.length < this.batch ? null : (due.at(-1) ?? null);
    for (const { id: ticketId, version } of due) {
      try {
        await this.close.execute({ ticketId, version }, ITSELF);
      } catch (error) {
        // Opened again in this very moment: it is not to be closed any more.
        if (!(error instanceof Problem)) this.log.error({ job: 'closing', ticketId, error }, 'ticket not closed');
      }
    }
    return this.passed !== null;
  }

  /** The next portion of those whose days are over, in the order in which they were: one range of one index. */
  private due(): Promise<Due[]> {
    const query = this.reader.manager
      .createQueryBuilder(TicketRow, 't')
      .select(['t.id', 't.version', 't.closeDueAt'])
      .where('t.close_due_at < :now', { now: this.clock.now() })
      .andWhere('t.state in (:...answered)', { answered: ['published', 'resolved_private'] })
      // Nothing closes without its result.
      .andWhere('t.commitment_due_at is null')
      .orderBy('t.closeDueAt', 'ASC')
      .addOrderBy('t.id', 'ASC')
      .limit(this.batch);
    if (this.passed !== null) {
      const { closeDueAt: from, id: after } = this.passed;
      query.andWhere('t.close_due_at >= :from and (t.close_due_at > :from or t.id > :after)', { from, after });
    }
    return query.getMany();
  }
}
