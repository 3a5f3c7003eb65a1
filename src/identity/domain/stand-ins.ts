/** A stretch of days, both ends included; 'YYYY-MM-DD' in Viet Nam. */
export interface DaySpan {
  readonly fromOn: string;
  readonly toOn: string;
}

/** Somebody who is away, and who does the work meanwhile. */
export interface Away extends DaySpan {
  readonly accountId: string;
  /** null: nobody was named. */
  readonly deputyAccountId: string | null;
}

export function holdsOn(span: DaySpan, day: string): boolean {
  return span.fromOn <= day && day <= span.toOn;
}

/**
 * Who works in somebody's place on a day: the person, the deputy while the person is away, that one's deputy
 * while both are, and so on.
 * @returns null when whoever is meant is away and nobody is there for them, or the deputies go round in a circle.
 */
export function standIn(accountId: string, absences: readonly Away[], day: string): string | null {
  const asked = new Set<string>();
  let present = accountId;
  for (;;) {
    const away = absences.find((each) => each.accountId === present && holdsOn(each, day));
    if (away === undefined) return present;
    asked.add(present);
    if (away.deputyAccountId === null || asked.has(away.deputyAccountId)) return null;
    present = away.deputyAccountId;
  }
}
