import type { RoutingRule } from './rule.js';

export const versionKey = (rule: Pick<RoutingRule, 'id' | 'version'>): string => `${rule.id} ${rule.version}`;

/**
 * Versions that say something else than when they were loaded. A ticket names the version it was routed
 * by, so that only the end of a version may still change.
 */
export function rewrittenVersions(stored: readonly RoutingRule[], wanted: readonly RoutingRule[]): RoutingRule[] {
  const known = new Map(stored.map((rule) => [versionKey(rule), contentOf(rule)]));
  return wanted.filter((rule) => (known.get(versionKey(rule)) ?? contentOf(rule)) !== contentOf(rule));
}

/**
 * The rules wanted, and beside them the versions that came before a wanted one and are no longer in the
 * files: each ends on the day on which the next begins, so that no day is left without a rule.
 */
export function withEarlierVersions(stored: readonly RoutingRule[], wanted: readonly RoutingRule[]): RoutingRule[] {
  const present = new Set(wanted.map(versionKey));
  const earlier = stored.flatMap((rule) => {
    if (present.has(versionKey(rule))) return [];
    const next = [...wanted]
      .filter(({ id, version }) => id === rule.id && version > rule.version)
      .sort((a, b) => a.version - b.version)[0];
    if (next === undefined) return [];
    const ended = rule.validTo !== null && rule.validTo <= next.validFrom;
    return [ended ? rule : { ...rule, validTo: next.validFrom }];
  });
  return [...wanted, ...earlier];
}

/**
 * Versions by orders on agencies stay beside those of the files, with the files' version of before ending where an
 * order's begins; a later version of the files ends the order's in turn.
 */
export function withOrderedVersions(
  ordered: readonly RoutingRule[],
  listed: readonly RoutingRule[],
): { readonly ordered: RoutingRule[]; readonly listed: RoutingRule[] } {
  const versions = [...ordered, ...listed];
  const ended = (rule: RoutingRule, by: readonly RoutingRule[]): RoutingRule => {
    const next = by
      .filter(({ id, version }) => id === rule.id && version > rule.version)
      .sort((a, b) => a.version - b.version)[0];
    if (next === undefined || (rule.validTo !== null && rule.validTo <= next.validFrom)) return rule;
    return { ...rule, validTo: next.validFrom };
  };
  return {
    ordered: ordered.map((rule) => ended(rule, versions)),
    listed: listed.map((rule) => ended(rule, ordered)),
  };
}

function contentOf(rule: RoutingRule): string {
  const { categoryCode, wardCode, subject, lead, supporting, slaClass, validFrom } = rule;
  return JSON.stringify([categoryCode, wardCode, subject, lead, supporting, slaClass, validFrom]);
}
