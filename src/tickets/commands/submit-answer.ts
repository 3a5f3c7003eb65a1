import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import { allows, approvesFor, type CommandContext } from '../../identity/index.js';
import { Clock, Problem, type FieldError } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { SlaError } from '../../sla/index.js';
import { actorOf, requireClear, written } from '../acting.js';
import { SlaClockPlanner } from '../clock-planner.js';
import type { Actor } from '../domain/actor.js';
import {
  cleanAnswer,
  isCalendarDay,
  submitErrors,
  type AnswerParts,
  type CleanAnswer,
} from '../domain/answer-check.js';
import { drafted, submit } from '../domain/answer-moves.js';
import type { LoadedTicket } from '../domain/change.js';
import { commitment } from '../domain/commitment.js';
import { answerObstacle } from '../domain/report-action.js';
import { openPartsObstacle } from '../domain/support.js';
import { TicketCategories } from '../ticket-categories.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';
import { requireSameDraft } from './save-answer-draft.js';

const WITHOUT_PARTS = {
  field: 'openPartsReason',
  what: 'Lý do',
  most: 1_000,
  missing: 'Xin ghi vì sao không đợi phần phối hợp còn lại.',
} as const;

export interface SubmitAnswerInput extends TicketReference, AnswerParts {
  /** The draft's version the person saw; left out by callers that never saw a draft. */
  readonly draftVersion?: number | null | undefined;
  /** The head alone: why the answer goes without the parts of other agencies that are open. */
  readonly openPartsReason?: string | null | undefined;
}

/**
 * The answer goes to the head of the agency: in_progress → awaiting_approval. All four parts are needed, and
 * in an emergency the report of what was done on the spot before.
 */
@Injectable()
export class SubmitAnswer {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly directory: Directory,
    private readonly categories: TicketCategories,
    private readonly planner: SlaClockPlanner,
  ) {}

  /** @throws Problem `invalid-input` with each missing part, `not-found`, `stale-version`, `conflict`. */
  async execute(input: SubmitAnswerInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: SubmitAnswerInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'submit_answer', principal);
    const parts = cleanAnswer(input);
    const actor = actorOf(principal);
    // Before what is wrong with it: of two people writing the second must see the other's words first.
    if (input.draftVersion !== undefined) requireSameDraft(loaded, input.draftVersion, actor);
    const needed = this.categories.evidence(loaded.ticket.categoryCode);
    const count = drafted(loaded, parts, actor, this.clock.now()).evidenceCount;
    const errors = [...submitErrors(parts, { needed, count }), ...this.beyondCalendar(loaded, parts, actor)];
    if (errors.length > 0) throw Problem.invalid(errors);
    requireClear(answerObstacle(loaded));
    const at = this.clock.now();
    const change = submit(
      loaded,
      parts,
      actor,
      at,
      this.reasonWithoutParts(loaded, input, ctx),
      approvesFor(principal),
    );
    return this.store.write(transaction, loaded, { change, command: 'submit_answer', principal, at });
  }

  /** A promise has a clock: one for a day of which no calendar knows anything yet cannot be kept an eye on. */
  private beyondCalendar(loaded: LoadedTicket, { doneOn }: CleanAnswer, { agencyCode }: Actor): FieldError[] {
    if (doneOn === null || !isCalendarDay(doneOn)) return [];
    try {
      commitment(loaded, { doneOn, authorAgencyCode: agencyCode }, this.clock.now(), this.planner);
      return [];
    } catch (error) {
      if (!(error instanceof SlaError)) throw error;
      return [{ field: 'doneOn', message: `${error.message} Xin hẹn một ngày gần hơn.` }];
    }
  }

  /**
   * Why the head does not wait for parts that are open; null when none is.
   * @throws Problem `conflict` for everybody else, `invalid-input` for a head who does not say why.
   */
  private reasonWithoutParts(
    loaded: LoadedTicket,
    input: SubmitAnswerInput,
    { principal }: CommandContext,
  ): string | null {
    const obstacle = openPartsObstacle(loaded, (code) => this.directory.agency(code)?.name ?? code);
    if (obstacle === null) return null;
    if (!allows(principal, 'ticket.approve')) throw Problem.conflict(obstacle);
    return written(input.openPartsReason ?? '', WITHOUT_PARTS);
  }
}
