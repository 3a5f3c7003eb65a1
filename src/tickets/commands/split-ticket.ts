import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import type { CommandContext } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { actorOf, written } from '../acting.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { splitApart } from '../domain/split.js';
import { isOpen } from '../domain/state-table.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

const REASON = {
  field: 'remark',
  what: 'Lý do tách',
  most: 1_000,
  missing: 'Xin ghi vì sao tách, để đơn vị và người gửi cùng hiểu.',
} as const;

export interface SplitTicketInput extends TicketReference {
  /** Why; the agency reads it. */
  readonly remark: string;
}

/**
 * A coordinator undoes a merge: merged → assigned, or received when it had no agency. Its own promise stands
 * again from its own receipt; the time while it was merged counts.
 */
@Injectable()
export class SplitTicket {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
    private readonly directory: Directory,
  ) {}

  /** @throws Problem `invalid-input` (no reason), `not-found`, `stale-version`, `conflict`. */
  async execute(input: SplitTicketInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: SplitTicketInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const { loaded: child, parent } = await this.store.loadForBeside(
      transaction,
      input,
      { parent: true },
      { command: 'split', principal },
    );
    const reason = written(input.remark, REASON);
    if (parent === null) throw Problem.conflict('Không tìm thấy phiếu đứng chung của phiếu này.');
    // A ticket that has ended takes note of it as it does of a link.
    const command = isOpen(parent.ticket.state) ? 'absorb' : 'link';
    const at = this.clock.now();
    const centreAgencyCode = this.directory.province.centreAgency;
    const changes = splitApart(
      child,
      parent,
      { reason, actor: actorOf(principal), at, centreAgencyCode },
      this.planner,
    );
    const [result] = await this.store.writeMany(
      transaction,
      [
        { loaded: child, change: changes.child, command: 'split' },
        { loaded: parent, change: changes.parent, command },
      ],
      { principal, at },
    );
    return result as CommandResult;
  }
}
