import { Injectable } from '@nestjs/common';
import { allows, type CommandContext } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { Idempotency, managerOf, type Transaction } from '../../platform/database/index.js';
import { actorOf, requireClear, written } from '../acting.js';
import { SlaClockPlanner } from '../clock-planner.js';
import type { LoadedTicket } from '../domain/change.js';
import { isRejectionGround, type RejectionGround } from '../domain/grounds.js';
import { reject, rejectObstacle } from '../domain/reject.js';
import { TicketCodes } from '../ticket-codes.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';
import { together } from '../together.js';
import { SplitTicket } from './split-ticket.js';

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
  /** Codes, as typed, of tickets merged into it that are another matter: they are split off first, and go their own way. */
  readonly apart?: readonly string[] | undefined;
}

/**
 * A report is not taken up, with a ground and a way forward → rejected. After two working days only by the director's
 * order. One that stands for others is refused for all of them, but for those that are split off with it.
 */
@Injectable()
export class RejectTicket {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
    private readonly codes: TicketCodes,
    private readonly split: SplitTicket,
  ) {}

  /** @throws Problem `invalid-input` (ground, way forward, a code that is none of the merged ones), `not-found`, `stale-version`, `conflict` when it is too late. */
  async execute(input: RejectTicketInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: RejectTicketInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const found = await this.store.loadFor(transaction, input, 'reject', principal);
    const at = this.clock.now();
    const order = allows(principal, 'ticket.order');
    requireClear(rejectObstacle(found, { at, order, planner: this.planner }));
    const { ground, text } = together({ ground: () => groundOf(input.ground), text: () => wayOf(input.text) });
    const loaded = await this.without(transaction, found, input.apart ?? [], ctx);
    const change = reject(loaded, { ground, text, order, actor: actorOf(principal), at, planner: this.planner });
    return this.store.write(transaction, loaded, { change, command: 'reject', principal, at });
  }

  /** The ticket once those that are another matter stand for themselves again. */
  private async without(
    transaction: Transaction,
    found: LoadedTicket,
    typed: readonly string[],
    ctx: CommandContext,
  ): Promise<LoadedTicket> {
    if (typed.length === 0) return found;
    const codes = [...new Set(typed.map((one) => this.codeOf(one)))];
    const children = await this.store.loadMany(transaction, { codes });
    const wrong = codes.find(
      (code) => !children.some(({ ticket }) => ticket.code === code && ticket.mergedIntoId === found.ticket.id),
    );
    if (wrong !== undefined) throw notMerged(`Phiếu ${wrong} không gộp vào phiếu này.`);
    for (const { ticket } of children)
      await this.split.inside(transaction, { ticketId: ticket.id, version: ticket.version, remark: APART }, ctx);
    return (await this.store.load(managerOf(transaction), found.ticket.id)) ?? found;
  }

  private codeOf(typed: string): string {
    const parsed = this.codes.parse(typed);
    if (!parsed.ok) throw notMerged(parsed.reason);
    return parsed.code;
  }
}

const APART = 'Phiếu đứng chung không được tiếp nhận; phiếu này là việc khác nên được giải quyết riêng.';

function notMerged(message: string): Problem {
  return Problem.invalid([{ field: 'apart', message }]);
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
