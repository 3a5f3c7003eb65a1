import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { cleanLine, cleanText, Clock, Problem } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { actorOf } from '../acting.js';
import { letterErrors, sendApology } from '../domain/apology-moves.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

export interface SendApologyInput extends TicketReference {
  /** The letter: why it was late, what is done about it. The citizen gets it word for word. */
  readonly text: string;
  /** 'YYYY-MM-DD': by when it is put right. */
  readonly committedOn: string;
}

/**
 * The head of the agency that held a ticket when its deadline passed sends the letter that is owed; for the
 * centre its director. In any state from the breach on, also when the answer has gone out meanwhile.
 */
@Injectable()
export class SendApology {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `invalid-input` with what the letter lacks, `not-found` (also when none is owed), `stale-version`, `conflict` (sent already). */
  async execute(input: SendApologyInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: SendApologyInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'send_apology', principal);
    if (loaded.apology === null) throw new Error(`Ticket ${loaded.ticket.id} owes no letter.`);
    const letter = { text: cleanText(input.text), committedOn: cleanLine(input.committedOn) };
    const errors = letterErrors(letter);
    if (errors.length > 0) throw Problem.invalid(errors);
    const at = this.clock.now();
    const change = sendApology(loaded, loaded.apology, { ...letter, actor: actorOf(principal), at });
    return this.store.write(transaction, loaded, { change, command: 'send_apology', principal, at });
  }
}
