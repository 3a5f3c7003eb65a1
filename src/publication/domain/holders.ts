/** Who had the ticket from when until when, and the working time of it, in their own calendar. */
export interface Holder {
  readonly agencyCode: string;
  readonly agencyName: string;
  /** ISO instants. */
  readonly fromAt: string;
  readonly untilAt: string;
  /** null when the holder's calendar does not reach that far back. */
  readonly workingSeconds: number | null;
  /** The holder's own deadline had passed at `untilAt`. */
  readonly late: boolean;
}

/** From an instant on, until the next one. */
export interface Holding {
  readonly agencyCode: string;
  readonly fromAt: Date;
}

export interface HoldersInput {
  readonly receivedAt: Date;
  readonly publishedAt: Date;
  readonly centreCode: string;
  /** Of the end-to-end clock, in any order. */
  readonly holdings: readonly Holding[];
  /** The deadlines of the clocks that holders had of their own. */
  readonly ownDeadlines: readonly { readonly agencyCode: string; readonly startedAt: Date; readonly dueAt: Date }[];
  readonly agencyName: (code: string) => string;
  readonly workingSeconds: (agencyCode: string, from: Date, to: Date) => number | null;
}

/**
 * The line "ai đã giữ việc này, bao lâu", from receipt to publication without a gap. Agencies, not people:
 * the person is on record, not on the public page.
 */
export function holdersLine(input: HoldersInput): Holder[] {
  const { receivedAt, publishedAt, centreCode } = input;
  const turns: Holding[] = [];
  const add = (turn: Holding): void => {
    if (turns.at(-1)?.agencyCode !== turn.agencyCode) turns.push(turn);
  };
  const held = [...input.holdings].sort((a, b) => a.fromAt.getTime() - b.fromAt.getTime());
  // What lay with nobody yet lay with the centre.
  if (!held[0] || held[0].fromAt > receivedAt) add({ agencyCode: centreCode, fromAt: receivedAt });
  for (const turn of held) add(turn);

  return turns.flatMap((turn, index) => {
    const until = turns[index + 1]?.fromAt ?? publishedAt;
    if (until <= turn.fromAt) return [];
    return [
      {
        agencyCode: turn.agencyCode,
        agencyName: input.agencyName(turn.agencyCode),
        fromAt: turn.fromAt.toISOString(),
        untilAt: until.toISOString(),
        workingSeconds: input.workingSeconds(turn.agencyCode, turn.fromAt, until),
        late: input.ownDeadlines.some(
          (own) => own.agencyCode === turn.agencyCode && own.startedAt < until && own.dueAt < until,
        ),
      },
    ];
  });
}
