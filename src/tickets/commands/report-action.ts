import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { Clock, formatInstant, Problem } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { actorOf, requireClear, written } from '../acting.js';
import { reportAction, reportObstacle } from '../domain/report-action.js';
import { typedInstant } from '../domain/typed-instant.js';
import type { Ticket } from '../domain/ticket.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';
import { together } from '../together.js';

const ACTION = {
  field: 'text',
  what: 'Việc đã làm',
  most: 4_000,
  missing: 'Xin ghi đã làm gì tại chỗ.',
} as const;

export interface ReportActionInput extends TicketReference {
  /** What was done on the spot. */
  readonly text: string;
  /** When, as a form sends it ('2026-11-17T10:20', the time in Viet Nam) or with an offset. */
  readonly actedAt: string;
}

/** What was done on the spot in an emergency, before the answer is written: the act clock stops. */
@Injectable()
export class ReportAction {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `invalid-input` (nothing written, a time that cannot be), `not-found`, `stale-version`, `conflict`. */
  async execute(input: ReportActionInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: ReportActionInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'report_action', principal);
    requireClear(reportObstacle(loaded));
    const at = this.clock.now();
    const { actedAt, text } = together({
      actedAt: () => actedWithin(loaded.ticket, input.actedAt, at),
      text: () => written(input.text, ACTION),
    });
    const change = reportAction(loaded, { text, actedAt, actor: actorOf(principal), at });
    return this.store.write(transaction, loaded, { change, command: 'report_action', principal, at });
  }
}

/** Nobody acted before the report came in, nor will have acted later than now. */
function actedWithin({ receivedAt }: Ticket, typed: string, at: Date): Date {
  const wrong = (message: string): Problem => Problem.invalid([{ field: 'actedAt', message }]);
  const actedAt = typedInstant(typed);
  if (actedAt === null) throw wrong('Xin ghi giờ và ngày đã xử lý tại chỗ.');
  if (actedAt > at) throw wrong('Giờ này chưa đến; xin ghi giờ đã xử lý tại chỗ.');
  // A form knows minutes: within the minute of the receipt is not before it.
  if (actedAt.getTime() < Math.floor(receivedAt.getTime() / 60_000) * 60_000)
    throw wrong(`Phản ánh được nhận lúc ${formatInstant(receivedAt)}; giờ xử lý không thể sớm hơn.`);
  return actedAt;
}
