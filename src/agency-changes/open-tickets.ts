import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import { Accounts, type CommandContext } from '../identity/index.js';
import { newId, Problem } from '../kernel/index.js';
import { Catalog } from '../routing/index.js';
import { MoveAgency, TicketApologyRow, TicketClockRow, TicketRow, TicketSupportRow } from '../tickets/index.js';
import { Reader, UnitOfWork, type Transaction } from '../platform/database/index.js';
import { takesOver, type OrderPlan } from './domain/plan.js';

/** A ticket of which something lies with an agency that hands over. */
export interface ConcernedTicket {
  readonly id: string;
  readonly version: number;
}

/** A ticket as a preview shows it. */
export interface PreviewedTicket {
  readonly ticketId: string;
  readonly code: string;
  readonly title: string;
  readonly from: string;
  readonly to: string;
}

/**
 * What of a ticket may lie with an agency that hands over. `accused`: whoever takes over has been given it to judge
 * about the one whose work it takes over.
 */
type Concern = 'lead' | 'part' | 'apology' | 'clock' | 'accused';

interface Found {
  /** The column with the agency that hands over. */
  readonly agency: string;
  /** @param codes agencies that hand over. @param takers those that take over. */
  readonly of: (query: Query, codes: readonly string[], takers: readonly string[]) => Query;
}

const CONCERNS: Readonly<Record<Concern, Found>> = {
  lead: {
    agency: 't.lead_agency_code',
    of: (query, codes) => query.where('t.lead_agency_code in (:...codes)', { codes }).andWhere('t.is_open = 1'),
  },
  part: {
    agency: 's.agency_code',
    of: (query, codes) =>
      query
        .innerJoin(TicketSupportRow, 's', 's.ticket_id = t.id')
        .where('s.agency_code in (:...codes)', { codes })
        .andWhere("s.status = 'asked'")
        .andWhere('t.is_open = 1'),
  },
  apology: {
    agency: 'l.agency_code',
    of: (query, codes) =>
      query
        .innerJoin(TicketApologyRow, 'l', 'l.ticket_id = t.id')
        .where('l.agency_code in (:...codes)', { codes })
        .andWhere("l.status = 'owed'"),
  },
  clock: {
    agency: 'c.holder_agency_code',
    of: (query, codes) =>
      query
        .innerJoin(TicketClockRow, 'c', 'c.ticket_id = t.id')
        .where('c.stopped_at is null')
        .andWhere('c.holder_agency_code in (:...codes)', { codes }),
  },
  accused: {
    agency: 't.subject_agency_code',
    of: (query, codes, takers) =>
      query
        .where('t.lead_agency_code in (:...takers)', { takers })
        .andWhere('t.is_open = 1')
        .andWhere('t.subject_agency_code in (:...codes)', { codes })
        .andWhere('t.subject_agency_code <> t.lead_agency_code'),
  },
};
const ALL = Object.keys(CONCERNS) as Concern[];

type Query = SelectQueryBuilder<TicketRow>;

/** What decides to whom something goes. */
type ConcernedRow = Record<'id' | 'agency', string> & Record<'ward' | 'category' | 'boundary', string | null>;

/** The tickets of which something lies with agencies that hand over. */
@Injectable()
export class OpenTickets {
  constructor(
    private readonly reader: Reader,
    private readonly unitOfWork: UnitOfWork,
    private readonly move: MoveAgency,
    private readonly accounts: Accounts,
    private readonly catalog: Catalog,
  ) {}

