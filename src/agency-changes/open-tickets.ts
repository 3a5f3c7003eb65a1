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
  readonly of: (query: Query, of: Sought) => Query;
}

interface Sought {
  /** Agencies that hand over. */
  readonly codes: readonly string[];
  /** Those that take over. */
  readonly takers: readonly string[];
  /** Categories that never go to the one they are about. */
  readonly never: readonly string[];
}

const CONCERNS: Readonly<Record<Concern, Found>> = {
  lead: {
    agency: 't.lead_agency_code',
    of: (query, { codes }) => query.where('t.lead_agency_code in (:...codes)', { codes }).andWhere('t.is_open = 1'),
  },
  part: {
    agency: 's.agency_code',
    of: (query, { codes }) =>
      query
        .innerJoin(TicketSupportRow, 's', 's.ticket_id = t.id')
        .where('s.agency_code in (:...codes)', { codes })
        .andWhere("s.status = 'asked'")
        .andWhere('t.is_open = 1'),
  },
  apology: {
    agency: 'l.agency_code',
    of: (query, { codes }) =>
      query
        .innerJoin(TicketApologyRow, 'l', 'l.ticket_id = t.id')
        .where('l.agency_code in (:...codes)', { codes })
        .andWhere("l.status = 'owed'"),
  },
  clock: {
    agency: 'c.holder_agency_code',
    of: (query, { codes }) =>
      query
        .innerJoin(TicketClockRow, 'c', 'c.ticket_id = t.id')
        .where('c.stopped_at is null')
        .andWhere('c.holder_agency_code in (:...codes)', { codes }),
  },
  accused: {
    agency: 't.subject_agency_code',
    of: (query, { codes, takers, never }) =>
      query
        .where('t.lead_agency_code in (:...takers)', { takers })
        .andWhere('t.is_open = 1')
        .andWhere('t.subject_agency_code in (:...codes)', { codes })
        .andWhere('t.subject_agency_code <> t.lead_agency_code')
        // '' is no category: a list has to have something in it.
        .andWhere("(t.boundary in ('complaint', 'denunciation') or t.category_code in (:...never))", {
          never: [...never, ''],
        }),
  },
};
const ALL = Object.keys(CONCERNS) as Concern[];

