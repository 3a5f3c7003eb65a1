import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThan } from 'typeorm';
import type { CommandContext } from '../identity/index.js';
import { Clock, Problem } from '../kernel/index.js';
import { Reader } from '../platform/database/index.js';
import { CloseTicket, TicketRow } from '../tickets/index.js';

const BATCH = 100;

/** The service itself: what it closes stands in the history under this name. */
const ITSELF: CommandContext = {
  principal: { kind: 'system', name: 'closing' },
  requestId: 'closing',
  idempotency: null,
};

/**
 * Closes what was answered and whose days for rating are over, a portion at a time. Each ticket is a unit of
 * work of its own, so a process killed on the way leaves nothing half done, and the next portion goes on there.
 */
@Injectable()
export class Closing {
  constructor(
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly close: CloseTicket,
  ) {}

  /** @returns whether there may be more at once. */
  async run(): Promise<boolean> {
    const due = await this.reader.manager.find(TicketRow, {
      select: { id: true, version: true },
      where: {
        closeDueAt: LessThan(this.clock.now()),
        state: In(['published', 'resolved_private']),
        // Nothing closes without its result.
        commitmentDueAt: IsNull(),
      },
      order: { closeDueAt: 'ASC', id: 'ASC' },
      take: BATCH,
    });
    let closed = 0;
    for (const { id: ticketId, version } of due) {
      try {
        await this.close.execute({ ticketId, version }, ITSELF);
        closed += 1;
      } catch (error) {
        // Opened again in this very moment: it is not to be closed any more.
        if (!(error instanceof Problem)) throw error;
      }
    }
    return due.length === BATCH && closed > 0;
  }
}
