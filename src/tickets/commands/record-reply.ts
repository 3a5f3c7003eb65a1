import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { Clock } from '../../kernel/index.js';
import { Idempotency, Reader, type Transaction } from '../../platform/database/index.js';
import { actorOf, written } from '../acting.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { withoutReporter } from '../domain/escrow.js';
import { recordReply } from '../domain/supplement.js';
import { TicketReporterRow } from '../entities.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

const REPLY = {
  field: 'text',
  what: 'Lời bổ sung',
  most: 10_000,
  missing: 'Xin ghi người dân trả lời thế nào.',
} as const;

export interface RecordReplyInput extends TicketReference {
  /** What the citizen answered. */
  readonly text: string;
}

/**
 * What the citizen answered is written down, by the handler or by whoever took the call: awaiting_info →
 * in_progress, and the time runs again. The citizen's own name and number are blanked in it: the agency
 * sees the case, not the person.
 */
@Injectable()
export class RecordReply {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
    private readonly reader: Reader,
  ) {}

  /** @throws Problem `invalid-input` without a text, `not-found`, `stale-version`, `conflict`. */
  async execute(input: RecordReplyInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: RecordReplyInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'record_reply', principal);
    const at = this.clock.now();
    const typed = written(input.text, REPLY);
    const reporter = await this.reader.manager.findOneBy(TicketReporterRow, { ticketId: loaded.ticket.id });
    const text = reporter === null ? typed : withoutReporter(typed, reporter);
    const change = recordReply(loaded, { text, actor: actorOf(principal), at }, this.planner);
    return this.store.write(transaction, loaded, { change, command: 'record_reply', principal, at });
  }
}
