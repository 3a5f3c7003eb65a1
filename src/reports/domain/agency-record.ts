/** What is counted of an agency in a month; each counts tickets, and each once. */
export const RECORD_FIGURES = [
  'held',
  'returned',
  'ping_pong',
  'extended',
  'sent_back',
  'apology_owed',
  'apology_sent',
  'apology_in_time',
  'reopened',
  'part_late',
  'promise_late',
] as const;

export type RecordFigure = (typeof RECORD_FIGURES)[number];

export type RecordFigures = Readonly<Record<RecordFigure, number>>;

export interface AgencyRecord {
  readonly agencyCode: string;
  readonly figures: RecordFigures;
}

export function isRecordFigure(name: string): name is RecordFigure {
  return (RECORD_FIGURES as readonly string[]).includes(name);
}

/** The figures, agency by agency: whoever held most first. @param counts one line an agency and figure; what is missing is nought. */
export function recordsOf(
  counts: readonly { readonly figure: RecordFigure; readonly agencyCode: string; readonly tickets: number }[],
): AgencyRecord[] {
  const agencies = new Map<string, Partial<Record<RecordFigure, number>>>();
  for (const { figure, agencyCode, tickets } of counts)
    agencies.set(agencyCode, { ...agencies.get(agencyCode), [figure]: tickets });
  return [...agencies]
    .map(([agencyCode, some]) => ({
      agencyCode,
      figures: Object.fromEntries(RECORD_FIGURES.map((figure) => [figure, some[figure] ?? 0])) as Record<
        RecordFigure,
        number
      >,
    }))
    .sort((a, b) => b.figures.held - a.figures.held || (a.agencyCode < b.agencyCode ? -1 : 1));
}

/** The sum of all agencies; a ticket that two of them had counts for each. */
export function totalOf(records: readonly AgencyRecord[]): RecordFigures {
  return Object.fromEntries(
    RECORD_FIGURES.map((figure) => [figure, records.reduce((sum, { figures }) => sum + figures[figure], 0)]),
  ) as Record<RecordFigure, number>;
}

/** Of the letters owed in a month, how many have gone out: "66,67 %"; null when none is owed. */
export function sentShare({ apology_owed: owed, apology_sent: sent }: RecordFigures): string | null {
  if (owed === 0) return null;
  const share = (sent / owed) * 100;
  return `${share.toLocaleString('vi-VN', { maximumFractionDigits: 2 })}\u00a0%`;
}
