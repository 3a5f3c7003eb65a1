import { Injectable } from '@nestjs/common';
import { In, IsNull, type SelectQueryBuilder } from 'typeorm';
import { allows, type Principal } from '../identity/index.js';
import { Reader } from '../platform/database/index.js';
import { TicketClockRow, TicketRow } from '../tickets/index.js';
import type { Fallback, RecipientRole, StepAction, WatchKind } from './domain/step.js';
import { watchScope } from './domain/watch-scope.js';
import { EscalationFiringRow, EscalationNoticeRow, TicketWatchRow } from './entities.js';

/** A step that fired, for a ticket's story. */
export interface FiringView {
  readonly clockId: string;
  readonly kind: EscalationFiringRow['kind'];
  readonly mark: string;
  /** Who held the clock then. */
  readonly agencyCode: string;
  readonly accountId: string | null;
  readonly actions: readonly StepAction[];
  readonly fallback: Fallback | null;
  /** The deadline as it was then. */
  readonly dueAt: Date;
  readonly firedAt: Date;
  readonly told: readonly {
    readonly accountId: string;
    readonly role: RecipientRole;
    readonly withdrawn: boolean;
    readonly acknowledgedAt: Date | null;
  }[];
}

/** A ticket on a list. */
export interface WatchedTicket {
  readonly ticketId: string;
  readonly code: string;
  readonly state: TicketRow['state'];
  readonly categoryCode: string | null;
  readonly leadAgencyCode: string | null;
  /** Whose clock put it there: kind, deadline, and who held it then. */
  readonly clockKind: EscalationFiringRow['kind'];
  readonly dueAt: Date;
  readonly agencyCode: string;
  readonly accountId: string | null;
  readonly sinceAt: Date;
}

/** Where a page of a list ended. */
export interface WatchPosition {
  readonly sinceAt: Date;
  readonly ticketId: string;
}

const PAGE = 50;
const MAX_PAGE = 200;

type WatchRow = TicketWatchRow & { ticket?: TicketRow; clock?: TicketClockRow };

/** What the ladders did, for those who may see the tickets. */
@Injectable()
export class EscalationQueries {
  constructor(private readonly reader: Reader) {}

  /** The steps that fired for a ticket, in their order, with whom they told. Two statements; the caller has checked that the ticket may be read. */
  async firingsOf(ticketId: string): Promise<FiringView[]> {
    const { manager } = this.reader;
    const [firings, notices] = await Promise.all([
      manager.find(EscalationFiringRow, { where: { ticketId }, order: { firedAt: 'ASC', stepAt: 'ASC' } }),
      manager.find(EscalationNoticeRow, { where: { ticketId }, order: { id: 'ASC' } }),
    ]);
    return firings.map(({ clockId, kind, mark, agencyCode, accountId, actions, fallback, dueAt, firedAt }) => ({
      clockId,
      kind,
      mark,
      agencyCode,
      accountId,
      actions: actions.split(',').filter(Boolean) as StepAction[],
      fallback,
      dueAt,
      firedAt,
      told: notices
        .filter((notice) => notice.clockId === clockId && notice.mark === mark)
        .map(({ recipientAccountId, role, withdrawnAt, acknowledgedAt }) => ({
          accountId: recipientAccountId,
          role,
          withdrawn: withdrawnAt !== null,
          acknowledgedAt,
        })),
    }));
  }

  /**
   * One page of a list, the longest on it first; at most `limit` (1 … 200), after a position.
   * @returns nothing for those who watch nothing.
   */
  async watched(
    principal: Principal,
    kind: WatchKind,
    { limit = PAGE, after = null }: { readonly limit?: number; readonly after?: WatchPosition | null } = {},
  ): Promise<{ readonly items: readonly WatchedTicket[]; readonly next: WatchPosition | null }> {
    const size = Math.min(Math.max(limit, 1), MAX_PAGE);
    const query = this.list(principal, kind)
      .innerJoinAndMapOne('w.clock', TicketClockRow, 'c', 'c.id = w.clock_id')
      .select(['w', 't.id', 't.code', 't.state', 't.categoryCode', 't.leadAgencyCode', 'c.id', 'c.kind', 'c.dueAt'])
      .orderBy('w.sinceAt', 'ASC')
      .addOrderBy('w.ticketId', 'ASC')
      .limit(size + 1);
    if (after !== null) {
      query
        .andWhere('w.since_at >= :sinceAt', { sinceAt: after.sinceAt })
        .andWhere('(w.since_at > :sinceAt or w.ticket_id > :afterId)', { afterId: after.ticketId });
    }
    const rows: WatchRow[] = await query.getMany();
    const items = rows.slice(0, size).flatMap((row) => viewOf(row) ?? []);
    const last = rows.length > size ? rows[size - 1] : undefined;
    return { items, next: last === undefined ? null : { sinceAt: last.sinceAt, ticketId: last.ticketId } };
  }

  /** Which lists these tickets are on now. The caller has checked that they may be read. One statement. */
  async watchesOf(ticketIds: readonly string[]): Promise<ReadonlyMap<string, readonly WatchKind[]>> {
    if (ticketIds.length === 0) return new Map();
    const rows = await this.reader.manager.find(TicketWatchRow, {
      where: { ticketId: In([...ticketIds]), clearedAt: IsNull() },
      order: { ticketId: 'ASC', kind: 'ASC' },
    });
    const kinds = new Map<string, WatchKind[]>();
    for (const { ticketId, kind } of rows) kinds.set(ticketId, [...(kinds.get(ticketId) ?? []), kind]);
    return kinds;
  }

  /** How many tickets are on a list. */
  async watchedCount(principal: Principal, kind: WatchKind): Promise<number> {
    return this.list(principal, kind).getCount();
  }

  private list(principal: Principal, kind: WatchKind): SelectQueryBuilder<TicketWatchRow> {
    const query = this.reader.manager
      .createQueryBuilder(TicketWatchRow, 'w')
      .innerJoinAndMapOne('w.ticket', TicketRow, 't', 't.id = w.ticket_id')
      .where('w.kind = :kind and w.cleared_at is null', { kind });
    const scope = watchScope(principal, allows(principal, 'escalation.read'));
    if (scope.kind === 'none') query.andWhere('1 = 0');
    if (scope.kind === 'keeps')
      query.andWhere(
        "(t.boundary not in (:...guided) or (t.lead_agency_code = :keeps and (t.boundary = 'complaint' or t.subject_agency_code is null or t.subject_agency_code not in (:...accused))))",
        { guided: ['complaint', 'denunciation'], keeps: scope.agencyCode, accused: scope.accused },
      );
    if (scope.kind === 'ordinary' || scope.kind === 'agency')
      query.andWhere('t.boundary not in (:...guided)', { guided: ['complaint', 'denunciation'] });
    if (scope.kind === 'agency') query.andWhere('t.lead_agency_code = :agencyCode', { agencyCode: scope.agencyCode });
    return query;
  }
}

function viewOf({ ticket, clock, ...watch }: WatchRow): WatchedTicket | null {
  if (ticket === undefined || clock === undefined) return null;
  const { ticketId, agencyCode, accountId, sinceAt } = watch;
  const { code, state, categoryCode, leadAgencyCode } = ticket;
  return {
    ticketId,
    code,
    state,
    categoryCode,
    leadAgencyCode,
    clockKind: clock.kind,
    dueAt: clock.dueAt,
    agencyCode,
    accountId,
    sinceAt,
  };
}
