import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import type { CommandContext } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { openQuestion, remindQuestion } from '../domain/supplement.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

const TOO_EARLY = 'Chưa đến lúc nhắc người gửi.';

/** The service reminds the citizen of a question: awaiting_info stays. */
@Injectable()
export class RemindQuestion {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
    private readonly directory: Directory,
  ) {}

  /** @throws Problem `not-found` for anybody but the service, `stale-version`, `conflict` before its time. */
  async execute(input: TicketReference, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: TicketReference, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'remind_question', principal);
    const at = this.clock.now();
    const question = openQuestion(loaded);
    if (question === null || question.remindAt === null || question.remindAt > at) throw Problem.conflict(TOO_EARLY);
    const change = remindQuestion(loaded, question, at, this.directory.province.supplement, this.planner);
    return this.store.write(transaction, loaded, { change, command: 'remind_question', principal, at });
  }
}
