import type { Day } from './day.js';
import type { Explanation, SkippedDay } from './explanation.js';
import { parseClockLimit, type Limit } from './limit.js';
import type { ClockKind } from './clock-kind.js';
import type { ClockExplanation } from './policy.js';
import { dayVi, durationVi, limitVi, weekdayVi } from './wording.js';

/** What is promised, and how the start is called, per clock. */
const CLOCKS: Record<ClockKind, { readonly what: string; readonly start: string }> = {
  classify: { what: 'Phân loại và chuyển đơn vị', start: 'Nhận' },
  accept: { what: 'Đơn vị nhận việc hoặc trả lại', start: 'Chuyển đến' },
  act: { what: 'Xử lý tại chỗ việc khẩn', start: 'Nhận' },
  resolve: { what: 'Trả lời người gửi', start: 'Nhận' },
  resolve_holder: { what: 'Phần của đơn vị đang giữ', start: 'Chuyển đến' },
  publish: { what: 'Công khai câu trả lời', start: 'Duyệt' },
  apology: { what: 'Gửi thư xin lỗi', start: 'Quá hạn' },
  support: { what: 'Phần của đơn vị phối hợp', start: 'Đề nghị' },
  commitment: { what: 'Làm xong việc đã hẹn', start: 'Trả lời' },
};

/** So many days are named one by one; more are given as from–to. */
const NAMED_DAYS = 5;
const NAMED_REST_DAYS = 4;
const WEEKLY_REST = 'ngày nghỉ hằng tuần';

/**
 * "Vì sao hạn là …": the explanation in sentences.
 * @param matter what the ticket is about, to begin with: "Đèn đường" → "Đèn đường là việc hiện trường: 3 ngày làm việc."
 */
export function explainVi(explanation: Explanation | ClockExplanation, matter?: string): string[] {
  const limit = parseClockLimit(explanation.limit);
  const year = Number(explanation.startedAt.slice(0, 4));
  return [
    promise(explanation, limit, matter),
    ...countedDays(explanation, limit, year),
    ...skippedDays(explanation.skipped, year),
    ...workedDays(explanation, year),
    ...pauses(explanation, year),
    ending(explanation, limit, year),
    ...provisional(explanation),
  ];
}

function clockOf(explanation: Explanation | ClockExplanation): ClockExplanation | null {
  return 'clock' in explanation ? explanation : null;
}

function promise(explanation: Explanation | ClockExplanation, limit: Limit, matter: string | undefined): string {
  const clock = clockOf(explanation);
  const amount = limitVi(limit);
  if (clock && clock.phrase !== '' && (clock.clock === 'resolve' || clock.clock === 'resolve_holder')) {
    const about = matter === undefined ? capital(clock.phrase) : `${matter} là ${clock.phrase}`;
    return `${about}: ${amount}.`;
  }
  return clock ? `${CLOCKS[clock.clock].what}: ${amount}.` : `Hạn: ${amount}.`;
}

/** How the start was read and which days or hours were counted from it. */
function countedDays(explanation: Explanation | ClockExplanation, limit: Limit, year: number): string[] {
  const clock = clockOf(explanation);
  const verb = clock ? CLOCKS[clock.clock].start : 'Bắt đầu';
  const startDay = dayOf(explanation.startedAt);
  const at = `${timeOf(explanation.startedAt)} ${dayVi(startDay)}`;
  if (limit.kind === 'elapsed') return [`${verb} lúc ${at}, tính liên tục từ lúc đó, cả ngoài giờ và ngày nghỉ.`];

  if (limit.kind === 'until-day') {
    const promised = `${verb} ${dayVi(startDay, year)}, hẹn xong ${dayVi(limit.day, year)}`;
    const close = dayOf(explanation.dueAt);
    return [
      close === limit.day
        ? `${promised}.`
        : `${promised}; đơn vị không làm việc ngày ấy nên tính đến ngày làm việc tiếp theo, ${dayVi(close, year)}.`,
    ];
  }

  const moved = explanation.outsideHours !== null;
  const outside = `${verb} lúc ${at}, ${OUTSIDE[explanation.outsideHours ?? 'day-off']}`;
  const movedTo = `${timeOf(explanation.countedFrom)} ${sameDay(explanation) ? 'cùng ngày' : dayVi(dayOf(explanation.countedFrom), year)}`;
  const received = moved
    ? `${outside}, nên coi như nhận lúc ${movedTo}`
    : limit.kind === 'working-days'
      ? `${verb} ${dayVi(startDay)}, trong giờ làm việc`
      : `${verb} lúc ${at}, trong giờ làm việc`;
  if (limit.kind === 'working-days') {
    if (limit.days === 0) return [`${received}.`];
    // The day of the start gives its rest, but is not one of the N days; nor is one that pauses have added.
    const event = explanation.startRule === 'event_day';
    const from = dayOf(event ? explanation.startedAt : explanation.countedFrom);
    const days = explanation.days
      .map((day) => day.on)
      .filter((on) => on > from)
      .slice(0, limit.days);
    if (days.length === 0) return [`${received}.`];
    const list = dayList(days, from, year);
    if (event && !sameDay(explanation)) {
      return [`${outside}: giờ chạy từ ${movedTo}, số ngày vẫn đếm từ sau ${dayVi(startDay)}: ${list}.`];
    }
    return [`${received}${moved ? ' và' : ', nên'} tính từ hôm sau: ${list}.`];
  }
  const parts = explanation.days.map((day) => `${dayVi(day.on, year)} ${durationVi(day.seconds)}`);
  if (parts.length === 0 || parts.length > NAMED_DAYS) return [`${received}.`];
  return [parts.length === 1 ? `${received}.` : `${received}; tính ${parts.join(', ')}.`];
}