type Query = SelectQueryBuilder<TicketRow>;

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

  /** The next ones, oldest first; empty when everything has moved. One statement for everything that may lie there. */
  async next(plan: Pick<OrderPlan, 'hands'>, after: string, limit: number): Promise<ConcernedTicket[]> {
    if (plan.hands.length === 0) return [];
    const each = ALL.map((concern) =>
      this.concerned(plan, concern)
        .addSelect('t.version', 'version')
        .andWhere('t.id > :after', { after })
        .orderBy('t.id', 'ASC')
        .limit(limit),
    );
    const rows = await this.together<{ id: string; version: number | string }>(
      each,
      (union) => `select id, version from (${union}) as found order by id limit ${String(limit)}`,
    );
    return rows.map(({ id, version }) => ({ id, version: Number(version) }));
  }

  /** Of how many tickets something will move. */
  async count(plan: OrderPlan): Promise<number> {
    if (plan.hands.length === 0) return 0;
    const each = ALL.map((concern) => {
      const query = this.concerned(plan, concern);
      return concern === 'accused' ? query : goesElsewhere(query, plan, CONCERNS[concern].agency);
    });
    const [row] = await this.together<{ total: number | string }>(
      each,
      (union) => `select count(*) as total from (${union}) as found`,
    );
    return Number(row?.total ?? 0);
  }

  /** Where the tickets go that lie with these agencies now, by agency and successor, with the first of them. */
  async preview(plan: OrderPlan, most: number): Promise<{ counts: Map<string, number>; first: PreviewedTicket[] }> {
    const counts = new Map<string, number>();
    if (plan.hands.length === 0) return { counts, first: [] };
    const leads = (): Query => goesElsewhere(this.concerned(plan, 'lead'), plan, CONCERNS.lead.agency);
    const heaps = await deciding(leads().distinct(false).select('count(*)', 'total').addSelect('min(t.id)', 'oldest'))
      .groupBy('t.lead_agency_code')
      .addGroupBy('t.ward_code')
      .addGroupBy('t.category_code')
      .orderBy('oldest', 'ASC')
      .getRawMany<DecidingRow & { total: number | string }>();
    const successor = ({ agency, ward, category }: DecidingRow): string =>
      takesOver(plan, agency, { wardCode: ward, categoryCode: category });
    for (const heap of heaps) {
      const pair = `${heap.agency} ${successor(heap)}`;
      counts.set(pair, (counts.get(pair) ?? 0) + Number(heap.total));
    }
    const rows = await deciding(leads())
      .addSelect('t.code', 'code')
      .addSelect('t.title', 'title')
      // Whoever changes agencies is not told which tickets are complaints or denunciations.
      .andWhere("t.boundary not in ('complaint', 'denunciation')")
      .orderBy('t.id', 'ASC')
      .limit(most)
      .getRawMany<DecidingRow & Record<'id' | 'code' | 'title', string>>();
    const first = rows.map((row) => ({
      ...{ ticketId: row.id, code: row.code, title: row.title },
      ...{ from: row.agency, to: successor(row) },
    }));
    return { counts, first };
  }

  /** How many tickets have a part, or a letter, still to come from these agencies. */
  async beside(plan: OrderPlan): Promise<{ parts: number; apologies: number }> {
    if (plan.hands.length === 0) return { parts: 0, apologies: 0 };
    return {
      parts: await this.concerned(plan, 'part').getCount(),
      apologies: await this.concerned(plan, 'apology').getCount(),
    };
  }

  private concerned({ hands }: Pick<OrderPlan, 'hands'>, concern: Concern): Query {
    const all = this.reader.manager.createQueryBuilder(TicketRow, 't').select('t.id', 'id').distinct();
    return CONCERNS[concern].of(all, {
      codes: hands.map(({ from }) => from),
      takers: [...new Set(hands.flatMap(({ rest, parts }) => [rest, ...parts.map(({ to }) => to)]))],
      never: [...this.catalog.table.categories.values()].flatMap((one) => (one.neverToSubject ? [one.code] : [])),
    });
  }

  /** Several queries as one statement: what several find counts once. */
  private together<Row>(queries: readonly Query[], of: (union: string) => string): Promise<Row[]> {
    const each = queries.map((query) => query.getQueryAndParameters());
    // A query with an order and a limit of its own is no part of a union before it is a table.
    const union = each.map(([sql], at) => `select * from (${sql}) as found_${String(at)}`).join(' union ');
    return this.reader.manager.query<Row[]>(
      of(union),
      each.flatMap(([, parameters]) => parameters as unknown[]),
    );
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

/** What decides to whom something of an agency in charge goes. */
type DecidingRow = Record<'agency', string> & Record<'ward' | 'category', string | null>;

function deciding(query: Query): Query {
  return query
    .addSelect('t.lead_agency_code', 'agency')
    .addSelect('t.ward_code', 'ward')
    .addSelect('t.category_code', 'category');
}

/** Only what the order gives to another agency: an agency that goes on keeps what no part takes. */
function goesElsewhere(query: Query, { hands }: OrderPlan, column: string): Query {
  const values: Record<string, readonly string[] | string> = {};
  const given = (value: readonly string[] | string): string => {
    const name = `given_${String(Object.keys(values).length)}`;
    values[name] = value;
    return typeof value === 'string' ? `:${name}` : `(:...${name})`;
  };
  const of = hands.map(({ from, rest, parts }) => {
    const agency = `${column} = ${given(from)}`;
    if (rest !== from) return `(${agency})`;
    const taken = parts.map(({ wardCodes, categoryCodes }) =>
      [
        '1 = 1',
        ...(wardCodes.length > 0 ? [`t.ward_code in ${given(wardCodes)}`] : []),
        ...(categoryCodes.length > 0 ? [`t.category_code in ${given(categoryCodes)}`] : []),
      ].join(' and '),
    );
    return `(${agency} and (${['1 = 0', ...taken.map((one) => `(${one})`)].join(' or ')}))`;
  });
  return query.andWhere(`(${of.join(' or ')})`, values);
}
