import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { Clock } from '../../kernel/index.js';
import { Idempotency, managerOf, type Transaction } from '../../platform/database/index.js';
import { authorOf, requireClear, written } from '../acting.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { chase, chaseObstacle } from '../domain/chase.js';
import { ReporterWords } from '../reporter-words.js';
import { readyFor } from '../ticket-loading.js';
import { TicketStore, type CommandResult } from '../ticket-store.js';

const WORDS = { field: 'text', what: 'Lời giục', most: 1_000, missing: '' } as const;

export interface ChaseTicketInput {
  readonly ticketId: string;
  /** null: as it is. */
  readonly version: number | null;
  /** What was said with it; may be left out. */
  readonly text?: string | undefined;
}

/** The reporter presses for an answer (giục), once a working day; holder and head are told. */
@Injectable()
export class ChaseTicket {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
    private readonly words: ReporterWords,
  ) {}

  /** @throws Problem `invalid-input` (too long), `not-found`, `stale-version`, `conflict` (today already, or ended). */
  async execute(input: ChaseTicketInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: ChaseTicketInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const found = await this.store.load(managerOf(transaction), input.ticketId);
    const loaded = readyFor(found, input.version, 'chase', principal);
    const at = this.clock.now();
    requireClear(chaseObstacle(loaded, at, this.planner));
    const typed = (input.text ?? '').trim() === '' ? '' : written(input.text ?? '', WORDS);
    const text = await this.words.blanked(loaded.ticket.id, typed);
    const by = principal.kind === 'reporter' ? 'reporter' : 'centre';
    const change = chase(loaded, { text, author: authorOf(principal), by, at });
    return this.store.write(transaction, loaded, { change, command: 'chase', principal, at });
  }
}
