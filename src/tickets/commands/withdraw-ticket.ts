import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { cleanText, Clock, Problem } from '../../kernel/index.js';
import { Idempotency, managerOf, type Transaction } from '../../platform/database/index.js';
import { authorOf, requireClear } from '../acting.js';
import { sharedObstacle } from '../domain/shared-ticket.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { withoutReporter } from '../domain/escrow.js';
import { withdraw } from '../domain/withdraw.js';
import { loadBeside, readyFor } from '../ticket-loading.js';
import { TicketStore, type CommandResult } from '../ticket-store.js';

const MOST = 2_000;

export interface WithdrawTicketInput {
  readonly ticketId: string;
  /** null: whatever it is now, for the reporter, whose page may be old. */
  readonly version: number | null;
  /** Why; nobody has to say so. */
  readonly words?: string | null | undefined;
}

/** The citizen takes the report back, by the link or on the phone, before an answer is approved → withdrawn. */
@Injectable()
export class WithdrawTicket {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
  ) {}

  /** @throws Problem `invalid-input` (too long), `not-found`, `stale-version`, `conflict` once an answer is approved. */
  async execute(input: WithdrawTicketInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: WithdrawTicketInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const version = principal.kind === 'reporter' ? input.version : (input.version ?? 0);
    const found = await loadBeside(managerOf(transaction), input.ticketId, { reporter: true });
    const loaded = readyFor(found?.loaded ?? null, version, 'withdraw', principal);
    requireClear(sharedObstacle(loaded));
    const words = cleanText(input.words ?? '');
    if (words.length > MOST)
      throw Problem.invalid([{ field: 'words', message: 'Lý do dài quá 2.000 ký tự; xin viết gọn lại.' }]);
    const at = this.clock.now();
    const change = withdraw(loaded, {
      by: principal.kind === 'reporter' ? 'reporter' : 'centre',
      words: words === '' ? null : withoutReporter(words, found?.reporter ?? null),
      author: authorOf(principal),
      at,
      planner: this.planner,
    });
    return this.store.write(transaction, loaded, { change, command: 'withdraw', principal, at });
  }
}
