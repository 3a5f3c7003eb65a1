import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { Idempotency, managerOf, type Transaction } from '../../platform/database/index.js';
import { actorOf } from '../acting.js';
import { cleanAnswer, draftErrors, type AnswerParts } from '../domain/answer-check.js';
import type { Actor } from '../domain/actor.js';
import { drafted, ownDraft } from '../domain/answer-moves.js';
import type { LoadedTicket } from '../domain/change.js';
import type { Answer } from '../domain/ticket.js';
import { AnswerVersionRow } from '../entities.js';
import { staleVersion } from '../stale-ticket.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

/** One version a person in this time: the browser saves every few seconds. */
const VERSION_MS = 10 * 60 * 1000;

export interface SaveAnswerDraftInput extends TicketReference, AnswerParts {
  /** The draft's version the person began from; 0 or null: there was none yet. */
  readonly draftVersion: number | null;
}

export interface DraftResult extends CommandResult {
  readonly answerId: string;
  readonly draftVersion: number;
}

/**
 * Keeps what has been written so far. The ticket's version stays, because nothing has happened to it; the
 * draft has a version of its own, so that of two people writing at once the second is told. Four statements.
 */
@Injectable()
export class SaveAnswerDraft {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `invalid-input` (too long, or no day of the calendar), `not-found`, `stale-version`, `conflict`. */
  async execute(input: SaveAnswerDraftInput, ctx: CommandContext): Promise<DraftResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: SaveAnswerDraftInput, ctx: CommandContext): Promise<DraftResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'save_draft', principal);
    const parts = cleanAnswer(input);
    const errors = draftErrors(parts);
    if (errors.length > 0) throw Problem.invalid(errors);
    const actor = actorOf(principal);
    requireSameDraft(loaded, input.draftVersion, actor);
    const answer = drafted(loaded, parts, actor, this.clock.now());
    await this.store.writeAnswer(transaction, loaded.answer, answer);
    await keepVersion(transaction, answer);
    const { id: ticketId, code, version, state } = loaded.ticket;
    return { ticketId, code, version, state, answerId: answer.id, draftVersion: answer.draftVersion };
  }
}

/** @throws Problem `stale-version` when a colleague has saved the draft since. */
export function requireSameDraft(loaded: LoadedTicket, draftVersion: number | null, { agencyCode }: Actor): void {
  const present = ownDraft(loaded, agencyCode)?.draftVersion ?? 0;
  if (present !== (draftVersion ?? 0)) throw staleVersion();
}

/** Nothing a person has written is lost by what a colleague writes over it. */
async function keepVersion(transaction: Transaction, answer: Answer): Promise<void> {
  const { id: answerId, authorAccountId, draftVersion, updatedAt: savedAt } = answer;
  const slot = Math.floor(savedAt.getTime() / VERSION_MS);
  await managerOf(transaction)
    .createQueryBuilder()
    .insert()
    .into(AnswerVersionRow)
    .values({ answerId, authorAccountId, slot, draftVersion, parts: cleanAnswer(answer), savedAt })
    .orUpdate(['draft_version', 'parts', 'saved_at'], ['answer_id', 'author_account_id', 'slot'])
    .updateEntity(false)
    .execute();
}
