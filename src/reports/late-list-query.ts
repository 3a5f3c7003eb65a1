import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import { Directory } from '../agencies/index.js';
import { EscalationFiringRow } from '../escalation/index.js';
import { Accounts } from '../identity/index.js';
import { Clock } from '../kernel/index.js';
import { Reader } from '../platform/database/index.js';
import { Catalog } from '../routing/index.js';
import { limitVi, parseLimit, SlaPolicies } from '../sla/index.js';
import { TicketClockRow, TicketRow } from '../tickets/index.js';
import { countedUntil, endWords, spanWords, withClosedPauses, type Month } from './domain/late-list.js';

/** One clock that passed its deadline in a month. */
export interface LateLine {
  readonly clockId: string;
  readonly code: string;
  /** Kind of matter and ward; no citizen's words. */
  readonly subject: string;
  /** Which clock: to the citizen, or this agency's own part. */
  readonly clock: string;
  /** Who held it when it passed its deadline. */
  readonly agency: string;
  readonly person: string;
  /** The deadline it was judged by. */
  readonly dueAt: Date;
  readonly limit: string;
  /** "6 ngày 3 giờ", in the clock's own time. */
  readonly used: string;
  readonly outcome: string;
  readonly open: boolean;
  readonly endedAt: Date | null;
}

export interface LateAgency {
  readonly agency: string;
  readonly late: number;
  readonly open: number;
}

export interface LateTotals {
  readonly late: number;
  /** Of these not answered yet. */
  readonly open: number;
  readonly agencies: readonly LateAgency[];
}

export interface LatePage {
  readonly lines: readonly LateLine[];
  readonly nextCursor: string | null;
}

const KINDS = ['resolve', 'resolve_holder'];
const CLOCKS: Readonly<Record<string, string>> = {
  resolve: 'Trả lời người dân',
  resolve_holder: 'Phần của đơn vị',
};

type FiringQuery = SelectQueryBuilder<EscalationFiringRow>;
type FiringRow = EscalationFiringRow & { ticket?: TicketRow; clock?: TicketClockRow };

/**
 * The clocks of an answer that passed their deadline in a month, with who held each at that moment. Khiếu
 * nại and tố cáo are not in it: whoever reads it can be accused as well.
 */
@Injectable()
export class LateListQuery {
  constructor(
    private readonly reader: Reader,
    private readonly accounts: Accounts,
    private readonly directory: Directory,
    private readonly catalog: Catalog,
    private readonly policies: SlaPolicies,
    private readonly clock: Clock,
  ) {}

  /** How many, in all and by the agency that held them, most first. The same rows as the pages together. */
  async totals(month: Month): Promise<LateTotals> {
    const rows = await this.of(month)
      .innerJoin(TicketClockRow, 'c', 'c.id = f.clockId')
      .select('f.agency_code', 'agency')
      .addSelect('count(*)', 'late')
      .addSelect('sum(case when c.stopped_at is null and t.answered_at is null then 1 else 0 end)', 'open')
      .groupBy('f.agency_code')
      .getRawMany<{ agency: string; late: number | string; open: number | string }>();
    const agencies = rows
      .map(({ agency, late, open }) => ({ agency: this.agencyName(agency), late: Number(late), open: Number(open) }))
      .sort((a, b) => b.late - a.late || a.agency.localeCompare(b.agency, 'vi'));
    const sum = (of: (row: LateAgency) => number): number => agencies.reduce((total, row) => total + of(row), 0);
    return { late: sum(({ late }) => late), open: sum(({ open }) => open), agencies };
  }

  /** One page, by deadline. @param cursor what the page before ended with; one that is none begins at the top. */
  async page(month: Month, cursor: string | null, size: number): Promise<LatePage> {
    const query = this.of(month)
      .innerJoinAndMapOne('f.clock', TicketClockRow, 'c', 'c.id = f.clockId')
      .addSelect(['t.id', 't.code', 't.categoryCode', 't.wardCode', 't.answeredAt'])
      .orderBy('f.dueAt', 'ASC')
      .addOrderBy('f.clockId', 'ASC')
      .limit(size + 1);
    const [, ms, id] = /^(\d{1,15})-([0-9A-Z]{26})$/.exec(cursor ?? '') ?? [];
    if (ms !== undefined && id !== undefined) {
      const at = new Date(Number(ms));
      query.andWhere('f.dueAt >= :at and (f.dueAt > :at or f.clockId > :id)', { at, id });
    }
    const rows: FiringRow[] = await query.getMany();
    const shown = rows.slice(0, size);
    const names = await this.accounts.names(shown.flatMap(({ accountId }) => accountId ?? []));
    const last = shown.at(-1);
    return {
      lines: shown.flatMap((row) => this.line(row, names) ?? []),
      nextCursor: rows.length > size && last ? `${last.dueAt.getTime()}-${last.clockId}` : null,
    };
  }

  private of({ from, to }: Month): FiringQuery {
    return this.reader.manager
      .createQueryBuilder(EscalationFiringRow, 'f')
      .innerJoinAndMapOne('f.ticket', TicketRow, 't', 't.id = f.ticketId')
      .select('f')
      .where(`f.mark = '100%' and f.dueAt >= :from and f.dueAt < :to`, { from, to })
      .andWhere('f.kind in (:...kinds)', { kinds: KINDS })
      .andWhere('t.boundary not in (:...guided)', { guided: ['complaint', 'denunciation'] });
  }

  private line(row: FiringRow, names: ReadonlyMap<string, string>): LateLine | null {
    const { ticket, clock } = row;
    if (ticket === undefined || clock === undefined) return null;
    const until = countedUntil(clock, ticket.answeredAt, this.clock.now());
    const { usedShare, budgetSeconds, daySeconds } = this.policies.standing(withClosedPauses(clock), until);
    return {
      clockId: row.clockId,
      code: ticket.code,
      subject: this.subject(ticket),
      clock: CLOCKS[row.kind] ?? row.kind,
      agency: this.agencyName(row.agencyCode),
      person: row.accountId === null ? 'Chưa có ai nhận' : (names.get(row.accountId) ?? 'Tài khoản đã xoá'),
      dueAt: row.dueAt,
      limit: limitVi(parseLimit(clock.limit)),
      used: spanWords(Math.round(usedShare * budgetSeconds), daySeconds),
      outcome: endWords(clock, ticket.answeredAt),
      open: clock.stoppedAt === null && ticket.answeredAt === null,
      endedAt: clock.stoppedAt ?? ticket.answeredAt,
    };
  }

  private subject({ categoryCode, wardCode }: Pick<TicketRow, 'categoryCode' | 'wardCode'>): string {
    const category = categoryCode === null ? null : (this.catalog.category(categoryCode)?.name ?? categoryCode);
    const ward = wardCode === null ? null : (this.directory.unit(wardCode)?.name ?? wardCode);
    return [category ?? 'Việc chưa phân loại', ward].filter((part) => part !== null).join(', ');
  }

  private agencyName(code: string): string {
    return this.directory.agency(code)?.shortName ?? code;
  }
}
