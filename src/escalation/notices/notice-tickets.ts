import { Injectable } from '@nestjs/common';
import { allows, type Principal } from '../../identity/index.js';
import { isGuided, TicketQueries, type ClockView, type ListItem } from '../../tickets/index.js';

/** What a reminder says of its ticket. */
export interface NoticeTicket {
  readonly id: string;
  readonly code: string;
  /** How people call it: its title; for those who may not read tickets, kind of matter and ward alone. */
  readonly matter: string;
  /** Kind of matter and ward: without a citizen's own words, so that it may stand in a mail. */
  readonly subject: string;
  readonly agencyCode: string | null;
  readonly agencyName: string | null;
  readonly urgent: boolean;
  /** Whether this person may open it. */
  readonly readable: boolean;
  readonly clocks: readonly ClockView[];
}

/** The tickets of reminders, as much of each as its reader may know. */
@Injectable()
export class NoticeTickets {
  constructor(private readonly queries: TicketQueries) {}

  /**
   * By id. Those a person may read are shown; whoever watches without reading single tickets (the province's
   * leaders) is shown code, kind of matter and ward; of complaints and denunciations nothing; of others nothing.
   */
  async of(principal: Principal, ticketIds: readonly string[]): Promise<ReadonlyMap<string, NoticeTicket>> {
    if (allows(principal, 'ticket.read') || !allows(principal, 'overview.read')) {
      const items = await this.queries.items(principal, ticketIds);
      return new Map([...items.values()].map((item) => [item.id, ticketOf(item, true)]));
    }
    const items = await this.queries.items({ kind: 'system', name: 'notices' }, ticketIds);
    const open = [...items.values()].filter(({ boundary }) => !isGuided(boundary));
    return new Map(open.map((item) => [item.id, ticketOf(item, false)]));
  }
}

function ticketOf(item: ListItem, readable: boolean): NoticeTicket {
  const { id, code, urgent, clocks } = item;
  const subject = [item.category?.name ?? 'Việc chưa phân loại', item.ward?.name ?? null]
    .filter((part) => part !== null)
    .join(', ');
  return {
    id,
    code,
    matter: readable ? item.title : subject,
    subject,
    agencyCode: item.lead?.code ?? null,
    agencyName: item.lead?.name ?? null,
    urgent,
    readable,
    clocks,
  };
}
