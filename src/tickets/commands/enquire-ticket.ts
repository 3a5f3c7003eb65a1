import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { Clock } from '../../kernel/index.js';
import { Idempotency, managerOf, type Transaction } from '../../platform/database/index.js';
import { enquire, enquireTogether } from '../domain/chase.js';
import { loadBeside, readyFor, standingFor } from '../ticket-loading.js';
import { TicketStore, type CommandResult } from '../ticket-store.js';

export interface EnquireTicketInput {
  readonly ticketId: string;
  /** null: as it is. */
  readonly version: number | null;
}

/** "Việc của tôi tới đâu?": counted, in any state. Whoever only reads the page is not counted. */
@Injectable()
export class EnquireTicket {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `not-found`, `stale-version`. */
  async execute(input: EnquireTicketInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: EnquireTicketInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const found = await loadBeside(managerOf(transaction), input.ticketId, { parent: true });
    const loaded = readyFor(found?.loaded ?? null, input.version, 'enquire', principal);
    const shared = standingFor(found, 'enquire', principal);
    const at = this.clock.now();
    const by = principal.kind === 'reporter' ? 'reporter' : 'centre';
    const command = 'enquire' as const;
    if (shared === null)
      return this.store.write(transaction, loaded, { change: enquire(loaded, by), command, principal, at });
    const both = enquireTogether(loaded, shared, by);
    const writes = [
      { loaded, change: both.child, command },
      { loaded: shared, change: both.parent, command },
    ];
    const [result] = await this.store.writeMany(transaction, writes, { principal, at });
    return result as CommandResult;
  }
}
