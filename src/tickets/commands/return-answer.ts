import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { cleanText, Clock, Problem } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { actorOf, deputyIdOf, requireClear } from '../acting.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { sendBack } from '../domain/answer-moves.js';
import { ownAnswerObstacle } from '../domain/four-eyes.js';
import { answerOf, TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

const MAX_REMARKS = 4_000;

export interface ReturnAnswerInput extends TicketReference {
  /** What has to be mended; the handler reads it. */
  readonly remarks: string;
}

/**
 * The answer goes back to the handler with remarks: from the head before the approval, from a coordinator
 * at the gate. Back to in_progress; the answer sent back stays visible and the next one is a new one.
 */
@Injectable()
export class ReturnAnswer {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
  ) {}

  /** @throws Problem `invalid-input` without remarks, `not-found`, `stale-version`, `conflict`. */
  async execute(input: ReturnAnswerInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: ReturnAnswerInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'return_answer', principal);
    requireClear(ownAnswerObstacle(loaded.answer, deputyIdOf(principal)));
    const remarks = requiredRemarks(input.remarks);
    const at = this.clock.now();
    const by = loaded.ticket.state === 'awaiting_publication' ? 'centre' : 'head';
    const answer = answerOf(loaded, by === 'centre' ? 'approved' : 'submitted');
    const change = sendBack(loaded, answer, { by, actor: actorOf(principal), remarks, at, planner: this.planner });
    return this.store.write(transaction, loaded, { change, command: 'return_answer', principal, at });
  }
}

function requiredRemarks(raw: string): string {
  const remarks = cleanText(raw);
  if (remarks === '')
    throw Problem.invalid([{ field: 'remarks', message: 'Xin ghi cần sửa chỗ nào, để đơn vị biết mà làm tiếp.' }]);
  if (remarks.length > MAX_REMARKS) {
    throw Problem.invalid([
      { field: 'remarks', message: `Ghi chú dài quá ${MAX_REMARKS.toLocaleString('vi-VN')} ký tự; xin viết gọn lại.` },
    ]);
  }
  return remarks;
}
