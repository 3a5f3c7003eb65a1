import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Accounts, type CommandContext } from '../identity/index.js';
import { newId, Problem } from '../kernel/index.js';
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

/** Moving goes by the rest of the work, not by how it is called. */
type Concern = 'lead' | 'part' | 'apology' | 'clock';

const CONCERNS: Readonly<Record<Concern, (manager: EntityManager, codes: readonly string[]) => Query>> = {
  lead: (manager, codes) =>
    tickets(manager).where('t.lead_agency_code in (:...codes)', { codes }).andWhere('t.is_open = :open', { open: 1 }),
  part: (manager, codes) =>
    tickets(manager)
      .innerJoin(TicketSupportRow, 's', 's.ticket_id = t.id')
      .where('s.agency_code in (:...codes)', { codes })
      .andWhere("s.status = 'asked'")
      .andWhere('t.is_open = :open', { open: 1 }),
  apology: (manager, codes) =>
    tickets(manager)
      .innerJoin(TicketApologyRow, 'l', 'l.ticket_id = t.id')
      .where('l.agency_code in (:...codes)', { codes })
      .andWhere("l.status = 'owed'"),
  clock: (manager, codes) =>
    tickets(manager)
      .innerJoin(TicketClockRow, 'c', 'c.ticket_id = t.id')
      .where('c.stopped_at is null')
      .andWhere('c.holder_agency_code in (:...codes)', { codes }),
};

type Query = ReturnType<typeof tickets>;

function tickets(manager: EntityManager) {
  return manager.createQueryBuilder(TicketRow, 't').select('t.id', 'id').addSelect('t.version', 'version').distinct();
}

/** The tickets of which something lies with agencies that hand over. */
@Injectable()
export class OpenTickets {
  constructor(
    private readonly reader: Reader,
    private readonly unitOfWork: UnitOfWork,
    private readonly move: MoveAgency,
    private readonly accounts: Accounts,
  ) {}

  /** The next ones, oldest first; empty when everything has moved. */
  async next(plan: OrderPlan, after: string, limit: number): Promise<ConcernedTicket[]> {
    const codes = handing(plan);
    if (codes.length === 0) return [];
    const found = new Map<string, ConcernedTicket>();
    for (const concern of Object.keys(CONCERNS) as Concern[]) {
      const rows: ConcernedTicket[] = await CONCERNS[concern](this.reader.manager, codes)
        .andWhere('t.id > :after', { after })
        .orderBy('t.id', 'ASC')
        .limit(limit)
        .getRawMany();
      for (const row of rows) found.set(row.id, { id: row.id, version: Number(row.version) });
    }
    return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, limit);
  }

  /** Where the tickets go that lie with these agencies now, by agency and successor, with the first of them. */
  async preview(plan: OrderPlan, most: number): Promise<{ counts: Map<string, number>; first: PreviewedTicket[] }> {
    const codes = handing(plan);
    const counts = new Map<string, number>();
    const first: PreviewedTicket[] = [];
    if (codes.length === 0) return { counts, first };
    const rows = await CONCERNS.lead(this.reader.manager, codes)
      .select([])
      .addSelect('t.id', 'id')
      .addSelect('t.code', 'code')
      .addSelect('t.title', 'title')
      .addSelect('t.lead_agency_code', 'lead')
      .addSelect('t.ward_code', 'ward')
      .addSelect('t.category_code', 'category')
      .addSelect('t.boundary', 'boundary')
      .orderBy('t.id', 'ASC')
      .getRawMany<Record<'id' | 'code' | 'title' | 'lead' | 'ward' | 'category' | 'boundary', string | null>>();
    for (const row of rows) {
      const from = row.lead ?? '';
      const to = takesOver(plan, from, { wardCode: row.ward, categoryCode: row.category });
      if (to === from) continue;
      counts.set(`${from} ${to}`, (counts.get(`${from} ${to}`) ?? 0) + 1);
      // Whoever changes agencies is not told which tickets are complaints or denunciations.
      if (first.length < most && row.boundary !== 'complaint' && row.boundary !== 'denunciation')
        first.push({ ticketId: row.id ?? '', code: row.code ?? '', title: row.title ?? '', from, to });
    }
    return { counts, first };
  }

  /** How many tickets have a part, or a letter, still to come from these agencies. */
  async beside(plan: OrderPlan): Promise<{ parts: number; apologies: number }> {
    const codes = handing(plan);
    if (codes.length === 0) return { parts: 0, apologies: 0 };
    const count = (concern: Concern): Promise<number> => CONCERNS[concern](this.reader.manager, codes).getCount();
    return { parts: await count('part'), apologies: await count('apology') };
  }

  /**
   * Moves one ticket; `counted` is written in the same transaction when it really moved.
   * @returns whether it moved; somebody else may have done it, or changed it just now.
   */
  async moveOne(
    order: { readonly id: string; readonly plan: OrderPlan; readonly agencyOf: AgencyOf },
    ticket: ConcernedTicket,
    counted: (transaction: Transaction) => Promise<void>,
  ): Promise<boolean> {
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
        return moved !== null;
      });
    } catch (error) {
      // A person was faster: the next look finds the ticket as it is then.
      if (error instanceof Problem && error.kind === 'stale-version') return false;
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

/** The agencies of which something goes elsewhere. */
function handing(plan: OrderPlan): string[] {
  return plan.hands.map(({ from }) => from);
}
