import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { actorOf, requireClear, written } from '../acting.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { disputeObstacle } from '../domain/return-ticket.js';
import type { Ticket } from '../domain/ticket.js';
import { transfer } from '../domain/transfer.js';
import { LeadChoice } from '../lead-choice.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';
import { together } from '../together.js';

const GROUND = {
  field: 'remark',
  what: 'Lý do chuyển',
  most: 1_000,
  missing: 'Xin ghi vì sao chuyển, để cả hai đơn vị cùng biết.',
} as const;

export interface TransferTicketInput extends TicketReference {
  readonly leadAgencyCode: string;
  /** Why; both agencies read it. */
  readonly remark: string;
}

/**
 * A coordinator gives the ticket to another agency: assigned, in_progress or awaiting_info → assigned. Its own
 * clocks begin anew, and end to end the time runs on. Not once agencies dispute who leads: then it is ruled on.
 */
@Injectable()
export class TransferTicket {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
    private readonly leads: LeadChoice,
  ) {}

  /** @throws Problem `invalid-input` (no ground, an agency that cannot lead it), `not-found`, `stale-version`, `conflict`. */
  async execute(input: TransferTicketInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: TransferTicketInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'transfer', principal);
    requireClear(disputeObstacle(loaded.ticket));
    const { agencyCode, ground } = together({
      agencyCode: () => this.leadFor(loaded.ticket, input.leadAgencyCode),
      ground: () => written(input.remark, GROUND),
    });
    const at = this.clock.now();
    const reason = `Điều phối viên chuyển từ ${this.leads.nameOf(loaded.ticket.leadAgencyCode ?? '')} sang ${this.leads.nameOf(agencyCode)}.`;
    const change = transfer(loaded, { agencyCode, reason, ground, actor: actorOf(principal), at }, this.planner);
    return this.store.write(transaction, loaded, { change, command: 'transfer', principal, at });
  }

  private leadFor(ticket: Ticket, code: string): string {
    if (code !== '' && code === ticket.leadAgencyCode)
      throw Problem.invalid([{ field: 'leadAgencyCode', message: 'Phiếu đang ở chính đơn vị này.' }]);
    return this.leads.require(code, ticket);
  }
}
