import { Injectable } from '@nestjs/common';
import type { Principal } from '../../identity/index.js';
import { Reader } from '../../platform/database/index.js';
import { ticketScope } from '../domain/policy.js';
import { TicketRow } from '../entities.js';
import { IncidentRow, TicketLinkRow } from '../merging-entities.js';
import { withinScope } from './scope-condition.js';
import { TicketPresenter } from './ticket-presenter.js';
import type { ListItem } from './views.js';

/** So many of the merged ones are listed; the number of all is said. */
const MOST_LISTED = 20;

type Item = Omit<ListItem, 'clocks'>;

/** How a ticket hangs together with others, as far as the person may see them. */
export interface Together {
  /** The ticket that stands for it; null: none, or not for this person. */
  readonly into: Item | null;
  /** The newest of those it stands for. */
  readonly merged: readonly Item[];
  /** How many it stands for, its own reporter included: 1 for most. */
  readonly reporters: number;
  readonly links: readonly Item[];
  readonly incident: { readonly name: string; readonly open: boolean } | null;
}

/** What belongs to a ticket: merged into it, linked with it, an incident on it. */
@Injectable()
export class MergedTickets {
  constructor(
    private readonly reader: Reader,
    private readonly presenter: TicketPresenter,
  ) {}

  /** @param ticketId of a ticket that the person sees. Three statements, or four. */
  async around(principal: Principal, ticketId: string): Promise<Together> {
    const { manager } = this.reader;
    const [ticket, pairs, incident] = await Promise.all([
      manager.findOne(TicketRow, {
        where: { id: ticketId },
        select: { id: true, mergedIntoId: true, mergedCount: true },
      }),
      manager.find(TicketLinkRow, { where: [{ ticketId }, { otherId: ticketId }], order: { createdAt: 'ASC' } }),
      manager.findOne(IncidentRow, { where: { ticketId }, select: { ticketId: true, name: true, endedAt: true } }),
    ]);
    const linked = pairs.map((pair) => (pair.ticketId === ticketId ? pair.otherId : pair.ticketId));
    const others = [...linked, ...(ticket?.mergedIntoId ? [ticket.mergedIntoId] : [])];
    const [byId, merged] = await Promise.all([
      this.byIds(principal, others),
      (ticket?.mergedCount ?? 0) > 0 ? this.into(principal, ticketId) : [],
    ]);
    return {
      into: (ticket?.mergedIntoId && byId.get(ticket.mergedIntoId)) || null,
      merged,
      reporters: (ticket?.mergedCount ?? 0) + 1,
      links: linked.flatMap((id) => byId.get(id) ?? []),
      incident: incident && { name: incident.name, open: incident.endedAt === null },
    };
  }

  private async byIds(principal: Principal, ids: readonly string[]): Promise<ReadonlyMap<string, Item>> {
    if (ids.length === 0) return new Map();
    const query = this.reader.manager.createQueryBuilder(TicketRow, 't').where('t.id in (:...ids)', { ids });
    const rows = await withinScope(query, ticketScope(principal)).getMany();
    return new Map(rows.map((row) => [row.id, this.presenter.item(row)]));
  }

  /** Agencies see those of their own tickets as well: the facts in them are needed for the answer. */
  private async into(principal: Principal, parentId: string): Promise<Item[]> {
    const query = this.reader.manager
      .createQueryBuilder(TicketRow, 't')
      .where('t.merged_into_id = :parentId', { parentId })
      .orderBy('t.id', 'DESC')
      .limit(MOST_LISTED);
    const rows = await withinScope(query, ticketScope(principal)).getMany();
    return rows.map((row) => this.presenter.item(row));
  }
}
