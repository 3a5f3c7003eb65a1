import type { FieldError } from '../../kernel/index.js';
import { changed, refused, type Changed } from './change.js';
import type { DaysProposal } from './proposal.js';
import { NATIONAL, type DayRule, type RuleRows } from './rule-rows.js';

/** What a day that stands for another one must find on the other side. */
const PARTNER = { substitute: 'holiday', swap_off: 'swap_work', swap_work: 'swap_off' } as const;

/**
 * Days off and worked days, entered, replaced or taken back. An entry of the files that is taken back
 * stays as `ordinary`, so that the next load does not bring it back.
 */
export function changeDays(rows: RuleRows, proposal: DaysProposal): Changed {
  const { scope, year, entries } = proposal;
  const isNational = scope === NATIONAL;
  if (!isNational && !rows.calendars.some(({ code }) => code === scope))
    return refused(rows, { field: 'scope', message: 'Không có lịch này.' });
  if (year !== null && !isNational)
    return refused(rows, { field: 'year', message: 'Chỉ thay cả năm cho bảng ngày nghỉ quốc gia.' });
  if (entries.length + proposal.takeBack.length === 0)
    return refused(rows, { field: 'entries', message: 'Chưa có ngày nào để thay đổi.' });

  const before = rows.days.filter((row) => row.scope === scope);
  const errors = [...entryErrors(proposal, isNational), ...takeBackErrors(proposal, before)];
  if (errors.length > 0) return refused(rows, ...errors);

  const own = entries.map((entry): DayRule => ({ ...entry, scope, origin: 'admin' }));
  const after = replaced(before, own, takenBack(proposal, before), isNational);
  const broken = partnerErrors(after, proposal);
  if (broken.length > 0) return refused(rows, ...broken);
  return changed({ ...rows, days: [...rows.days.filter((row) => row.scope !== scope), ...after] }, 'replan');
}

function entryErrors({ entries, year }: DaysProposal, isNational: boolean): FieldError[] {
  const errors: FieldError[] = [];
  const first = new Map<string, number>();
  entries.forEach(({ on, type, replaces }, index) => {
    const report = (field: string, message: string): void => {
      errors.push({ field: `entries.${String(index)}.${field}`, message });
    };
    if (first.has(on)) report('on', `Ngày ${on} đã có ở trên.`);
    first.set(on, index);
    if (year !== null && !on.startsWith(`${String(year)}-`))
      report('on', `Ngày ${on} không thuộc năm ${String(year)}.`);
    if (type === 'ordinary' && isNational) report('type', 'Muốn bỏ một ngày của bảng quốc gia thì rút lại ngày đó.');
    if (type in PARTNER && replaces === null) report('replaces', 'Xin ghi ngày được nghỉ bù hoặc hoán đổi.');
    if (!(type in PARTNER) && replaces !== null) report('replaces', 'Chỉ ghi cho ngày nghỉ bù và ngày hoán đổi.');
  });
  return errors;
}

function takeBackErrors({ takeBack, entries }: DaysProposal, before: readonly DayRule[]): FieldError[] {
  const entered = new Set(entries.map(({ on }) => on));
  const known = new Set(
    before.filter(({ type, origin }) => type !== 'ordinary' || origin === 'admin').map(({ on }) => on),
  );
  return takeBack.flatMap((on, index) => {
    const field = `takeBack.${String(index)}`;
    if (entered.has(on)) return [{ field, message: `Ngày ${on} vừa ghi vừa rút lại.` }];
    return known.has(on) ? [] : [{ field, message: `Lịch không có ngày ${on} để rút lại.` }];
  });
}

function takenBack({ takeBack, year, entries }: DaysProposal, before: readonly DayRule[]): ReadonlySet<string> {
  if (year === null) return new Set(takeBack);
  const entered = new Set(entries.map(({ on }) => on));
  const rest = before.filter(({ on }) => on.startsWith(`${String(year)}-`) && !entered.has(on)).map(({ on }) => on);
  return new Set([...takeBack, ...rest]);
}

function replaced(
  before: readonly DayRule[],
  own: readonly DayRule[],
  back: ReadonlySet<string>,
  isNational: boolean,
): DayRule[] {
  const entered = new Set(own.map(({ on }) => on));
  const kept = before
    .filter(({ on }) => !entered.has(on))
    .flatMap((row): DayRule[] => {
      if (!back.has(row.on)) return [row];
      // A calendar's own entry of an administrator simply goes: the national table holds again.
      if (!isNational && row.origin === 'admin') return [];
      return [{ ...row, type: 'ordinary', replaces: null, provisional: false, origin: 'admin' }];
    });
  return [...kept, ...own];
}

/** A substitute names its holiday; swapped days name each other. */
function partnerErrors(after: readonly DayRule[], { entries }: DaysProposal): FieldError[] {
  const byDay = new Map(after.map((row) => [row.on, row]));
  const placeOf = new Map(entries.map(({ on }, index) => [on, `entries.${String(index)}.replaces`]));
  return after.flatMap(({ on, type, replaces }) => {
    if (type === 'holiday' || type === 'local' || type === 'ordinary') return [];
    const other = replaces === null ? undefined : byDay.get(replaces);
    const field = placeOf.get(on) ?? 'entries';
    if (other?.type !== PARTNER[type]) {
      const message = `Ngày ${on} thay cho ngày ${replaces ?? ''}, nên ngày ${replaces ?? ''} phải có trong bảng là ${PARTNER_NAME[type]}.`;
      return [{ field, message }];
    }
    if (type !== 'substitute' && other.replaces !== on)
      return [{ field, message: `Ngày ${other.on} không ghi lại là hoán đổi với ngày ${on}.` }];
    return [];
  });
}

const PARTNER_NAME = {
  substitute: 'ngày nghỉ lễ',
  swap_off: 'ngày làm bù',
  swap_work: 'ngày nghỉ hoán đổi',
} as const;
