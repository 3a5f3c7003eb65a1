import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { Clock } from '../../kernel/index.js';
import { Idempotency, managerOf, type Transaction } from '../../platform/database/index.js';
import { authorOf, requireClear, written } from '../acting.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { chase, chaseObstacle, chaseTogether } from '../domain/chase.js';
import { withoutReporter } from '../domain/escrow.js';
import { loadBeside, readyFor, standingFor } from '../ticket-loading.js';
import { TicketStore, type CommandResult } from '../ticket-store.js';

const WORDS = { field: 'text', what: 'Lời giục', most: 1_000, missing: '' } as const;

export interface ChaseTicketInput {
  readonly ticketId: string;
  /** null: as it is. */
  readonly version: number | null;
  /** What was said with it; may be left out. */
  readonly text?: string | undefined;
}

/** The reporter presses for an answer (giục), once a working day; holder and head are told. Of a merged ticket those of the one that stands for it. */
@Injectable()
export class ChaseTicket {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
  ) {}

  /** @throws Problem `invalid-input` (too long), `not-found`, `stale-version`, `conflict` (today already, or ended). */
  async execute(input: ChaseTicketInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: ChaseTicketInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const beside = { reporter: true, parent: true } as const;
    const found = await loadBeside(managerOf(transaction), input.ticketId, beside);
    const loaded = readyFor(found?.loaded ?? null, input.version, 'chase', principal);
    const shared = standingFor(found, 'chase', principal);
    const at = this.clock.now();
    requireClear(chaseObstacle(shared ?? loaded, at, this.planner));
    const typed = (input.text ?? '').trim() === '' ? '' : written(input.text ?? '', WORDS);
    const text = withoutReporter(typed, found?.reporter ?? null);
    const by = principal.kind === 'reporter' ? 'reporter' : 'centre';
    const from = { text, author: authorOf(principal), by, at } as const;
    const command = 'chase' as const;
    if (shared === null)
      return this.store.write(transaction, loaded, { change: chase(loaded, from), command, principal, at });
    const both = chaseTogether(loaded, shared, from);
    const writes = [
      { loaded, change: both.child, command },
      { loaded: shared, change: both.parent, command },
    ];
    const [result] = await this.store.writeMany(transaction, writes, { principal, at });
    return result as CommandResult;
  }
}
