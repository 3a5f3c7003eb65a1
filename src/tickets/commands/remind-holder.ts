import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { Clock } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { authorOf, written } from '../acting.js';
import { remindHolder } from '../domain/chase.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

const WORDS = {
  field: 'text',
  what: 'Lời nhắc',
  most: 1_000,
  missing: 'Xin ghi cần nhắc điều gì.',
} as const;

export interface RemindHolderInput extends TicketReference {
  /** What the holder reads. */
  readonly text: string;
}

/** A coordinator, the overseer or the head presses whoever holds the ticket: the handler, else the head, is told. */
@Injectable()
export class RemindHolder {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `invalid-input` without words, `not-found`, `stale-version`, `conflict`. */
  async execute(input: RemindHolderInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: RemindHolderInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'remind_holder', principal);
    const at = this.clock.now();
    const change = remindHolder(loaded, { text: written(input.text, WORDS), author: authorOf(principal), at });
    return this.store.write(transaction, loaded, { change, command: 'remind_holder', principal, at });
  }
}
