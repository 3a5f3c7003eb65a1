import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/index.js';
import { isPublic } from './domain/publicity.js';
import type { Ticket } from './domain/ticket.js';

/** Takes away what is known of a ticket, as part of the unit of work that hides it. */
type Hide = (transaction: Transaction, ticketId: string) => Promise<void>;

/**
 * Tells who keeps public copies that a ticket everybody could read may not be known of any more: it has turned out to
 * be a tố cáo, say. With the decision, for an event may come round late, and nobody may read it meanwhile.
 */
@Injectable()
export class HiddenTickets {
  private readonly listeners: Hide[] = [];

  onHidden(hide: Hide): void {
    this.listeners.push(hide);
  }

  async tell(transaction: Transaction, before: Ticket, after: Ticket): Promise<void> {
    // What never had an answer that everybody reads shows no words; it goes with the event.
    if (before.publishedAt === null || !isPublic(before) || isPublic(after)) return;
    for (const hide of this.listeners) await hide(transaction, after.id);
  }
}
