import { Injectable } from '@nestjs/common';
import { Attachments, type Prepared } from '../../attachments/index.js';
import type { CommandContext } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { actorOf, written } from '../acting.js';
import { deliverSupport, NOTHING_OWED, openPartOf } from '../domain/support.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

const PART = {
  field: 'part',
  what: 'Phần phối hợp',
  most: 20_000,
  missing: 'Xin ghi đã kiểm tra gì, đã làm gì, để đơn vị chủ trì trả lời người dân.',
} as const;

export interface DeliverSupportInput extends TicketReference {
  /** What the agency found or did. */
  readonly part: string;
  readonly files?: readonly Prepared[];
}

/** An agency asked for its part gives it: the ticket's state stays, the part's clock stops. */
@Injectable()
export class DeliverSupport {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly attachments: Attachments,
  ) {}

  /** @throws Problem `invalid-input`, `not-found`, `stale-version`, `conflict` when the agency owes nothing any more. */
  async execute(input: DeliverSupportInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: DeliverSupportInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'deliver_support', principal);
    const actor = actorOf(principal);
    const part = openPartOf(loaded, actor.agencyCode);
    if (part === null) throw Problem.conflict(NOTHING_OWED);
    const words = written(input.part, PART);
    const at = this.clock.now();
    const change = deliverSupport(loaded, part, { words, actor, at });
    const result = await this.store.write(transaction, loaded, { change, command: 'deliver_support', principal, at });
    const owner = { kind: 'support', id: part.id, ticketId: loaded.ticket.id } as const;
    await this.attachments.store(transaction, owner, input.files ?? [], actor.accountId);
    return result;
  }
}
