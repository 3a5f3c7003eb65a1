/** One line of an agency's rules: whose the tickets of a ward and a category are. */
export interface AssignmentRule {
  readonly id: string;
  /** null: of every ward. */
  readonly wardCode: string | null;
  /** null: of every category. */
  readonly categoryCode: string | null;
  /** null: whoever of the agency has the least. */
  readonly accountId: string | null;
}

/** What of a ticket the rules look at. */
export interface Placed {
  readonly wardCode: string | null;
  readonly categoryCode: string | null;
}

/**
 * The rule that holds for a ticket: the most specific of those that fit. A category says more than a ward, because
 * people know their field; of two that say the same the one written last holds.
 * @param rules in the order in which they were written.
 */
export function ruleFor(rules: readonly AssignmentRule[], ticket: Placed): AssignmentRule | null {
  const fits = (wanted: string | null, is: string | null): boolean => wanted === null || wanted === is;
  const weight = (rule: AssignmentRule): number =>
    (rule.categoryCode === null ? 0 : 2) + (rule.wardCode === null ? 0 : 1);
  let best: AssignmentRule | null = null;
  for (const rule of rules) {
    if (!fits(rule.wardCode, ticket.wardCode) || !fits(rule.categoryCode, ticket.categoryCode)) continue;
    if (best === null || weight(rule) >= weight(best)) best = rule;
  }
  return best;
}

/** Whom a rule means today. */
export interface Crew {
  /** Those of the agency who can be given tickets, with how many each has open. */
  readonly load: ReadonlyMap<string, number>;
  /** Who does the work of somebody today: the person, a deputy, or nobody (null). */
  readonly standIn: (accountId: string) => string | null;
}

/**
 * The person a rule gives a ticket to: the one it names or that one's deputy; by load whoever of those present has
 * the fewest open tickets, of equals the first by id so that two processes choose alike.
 * @returns null: nobody is there, and the ticket stays with the agency.
 */
export function personOf(rule: AssignmentRule, { load, standIn }: Crew): string | null {
  if (rule.accountId !== null) {
    const person = standIn(rule.accountId);
    return person !== null && load.has(person) ? person : null;
  }
  const present = [...load].filter(([accountId]) => standIn(accountId) === accountId);
  present.sort(([a, one], [b, other]) => one - other || (a < b ? -1 : 1));
  return present[0]?.[0] ?? null;
}
