import { z } from 'zod';
import {
  AGENCY_KINDS,
  codeCell,
  dayCell,
  integerCell,
  lineCell,
  listCell,
  optionalCell,
  overlap,
  PROVINCE_FILE,
  readAgencies,
  readProvince,
  readUnits,
  syncTable,
  yesNoCell,
  ProvinceFilesError,
  type CsvRow,
  type FileProblem,
  type ProvinceFiles,
  type ProvincePart,
} from '../agencies/index.js';
import { managerOf } from '../platform/database/index.js';
import { EVIDENCE, type Category } from './domain/category.js';
import { LEAD_SPECS, type RoutingRule } from './domain/rule.js';
import { rewrittenVersions, versionKey, withEarlierVersions, withOrderedVersions } from './domain/rule-versions.js';
import { CategoryRow, RoutingRuleRow } from './entities.js';

const CATEGORIES_FILE = 'categories.csv';
const RULES_FILE = 'routing-rules.csv';
/** Read by another module; here only its codes count. */
const SLA_CLASSES_FILE = 'sla-classes.csv';

const categorySchema = z.object({
  code: codeCell(40),
  field: integerCell(1, 99),
  field_name: lineCell(100),
  name: lineCell(200),
  sla_class: codeCell(10),
  lead: codeCell(40),
  supporting: listCell,
  subject_required: yesNoCell,
  never_to_subject: yesNoCell,
  anonymous: yesNoCell,
  public_by_default: yesNoCell,
  evidence: optionalCell(z.enum(EVIDENCE, `chỉ nhận ${EVIDENCE.join(', ')} hoặc để trống`)),
  rule_version: integerCell(1, 10_000),
  rule_valid_from: dayCell,
});

const ruleSchema = z.object({
  id: codeCell(60),
  version: integerCell(1, 10_000),
  valid_from: dayCell,
  valid_to: optionalCell(dayCell),
  category: optionalCell(codeCell(40)),
  ward: optionalCell(codeCell(10)),
  subject: optionalCell(codeCell(40)),
  lead: codeCell(40),
  supporting: listCell,
  sla_class: optionalCell(codeCell(10)),
  note: optionalCell(lineCell(300)),
});

type CategoryCells = z.output<typeof categorySchema>;
type RuleCells = z.output<typeof ruleSchema>;

export interface RoutingData {
  readonly categories: readonly (Category & { readonly position: number })[];
  readonly rules: readonly RoutingRule[];
  /** Where each version of a rule stands in the files, by `versionKey`. */
  readonly places: ReadonlyMap<string, Pick<CsvRow<unknown>, 'file' | 'line'>>;
}

/** Categories with their default rules, and the more specific rules. */
export function readRouting(files: ProvinceFiles): RoutingData {
  const categories = files.csv(CATEGORIES_FILE, categorySchema, ['code']);
  const rules = files.csv(RULES_FILE, ruleSchema, ['id', 'version']);
  const province = files.once(readProvince);
  checkCategories(files, categories);
  checkRules(files, categories, rules);
  const slaClasses = files.column(SLA_CLASSES_FILE, 'code');
  if (slaClasses !== null) {
    files.checkReferences(categories, 'sla_class', slaClasses, 'hạng thời hạn');
    files.checkReferences(rules, 'sla_class', slaClasses, 'hạng thời hạn');
  }
  const validFrom = province?.agenciesValidFrom ?? '';
  const placed = [
    ...categories.map((row) => ({ row, rule: defaultRule(row.value) })),
    ...rules.map((row) => ({ row, rule: ruleOf(row.value) })),
  ];
  return {
    categories: categories.map(({ value }, position) => categoryOf(value, position + 1, validFrom)),
    rules: placed.map(({ rule }) => rule),
    places: new Map(placed.map(({ row, rule }) => [versionKey(rule), row])),
  };
}

function categoryOf(cells: CategoryCells, position: number, validFrom: string): Category & { position: number } {
  return {
    code: cells.code,
    position,
    field: cells.field,
    fieldName: cells.field_name,
    name: cells.name,
    slaClass: cells.sla_class,
    lead: cells.lead,
    subjectRequired: cells.subject_required,
    neverToSubject: cells.never_to_subject,
    anonymousAllowed: cells.anonymous,
    publicByDefault: cells.public_by_default,
    evidence: cells.evidence,
    validFrom,
    validTo: null,
  };
}

/** A category's own line is its rule for any ward and any subject, under the category's code. */
function defaultRule(cells: CategoryCells): RoutingRule {
  return {
    id: cells.code,
    version: cells.rule_version,
    categoryCode: cells.code,
    wardCode: null,
    subject: null,
    lead: cells.lead,
    supporting: cells.supporting,
    slaClass: null,
    validFrom: cells.rule_valid_from,
    validTo: null,
  };
}

function ruleOf(cells: RuleCells): RoutingRule {
  return {
    id: cells.id,
    version: cells.version,
    categoryCode: cells.category,
    wardCode: cells.ward,
    subject: cells.subject,
    lead: cells.lead,
    supporting: cells.supporting,
    slaClass: cells.sla_class,
    validFrom: cells.valid_from,
    validTo: cells.valid_to,
  };
}

