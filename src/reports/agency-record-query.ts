import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/index.js';
import { Reader, storedInstant } from '../platform/database/index.js';
import { RECORD_FIGURES, recordsOf, type AgencyRecord, type RecordFigure } from './domain/agency-record.js';
import type { Month } from './domain/late-list.js';

/** A ticket behind a figure, and when it came to count. */
export interface CountedTicket {
  readonly ticketId: string;
  readonly at: Date;
}

export interface CountedPage {
  readonly tickets: readonly CountedTicket[];
  readonly nextCursor: string | null;
}

const HISTORY = (type: string, more = ''): string =>
  `select h.actor_agency_code as agency, h.ticket_id, h.at as happened_at
     from ticket_history h join ticket t on t.id = h.ticket_id
    where h.type = '${type}' and h.at >= ? and h.at < ? and h.actor_agency_code is not null${more}`;

const APOLOGY = (more = ''): string =>
  `select l.agency_code as agency, l.ticket_id, l.owed_at as happened_at
     from ticket_apology l join ticket t on t.id = l.ticket_id
    where l.owed_at >= ? and l.owed_at < ?${more}`;

/** Which tickets make each figure: agency, ticket, instant; the month is the range of one index. */
const SOURCES: Readonly<Record<RecordFigure, string>> = {
  held: `select c.holder_agency_code as agency, c.ticket_id, c.started_at as happened_at
     from ticket_clock c join ticket t on t.id = c.ticket_id
    where c.kind = 'resolve_holder' and c.started_at >= ? and c.started_at < ?`,
  returned: HISTORY('returned'),
  ping_pong: HISTORY('returned', ' and t.return_count >= 2'),
  extended: HISTORY('extension_approved'),
  sent_back: `select a.author_agency_code as agency, a.ticket_id, a.returned_at as happened_at
     from ticket_answer a join ticket t on t.id = a.ticket_id
    where a.returned_at >= ? and a.returned_at < ?`,
  apology_owed: APOLOGY(),
  apology_sent: APOLOGY(` and l.status = 'sent'`),
  apology_in_time: APOLOGY(
    ` and l.status = 'sent' and exists (select 1 from ticket_clock c where c.id = l.clock_id and l.sent_at <= c.due_at)`,
  ),
  // Whose answer was not good enough, not who has it now.
  reopened: `select a.author_agency_code as agency, h.ticket_id, h.at as happened_at
     from ticket_history h join ticket t on t.id = h.ticket_id
     join ticket_answer a on a.ticket_id = h.ticket_id and a.number =
          (select max(n.number) from ticket_answer n where n.ticket_id = h.ticket_id and n.published_at <= h.at)
    where h.type = 'reopened' and h.at >= ? and h.at < ?`,
  part_late: `select s.agency_code as agency, s.ticket_id, s.due_at as happened_at
     from ticket_support s join ticket t on t.id = s.ticket_id
    where s.due_at >= ? and s.due_at < ? and s.status <> 'withdrawn' and coalesce(s.ended_at, ?) > s.due_at`,
  // Who had promised a day and had not reported the work done when it was over; done later it still counts.
  promise_late: `select f.agency_code as agency, f.ticket_id, f.due_at as happened_at
     from escalation_firing f join ticket t on t.id = f.ticket_id
    where f.kind = 'commitment' and f.mark = '100%' and f.due_at >= ? and f.due_at < ?`,
};

/** Complaints and denunciations are in no figure: whoever reads it can be accused as well. */
const NOT_GUIDED = ` and t.boundary not in ('complaint', 'denunciation')`;

/** What each agency did in a month, and the tickets behind every figure. */
@Injectable()
export class AgencyRecordQuery {
  constructor(
    private readonly reader: Reader,
    private readonly clock: Clock,
  ) {}

  /** All agencies with something to show; one statement, so that the figures of a page agree. */
  async records(month: Month): Promise<AgencyRecord[]> {
    const parts = RECORD_FIGURES.map((figure) => {
      const { sql, values } = this.source(figure, month);
      return {
        sql: `select '${figure}' as figure, s.agency, count(distinct s.ticket_id) as tickets from (${sql}) s group by s.agency`,
        values,
      };
    });
    const rows: { figure: RecordFigure; agency: string; tickets: number | string }[] = await this.reader.manager.query(
      parts.map(({ sql }) => sql).join(' union all '),
      parts.flatMap(({ values }) => values),
    );
    return recordsOf(
      rows.map(({ figure, agency, tickets }) => ({ figure, agencyCode: agency, tickets: Number(tickets) })),
    );
  }

  /** One page of the tickets behind a figure, in the order of time. @param cursor what the page before ended with; one that is none begins at the top. */
  async tickets(
    figure: RecordFigure,
    agencyCode: string,
    month: Month,
    page: { readonly cursor: string | null; readonly size: number },
  ): Promise<CountedPage> {
    const { sql, values } = this.source(figure, month);
    const [, ms, id] = /^(\d{1,15})-([0-9A-Z]{26})$/.exec(page.cursor ?? '') ?? [];
    const after = ms === undefined ? null : storedInstant(new Date(Number(ms)));
    const beyond =
      after === null || id === undefined
        ? ''
        : ' having min(s.happened_at) >= ? and (min(s.happened_at) > ? or s.ticket_id > ?)';
    const rows: { ticket_id: string; at: Date | string }[] = await this.reader.manager.query(
      `select s.ticket_id, min(s.happened_at) as at from (${sql}) s where s.agency = ? group by s.ticket_id${beyond}
        order by min(s.happened_at), s.ticket_id limit ${String(page.size + 1)}`,
      [...values, agencyCode, ...(beyond === '' ? [] : [after, after, id])],
    );
    const tickets = rows.slice(0, page.size).map((row) => ({ ticketId: row.ticket_id, at: instantOf(row.at) }));
    const last = tickets.at(-1);
    return {
      tickets,
      nextCursor: rows.length > page.size && last ? `${String(last.at.getTime())}-${last.ticketId}` : null,
    };
  }

  private source(figure: RecordFigure, { from, to }: Month): { sql: string; values: (string | null)[] } {
    const now = figure === 'part_late' ? [storedInstant(this.clock.now())] : [];
    return { sql: SOURCES[figure] + NOT_GUIDED, values: [storedInstant(from), storedInstant(to), ...now] };
  }
}

/** SQLite gives its text, MySQL a Date. */
function instantOf(at: Date | string): Date {
  return at instanceof Date ? at : new Date(`${at.replace(' ', 'T')}Z`);
}
