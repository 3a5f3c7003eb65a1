/** One group of tickets as the database counted it. */
export interface TicketCount {
  /** null: with the centre, no agency named yet. */
  readonly agencyCode: string | null;
  readonly state: string;
  readonly isOpen: boolean;
  readonly tickets: number;
  /** Of an open group: past their deadline and not answered. Of an answered one: answered after it. */
  readonly late: number;
}

export interface Figures {
  readonly open: number;
  readonly late: number;
  readonly answered: number;
  readonly answeredLate: number;
}

export interface AgencyFigures extends Figures {
  readonly agencyCode: string | null;
}

export interface Overview {
  /** The agencies with something to show: most late first, then most open, then by code. */
  readonly agencies: readonly AgencyFigures[];
  readonly total: Figures;
  readonly states: readonly { readonly state: string; readonly tickets: number }[];
}

const NOTHING: Figures = { open: 0, late: 0, answered: 0, answeredLate: 0 };

/**
 * Adds the groups up. The total is the sum of the lines that are shown, and all groups come from one
 * statement, so the figures of a page agree with each other whatever happens meanwhile.
 *
 * @param states the open states, in the order in which they are shown.
 */
export function overviewOf(counts: readonly TicketCount[], states: readonly string[]): Overview {
  const agencies = new Map<string | null, Figures>();
  for (const count of counts)
    agencies.set(count.agencyCode, plus(agencies.get(count.agencyCode) ?? NOTHING, figuresOf(count)));
  const rows = [...agencies].map(([agencyCode, figures]) => ({ agencyCode, ...figures }));
  rows.sort(
    (a, b) => b.late - a.late || b.open - a.open || b.answered - a.answered || order(a.agencyCode, b.agencyCode),
  );
  return {
    agencies: rows,
    total: rows.reduce<Figures>((sum, row) => plus(sum, row), NOTHING),
    states: states.map((state) => ({
      state,
      tickets: sumOf(counts.filter((count) => count.isOpen && count.state === state)),
    })),
  };
}

function figuresOf({ isOpen, tickets, late }: TicketCount): Figures {
  return isOpen ? { ...NOTHING, open: tickets, late } : { ...NOTHING, answered: tickets, answeredLate: late };
}

function plus(a: Figures, b: Figures): Figures {
  return {
    open: a.open + b.open,
    late: a.late + b.late,
    answered: a.answered + b.answered,
    answeredLate: a.answeredLate + b.answeredLate,
  };
}

const sumOf = (counts: readonly TicketCount[]): number => counts.reduce((sum, { tickets }) => sum + tickets, 0);

function order(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : 1;
}

/** On-time share of what was answered, "97,4 %"; null when nothing was: there is no share of nothing. */
export function onTimeShare({ answered, answeredLate }: Figures): string | null {
  if (answered === 0) return null;
  const share = ((answered - answeredLate) / answered) * 100;
  return `${share.toLocaleString('vi-VN', { minimumFractionDigits: 1, maximumFractionDigits: 1 })}\u00A0%`;
}

/** The first instant of the month in Viet Nam (UTC+7 all the year). */
export function monthStart(now: Date): Date {
  const OFFSET_MS = 7 * 3_600_000;
  const local = new Date(now.getTime() + OFFSET_MS);
  return new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), 1) - OFFSET_MS);
}
