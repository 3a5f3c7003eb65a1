import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Clock } from '../../kernel/index.js';
import { Reader } from '../../platform/database/index.js';
import { TicketRow } from '../entities.js';
import { Incidents } from './incidents.js';
import { TicketPresenter } from './ticket-presenter.js';
import type { Named } from './views.js';

/** Our own measure: so many reports of one kind of matter in one ward within so long are hardly chance. */
const REPORTS = 3;
const WITHIN_MS = 3 * 3_600_000;
/** More at once is a catastrophe, and known to everybody. */
const MOST = 20;
const CATEGORY = "coalesce(t.category_code, '')";
const WARD = "coalesce(t.ward_code, '')";

/** Many calls about one thing that nobody has declared an incident. */
export interface SuspectedIncident {
  readonly category: Named;
  readonly ward: Named;
  readonly reports: number;
  /** When the first of them was received. */
  readonly since: Date;
  /** The first of them, from which the incident is declared. */
  readonly ticketId: string;
}

/** What looks like an incident before somebody has said so. */
@Injectable()
export class SuspectedIncidents {
  constructor(
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly incidents: Incidents,
    private readonly presenter: TicketPresenter,
  ) {}

  /**
   * Those of the last three hours, the most reported first; khiếu nại and tố cáo are nobody's incident. One statement
   * over the index of when tickets were received; where there are some, their first tickets and `Incidents.open` besides.
   */
  async now(): Promise<readonly SuspectedIncident[]> {
    const groups = await this.query().getRawMany<Group>();
    if (groups.length === 0) return [];
    const [declared, firsts] = await Promise.all([
      this.incidents.open(),
      this.reader.manager.find(TicketRow, {
        select: { id: true, receivedAt: true },
        where: { id: In(groups.map(({ ticket }) => ticket)) },
      }),
    ]);
    const receivedAt = new Map(firsts.map((first) => [first.id, first.receivedAt]));
    return groups.flatMap((group) => {
      const [category, ward] = [this.presenter.category(group.category), this.presenter.ward(group.ward)];
      const since = receivedAt.get(group.ticket);
      if (category === null || ward === null || since === undefined) return [];
      const isDeclared = declared.some(
        (incident) =>
          (incident.category === null || incident.category.code === category.code) &&
          incident.wards.some(({ code }) => code === ward.code),
      );
      return isDeclared ? [] : [{ category, ward, reports: Number(group.reports), since, ticketId: group.ticket }];
    });
  }

  /** For the plan of the statement, which is looked at on both engines. */
  query() {
    return (
      this.reader.manager
        .createQueryBuilder(TicketRow, 't')
        // Not the bare columns: grouped by those the whole table is read, in the order of another index.
        .select(CATEGORY, 'category')
        .addSelect(WARD, 'ward')
        .addSelect('count(*)', 'reports')
        .addSelect('min(t.id)', 'ticket')
        .where('t.received_at >= :from', { from: new Date(this.clock.now().getTime() - WITHIN_MS) })
        .andWhere(`t.boundary in ('ordinary', 'emergency')`)
        .groupBy(CATEGORY)
        .addGroupBy(WARD)
        .having('count(*) >= :reports', { reports: REPORTS })
        .orderBy('reports', 'DESC')
        .addOrderBy('ticket', 'ASC')
        .limit(MOST)
    );
  }
}

interface Group {
  readonly category: string;
  readonly ward: string;
  readonly reports: number | string;
  readonly ticket: string;
}
