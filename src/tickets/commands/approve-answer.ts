import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import { approvesFor, type CommandContext } from '../../identity/index.js';
import { Clock } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { actorOf, deputyIdOf, requireClear } from '../acting.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { approve } from '../domain/answer-moves.js';
import { ownAnswerObstacle } from '../domain/four-eyes.js';
import { answerObstacle } from '../domain/report-action.js';
import { answerOf, TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

/** The head of the agency in charge, or a deputy who has not written it, stands for the answer: awaiting_approval → awaiting_publication. */
@Injectable()
export class ApproveAnswer {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
    private readonly directory: Directory,
  ) {}

  /** @throws Problem `not-found`, `stale-version`, `conflict` (also to a deputy whose own answer it is). */
  async execute(input: TicketReference, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: TicketReference, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'approve_answer', principal);
    const answer = answerOf(loaded, 'submitted');
    requireClear(ownAnswerObstacle(answer, deputyIdOf(principal)));
    requireClear(answerObstacle(loaded));
    const at = this.clock.now();
    const change = approve(loaded, answer, {
      actor: actorOf(principal),
      approvedFor: approvesFor(principal),
      at,
      centreAgencyCode: this.directory.province.centreAgency,
      planner: this.planner,
    });
    return this.store.write(transaction, loaded, { change, command: 'approve_answer', principal, at });
  }
}
