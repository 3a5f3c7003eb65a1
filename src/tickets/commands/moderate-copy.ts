import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { managerOf, type Transaction } from '../../platform/database/index.js';
import { moderate, moderateObstacle, type Moderation } from '../domain/moderate.js';
import type { PublicAnswer, PublicText } from '../domain/ticket.js';
import { TicketAnswerRow, TicketRow } from '../entities.js';
import { staleVersion } from '../stale-ticket.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

/** What everybody may read of a question and its answer, hidden places marked. */
export interface PublicWords extends PublicText {
  readonly answer: PublicAnswer;
}

/**
 * What a coordinator does with the copy that everybody reads, before the gate and after it. Always part of a unit of
 * work of the publication, which keeps the copy itself.
 */
@Injectable()
export class ModerateCopy {
  constructor(
    private readonly store: TicketStore,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `not-found`, `stale-version`, `conflict` where nothing was ever published. */
  async inside(
    transaction: Transaction,
    reference: TicketReference,
    moderation: Moderation,
    ctx: CommandContext,
  ): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, reference, 'moderate', principal);
    const obstacle = moderateObstacle(loaded);
    if (obstacle !== null) throw Problem.conflict(obstacle);
    const at = this.clock.now();
    const change = moderate(loaded, moderation);
    return this.store.write(transaction, loaded, { change, command: 'moderate', principal, at });
  }

  /**
   * Keeps words for an answer that waits at the gate. The ticket's version stays, so that a colleague who has the gate
   * open goes on; a gate that is being passed at this instant begins anew and reads them.
   * @param kept `asBefore` is asked when nobody else can keep any more; it throws when somebody has.
   * @throws Problem `not-found`, `stale-version`, `conflict` as publishing does.
   */
  async keep(
    transaction: Transaction,
    reference: TicketReference,
    {
      asBefore,
      ...kept
    }: { readonly answerId: string; readonly words: PublicWords; readonly asBefore: () => Promise<void> },
    ctx: CommandContext,
  ): Promise<void> {
    const { ticket } = await this.store.loadFor(transaction, reference, 'publish', ctx.principal);
    if (ticket.visibility !== 'public') throw Problem.conflict('Phiếu này không công khai nên không có gì để che.');
    const manager = managerOf(transaction);
    const counted = await manager
      .createQueryBuilder()
      .update(TicketRow)
      .set({ deadlineRevision: () => 'deadline_revision + 1' })
      .where('id = :id and version = :version', { id: ticket.id, version: ticket.version })
      .execute();
    if (counted.affected !== 1) throw staleVersion();
    // From here on nobody else keeps anything of this ticket.
    await asBefore();
    await this.put(transaction, ticket.id, kept, 'approved');
  }

  /** The words of an answer that everybody reads already. @throws Problem `stale-version` */
  async put(
    transaction: Transaction,
    ticketId: string,
    { answerId, words }: { readonly answerId: string; readonly words: PublicWords },
    status: 'approved' | 'published' = 'published',
  ): Promise<void> {
    const updated = await managerOf(transaction).update(
      TicketAnswerRow,
      { id: answerId, ticketId, status },
      {
        publicTitle: words.title,
        publicQuestion: words.question,
        publicAnswer: words.answer,
        sheetRevision: () => 'sheet_revision + 1',
      },
    );
    if (updated.affected !== 1) throw staleVersion();
  }
}