const OUTSIDE = {
  'before-opening': 'trước giờ làm việc',
  break: 'trong giờ nghỉ trưa',
  'after-closing': 'sau giờ làm việc',
  'day-off': 'vào ngày nghỉ',
} as const;

function sameDay(explanation: Explanation): boolean {
  return dayOf(explanation.startedAt) === dayOf(explanation.countedFrom);
}

/** Weekday names alone while they cannot be mistaken, that is within a week of the start. */
function dayList(days: readonly Day[], from: Day, year: number): string {
  const last = days.at(-1) ?? from;
  const near = Date.parse(last) - Date.parse(from) < 7 * 86_400_000;
  if (days.length > NAMED_DAYS) {
    return `${String(days.length)} ngày làm việc, từ ${dayVi(days[0] ?? from, year)} đến ${dayVi(last, year)}`;
  }
  return days.map((day) => (near ? weekdayVi(day) : dayVi(day, year))).join(', ');
}

/** Weekly rest days together, holidays by name, days in a row as from–to. */
function skippedDays(skipped: readonly SkippedDay[], year: number): string[] {
  const groups: { readonly why: string; readonly days: Day[] }[] = [];
  for (const day of skipped) {
    const why = reason(day, year);
    const group = groups.find((known) => known.why === why);
    if (group) group.days.push(day.on);
    else groups.push({ why, days: [day.on] });
  }
  if (groups.length === 0) return [];
  const parts = groups.map(({ why, days }) =>
    why === WEEKLY_REST && days.length > NAMED_REST_DAYS
      ? `${[...new Set(days.map(weekdayVi))].join(', ')} hằng tuần (${String(days.length)} ngày)`
      : `${runs(days, year)} (${why})`,
  );
  return [`Không tính ${parts.join('; ')}.`];
}

function reason(day: SkippedDay, year: number): string {
  const instead = day.replaces === null ? '' : ` ${dayVi(day.replaces, year)}`;
  switch (day.reason) {
    case 'rest':
      return WEEKLY_REST;
    case 'substitute':
      return `nghỉ bù ${day.name}`;
    case 'swap_off':
      return instead === '' ? `nghỉ hoán đổi, ${day.name}` : `nghỉ hoán đổi, làm bù${instead}`;
    case 'holiday':
    case 'local':
      return day.name;
  }
}

function runs(days: readonly Day[], year: number): string {
  const found: { from: Day; to: Day; length: number }[] = [];
  for (const day of days) {
    const last = found.at(-1);
    if (last && Date.parse(day) - Date.parse(last.to) === 86_400_000) {
      last.to = day;
      last.length += 1;
    } else found.push({ from: day, to: day, length: 1 });
  }
  return found
    .map(({ from, to, length }) => {
      if (length === 1) return dayVi(from, year);
      return length === 2
        ? `${dayVi(from, year)}, ${dayVi(to, year)}`
        : `từ ${dayVi(from, year)} đến ${dayVi(to, year)}`;
    })
    .join(', ');
}

function workedDays(explanation: Explanation, year: number): string[] {
  return explanation.days
    .filter((day) => day.replaces !== null)
    .map((day) => `${capital(dayVi(day.on, year))} làm bù cho ${dayVi(day.replaces ?? day.on, year)} nên có tính.`);
}

function pauses(explanation: Explanation, year: number): string[] {
  const elapsed = parseClockLimit(explanation.limit).kind === 'elapsed';
  return explanation.pauses
    .filter((pause) => pause.seconds > 0)
    .map(
      (pause) =>
        `Tạm dừng từ ${moment(pause.from, year)} đến ${moment(pause.to, year)}, không tính ${durationVi(pause.seconds)}${elapsed ? '' : ' làm việc'}.`,
    );
}

function ending(explanation: Explanation, limit: Limit, year: number): string {
  // A closing at 24:00 is the end of its day, not the beginning of the next.
  const atMidnight = timeOf(explanation.dueAt) === '00:00';
  const due = atMidnight ? (explanation.days.at(-1)?.on ?? dayOf(explanation.dueAt)) : dayOf(explanation.dueAt);
  const paused = explanation.pauses.some((pause) => pause.seconds > 0);
  if (limit.kind === 'working-days' && limit.days > 0 && !paused) {
    const near = Date.parse(due) - Date.parse(dayOf(explanation.startedAt)) < 7 * 86_400_000;
    return `Hết giờ làm việc ${near ? weekdayVi(due) : dayVi(due, year)} là ${atMidnight ? '24:00' : timeOf(explanation.dueAt)}.`;
  }
  return `Hạn là ${moment(explanation.dueAt, year)}.`;
}

function provisional(explanation: Explanation): string[] {
  if (!explanation.provisional) return [];
  const year = explanation.dueAt.slice(0, 4);
  return [`Lịch nghỉ năm ${year} còn chờ thông báo chính thức; khi có, hạn được tính lại.`];
}

/** Text of an instant written in the calendar's own zone. */
function moment(iso: string, year: number): string {
  return `${timeOf(iso)} ${dayVi(dayOf(iso), year)}`;
}

function dayOf(iso: string): Day {
  return iso.slice(0, 10);
}

function timeOf(iso: string): string {
  return iso.slice(11, 16);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
