import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import type { CommandContext } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { actorOf, requireClear, written } from '../acting.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { isReturnGround, type ReturnGround } from '../domain/grounds.js';
import { needsProposal, returnObstacle, returnReason, returnTicket } from '../domain/return-ticket.js';
import { LeadChoice } from '../lead-choice.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';
import { together } from '../together.js';

const WORDS = {
  field: 'words',
  what: 'Lý do trả lại',
  most: 2_000,
  missing: 'Xin nói rõ vì sao trả lại, để 1022 chuyển đúng nơi.',
} as const;

export interface ReturnTicketInput extends TicketReference {
  /** One of the grounds of the list. */
  readonly ground: string;
  readonly words: string;
  /** The agency it should go to; '' or null: none known. */
  readonly proposedAgencyCode: string | null;
}

/** The agency gives the ticket back to the centre, with the ground and the agency it thinks competent → received. */
@Injectable()
export class ReturnTicket {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
    private readonly directory: Directory,
    private readonly leads: LeadChoice,
  ) {}

  /** @throws Problem `invalid-input` (ground, words, agency), `not-found`, `stale-version`, `conflict` when it is locked or too late. */
  async execute(input: ReturnTicketInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: ReturnTicketInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'return_ticket', principal);
    const { ticket } = loaded;
    const at = this.clock.now();
    requireClear(returnObstacle(loaded, at, this.planner));
    const proposed = input.proposedAgencyCode ?? '';
    const { ground, proposedAgencyCode, words } = together({
      ground: () => groundOf(input.ground),
      proposedAgencyCode: () =>
        this.proposed(proposed, isReturnGround(input.ground) && needsProposal(input.ground), ticket),
      words: () => written(input.words, WORDS),
    });
    const change = returnTicket(loaded, {
      ground,
      words,
      proposedAgencyCode,
      reason: returnReason(
        this.leads.nameOf(ticket.leadAgencyCode ?? ''),
        ground,
        proposedAgencyCode === null ? null : this.leads.nameOf(proposedAgencyCode),
      ),
      actor: actorOf(principal),
      centreAgencyCode: this.directory.province.centreAgency,
      at,
      planner: this.planner,
    });
    return this.store.write(transaction, loaded, { change, command: 'return_ticket', principal, at });
  }

  private proposed(code: string, needed: boolean, ticket: Parameters<LeadChoice['wrong']>[1]): string | null {
    if (code === '' && !needed) return null;
    const message =
      code === ''
        ? 'Xin ghi đơn vị có thẩm quyền; trả lại vì lý do này phải đề nghị nơi nhận.'
        : code === ticket.leadAgencyCode
          ? 'Không đề nghị chính đơn vị mình; xin chọn đơn vị khác.'
          : this.leads.wrong(code, ticket);
    if (message !== null) throw Problem.invalid([{ field: 'proposedAgencyCode', message }]);
    return code;
  }
}

function groundOf(ground: string): ReturnGround {
  if (isReturnGround(ground)) return ground;
  throw Problem.invalid([{ field: 'ground', message: 'Xin chọn lý do trả lại trong danh sách.' }]);
}
