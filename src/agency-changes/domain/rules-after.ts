import type { OrderPlan } from './plan.js';

/** A routing rule as it is stored. */
export interface StoredRule {
  readonly id: string;
  readonly version: number;
  readonly categoryCode: string | null;
  readonly wardCode: string | null;
  readonly subject: string | null;
  readonly lead: string;
  readonly supporting: string[];
  readonly slaClass: string | null;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly origin: 'file' | 'order';
}

export interface RuleChanges {
  /** Versions that end where the next one begins. */
  readonly ended: readonly { readonly id: string; readonly version: number; readonly validTo: string }[];
  readonly added: readonly StoredRule[];
}

/**
 * The routing rules that name an agency which hands over: each ends on the day of the order, and its next
 * version names whoever took over. A version that has been used keeps what it said. Where a part of the agency's
 * work goes elsewhere, rules for those wards and categories stand beside the one for the rest.
 */
export function rulesAfter(plan: OrderPlan, rules: readonly StoredRule[]): RuleChanges {
  const rest = new Map(plan.hands.map(({ from, rest: to }) => [from, to]));
  const handing = (code: string | null): boolean => code !== null && rest.has(code);
  const concerned = rules.filter(
    (rule) =>
      (rule.validTo === null || (rule.validTo > plan.effectiveOn && rule.validTo > rule.validFrom)) &&
      (handing(rule.lead) || handing(rule.subject) || rule.supporting.some(handing)),
  );
  const changing = concerned.filter((rule) =>
    [rule.lead, ...(rule.subject === null ? [] : [rule.subject]), ...rule.supporting].some(
      (code) => (rest.get(code) ?? code) !== code,
    ),
  );
  const added = concerned.flatMap((rule) => {
    const next: StoredRule = {
      ...rule,
      version: Math.max(...rules.filter(({ id }) => id === rule.id).map(({ version }) => version)) + 1,
      lead: rest.get(rule.lead) ?? rule.lead,
      subject: rule.subject === null ? null : (rest.get(rule.subject) ?? rule.subject),
      supporting: [...new Set(rule.supporting.map((code) => rest.get(code) ?? code))],
      validFrom: later(plan.effectiveOn, rule.validFrom),
      origin: 'order',
    };
    // An agency that goes on with the rest keeps its rule.
    return [...(changing.includes(rule) ? [next] : []), ...partRules(plan, rule, next)];
  });
  const ended = concerned
    .filter(({ id }) => added.some((one) => one.id === id))
    .map(({ id, version, validFrom }) => ({ id, version, validTo: later(plan.effectiveOn, validFrom) }));
  // Two versions of one rule may both still be to come, and an order before may have made the same part's rule: each
  // gets a number of its own.
  return { ended, added: numbered(added, rules) };
}

/** Rules for the parts of the lead's work that do not go with the rest. */
function partRules(plan: OrderPlan, rule: StoredRule, next: StoredRule): StoredRule[] {
  const parts = plan.hands.find(({ from }) => from === rule.lead)?.parts ?? [];
  return parts.flatMap((part, index) => {
    const wards = narrowed(rule.wardCode, part.wardCodes);
    // A rule for any category never wins over a category's own: for those the category's own rules are split.
    const categories =
      rule.categoryCode === null && part.categoryCodes.length > 0
        ? []
        : narrowed(rule.categoryCode, part.categoryCodes);
    return wards.flatMap((wardCode) =>
      categories.map((categoryCode) => {
        // The same case as the rule itself: the part takes all of it, and goes before by its higher version.
        const whole = wardCode === rule.wardCode && categoryCode === rule.categoryCode;
        const id = `${rule.id}--${String(index + 1)}${wardCode === null ? '' : `-${wardCode}`}`.slice(0, 60);
        return {
          ...next,
          ...(whole ? { version: next.version + 1 } : { id, version: 1 }),
          wardCode,
          categoryCode,
          lead: part.to,
        };
      }),
    );
  });
}

/** What of a rule's ward (or category) lies in a part; null: any. */
function narrowed(own: string | null, part: readonly string[]): (string | null)[] {
  if (part.length === 0) return [own];
  if (own === null) return [...part];
  return part.includes(own) ? [own] : [];
}

function numbered(rules: readonly StoredRule[], stored: readonly StoredRule[]): StoredRule[] {
  const taken = new Set(stored.map(({ id, version }) => `${id} ${String(version)}`));
  return rules.map((rule) => {
    let { version } = rule;
    while (taken.has(`${rule.id} ${String(version)}`)) version += 1;
    taken.add(`${rule.id} ${String(version)}`);
    return { ...rule, version };
  });
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
