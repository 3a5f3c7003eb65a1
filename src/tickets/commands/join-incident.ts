import { Injectable } from '@nestjs/common';
import type { Principal } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { managerOf, type Transaction } from '../../platform/database/index.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { mergeObstacle, mergeTogether, promisedEarlier } from '../domain/merge.js';
import { HIDDEN_REASON } from '../domain/policy.js';
import { IncidentRow } from '../merging-entities.js';
import { readyFor } from '../ticket-loading.js';
import { TicketStore, type CommandResult } from '../ticket-store.js';

/** Nobody decides it: the coordinator has declared the incident, and who calls about it joins it. */
const JOINING: Principal = { kind: 'system', name: 'incident' };

/** A caller's ticket, just opened, goes into the incident he or she calls about. */
@Injectable()
export class JoinIncident {
  constructor(
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
  ) {}

  /**
   * As part of the unit of work that opened the ticket.
   * @throws Problem `not-found` (no such incident), `conflict` when it has ended or the two do not go together.
   */
  async inside(
    transaction: Transaction,
    { incidentId, ticketId }: { readonly incidentId: string; readonly ticketId: string },
  ): Promise<CommandResult> {
    const incident = await managerOf(transaction).findOneBy(IncidentRow, { ticketId: incidentId });
    if (incident === null) throw Problem.notFound(HIDDEN_REASON);
    if (incident.endedAt !== null) throw Problem.conflict('Sự cố này đã kết thúc. Xin ghi thành cuộc gọi thường.');
    const loaded = await this.store.loadMany(transaction, { ids: [incidentId, ticketId] });
    const find = (id: string) => loaded.find(({ ticket }) => ticket.id === id) ?? null;
    const parent = readyFor(find(incidentId), null, 'absorb', JOINING);
    const child = readyFor(find(ticketId), null, 'merge', JOINING);
    const obstacle = mergeObstacle(parent, [child]);
    if (obstacle !== null) throw Problem.conflict(obstacle);
    const at = this.clock.now();
    const to = { reason: null, actor: null, at, pending: new Map() };
    const changes = mergeTogether(parent, [child], to, this.planner);
    const merging = { loaded: child, change: changes.children[0] ?? changes.parent, command: 'merge' as const };
    const by = { principal: JOINING, at };
    if (promisedEarlier(child, parent)) {
      const [, merged] = await this.store.writeMany(
        transaction,
        [{ loaded: parent, change: changes.parent, command: 'absorb' }, merging],
        by,
      );
      return merged as CommandResult;
    }
    const [merged] = await this.store.writeMany(transaction, [merging], by);
    await this.store.countJoined(transaction, parent);
    return merged as CommandResult;
  }
}
