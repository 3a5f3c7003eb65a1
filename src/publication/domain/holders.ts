/** Who had the ticket from when until when, and the working time of it, in their own calendar. */
export interface Holder {
  readonly agencyCode: string;
  readonly agencyName: string;
  /** ISO instants. */
  readonly fromAt: string;
  readonly untilAt: string;
  readonly workingSeconds: number;
  /** The holder's own deadline had passed at `untilAt`. */
  readonly late: boolean;
}

export interface SourceClock {
  readonly kind: string;
  readonly position: number;
  readonly holderAgencyCode: string;
  readonly calendarCode: string;
  readonly startedAt: Date;
  readonly dueAt: Date;
  readonly stoppedAt: Date | null;
  readonly pauses: readonly { readonly fromAt: string; readonly toAt: string }[];
  readonly explanation: object;
}

export interface HoldersInput {
  readonly receivedAt: Date;
  readonly answeredAt: Date;
  readonly publishedAt: Date;
  readonly centreCode: string;
  readonly clocks: readonly SourceClock[];
  readonly agencyName: (code: string) => string;
  /** Working time between two instants: in a calendar by its code, or in the centre's own for null. */
  readonly workingSeconds: (calendarCode: string | null, from: Date, to: Date) => number;
}

/**
 * The line "ai đã giữ việc này, bao lâu": the centre until it was with an agency, each agency in turn,
 * the centre's check at the end. Agencies, not people: the person is on record, not on the public page.
 */
export function holdersLine(input: HoldersInput): Holder[] {
  const { clocks, receivedAt, answeredAt, publishedAt, centreCode } = input;
  const holder = (agencyCode: string, calendarCode: string | null, from: Date, until: Date, dueAt: Date | null): Holder => ({
    agencyCode,
    agencyName: input.agencyName(agencyCode),
    fromAt: from.toISOString(),
    untilAt: until.toISOString(),
    workingSeconds: input.workingSeconds(calendarCode, from, until),
    late: dueAt !== null && until > dueAt,
  });

  const turns = clocks.filter((clock) => clock.kind === 'resolve_holder').sort((a, b) => a.position - b.position);
  const classify = clocks.find((clock) => clock.kind === 'classify');
  const publish = clocks.filter((clock) => clock.kind === 'publish').at(-1);
  const first = turns[0];
  const line: Holder[] = [];
  if (first && first.startedAt > receivedAt) {
    line.push(holder(centreCode, classify?.calendarCode ?? null, receivedAt, first.startedAt, classify?.dueAt ?? null));
  }
  for (const turn of turns) {
    const until = turn.stoppedAt ?? answeredAt;
    line.push(holder(turn.holderAgencyCode, turn.calendarCode, turn.startedAt, until, turn.dueAt));
  }
  if (publishedAt > answeredAt) line.push(holder(centreCode, publish?.calendarCode ?? null, answeredAt, publishedAt, publish?.dueAt ?? null));
  return line;
}
