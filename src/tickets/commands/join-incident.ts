import { Injectable } from '@nestjs/common';
import type { Principal } from '../../identity/index.js';
import { Problem } from '../../kernel/index.js';
import { managerOf, type Transaction } from '../../platform/database/index.js';
import { HIDDEN_REASON } from '../domain/policy.js';
import { IncidentRow } from '../merging-entities.js';
import type { CommandResult } from '../ticket-store.js';
import { JoinTicket } from './join-ticket.js';

/** Nobody decides it: the coordinator has declared the incident, and who calls about it joins it. */
const INCIDENT: Principal = { kind: 'system', name: 'incident' };

/** A caller's ticket, just opened, goes into the incident he or she calls about. */
@Injectable()
export class JoinIncident {
  constructor(private readonly join: JoinTicket) {}

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
    return this.join.inside(transaction, { intoId: incidentId, ticketId }, INCIDENT);
  }
}