function checkCategories(files: ProvinceFiles, rows: readonly CsvRow<CategoryCells>[]): void {
  const leads = knownLeads(files);
  files.checkReferences(rows, 'lead', leads, 'cơ quan hoặc cách chọn chủ trì');
  const fields = new Map<number, string>();
  for (const row of rows) {
    checkSupporting(files, row, leads);
    const name = fields.get(row.value.field) ?? row.value.field_name;
    fields.set(row.value.field, name);
    if (name !== row.value.field_name)
      files.reportRow(row, 'field_name', `lĩnh vực ${row.value.field} đã có tên "${name}"`);
    const bySubject = row.value.lead === 'subject' || row.value.lead === 'superior-of-subject';
    if (bySubject && !row.value.subject_required)
      files.reportRow(row, 'subject_required', `phải là yes vì lead là ${row.value.lead}`);
    if (row.value.never_to_subject && row.value.lead === 'subject') {
      files.reportRow(row, 'lead', 'không được giao cho chính cơ quan bị phản ánh (never_to_subject)');
    }
  }
}

function checkRules(
  files: ProvinceFiles,
  categories: readonly CsvRow<CategoryCells>[],
  rows: readonly CsvRow<RuleCells>[],
): void {
  const leads = knownLeads(files);
  const codes = new Set(categories.map(({ value }) => value.code));
  const wards = new Set(
    files
      .once(readUnits)
      .filter(({ kind }) => kind !== 'province')
      .map(({ code }) => code),
  );
  const subjects = new Set<string>([...AGENCY_KINDS, ...files.once(readAgencies).map(({ code }) => code)]);
  files.checkReferences(rows, 'lead', leads, 'cơ quan hoặc cách chọn chủ trì');
  files.checkReferences(rows, 'category', codes, 'loại việc');
  files.checkReferences(rows, 'ward', wards, 'phường, xã');
  files.checkReferences(rows, 'subject', subjects, 'cơ quan hoặc loại cơ quan');
  for (const [index, row] of rows.entries()) {
    checkSupporting(files, row, leads);
    if (row.value.valid_to !== null && row.value.valid_to <= row.value.valid_from) {
      files.reportRow(row, 'valid_to', 'phải sau valid_from');
    }
    if (codes.has(row.value.id))
      files.reportRow(row, 'id', `"${row.value.id}" là quy tắc mặc định của loại việc cùng mã`);
    const rule = ruleOf(row.value);
    const { category, ward, subject } = row.value;
    if (category !== null && ward === null && subject === null) {
      files.reportRow(row, 'category', `trùng với quy tắc mặc định của "${category}": sửa trong ${CATEGORIES_FILE}`);
    }
    const rival = rows
      .slice(0, index)
      .find((other) => sameCase(rule, ruleOf(other.value)) && overlap(rule, ruleOf(other.value)));
    if (rival) files.reportRow(row, 'valid_from', `cùng trường hợp và cùng thời gian với dòng ${rival.line}`);
  }
}

function sameCase(a: RoutingRule, b: RoutingRule): boolean {
  return a.categoryCode === b.categoryCode && a.wardCode === b.wardCode && a.subject === b.subject;
}

function checkSupporting(
  files: ProvinceFiles,
  row: CsvRow<{ supporting: readonly string[] }>,
  leads: ReadonlySet<string>,
): void {
  for (const code of row.value.supporting) {
    if (!leads.has(code)) files.reportRow(row, 'supporting', `không có cơ quan "${code}"`);
  }
}

function knownLeads(files: ProvinceFiles): ReadonlySet<string> {
  return new Set<string>([...LEAD_SPECS, ...files.once(readAgencies).map(({ code }) => code)]);
}

/** Categories and routing rules. */
export const routingPart: ProvincePart<RoutingData> = {
  name: 'routing',
  version: 1,
  // The agencies and units are read for the references; they change seldom, and loading again changes nothing.
  files: [PROVINCE_FILE, CATEGORIES_FILE, RULES_FILE],
  read: (files) => files.once(readRouting),
  async write(transaction, data, today) {
    const manager = managerOf(transaction);
    const stored = await manager.find(RoutingRuleRow);
    const problems = rewrittenVersions(stored, data.rules).map((rule): FileProblem => {
      const { file, line } = data.places.get(versionKey(rule)) ?? { file: RULES_FILE, line: null };
      const message = `quy tắc ${rule.id} bản ${rule.version} đã dùng với nội dung khác; xin tăng số bản và ghi ngày bắt đầu mới`;
      return { file, line, field: null, message };
    });
    if (problems.length > 0) throw new ProvinceFilesError(problems);
    const earlier = withEarlierVersions(
      stored.filter(({ origin }) => origin === 'file'),
      data.rules,
    );
    const { ordered, listed } = withOrderedVersions(
      stored.filter(({ origin }) => origin === 'order'),
      earlier,
    );
    const rules = [
      ...listed.map((rule) => ({ ...rule, origin: 'file' as const })),
      ...ordered.map((rule) => ({ ...rule, origin: 'order' as const })),
    ] as RoutingRuleRow[];
    return [
      await syncTable(manager, { entity: CategoryRow, key: ['code'], rows: data.categories, today }),
      await syncTable(manager, { entity: RoutingRuleRow, key: ['id', 'version'], rows: rules, today }),
    ];
  },
};
