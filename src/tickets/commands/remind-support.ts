import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { Clock, formatInstant, Problem } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { remindableFrom, remindSupport } from '../domain/support.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';
import { openPartIn } from './withdraw-support.js';

export interface RemindSupportInput extends TicketReference {
  /** Which part. */
  readonly supportId: string;
}

/** The lead reminds an agency of its part: counted, at most once a working hour of that agency. */
@Injectable()
export class RemindSupport {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
  ) {}

  /** @throws Problem `not-found`, `stale-version`, `conflict` when the part is there, or was reminded of just now. */
  async execute(input: RemindSupportInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: RemindSupportInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'remind_support', principal);
    const part = openPartIn(loaded, input.supportId);
    const at = this.clock.now();
    const from = remindableFrom(loaded, part, this.planner);
    if (from !== null && at < from)
      throw Problem.conflict(`Vừa nhắc đơn vị này; nhắc lại được từ ${formatInstant(from)}.`);
    const change = remindSupport(loaded, part, at);
    return this.store.write(transaction, loaded, { change, command: 'remind_support', principal, at });
  }
}
