import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import type { CommandContext } from '../../identity/index.js';
import { Clock } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { actorOf, requireClear, written } from '../acting.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { askCitizen, askObstacle } from '../domain/supplement.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

const QUESTION = {
  field: 'text',
  what: 'Câu hỏi',
  most: 2_000,
  missing: 'Xin ghi cần hỏi người dân điều gì.',
} as const;

export interface AskCitizenInput extends TicketReference {
  /** The question; the citizen reads it. */
  readonly text: string;
}

/**
 * The handler asks the citizen for what is missing: in_progress → awaiting_info, and the time stands still until
 * the answer, or until the province's wait is over.
 */
@Injectable()
export class AskCitizen {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
    private readonly directory: Directory,
  ) {}

  /** @throws Problem `invalid-input` without a question, `not-found`, `stale-version`, `conflict` (too late, asked too often). */
  async execute(input: AskCitizenInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: AskCitizenInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'ask_citizen', principal);
    const at = this.clock.now();
    const rules = this.directory.province.supplement;
    requireClear(askObstacle(loaded, at, rules, this.planner));
    const text = written(input.text, QUESTION);
    const change = askCitizen(loaded, { text, actor: actorOf(principal), at }, rules, this.planner);
    return this.store.write(transaction, loaded, { change, command: 'ask_citizen', principal, at });
  }
}
