import { Injectable } from '@nestjs/common';
import { allows, type CommandContext } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { actorOf, requireClear, written } from '../acting.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { isRejectionGround, type RejectionGround } from '../domain/grounds.js';
import { reject, rejectObstacle } from '../domain/reject.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';
import { together } from '../together.js';

const WAY = {
  field: 'text',
  what: 'Lời gửi người dân',
  most: 10_000,
  missing: 'Xin ghi vì sao và người gửi nên làm gì tiếp; lời này gửi đến người gửi.',
} as const;

export interface RejectTicketInput extends TicketReference {
  /** One of the grounds of the list. */
  readonly ground: string;
  /** The way forward; the citizen gets it. */
  readonly text: string;
}

/** A report is not taken up, with a ground and a way forward → rejected. After two working days only by the director's order. */
@Injectable()
export class RejectTicket {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
  ) {}

  /** @throws Problem `invalid-input` (ground, way forward), `not-found`, `stale-version`, `conflict` when it is too late. */
  async execute(input: RejectTicketInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: RejectTicketInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'reject', principal);
    const at = this.clock.now();
    const order = allows(principal, 'ticket.order');
    requireClear(rejectObstacle(loaded, { at, order, planner: this.planner }));
    const { ground, text } = together({ ground: () => groundOf(input.ground), text: () => wayOf(input.text) });
    const change = reject(loaded, { ground, text, order, actor: actorOf(principal), at, planner: this.planner });
    return this.store.write(transaction, loaded, { change, command: 'reject', principal, at });
  }
}

function groundOf(ground: string): RejectionGround {
  if (isRejectionGround(ground)) return ground;
  throw Problem.invalid([{ field: 'ground', message: 'Xin chọn lý do từ chối trong danh sách.' }]);
}

function wayOf(typed: string): string {
  const text = written(typed, WAY);
  // A template sent as it is would tell the citizen nothing.
  if (/\[[^\]]{3,}\]/.test(text))
    throw Problem.invalid([{ field: 'text', message: 'Xin điền những chỗ còn trong ngoặc vuông.' }]);
  return text;
}
