import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { Clock } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { actorOf } from '../acting.js';
import { accept } from '../domain/answer-moves.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

/** A handler of the agency in charge takes the ticket: assigned → in_progress. */
@Injectable()
export class AcceptTicket {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `not-found`, `stale-version`, `conflict`. */
  async execute(input: TicketReference, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: TicketReference, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'accept', principal);
    const at = this.clock.now();
    const change = accept(loaded, actorOf(principal), at);
    return this.store.write(transaction, loaded, { change, command: 'accept', principal, at });
  }
}
