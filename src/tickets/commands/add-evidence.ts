import { Injectable } from '@nestjs/common';
import { Attachments, type Prepared } from '../../attachments/index.js';
import type { CommandContext } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { Idempotency, managerOf, type Transaction } from '../../platform/database/index.js';
import { actorOf } from '../acting.js';
import { cleanAnswer, draftErrors, type AnswerParts } from '../domain/answer-check.js';
import { drafted } from '../domain/answer-moves.js';
import { TicketAnswerRow } from '../entities.js';
import { TicketStore, type TicketReference } from '../ticket-store.js';
import { requireSameDraft, type DraftResult } from './save-answer-draft.js';

/** Photos and documents of all attempts of one agency at one ticket. */
const MOST_EVIDENCE = 20;

export interface AddEvidenceInput extends TicketReference, AnswerParts {
  readonly draftVersion: number | null;
  /** New files. */
  readonly files: readonly Prepared[];
  /** Ids of files that are taken off: the draft's own go, those of the agency's attempts before it stay with these alone. */
  readonly removed: readonly string[];
}

/** Photos of before and after, and documents, are put with the answer that is being written; its words are kept with them. */
@Injectable()
export class AddEvidence {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly attachments: Attachments,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `invalid-input` beside `evidence`, and what saving a draft throws. */
  async execute(input: AddEvidenceInput, ctx: CommandContext): Promise<DraftResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: AddEvidenceInput, ctx: CommandContext): Promise<DraftResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'save_draft', principal);
    const parts = cleanAnswer(input);
    const errors = draftErrors(parts);
    if (errors.length > 0) throw Problem.invalid(errors);
    const actor = actorOf(principal);
    requireSameDraft(loaded, input.draftVersion, actor);
    const answer = drafted(loaded, parts, actor, this.clock.now());
    const owner = { kind: 'answer', id: answer.id, ticketId: loaded.ticket.id } as const;
    const removed =
      (await this.attachments.remove(transaction, owner, input.removed)) +
      (await this.leaveOut(transaction, loaded.ticket.id, actor.agencyCode, input.removed));
    const evidenceCount = Math.max(0, answer.evidenceCount - removed) + input.files.length;
    if (evidenceCount > MOST_EVIDENCE) {
      const message = `Mỗi câu trả lời nhiều nhất ${MOST_EVIDENCE} ảnh, tệp. Xin bỏ bớt rồi gửi lại.`;
      throw Problem.invalid([{ field: 'evidence', message }]);
    }
    await this.store.writeAnswer(transaction, loaded.answer, { ...answer, evidenceCount });
    await this.attachments.store(transaction, owner, input.files, actor.accountId);
    const { id: ticketId, code, version, state } = loaded.ticket;
    return { ticketId, code, version, state, answerId: answer.id, draftVersion: answer.draftVersion };
  }

  /** What was sent with an attempt that came back stays on record with it, and goes no further. */
  private async leaveOut(
    transaction: Transaction,
    ticketId: string,
    authorAgencyCode: string,
    ids: readonly string[],
  ): Promise<number> {
    if (ids.length === 0) return 0;
    const returned = await managerOf(transaction).find(TicketAnswerRow, {
      select: { id: true },
      where: { ticketId, authorAgencyCode, status: 'returned' },
    });
    const owners = returned.map(({ id }) => id);
    return this.attachments.leaveOut(transaction, { kind: 'answer', ticketId }, owners, ids);
  }
}
