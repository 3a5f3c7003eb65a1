import { Injectable } from '@nestjs/common';
import type { Principal } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import type { Transaction } from '../../platform/database/index.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { mergeObstacle, mergeTogether, promisedEarlier } from '../domain/merge.js';
import { can, HIDDEN_REASON } from '../domain/policy.js';
import { readyFor } from '../ticket-loading.js';
import { TicketStore, type CommandResult } from '../ticket-store.js';

/** Whether the two go together is decided by the rules alone; whoever does it need not be a coordinator. */
const JOINING: Principal = { kind: 'system', name: 'joining' };

/** A caller's ticket, just opened, goes into one that is about the same matter. */
@Injectable()
export class JoinTicket {
  constructor(
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
  ) {}

  /**
   * As part of the unit of work that opened the ticket. Whoever joins changes neither version nor history of the
   * other one, unless the caller had been promised an answer earlier.
   *
   * @param by who has seen that it is the same: the history says so.
   * @throws Problem `not-found` (no such ticket, or not for this person), `conflict` when the two do not go together.
   */
  async inside(
    transaction: Transaction,
    { intoId, ticketId }: { readonly intoId: string; readonly ticketId: string },
    by: Principal,
  ): Promise<CommandResult> {
    const loaded = await this.store.loadMany(transaction, { ids: [intoId, ticketId] });
    const find = (id: string) => loaded.find(({ ticket }) => ticket.id === id) ?? null;
    const into = find(intoId);
    if (into === null || !can(by, 'read', into.ticket).allowed) throw Problem.notFound(HIDDEN_REASON);
    const parent = readyFor(into, null, 'absorb', JOINING);
    const child = readyFor(find(ticketId), null, 'merge', JOINING);
    const obstacle = mergeObstacle(parent, [child]);
    if (obstacle !== null) throw Problem.conflict(obstacle);
    const at = this.clock.now();
    const changes = mergeTogether(parent, [child], { reason: null, actor: null, at }, this.planner);
    const merging = { loaded: child, change: changes.children[0] ?? changes.parent, command: 'merge' as const };
    const written = { principal: by, at };
    if (promisedEarlier(child, parent)) {
      const [, merged] = await this.store.writeMany(
        transaction,
        [{ loaded: parent, change: changes.parent, command: 'absorb' }, merging],
        written,
      );
      return merged as CommandResult;
    }
    const [merged] = await this.store.writeMany(transaction, [merging], written);
    await this.store.countJoined(transaction, parent);
    return merged as CommandResult;
  }
}
