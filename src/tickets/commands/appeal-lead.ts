import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { Clock } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { actorOf, requireClear, written } from '../acting.js';
import { appealLead, appealObstacle } from '../domain/rule-lead.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

const WORDS = {
  field: 'words',
  what: 'Lý do đề nghị',
  most: 2_000,
  missing: 'Xin nói rõ vì sao đơn vị không chủ trì được.',
} as const;

export interface AppealLeadInput extends TicketReference {
  readonly words: string;
}

/** The head of the agency that was ruled to lead asks the overseer to look again: once, and the clocks run on. */
@Injectable()
export class AppealLead {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `invalid-input` without words, `not-found`, `stale-version`, `conflict` with why not. */
  async execute(input: AppealLeadInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: AppealLeadInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'appeal_lead', principal);
    const notes = await this.store.notes(transaction, loaded.ticket.id, ['lead_ruled', 'lead_appealed']);
    requireClear(appealObstacle(loaded.ticket, notes));
    const words = written(input.words, WORDS);
    const at = this.clock.now();
    const change = appealLead(loaded, { words, actor: actorOf(principal), at });
    return this.store.write(transaction, loaded, { change, command: 'appeal_lead', principal, at });
  }
}
