import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { goOnUnanswered } from '../domain/shared-ticket.js';
import { expireQuestion, openQuestion } from '../domain/supplement.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

const TOO_EARLY = 'Chưa hết thời gian chờ người gửi trả lời.';

/** Nobody answered in the province's time: awaiting_info → withdrawn. The citizen is told how to come back. */
@Injectable()
export class ExpireQuestion {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
  ) {}

  /** @throws Problem `not-found` for anybody but the service, `stale-version`, `conflict` before its time. */
  async execute(input: TicketReference, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: TicketReference, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'expire_question', principal);
    const at = this.clock.now();
    const question = openQuestion(loaded);
    if (question === null || question.expiresAt > at) throw Problem.conflict(TOO_EARLY);
    // Others wait for the answer as well: it does not end for the silence of one.
    const change =
      loaded.ticket.mergedCount > 0
        ? goOnUnanswered(loaded, question, at, this.planner)
        : expireQuestion(loaded, question, at, this.planner);
    return this.store.write(transaction, loaded, { change, command: 'expire_question', principal, at });
  }
}
