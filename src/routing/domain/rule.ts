/**
 * Leads that depend on the ticket; everything else is an agency's code.
 * ward: the people's committee of the ward; ward-police: its police; subject: the agency named by the
 * citizen (which holds the dossier); superior-of-subject: the one above it.
 */
export const LEAD_SPECS = ['ward', 'ward-police', 'subject', 'superior-of-subject'] as const;

/** One version of a rule. null in `categoryCode`, `wardCode`, `subject` means any. */
export interface RoutingRule {
  readonly id: string;
  readonly version: number;
  readonly categoryCode: string | null;
  readonly wardCode: string | null;
  /** A kind of agency, or one agency's code. */
  readonly subject: string | null;
  readonly lead: string;
  /** Lead specs or codes of the agencies that help. */
  readonly supporting: readonly string[];
  /** Replaces the category's class. */
  readonly slaClass: string | null;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** What a rule is matched against. `on` is the calendar day 'YYYY-MM-DD'. */
export interface RouteCase {
  readonly categoryCode: string;
  readonly wardCode: string | null;
  readonly subject: { readonly code: string; readonly kind: string } | null;
  readonly on: string;
}

function applies(rule: RoutingRule, input: RouteCase): boolean {
  return (
    rule.validFrom <= input.on &&
    (rule.validTo === null || input.on < rule.validTo) &&
    (rule.categoryCode === null || rule.categoryCode === input.categoryCode) &&
    (rule.wardCode === null || rule.wardCode === input.wardCode) &&
    (rule.subject === null ||
      (input.subject !== null && (rule.subject === input.subject.code || rule.subject === input.subject.kind)))
  );
}

/**
 * How special a rule is, highest first: the category, then the agency complained about (one agency
 * before a kind), then the ward. The subject stands before the ward because those rules protect people.
 */
function rank(rule: RoutingRule, input: RouteCase): number {
  const subject = rule.subject === null ? 0 : rule.subject === input.subject?.code ? 2 : 1;
  return (rule.categoryCode === null ? 0 : 100) + subject * 10 + (rule.wardCode === null ? 0 : 1);
}

/** Between rules equally special: the one that began later, then the higher version, then the id by alphabet. */
function byAge(a: RoutingRule, b: RoutingRule): number {
  if (a.validFrom !== b.validFrom) return a.validFrom < b.validFrom ? 1 : -1;
  if (a.version !== b.version) return b.version - a.version;
  return a.id < b.id ? -1 : 1;
}

export interface Matched {
  readonly rule: RoutingRule;
  /** Other rules exactly as special as the one that won; a well-kept set of rules has none. */
  readonly rivals: readonly RoutingRule[];
}

/** The most specific rule that holds on the day; always the same one, whatever the order of the rules. */
export function match(rules: readonly RoutingRule[], input: RouteCase): Matched | null {
  const ranked = rules
    .filter((rule) => applies(rule, input))
    .map((rule) => ({ rule, rank: rank(rule, input) }))
    .sort((a, b) => b.rank - a.rank || byAge(a.rule, b.rule));
  const [winner, ...others] = ranked;
  if (winner === undefined) return null;
  return { rule: winner.rule, rivals: others.filter((other) => other.rank === winner.rank).map(({ rule }) => rule) };
}
