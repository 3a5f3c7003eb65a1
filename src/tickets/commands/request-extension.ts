import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { actorOf, requireClear, written } from '../acting.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { isCalendarDay } from '../domain/answer-check.js';
import {
  choiceOn,
  extensionChoices,
  extensionObstacle,
  requestExtension,
  type ExtensionChoice,
  type ExtensionFacts,
} from '../domain/extension-moves.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';
import { together } from '../together.js';

const REASON = {
  field: 'reason',
  what: 'Lý do',
  most: 2_000,
  missing: 'Xin ghi vì sao cần thêm thời gian; người dân đọc lý do này.',
} as const;

export interface RequestExtensionInput extends TicketReference {
  /** The citizen reads it when the extension is approved. */
  readonly reason: string;
  /** 'YYYY-MM-DD': the working day on which the new deadline falls. */
  readonly newDay: string;
}

/** A handler asks the head for more time: once, before the deadline, where the policy of the class allows it. */
@Injectable()
export class RequestExtension {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
  ) {}

  /** @throws Problem `invalid-input` (no reason, a day that cannot be), `not-found`, `stale-version`, `conflict` (not for this class, asked before, too late). */
  async execute(input: RequestExtensionInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: RequestExtensionInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'request_extension', principal);
    const at = this.clock.now();
    const facts: ExtensionFacts = { ...loaded, at, planner: this.planner };
    requireClear(extensionObstacle(facts));
    const { choice, reason } = together({
      choice: () => askedChoice(facts, input.newDay),
      reason: () => written(input.reason, REASON),
    });
    const change = requestExtension(facts, { choice, reason, actor: actorOf(principal) });
    return this.store.write(transaction, loaded, { change, command: 'request_extension', principal, at });
  }
}

function askedChoice(facts: ExtensionFacts, day: string): ExtensionChoice {
  const wrong = (message: string): Problem => Problem.invalid([{ field: 'newDay', message }]);
  if (!isCalendarDay(day)) throw wrong('Xin chọn ngày sẽ trả lời xong.');
  const present = facts.ticket.resolveDueAt ?? facts.ticket.listDueAt;
  const choice = choiceOn(extensionChoices(facts), day, present);
  if (typeof choice === 'string') throw wrong(choice);
  return choice;
}
