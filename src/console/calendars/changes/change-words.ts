import { formatDay } from '../../../kernel/index.js';
import type { ChangeView } from '../../../sla-admin/index.js';
import { ANY, dayNumber, dayText, NATIONAL, type ClockKind, type SlaRows } from '../../../sla/index.js';
import { DAY_LOOKS, fullDay, insteadVi } from '../day-words.js';
import { ladderLine } from '../ladders-page.js';
import { CLOCK_NAMES, limitText, markVi, ROLE_NAMES_VI } from '../rule-words.js';
import { hoursOn, weekdayGroups, weekOf, weekText } from '../week-view.js';

/** A change in words: what it is about, and line by line what it does. */
export interface ChangeText {
  readonly title: string;
  readonly lines: readonly string[];
}

type Proposal = ChangeView['proposal'];
type Of<K extends Proposal['kind']> = Extract<Proposal, { kind: K }>;

/** Names of agencies and categories, which stand in other tables. */
export interface Names {
  agency(code: string): string;
  category(code: string): string;
}

export function changeText(proposal: Proposal, rows: SlaRows, names: Names): ChangeText {
  switch (proposal.kind) {
    case 'days':
      return daysText(proposal, rows);
    case 'hours':
      return hoursText(proposal, rows, names);
    case 'class':
      return {
        title: `Lớp ${proposal.code}`,
        lines: [
          `Tên “${proposal.name}”, trong câu “${proposal.phrase}”.`,
          proposal.startRule === 'event_day'
            ? 'Nhận ngoài giờ thì đếm ngày từ sau chính ngày xảy ra.'
            : 'Nhận ngoài giờ thì đếm ngày từ sau ngày mở cửa kế tiếp.',
        ],
      };
    case 'policy':
      return policyText(proposal, rows, names);
    case 'ladder':
      return ladderText(proposal, rows);
    case 'order':
      return {
        title: 'Hạn hiện tại cho việc đang chạy',
        lines: [
          `${proposal.clock === ANY ? 'Mọi đồng hồ' : CLOCK_NAMES[proposal.clock]}, ${className(rows, proposal.slaClass)}: chỉ dời muộn hơn, không rút ngắn hạn đã hứa.`,
        ],
      };
    case 'load':
      return { title: 'Nạp lại dữ liệu của tỉnh', lines: ['Lịch, giờ hoặc hạn trong tệp của tỉnh đã đổi.'] };
  }
}

function daysText({ scope, year, entries, takeBack }: Of<'days'>, rows: SlaRows): ChangeText {
  const where = scope === NATIONAL ? 'cả nước' : calendarName(rows, scope);
  const known = new Map(rows.days.filter((row) => row.scope === scope).map((row) => [row.on, row]));
  return {
    title: `Ngày nghỉ, làm bù: ${where}${year === null ? '' : `, cả năm ${String(year)}`}`,
    lines: [
      ...[...entries]
        .sort((a, b) => (a.on < b.on ? -1 : 1))
        .map(({ on, type, replaces, name, source, provisional }) => {
          const stands = insteadVi(type, replaces, Number(on.slice(0, 4)));
          const instead = stands === '' ? '' : ` (${stands})`;
          return `${formatDay(on)}: ${DAY_LOOKS[type].name}${instead}, ${name}. ${source}${provisional ? ' (tạm tính)' : ''}`;
        }),
      ...takeBack.map((on) => {
        const entry = known.get(on);
        return `Bỏ ${formatDay(on)}${entry === undefined ? '' : ` (${entry.name})`}.`;
      }),
      ...(year === null ? [] : [`Ngày khác của năm ${String(year)} trong bảng cũ thì bỏ.`]),
    ],
  };
}

function hoursText(
  { calendarCode, newCalendar, validFrom, week }: Of<'hours'>,
  rows: SlaRows,
  names: Names,
): ChangeText {
  const name = newCalendar === null ? calendarName(rows, calendarCode) : names.agency(newCalendar.agencyCode);
  if (week === null) return { title: `Giờ làm việc: ${name}`, lines: [`Bỏ bộ giờ đã hẹn từ ${fullDay(validFrom)}.`] };
  const stored = JSON.stringify(week);
  const own = newCalendar === null ? '' : ' Đơn vị có lịch riêng từ ngày này.';
  return {
    title: `Giờ làm việc: ${name}, từ ${fullDay(validFrom)}`,
    lines: [
      `${capital(weekText(stored))}.${own}`,
      ...weekdayChanges(rows, { calendarCode, newCalendar, validFrom }, stored),
    ],
  };
}

