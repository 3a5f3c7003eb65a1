import { Injectable } from '@nestjs/common';
import { Attachments, type Prepared } from '../../attachments/index.js';
import type { CommandContext } from '../../identity/index.js';
import { Clock, newId, Problem } from '../../kernel/index.js';
import { Idempotency, UnitOfWork, type Transaction } from '../../platform/database/index.js';
import { actorOf, written } from '../acting.js';
import { MIN_DONE, NOTHING_PROMISED, openCommitment, reportDone } from '../domain/commitment.js';
import { storeAhead } from '../photos-ahead.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

const DONE = {
  field: 'text',
  what: 'Việc đã làm',
  most: 4_000,
  missing: 'Xin ghi đã làm xong những gì.',
} as const;

export interface ReportDoneInput extends TicketReference {
  /** What was done; the citizen reads it. */
  readonly text: string;
  /** What shows it: for those who work on the ticket, since nobody has looked at them for the public. */
  readonly files?: readonly Prepared[];
}

/** What an answer had promised by a day is done: the clock of the promise stops, and the citizen is told. */
@Injectable()
export class ReportDone {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly attachments: Attachments,
  ) {}

  /** @throws Problem `invalid-input` (nothing written, too short), `not-found`, `stale-version`, `conflict` where nothing is promised. */
  async execute(input: ReportDoneInput, ctx: CommandContext): Promise<CommandResult> {
    const reportId = newId();
    const owner = { kind: 'done', id: reportId, ticketId: input.ticketId } as const;
    await storeAhead(
      { unitOfWork: this.unitOfWork, attachments: this.attachments },
      owner,
      input.files ?? [],
      ctx.principal,
    );
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx, reportId));
  }

  /** The same as part of the caller's unit of work, without files. */
  async inside(
    transaction: Transaction,
    input: ReportDoneInput,
    ctx: CommandContext,
    reportId: string = newId(),
  ): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'report_done', principal);
    const open = openCommitment(loaded);
    if (open === null) throw Problem.conflict(NOTHING_PROMISED);
    const words = written(input.text, DONE);
    if (words.length < MIN_DONE)
      throw Problem.invalid([
        { field: 'text', message: `Xin ghi rõ hơn đã làm xong những gì, ít nhất ${MIN_DONE} ký tự.` },
      ]);
    const at = this.clock.now();
    const change = reportDone(loaded, open, { reportId, words, actor: actorOf(principal), at });
    return this.store.write(transaction, loaded, { change, command: 'report_done', principal, at });
  }
}
