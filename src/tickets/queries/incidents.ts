import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { Problem } from '../../kernel/index.js';
import { Reader } from '../../platform/database/index.js';
import { HIDDEN_REASON } from '../domain/policy.js';
import { isOpen } from '../domain/state-table.js';
import { isGuided } from '../domain/ticket.js';
import { isTicketId, TicketAnswerRow, TicketRow } from '../entities.js';
import { IncidentRow } from '../merging-entities.js';
import { TicketPresenter } from './ticket-presenter.js';
import type { Named } from './views.js';

/** So many open ones are shown; more than a few at once is a catastrophe. */
const MOST = 50;

/** An incident as the centre sees it: the ticket that stands for all, and what callers are told. */
export interface IncidentView {
  readonly ticketId: string;
  readonly code: string;
  readonly version: number;
  readonly stateLabel: string;
  /** Whether callers can still join it. */
  readonly joinable: boolean;
  readonly name: string;
  readonly script: string;
  readonly edition: number;
  readonly wards: readonly Named[];
  readonly category: Named | null;
  readonly lead: Named | null;
  readonly expectedEndAt: Date | null;
  readonly openedAt: Date;
  readonly updatedAt: Date;
  readonly endedAt: Date | null;
  readonly dueAt: Date | null;
  /** How many people have reported it. */
  readonly reporters: number;
  /** What was answered to everybody; null while there is no answer. */
  readonly answer: { readonly found: string; readonly done: string } | null;
}

/** What many call about. */
@Injectable()
export class Incidents {
  constructor(
    private readonly reader: Reader,
    private readonly presenter: TicketPresenter,
  ) {}

  /** The open ones, the newest first. Two statements, or three. */
  async open(): Promise<readonly IncidentView[]> {
    const rows = await this.reader.manager.find(IncidentRow, {
      where: { endedAt: IsNull() },
      order: { openedAt: 'DESC', ticketId: 'DESC' },
      take: MOST,
    });
    return this.views(rows);
  }

  /** One, open or ended. @throws Problem `not-found`. */
  async one(ticketId: string): Promise<IncidentView> {
    const row = isTicketId(ticketId) ? await this.reader.manager.findOneBy(IncidentRow, { ticketId }) : null;
    const [view] = row === null ? [] : await this.views([row]);
    if (view === undefined) throw Problem.notFound(HIDDEN_REASON);
    return view;
  }

  /** The open ones that a call may be about, by its ward or kind of matter. Nothing is known: all of them. */
  async fitting(call: { readonly wardCode: string | null; readonly categoryCode: string | null }) {
    const open = await this.open();
    const { wardCode, categoryCode } = call;
    return open.filter(
      ({ wards, category }) =>
        (wardCode === null || wards.some(({ code }) => code === wardCode)) &&
        (categoryCode === null || category === null || category.code === categoryCode),
    );
  }

  private async views(rows: readonly IncidentRow[]): Promise<IncidentView[]> {
    if (rows.length === 0) return [];
    const { manager } = this.reader;
    const ids = rows.map(({ ticketId }) => ticketId);
    const [tickets, answers] = await Promise.all([
      manager.find(TicketRow, { where: { id: In(ids) } }),
      manager.find(TicketAnswerRow, { where: { ticketId: In(ids), status: 'published' }, order: { number: 'ASC' } }),
    ]);
    const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]));
    const answerOf = new Map(answers.map(({ ticketId, found, done }) => [ticketId, { found, done }]));
    return rows.flatMap((row) => {
      const ticket = byId.get(row.ticketId);
      if (ticket === undefined || isGuided(ticket.boundary)) return [];
      const item = this.presenter.item(ticket);
      const answered = !isOpen(ticket.state);
      return [
        {
          ticketId: row.ticketId,
          code: ticket.code,
          version: ticket.version,
          stateLabel: item.stateLabel,
          joinable: row.endedAt === null && !answered,
          name: row.name,
          script: row.script,
          edition: row.edition,
          wards: row.wardCodes.flatMap((code) => this.presenter.ward(code) ?? []),
          category: item.category,
          lead: item.lead,
          expectedEndAt: row.expectedEndAt,
          openedAt: row.openedAt,
          updatedAt: row.updatedAt,
          endedAt: row.endedAt,
          dueAt: ticket.resolveDueAt,
          reporters: ticket.mergedCount + 1,
          answer: answered ? (answerOf.get(row.ticketId) ?? null) : null,
        },
      ];
    });
  }
}
