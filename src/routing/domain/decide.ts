import type { Category } from './category.js';
import { match, type RoutingRule } from './rule.js';

/** What routing needs to know about an agency. */
interface RoutedAgency {
  readonly code: string;
  readonly shortName: string;
  readonly kind: string;
}

/** The agencies as they are on the day of the decision; every look-up gives null for what does not exist then. */
export interface AgencyLookup {
  agency(code: string): RoutedAgency | null;
  wardAgency(wardCode: string): RoutedAgency | null;
  wardPolice(wardCode: string): RoutedAgency | null;
  superiorOf(code: string): RoutedAgency | null;
  wardName(wardCode: string): string | null;
  /** Whether one came from the other: accused as the one is accused as the other. */
  isKin(code: string, other: string): boolean;
}

export interface RouteQuestion {
  readonly categoryCode: string | null;
  readonly wardCode: string | null;
  /** The agency it is about, or where the dossier was lodged. */
  readonly subjectAgencyCode: string | null;
  /** Calendar day in the province, 'YYYY-MM-DD'. */
  readonly on: string;
}

/** What still has to be known before a lead can be named. */
type Missing = 'category' | 'ward' | 'subject' | 'rule';

/** Who leads and why; without a lead the ticket waits in the triage queue and `missing` says for what. */
export interface RoutingDecision {
  readonly leadAgencyCode: string | null;
  readonly slaClass: string | null;
  readonly supportingAgencyCodes: readonly string[];
  readonly ruleId: string | null;
  readonly ruleVersion: number | null;
  /** A Vietnamese sentence for citizens and staff. */
  readonly reason: string;
  readonly missing: Missing | null;
}

export interface RoutingTable {
  readonly categories: ReadonlyMap<string, Category>;
  readonly rules: readonly RoutingRule[];
}

/** Finds the lead. Pure: the same table, agencies and question always give the same decision. */
export function decide(table: RoutingTable, agencies: AgencyLookup, question: RouteQuestion): RoutingDecision {
  const { categoryCode, wardCode, subjectAgencyCode, on } = question;
  const category = categoryCode === null ? null : (table.categories.get(categoryCode) ?? null);
  if (category === null || !(category.validFrom <= on && (category.validTo === null || on < category.validTo))) {
    return open(null, 'category', 'Chưa chọn loại việc nên chưa chuyển; điều phối viên sẽ phân loại.');
  }
  const subject = subjectAgencyCode === null ? null : agencies.agency(subjectAgencyCode);
  if (category.subjectRequired && subject === null) {
    return open(category, 'subject', `Loại việc “${category.name}” cần biết cơ quan được phản ánh hoặc nơi nộp hồ sơ.`);
  }
  const ward = wardCode !== null && agencies.wardName(wardCode) !== null ? wardCode : null;
  const matched = match(table.rules, { categoryCode: category.code, wardCode: ward, subject, on });
  if (matched === null) {
    return open(
      category,
      'rule',
      `Chưa có quy tắc chuyển cho “${category.name}” vào ngày ${dayVi(on)}; điều phối viên sẽ chọn cơ quan.`,
    );
  }
  return apply(matched.rule, { category, ward, subject, agencies });
}

interface Facts {
  readonly category: Category;
  readonly ward: string | null;
  readonly subject: RoutedAgency | null;
  readonly agencies: AgencyLookup;
}

function apply(rule: RoutingRule, facts: Facts): RoutingDecision {
  const { category, ward, subject, agencies } = facts;
  const found = resolveSpec(rule.lead, facts);
  if (typeof found === 'string') return open(category, found, missingReason(found, category, rule), rule);
  const isAccused = (code: string): boolean =>
    subject !== null && category.neverToSubject && agencies.isKin(code, subject.code);
  const averted = subject !== null && isAccused(found.code);
  const lead = averted ? agencies.superiorOf(subject.code) : found;
  if (lead === null) return open(category, 'rule', missingReason('rule', category, rule), rule);
  const supporting = rule.supporting
    .map((spec) => resolveSpec(spec, facts))
    .filter((agency): agency is RoutedAgency => typeof agency !== 'string')
    .map(({ code }) => code)
    .filter((code) => code !== lead.code && !isAccused(code));
  const place = ward === null ? '' : ` ở ${agencies.wardName(ward)}`;
  const about = subject === null ? '' : ` (về ${subject.shortName})`;
  const why = averted || rule.lead === 'superior-of-subject' ? ', là cấp trên của cơ quan được phản ánh,' : '';
  return {
    leadAgencyCode: lead.code,
    slaClass: rule.slaClass ?? category.slaClass,
    supportingAgencyCodes: [...new Set(supporting)],
    ruleId: rule.id,
    ruleVersion: rule.version,
    reason: `${category.name}${place}${about} do ${lead.shortName}${why} chủ trì ${ruleVi(rule)}.`,
    missing: null,
  };
}

function resolveSpec(spec: string, { ward, subject, agencies }: Facts): RoutedAgency | Missing {
  switch (spec) {
    case 'ward':
      return ward === null ? 'ward' : (agencies.wardAgency(ward) ?? 'rule');
    case 'ward-police':
      return ward === null ? 'ward' : (agencies.wardPolice(ward) ?? 'rule');
    case 'subject':
      return subject ?? 'subject';
    case 'superior-of-subject':
      return subject === null ? 'subject' : (agencies.superiorOf(subject.code) ?? 'rule');
    default:
      return agencies.agency(spec) ?? 'rule';
  }
}

function open(
  category: Category | null,
  missing: Missing,
  reason: string,
  rule: RoutingRule | null = null,
): RoutingDecision {
  return {
    leadAgencyCode: null,
    slaClass: rule?.slaClass ?? category?.slaClass ?? null,
    supportingAgencyCodes: [],
    ruleId: null,
    ruleVersion: null,
    reason,
    missing,
  };
}

function missingReason(missing: Missing, category: Category, rule: RoutingRule): string {
  switch (missing) {
    case 'ward':
      return `Loại việc “${category.name}” do phường, xã giải quyết; cần biết việc xảy ra ở phường, xã nào.`;
    case 'subject':
      return `Loại việc “${category.name}” cần biết cơ quan được phản ánh hoặc nơi nộp hồ sơ.`;
    case 'category':
    case 'rule':
      return `Quy tắc cho “${category.name}” ${ruleVi(rule)} chưa chỉ ra được cơ quan chủ trì; điều phối viên sẽ chọn.`;
  }
}

const ruleVi = (rule: RoutingRule): string => `(quy tắc ${rule.id}, bản ${rule.version}, từ ${dayVi(rule.validFrom)})`;

/** '2026-07-01' → '01/07/2026'. */
const dayVi = (day: string): string => day.split('-').reverse().join('/');
