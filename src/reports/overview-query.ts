import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/index.js';
import { Reader, storedInstant } from '../platform/database/index.js';
import { OPEN_STATES } from '../tickets/index.js';
import { monthStart, overviewOf, type Overview } from './domain/overview.js';

// Complaints and denunciations are in no figure: whoever reads it can be accused as well.
// One statement, so that a ticket that moves meanwhile is in exactly one of its groups.
const COUNTS = `
  select lead_agency_code as agency_code, state, 1 as is_open, count(*) as tickets,
         sum(case when answered_at is null and resolve_due_at < ? then 1 else 0 end) as late
    from ticket where is_open = 1 and boundary not in ('complaint', 'denunciation') group by lead_agency_code, state
  union all
  select lead_agency_code, state, 0, count(*),
         sum(case when answered_at > resolve_due_at then 1 else 0 end)
    from ticket where answered_at >= ? and is_open = 0 and state in ('published', 'resolved_private', 'closed')
     and boundary not in ('complaint', 'denunciation')
   group by lead_agency_code, state`;

interface Row {
  readonly agency_code: string | null;
  readonly state: string;
  readonly is_open: number;
  readonly tickets: number | string;
  /** A sum is a decimal on MySQL, which comes as a string. */
  readonly late: number | string;
}

/** How the agencies stand, without any ticket's content. */
@Injectable()
export class OverviewQuery {
  constructor(
    private readonly reader: Reader,
    private readonly clock: Clock,
  ) {}

  async read(): Promise<Overview & { readonly at: Date; readonly since: Date }> {
    const at = this.clock.now();
    const since = monthStart(at);
    const rows: Row[] = await this.reader.manager.query(COUNTS, [storedInstant(at), storedInstant(since)]);
    const counts = rows.map((row) => ({
      agencyCode: row.agency_code,
      state: row.state,
      isOpen: row.is_open === 1,
      tickets: Number(row.tickets),
      late: Number(row.late),
    }));
    return { ...overviewOf(counts, OPEN_STATES), at, since };
  }
}
