import { Injectable } from '@nestjs/common';
import { Clock, dayInVietnam, Problem } from '../kernel/index.js';
import { Reader, storedInstant } from '../platform/database/index.js';
import { monthAfter, monthBounds, sumOf, type Figures, type MonthFigures } from './domain/figures.js';

/** What the months are counted by; each is one column of the public status. */
const PARTS = { agencies: 'agency_code', wards: 'ward_code', categories: 'category_code' } as const;
type Part = keyof typeof PARTS;

// Who is asked for something more, and what stands as a part of another's matter, is late by nobody's fault.
const SUMS = `count(*) as received,
  count(answered_at) as answered,
  sum(case when answered_at > due_at then 1 else 0 end) as late,
  sum(case when answered_at is null and due_at < ?
            and state not in ('awaiting_info', 'merged', 'published', 'closed') then 1 else 0 end) as overdue,
  count(published_at) as published,
  sum(case when published_at is not null then reporter_count else 0 end) as asked,
  sum(case when published_at is not null then very_satisfied + satisfied + unsatisfied else 0 end) as rated,
  sum(case when published_at is not null then very_satisfied + satisfied else 0 end) as satisfied,
  sum(case when published_at is not null then very_satisfied else 0 end) as very`;

const COUNTS = (Object.keys(PARTS) as Part[])
  .map(
    (part) => `select '${part}' as part, ${PARTS[part]} as code, ${SUMS}
      from public_status where received_at >= ? and received_at < ? group by ${PARTS[part]}`,
  )
  .join(' union all ');

type Row = Readonly<Record<Exclude<keyof Figures, 'onTime' | 'verySatisfied'> | 'very', number | string>> & {
  readonly part: Part;
  readonly code: string | null;
};

/** How long a counted month is told again: a busy day asks every second. */
const FRESH_MS = 10_000;
/** Of a month that is long over little changes: an answer that comes late, a rating. */
const OLD_MS = 10 * 60_000;
/** Months kept counted: the pages show a year, and one page may look further back. */
const MOST_KEPT = 36;

/**
 * The one source of every figure that the public pages show. Counts `public_status` only: private tickets, khiếu nại and
 * tố cáo are in none of them.
 */
@Injectable()
export class PublicFigures {
  private readonly counted = new Map<string, { readonly at: number; readonly figures: Promise<MonthFigures> }>();

  constructor(
    private readonly reader: Reader,
    private readonly clock: Clock,
  ) {}

  /**
   * The public tickets received in a month and what has become of them. All figures come of one statement and count the
   * same rows, so they agree with each other.
   * @param month YYYY-MM, in Viet Nam's time.
   * @throws Problem `invalid-input` when it is no month.
   */
  async month(month: string): Promise<MonthFigures> {
    const bounds = monthBounds(month);
    if (bounds === null) throw Problem.invalid([{ field: 'month', message: 'Tháng có dạng 2026-11.' }]);
    const at = this.clock.now().getTime();
    const known = this.counted.get(month);
    const fresh = month >= monthAfter(this.thisMonth(), -1) ? FRESH_MS : OLD_MS;
    // A clock that was set back makes nothing last longer.
    if (known !== undefined && Math.abs(at - known.at) < fresh) return known.figures;
    const figures = this.count(month, bounds);
    this.counted.delete(month);
    this.counted.set(month, { at, figures });
    const [oldest] = this.counted.keys();
    if (this.counted.size > MOST_KEPT && oldest !== undefined) this.counted.delete(oldest);
    // What failed is not told again.
    figures.catch(() => this.counted.delete(month));
    return figures;
  }

  /** The last months, the newest first, this one among them. */
  async lastMonths(count: number): Promise<readonly MonthFigures[]> {
    const names = Array.from({ length: count }, (_, index) => monthAfter(this.thisMonth(), -index));
    const months: MonthFigures[] = [];
    for (const name of names) months.push(await this.month(name));
    return months;
  }

  /** The month it is in Viet Nam, YYYY-MM. */
  thisMonth(): string {
    return dayInVietnam(this.clock.now()).slice(0, 7);
  }

  private async count(month: string, bounds: { readonly from: Date; readonly to: Date }): Promise<MonthFigures> {
    const [now, from, to] = [this.clock.now(), bounds.from, bounds.to].map(storedInstant);
    const values = Object.keys(PARTS).flatMap(() => [now, from, to]);
    const rows: Row[] = await this.reader.manager.query(COUNTS, values);
    const parts: Record<Part, Map<string | null, Figures>> = {
      agencies: new Map(),
      wards: new Map(),
      categories: new Map(),
    };
    for (const row of rows) parts[row.part].set(row.code, figuresOf(row));
    return { month, ...sumOf(parts.agencies.values()), ...parts };
  }
}

/** Sums are decimals on MySQL, which come as strings. */
function figuresOf(row: Row): Figures {
  const [answered, late] = [Number(row.answered), Number(row.late)];
  return {
    received: Number(row.received),
    answered,
    onTime: answered - late,
    late,
    overdue: Number(row.overdue),
    published: Number(row.published),
    asked: Number(row.asked),
    rated: Number(row.rated),
    satisfied: Number(row.satisfied),
    verySatisfied: Number(row.very),
  };
}