/** Which days of the week are worked otherwise than before. */
function weekdayChanges(
  rows: SlaRows,
  { calendarCode, newCalendar, validFrom }: Pick<Of<'hours'>, 'calendarCode' | 'newCalendar' | 'validFrom'>,
  stored: string,
): string[] {
  const common = rows.calendars.find(({ role, agencyCode }) => role === 'holder' && agencyCode === null)?.code;
  const code = newCalendar === null ? calendarCode : common;
  // The day before: so the lines stay the same once the change is in force.
  const before = hoursOn(
    rows.hours.filter((row) => row.calendarCode === code),
    dayText(dayNumber(validFrom) - 1),
  );
  if (before === null) return [];
  const was = weekOf(before.week);
  const now = weekOf(stored);
  return weekdayGroups((index) => {
    const [then, next] = [was, now].map((week) => week[index]?.join(', ') ?? '');
    return then === next ? null : `${then || 'nghỉ'} → ${next || 'nghỉ'}`;
  }).map(({ days, text }) => `${capital(days)}: ${text}.`);
}

function policyText(proposal: Of<'policy'>, rows: SlaRows, names: Names): ChangeText {
  const { clock, slaClass, categoryCode, priority, agencyCode } = proposal;
  const scope = [
    className(rows, slaClass),
    ...(categoryCode === ANY ? [] : [names.category(categoryCode)]),
    ...(agencyCode === ANY ? [] : [names.agency(agencyCode)]),
    ...(priority === ANY ? [] : [priority === 'high' ? 'ưu tiên cao' : 'ưu tiên thường']),
  ].join(', ');
  const title = `Hạn: ${CLOCK_NAMES[clock]}, ${scope}`;
  if (proposal.action === 'switch') {
    const what = proposal.enabled ? 'Bật lại leo thang' : 'Tắt leo thang';
    return { title, lines: [`${what} của bản ${String(proposal.version)}. Hạn vẫn tính như cũ.`] };
  }
  const extension = proposal.extension === null ? 'không gia hạn' : `gia hạn một lần ${limitText(proposal.extension)}`;
  return {
    title,
    lines: [
      `${limitText(proposal.limit)}, ${ROLE_NAMES_VI[proposal.calendar]}, ${extension}; cho việc bắt đầu từ ${fullDay(proposal.validFrom)}.`,
      ...(proposal.basis === null ? [] : [`Căn cứ: ${proposal.basis}.`]),
    ],
  };
}

function ladderText(proposal: Of<'ladder'>, rows: SlaRows): ChangeText {
  const title = `Leo thang: ${CLOCK_NAMES[proposal.clock]}, ${className(rows, proposal.slaClass)}`;
  if (proposal.action === 'switch') {
    const which = proposal.mark === null ? 'mọi bước' : `bước ${markVi(proposal.mark)}`;
    return { title, lines: [`${proposal.enabled ? 'Bật' : 'Tắt'} ${which} của bản ${String(proposal.version)}.`] };
  }
  const steps = proposal.steps.map((step) => ({
    ...step,
    recipients: step.recipients.join(','),
    actions: step.actions.join(','),
  }));
  return { title, lines: [`${capital(ladderLine(steps))}.`, `Cho việc bắt đầu từ ${fullDay(proposal.validFrom)}.`] };
}

function className(rows: SlaRows, code: string): string {
  if (code === ANY) return 'mọi lớp';
  const named = rows.classes.find((row) => row.code === code);
  return named === undefined ? code : `${code} ${named.name}`;
}

function calendarName(rows: SlaRows, code: string): string {
  return rows.calendars.find((row) => row.code === code)?.name ?? code;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What is counted, in one sentence: "1.204 hạn dời, trong đó 37 thành trễ; 12 sớm hơn." */
export function effectVi(change: ChangeView): string {
  const { walk, tally } = change;
  const applied = change.status === 'done' || change.status === 'applying';
  if (walk === 'none') return 'Không dời hạn nào đang chạy; áp dụng cho việc bắt đầu từ ngày có hiệu lực.';
  if (walk === 'timers') {
    if (tally.rearmed === 0) return 'Hạn giữ nguyên; không bước nhắc nào đổi.';
    return `Hạn giữ nguyên; ${count(tally.rearmed)} việc đổi bước nhắc kế tiếp.`;
  }
  const parts = [
    tally.moved === 0
      ? 'Không hạn nào dời'
      : `${count(tally.moved)} hạn ${applied ? 'đã dời' : 'dời'}, ${lateVi(tally.becameLate)}`,
    ...(tally.earlier === 0 ? [] : [`${count(tally.earlier)} sớm hơn`]),
    ...(tally.noLongerLate === 0 ? [] : [`${count(tally.noLongerLate)} hết trễ`]),
    ...(tally.unplannable === 0 ? [] : [`${count(tally.unplannable)} giữ hạn cũ vì lịch mới không đủ dài`]),
  ];
  return `${parts.join('; ')}.`;
}

function lateVi(becameLate: number): string {
  return becameLate === 0 ? 'không hạn nào thành trễ' : `trong đó ${count(becameLate)} thành trễ`;
}

export function count(value: number): string {
  return value.toLocaleString('vi-VN');
}

/** The name of a clock in a sample; one that this page does not know is shown by its code. */
export function clockName(kind: string): string {
  return Object.hasOwn(CLOCK_NAMES, kind) ? CLOCK_NAMES[kind as ClockKind] : kind;
}
