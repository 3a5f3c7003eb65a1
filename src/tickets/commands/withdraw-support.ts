import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { actorOf, written } from '../acting.js';
import type { LoadedTicket } from '../domain/change.js';
import { withdrawSupport } from '../domain/support.js';
import type { SupportPart } from '../domain/support-part.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

const BECAUSE = {
  field: 'because',
  what: 'Lý do',
  most: 1_000,
  missing: 'Xin ghi vì sao không cần phần ấy nữa; đơn vị được đề nghị đọc được.',
} as const;

export interface WithdrawSupportInput extends TicketReference {
  /** Which part. */
  readonly supportId: string;
  readonly because: string;
}

/** The lead does without a part it had asked for, and says why: its clock stops, the ticket's state stays. */
@Injectable()
export class WithdrawSupport {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `invalid-input`, `not-found`, `stale-version`, `conflict` when the part is there already. */
  async execute(input: WithdrawSupportInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: WithdrawSupportInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'withdraw_support', principal);
    const part = openPartIn(loaded, input.supportId);
    const because = written(input.because, BECAUSE);
    const at = this.clock.now();
    const change = withdrawSupport(loaded, part, { because, actor: actorOf(principal), at });
    return this.store.write(transaction, loaded, { change, command: 'withdraw_support', principal, at });
  }
}

/** @throws Problem `conflict`: it is there, was withdrawn, or never asked for. */
export function openPartIn({ supports }: LoadedTicket, supportId: string): SupportPart {
  const part = supports.find(({ id, status }) => id === supportId && status === 'asked');
  if (part === undefined) throw Problem.conflict('Phần phối hợp này không còn chờ nữa. Xin xem bản mới của phiếu.');
  return part;
}
