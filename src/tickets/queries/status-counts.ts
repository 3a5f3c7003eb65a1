import { Injectable } from '@nestjs/common';
import type { Principal } from '../../identity/index.js';
import { Clock } from '../../kernel/index.js';
import { Reader } from '../../platform/database/index.js';
import { ticketScope } from '../domain/policy.js';
import type { TicketState } from '../domain/state-table.js';
import { TicketRow, TicketSupportRow } from '../entities.js';
import { tabsOf, type ListTab } from './list-tabs.js';
import { promised, withinScope } from './scope-condition.js';

interface CountRow {
  readonly state: TicketState;
  readonly total: number | string;
  readonly late: number | string;
  readonly mine: number | string;
  readonly asked: number | string;
  readonly returned: number | string;
  readonly appealed: number | string;
}

/** How many open tickets lie where, for the numbers on the tabs. */
@Injectable()
export class StatusCounts {
  constructor(
    private readonly reader: Reader,
    private readonly clock: Clock,
  ) {}

  /**
   * The number on each of somebody's tabs, by the tab's name; ended tickets are not counted. One statement
   * over the open tickets of the scope, one over those whose answer promises something, and for an agency one over
   * the parts it owes.
   */
  async of(principal: Principal): Promise<ReadonlyMap<string, number>> {
    const scope = ticketScope(principal);
    const tabs = tabsOf(scope).filter((tab) => tab.of !== 'ended');
    if (tabs.length === 0) return new Map();
    const rows = await withinScope(this.reader.manager.createQueryBuilder(TicketRow, 't'), scope)
      .andWhere('t.is_open = 1')
      .select('t.state', 'state')
      .addSelect('count(*)', 'total')
      .addSelect(
        'sum(case when t.list_due_at < :now and (t.answered_at is null or t.answered_at > t.list_due_at) and (t.paused_at is null or t.paused_at > t.list_due_at) then 1 else 0 end)',
        'late',
      )
      .addSelect('sum(case when t.handler_account_id = :me then 1 else 0 end)', 'mine')
      .addSelect('sum(t.extension_asked)', 'asked')
      .addSelect("sum(case when t.route_missing = 'returned' then 1 else 0 end)", 'returned')
      .addSelect('sum(t.appealed)', 'appealed')
      .setParameters({ now: this.clock.now(), me: principal.kind === 'staff' ? principal.accountId : '' })
      .groupBy('t.state')
      .getRawMany<CountRow>();
    const parts = tabs.some(({ supporting }) => supporting) ? await this.partsOwed(principal) : 0;
    const promises = await promised(
      withinScope(this.reader.manager.createQueryBuilder(TicketRow, 't'), scope),
    ).getCount();
    const count = (tab: ListTab): number => {
      if (tab.supporting === true) return parts;
      return tab.of === 'committed' ? promises : rows.reduce((sum, row) => sum + share(tab, row), 0);
    };
    return new Map(tabs.map((tab) => [tab.name, count(tab)]));
  }

  private async partsOwed(principal: Principal): Promise<number> {
    if (principal.kind !== 'staff') return 0;
    return this.reader.manager.countBy(TicketSupportRow, { agencyCode: principal.agencyCode, status: 'asked' });
  }
}

function share(tab: ListTab, row: CountRow): number {
  if (tab.of !== 'open' && tab.of !== row.state) return 0;
  if (tab.late === true) return Number(row.late);
  if (tab.returned === true) return Number(row.returned);
  if (tab.appealed === true) return Number(row.appealed);
  if (tab.extensionAsked === true) return Number(row.asked);
  return Number(tab.mine === true ? row.mine : row.total);
}
