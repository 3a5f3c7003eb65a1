import { Injectable } from '@nestjs/common';
import { allows, type CommandContext } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { actorOf, requireClear, written } from '../acting.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { ruleLead, rulingObstacle } from '../domain/rule-lead.js';
import { LeadChoice } from '../lead-choice.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';
import { together } from '../together.js';

const WORDS = {
  field: 'words',
  what: 'Lý do quyết định',
  most: 2_000,
  missing: 'Xin ghi vì sao đơn vị này chủ trì; các đơn vị liên quan cùng đọc.',
} as const;

export interface RuleLeadInput extends TicketReference {
  /** The agency that leads from now on; the present one upholds an earlier ruling. */
  readonly leadAgencyCode: string;
  readonly words: string;
}

/** Who leads is decided and locked: first by a coordinator, when agencies have given it back; then only by the overseer. */
@Injectable()
export class RuleLead {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
    private readonly leads: LeadChoice,
  ) {}

  /** @throws Problem `invalid-input` (no reason, an agency that cannot lead it), `not-found`, `stale-version`, `conflict`. */
  async execute(input: RuleLeadInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: RuleLeadInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'rule_lead', principal);
    const { ticket } = loaded;
    const by = allows(principal, 'ticket.rule') ? 'overseer' : 'centre';
    requireClear(rulingObstacle(ticket, by));
    if (ticket.slaClass === null)
      throw Problem.conflict('Phiếu chưa có loại việc; xin phân loại trước khi quyết định đơn vị chủ trì.');
    const { agencyCode, words } = together({
      agencyCode: () => this.leads.require(input.leadAgencyCode, ticket),
      words: () => written(input.words, WORDS),
    });
    const at = this.clock.now();
    const ruler = by === 'overseer' ? 'Văn phòng UBND' : 'Điều phối viên 1022';
    const change = ruleLead(loaded, {
      agencyCode,
      by,
      words,
      reason: `${ruler} quyết định ${this.leads.nameOf(agencyCode)} chủ trì.`,
      actor: actorOf(principal),
      at,
      planner: this.planner,
    });
    return this.store.write(transaction, loaded, { change, command: 'rule_lead', principal, at });
  }
}
