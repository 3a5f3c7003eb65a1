import { Injectable } from '@nestjs/common';
import { dayInVietnam } from '../../kernel/index.js';
import { Reader, storedInstant } from '../../platform/database/index.js';
import { midnight } from '../../supervision/index.js';
import { CallBackRow } from '../../telephony/index.js';
import { TicketRow } from '../../tickets/index.js';

export interface TicketsOfToday {
  /** To be answered today, and how many of them are not. */
  readonly dueToday: number;
  readonly leftToday: number;
  readonly late: number;
  readonly triage: number;
  readonly triageOldest: Date | null;
  /** Since when somebody waits to be called. */
  readonly callBackOldest: Date | null;
  /** Who holds something late or soon late; most late first. */
  readonly agencies: readonly { readonly agencyCode: string | null; readonly late: number; readonly soon: number }[];
}

const SOON_MS = 2 * 3_600_000;
/** Nobody counts further from five metres. */
const MOST_TRIAGE = 999;
const DAY_MS = 24 * 3_600_000;

// Complaints and denunciations are in no figure that hangs on a wall. Both halves are ranges of ix_ticket_open.
const PUBLIC = `boundary not in ('complaint', 'denunciation')`;
const SQL = `
  select lead_agency_code as agency_code,
         sum(case when list_due_at < ? then 1 else 0 end) as late,
         sum(case when list_due_at >= ? and list_due_at < ? then 1 else 0 end) as soon,
         sum(case when list_due_at >= ? then 1 else 0 end) as today
    from ticket
   where is_open = 1 and list_due_at < ? and answered_at is null and paused_at is null and ${PUBLIC}
   group by lead_agency_code`;
const TODAY = `
  select count(*) as tickets from ticket
   where is_open in (0, 1) and list_due_at >= ? and list_due_at < ? and ${PUBLIC}
     and (answered_at is not null or is_open = 0)`;
type Counts = Readonly<Record<'late' | 'soon' | 'today', number | string | null>>;

/** What is due today and who is late: numbers alone. Four statements. */
@Injectable()
export class WallboardTickets {
  constructor(private readonly reader: Reader) {}

  async read(now: Date): Promise<TicketsOfToday> {
    const start = midnight(dayInVietnam(now));
    const end = new Date(start.getTime() + DAY_MS);
    const [at, soon, from, to] = [now, new Date(now.getTime() + SOON_MS), start, end].map((one) => storedInstant(one));
    const { manager } = this.reader;
    // Late today is not left for today.
    const rows: (Counts & { agency_code: string | null })[] = await manager.query(SQL, [at, at, soon, at, to]);
    const [done]: { tickets: number | string }[] = await manager.query(TODAY, [from, to]);
    const triage = await manager
      .createQueryBuilder(TicketRow, 't')
      .select(['t.id', 't.receivedAt'])
      .where(`t.state = 'received' and t.is_open = 1 and t.${PUBLIC}`)
      .orderBy('t.received_at', 'ASC')
      .limit(MOST_TRIAGE)
      .getMany();
    const callBack = await manager.findOne(CallBackRow, {
      select: { id: true, createdAt: true },
      where: { state: 'open' },
      order: { createdAt: 'ASC' },
    });
    const agencies = rows.map((row) => ({
      agencyCode: row.agency_code,
      late: Number(row.late ?? 0),
      soon: Number(row.soon ?? 0),
      today: Number(row.today ?? 0),
    }));
    const sum = (of: (row: (typeof agencies)[number]) => number): number =>
      agencies.reduce((total, row) => total + of(row), 0);
    const left = sum(({ today }) => today);
    return {
      dueToday: left + Number(done?.tickets ?? 0),
      leftToday: left,
      late: sum(({ late }) => late),
      triage: triage.length,
      triageOldest: triage[0]?.receivedAt ?? null,
      callBackOldest: callBack?.createdAt ?? null,
      agencies: agencies
        .filter((row) => row.late + row.soon > 0)
        .map(({ agencyCode, late, soon: near }) => ({ agencyCode, late, soon: near }))
        .sort((a, b) => b.late - a.late || b.soon - a.soon),
    };
  }
}
