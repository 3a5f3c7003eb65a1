import type { FieldError } from '../../kernel/index.js';
import { changed, refused, type Changed } from './change.js';
import type { ClassProposal, LadderProposal, PolicyProposal } from './proposal.js';
import { ANY, type KnownCodes, type PolicyRule, type RuleRows, type StepRule } from './rule-rows.js';

type PolicyKey = Pick<PolicyRule, 'clock' | 'slaClass' | 'categoryCode' | 'priority' | 'agencyCode'>;

/** Name, phrase and way of counting of a class. */
export function changeClass(rows: RuleRows, { code, name, phrase, startRule }: ClassProposal): Changed {
  const before = rows.classes.find((row) => row.code === code);
  if (before === undefined) return refused(rows, { field: 'code', message: 'Không có lớp này.' });
  const after = { ...before, name, phrase, startRule, origin: 'admin' as const };
  const classes = rows.classes.map((row) => (row === before ? after : row));
  return changed({ ...rows, classes }, before.startRule === startRule ? 'none' : 'replan');
}

/**
 * A new version of a policy, for clocks that start from its first day on, or a policy switched off or on.
 * A version keeps its limit for ever: tickets show what they were judged by.
 */
export function changePolicy(rows: RuleRows, proposal: PolicyProposal, known: KnownCodes, today: string): Changed {
  if (proposal.action === 'switch') {
    const row = rows.policies.find((one) => one.version === proposal.version && sameKey(one, proposal));
    if (row === undefined) return refused(rows, { field: 'version', message: 'Không có phiên bản này.' });
    const policies = rows.policies.map((one): PolicyRule =>
      one === row ? { ...one, enabled: proposal.enabled, origin: 'admin' } : one,
    );
    return changed({ ...rows, policies }, 'timers');
  }
  const { clock, slaClass, categoryCode, priority, agencyCode, limit, calendar, extension, validFrom, basis } =
    proposal;
  const key: PolicyKey = { clock, slaClass, categoryCode, priority, agencyCode };
  const versions = rows.policies.filter((row) => sameKey(row, key));
  const errors = [...codeErrors(rows, key, known), ...effectErrors(validFrom, today, versions)];
  if (errors.length > 0) return refused(rows, ...errors);
  const version = 1 + Math.max(0, ...rows.policies.filter((row) => row.clock === clock).map((row) => row.version));
  const ended = rows.policies.map((row) => (versions.includes(row) ? endedOn(row, validFrom) : row));
  const fresh: PolicyRule = {
    ...key,
    version,
    limit,
    calendar,
    extension,
    enabled: true,
    validFrom,
    validTo: null,
    basis,
    origin: 'admin',
  };
  return changed({ ...rows, policies: [...ended, fresh] }, 'none');
}

/** A new version of a ladder, or its steps switched off or on. */
export function changeLadder(rows: RuleRows, proposal: LadderProposal, today: string): Changed {
  const { clock, slaClass } = proposal;
  const own = rows.steps.filter((row) => row.clock === clock && row.slaClass === slaClass);
  if (proposal.action === 'switch') {
    const { version, mark, enabled } = proposal;
    const meant = own.filter((row) => row.version === version && (mark === null || row.mark === mark));
    if (meant.length === 0) return refused(rows, { field: 'version', message: 'Không có bước này.' });
    const steps = rows.steps.map((row): StepRule => (meant.includes(row) ? { ...row, enabled, origin: 'admin' } : row));
    return changed({ ...rows, steps }, 'timers');
  }
  const { validFrom, basis } = proposal;
  const errors = [
    ...classErrors(rows, slaClass),
    ...effectErrors(validFrom, today, own),
    ...doubleMarks(proposal.steps.map(({ mark }) => mark)),
  ];
  if (errors.length > 0) return refused(rows, ...errors);
  // Above every version of the clock, the other classes' too: a running clock finds its ladder by version,
  // its own class before the common one.
  const version = 1 + Math.max(0, ...rows.steps.filter((row) => row.clock === clock).map((row) => row.version));
  const ended = rows.steps.map((row) => (own.includes(row) ? endedOn(row, validFrom) : row));
  const fresh = proposal.steps.map((step): StepRule => ({
    version,
    clock,
    slaClass,
    mark: step.mark,
    recipients: step.recipients.join(','),
    actions: step.actions.join(','),
    atOnce: step.atOnce,
    enabled: step.enabled,
    validFrom,
    validTo: null,
    basis,
    origin: 'admin',
  }));
  return changed({ ...rows, steps: [...ended, ...fresh] }, 'none');
}

function sameKey(one: PolicyKey, other: PolicyKey): boolean {
  return (
    one.clock === other.clock &&
    one.slaClass === other.slaClass &&
    one.categoryCode === other.categoryCode &&
    one.priority === other.priority &&
    one.agencyCode === other.agencyCode
  );
}

function endedOn<T extends PolicyRule | StepRule>(row: T, day: string): T {
  return row.validTo === null || row.validTo > day ? { ...row, validTo: day, origin: 'admin' } : row;
}

function codeErrors(rows: RuleRows, key: PolicyKey, known: KnownCodes): FieldError[] {
  const errors = classErrors(rows, key.slaClass);
  if (key.categoryCode !== ANY && !known.category(key.categoryCode))
    errors.push({ field: 'categoryCode', message: 'Không có loại việc mã này.' });
  if (key.agencyCode !== ANY && !known.agency(key.agencyCode))
    errors.push({ field: 'agencyCode', message: 'Không có cơ quan mã này.' });
  return errors;
}

function classErrors(rows: RuleRows, slaClass: string): FieldError[] {
  if (slaClass === ANY || rows.classes.some(({ code }) => code === slaClass)) return [];
  return [{ field: 'slaClass', message: 'Không có lớp này.' }];
}

/** What has started keeps its rule, and a day is of one rule: so a version begins tomorrow at the earliest. */
function effectErrors(
  validFrom: string,
  today: string,
  versions: readonly { readonly validFrom: string }[],
): FieldError[] {
  if (validFrom <= today)
    return [{ field: 'validFrom', message: 'Sớm nhất là ngày mai: việc đã bắt đầu giữ cách tính đang có.' }];
  const later = versions.map((row) => row.validFrom).find((from) => from >= validFrom);
  if (later === undefined) return [];
  return [{ field: 'validFrom', message: `Đã có phiên bản từ ngày ${later}; xin chọn một ngày sau đó.` }];
}

function doubleMarks(marks: readonly string[]): FieldError[] {
  return marks.flatMap((mark, index) =>
    marks.indexOf(mark) === index
      ? []
      : [{ field: `steps.${String(index)}.mark`, message: `Mốc ${mark} đã có ở trên.` }],
  );
}
