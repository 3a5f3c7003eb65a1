import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { requireClear } from '../acting.js';
import { close } from '../domain/close.js';
import { commitmentObstacle } from '../domain/commitment.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

/** The days for rating are over: published, resolved_private → closed. Done by the service. */
@Injectable()
export class CloseTicket {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `not-found`, `stale-version`, `conflict` while the days are not over, or what was promised is not reported done. */
  async execute(input: TicketReference, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: TicketReference, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'close', principal);
    const at = this.clock.now();
    const { closeDueAt } = loaded.ticket;
    if (closeDueAt === null || at <= closeDueAt) throw Problem.conflict('Chưa hết thời gian đánh giá.');
    requireClear(commitmentObstacle(loaded));
    return this.store.write(transaction, loaded, { change: close(loaded, at), command: 'close', principal, at });
  }
}
