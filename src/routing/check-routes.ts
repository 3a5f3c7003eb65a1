import {
  AGENCY_KINDS,
  isValidOn,
  wardAgencyCode,
  wardPoliceCode,
  type AdministrativeUnit,
  type Agency,
} from '../agencies/index.js';
import { decide, type AgencyLookup, type RoutingDecision, type RoutingTable } from './domain/decide.js';
import { match } from './domain/rule.js';

/** One combination that was tried. `subject` is null where the category asks for none. */
export interface CheckedRoute {
  readonly categoryCode: string;
  readonly wardCode: string;
  readonly subjectKind: string | null;
  readonly subjectCode: string | null;
  readonly decision: RoutingDecision;
  /** What is wrong with it, in Vietnamese; null when exactly one lead came out, as it should. */
  readonly fault: string | null;
}

export interface RouteCheck {
  readonly routes: readonly CheckedRoute[];
  /** What is wrong, also with combinations that are not listed in `routes`. */
  readonly faults: readonly CheckedRoute[];
  /** How many combinations were tried. */
  readonly tried: number;
}

interface Checked {
  readonly table: RoutingTable;
  readonly lookup: AgencyLookup;
  readonly wards: readonly AdministrativeUnit[];
  readonly agencies: readonly Agency[];
  /** 'YYYY-MM-DD' */
  readonly on: string;
}

/**
 * Tries every category × ward, and where a subject is required × every kind of agency it may be about:
 * of the two kinds that wards have, the ward's own; of the other kinds every agency there is (the first
 * of each kind is listed, the others only when something is wrong with them). A category that must
 * never reach its subject is tried with subjects also when it does not ask for one.
 */
export function checkRoutes(checked: Checked): RouteCheck {
  const routes: CheckedRoute[] = [];
  const hidden: CheckedRoute[] = [];
  for (const category of checked.table.categories.values()) {
    if (!isValidOn(category, checked.on)) continue;
    for (const ward of checked.wards) {
      if (!category.subjectRequired) routes.push(tryRoute(checked, category.code, ward.code, null));
      if (!category.subjectRequired && !category.neverToSubject) continue;
      for (const kind of AGENCY_KINDS) {
        const [first, ...others] = subjectsOf(checked, kind, ward.code);
        if (first === undefined) continue;
        (category.subjectRequired ? routes : hidden).push(tryRoute(checked, category.code, ward.code, first));
        hidden.push(...others.map((subject) => tryRoute(checked, category.code, ward.code, subject)));
      }
    }
  }
  const all = [...routes, ...hidden];
  return { routes, faults: all.filter(({ fault }) => fault !== null), tried: all.length };
}

function subjectsOf({ agencies, on }: Checked, kind: Agency['kind'], wardCode: string): Agency[] {
  const ofWard = [wardAgencyCode(wardCode), wardPoliceCode(wardCode)];
  return agencies.filter(
    (agency) =>
      agency.kind === kind && isValidOn(agency, on) && (agency.wardCode === null || ofWard.includes(agency.code)),
  );
}

function tryRoute(checked: Checked, categoryCode: string, wardCode: string, subject: Agency | null): CheckedRoute {
  const { table, lookup, on } = checked;
  const decision = decide(table, lookup, { categoryCode, wardCode, subjectAgencyCode: subject?.code ?? null, on });
  return {
    categoryCode,
    wardCode,
    subjectKind: subject?.kind ?? null,
    subjectCode: subject?.code ?? null,
    decision,
    fault: faultOf(checked, decision, { categoryCode, wardCode, subject }),
  };
}

function faultOf(
  { table, on }: Checked,
  decision: RoutingDecision,
  { categoryCode, wardCode, subject }: { categoryCode: string; wardCode: string; subject: Agency | null },
): string | null {
  if (decision.leadAgencyCode === null) return `thiếu ${decision.missing}: ${decision.reason}`;
  const rivals = match(table.rules, { categoryCode, wardCode, subject, on })?.rivals ?? [];
  if (rivals.length > 0)
    return `nhiều quy tắc ngang nhau: ${[decision.ruleId, ...rivals.map(({ id }) => id)].join(', ')}`;
  const category = table.categories.get(categoryCode);
  if (category?.neverToSubject === true && decision.leadAgencyCode === subject?.code)
    return 'giao cho chính cơ quan bị phản ánh';
  return null;
}