  /** The next ones, oldest first; empty when everything has moved. */
  async next(plan: OrderPlan, after: string, limit: number): Promise<ConcernedTicket[]> {
    if (handing(plan).length === 0) return [];
    const found = new Map<string, ConcernedTicket>();
    for (const concern of ALL) {
      const rows = await this.concerned(plan, concern)
        .addSelect('t.version', 'version')
        .andWhere('t.id > :after', { after })
        .orderBy('t.id', 'ASC')
        .limit(limit)
        .getRawMany<{ id: string; version: number | string }>();
      for (const row of rows) found.set(row.id, { id: row.id, version: Number(row.version) });
    }
    return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, limit);
  }

  /** Of how many tickets something will move. */
  async count(plan: OrderPlan): Promise<number> {
    if (handing(plan).length === 0) return 0;
    const moving = new Set<string>();
    for (const concern of ALL) {
      const rows = await deciding(this.concerned(plan, concern), concern).getRawMany<ConcernedRow>();
      for (const { id, agency, ward, category, boundary } of rows) {
        const moves =
          concern === 'accused'
            ? boundary === 'denunciation' ||
              (category !== null && this.catalog.category(category)?.neverToSubject === true)
            : takesOver(plan, agency, { wardCode: ward, categoryCode: category }) !== agency;
        if (moves) moving.add(id);
      }
    }
    return moving.size;
  }

  /** Where the tickets go that lie with these agencies now, by agency and successor, with the first of them. */
  async preview(plan: OrderPlan, most: number): Promise<{ counts: Map<string, number>; first: PreviewedTicket[] }> {
    const counts = new Map<string, number>();
    const first: PreviewedTicket[] = [];
    if (handing(plan).length === 0) return { counts, first };
    const rows = await deciding(this.concerned(plan, 'lead'), 'lead')
      .addSelect('t.code', 'code')
      .addSelect('t.title', 'title')
      .orderBy('t.id', 'ASC')
      .getRawMany<ConcernedRow & Record<'code' | 'title', string>>();
    for (const row of rows) {
      const from = row.agency;
      const to = takesOver(plan, from, { wardCode: row.ward, categoryCode: row.category });
      if (to === from) continue;
      counts.set(`${from} ${to}`, (counts.get(`${from} ${to}`) ?? 0) + 1);
      // Whoever changes agencies is not told which tickets are complaints or denunciations.
      if (first.length < most && row.boundary !== 'complaint' && row.boundary !== 'denunciation')
        first.push({ ticketId: row.id, code: row.code, title: row.title, from, to });
    }
    return { counts, first };
  }

  /** How many tickets have a part, or a letter, still to come from these agencies. */
  async beside(plan: OrderPlan): Promise<{ parts: number; apologies: number }> {
    if (handing(plan).length === 0) return { parts: 0, apologies: 0 };
    return {
      parts: await this.concerned(plan, 'part').getCount(),
      apologies: await this.concerned(plan, 'apology').getCount(),
    };
  }

  private concerned(plan: OrderPlan, concern: Concern): Query {
    const all = this.reader.manager.createQueryBuilder(TicketRow, 't').select('t.id', 'id').distinct();
    return CONCERNS[concern].of(all, handing(plan), taking(plan));
  }

  /**
   * Moves one ticket; `counted` is written in the same transaction when it really moved.
   * @returns `stays`: nothing of it is to move (any more). `changed`: somebody has changed it just now.
   * @throws whatever keeps it from being moved.
   */
  async moveOne(
    order: { readonly id: string; readonly plan: OrderPlan; readonly agencyOf: AgencyOf },
    ticket: ConcernedTicket,
    counted: (transaction: Transaction) => Promise<void>,
  ): Promise<'moved' | 'stays' | 'changed'> {
    const { plan, agencyOf } = order;
    const ctx: CommandContext = { principal: SERVICE, requestId: newId(), idempotency: null };
    try {
      return await this.unitOfWork.run(async (transaction) => {
        const moved = await this.move.inside(
          transaction,
          {
            ticketId: ticket.id,
            version: ticket.version,
            orderId: order.id,
            takesOver: (code, of) => takesOver(plan, code, of),
            agencyOf,
          },
          ctx,
        );
        if (moved !== null) await counted(transaction);
        return moved === null ? 'stays' : 'moved';
      });
    } catch (error) {
      // A person was faster: the next look finds the ticket as it is then.
      if (error instanceof Problem && error.kind === 'stale-version') return 'changed';
      throw error;
    }
  }

  /** Where everybody works now. */
  async places(): Promise<AgencyOf> {
    const places = new Map((await this.accounts.list()).map(({ id, agencyCode }) => [id, agencyCode]));
    return (accountId) => places.get(accountId) ?? null;
  }
}

type AgencyOf = (accountId: string) => string | null;

const SERVICE = { kind: 'system', name: 'agency-change' } as const;

function deciding(query: Query, concern: Concern): Query {
  return query
    .addSelect(CONCERNS[concern].agency, 'agency')
    .addSelect('t.ward_code', 'ward')
    .addSelect('t.category_code', 'category')
    .addSelect('t.boundary', 'boundary');
}

/** The agencies of which something goes elsewhere. */
function handing(plan: OrderPlan): string[] {
  return plan.hands.map(({ from }) => from);
}

/** The agencies to which something may come. */
function taking(plan: OrderPlan): string[] {
  return [...new Set(plan.hands.flatMap(({ rest, parts }) => [rest, ...parts.map(({ to }) => to)]))];
}
