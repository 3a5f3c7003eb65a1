import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import type { CommandContext } from '../../identity/index.js';
import { Clock } from '../../kernel/index.js';
import type { Transaction } from '../../platform/database/index.js';
import { moveAgency, type TakesOver } from '../domain/move-agency.js';
import { isGuided, type Ticket } from '../domain/ticket.js';
import { TicketCategories } from '../ticket-categories.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

export interface MoveAgencyInput extends TicketReference {
  readonly orderId: string;
  /** Who takes over from an agency, for this ticket; the agency's own code when nobody does. */
  readonly takesOver: (agencyCode: string, ticket: Pick<Ticket, 'wardCode' | 'categoryCode'>) => string;
  /** Where somebody works now that the order is in force; null: an account that is gone. */
  readonly agencyOf: (accountId: string) => string | null;
}

/**
 * An order has changed agencies: the service moves what of the ticket lies with one that has ended to whoever
 * took over. The state stays, and so do the clocks.
 */
@Injectable()
export class MoveAgency {
  constructor(
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly categories: TicketCategories,
    private readonly directory: Directory,
  ) {}

  /**
   * As part of the unit of work that counts it.
   * @returns null when nothing of the ticket is to be moved (any more).
   * @throws Problem `not-found`, `stale-version`.
   */
  async inside(transaction: Transaction, input: MoveAgencyInput, ctx: CommandContext): Promise<CommandResult | null> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'move_agency', principal);
    const { ticket } = loaded;
    const takesOver: TakesOver = (code) => input.takesOver(code, ticket);
    const at = this.clock.now();
    const { agencyOf, orderId } = input;
    const change = moveAgency(loaded, {
      takesOver,
      leads: (code) => this.unlessAccused(ticket, code, takesOver(code)),
      agencyOf,
      orderId,
      at,
    });
    if (change === null) return null;
    return this.store.write(transaction, loaded, { change, command: 'move_agency', principal, at });
  }

  /**
   * An agency does not come to judge itself because it was merged with the one it was reported to: neither what comes
   * over, nor what it had been given to judge about the other.
   */
  private unlessAccused(ticket: Ticket, from: string, to: string): string {
    const { subjectAgencyCode: accused, categoryCode, boundary } = ticket;
    if (accused === null || !this.directory.isKin(to, accused)) return to;
    if (isGuided(boundary)) return this.directory.keeperOf(accused);
    // Where somebody has given it to the one it is about, no order did.
    const never = categoryCode !== null && this.categories.neverToSubject(categoryCode);
    return never && !(from === to && to === accused) ? this.directory.superiorOf(to).code : to;
  }
}
