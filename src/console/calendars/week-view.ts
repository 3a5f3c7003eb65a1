import type { CalendarHoursRow, SlaRows } from '../../sla/index.js';

export const WEEKDAY_NAMES = ['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'] as const;

/** `{"1":["07:00-11:30","13:00-16:30"]}` as it is stored → openings of Monday … Sunday, "07:00–11:30". */
export function weekOf(stored: string): string[][] {
  const week = JSON.parse(stored) as Readonly<Record<string, readonly string[]>>;
  return WEEKDAY_NAMES.map((_, index) => (week[String(index + 1)] ?? []).map((slot) => slot.replace('-', '–')));
}

/** The hours in force on a day; null before the first. */
export function hoursOn(hours: readonly CalendarHoursRow[], day: string): CalendarHoursRow | null {
  return (
    hours
      .filter(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day < validTo))
      .sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0] ?? null
  );
}

/** "thứ Hai–thứ Sáu 07:00–11:30, 13:00–16:30; thứ Bảy, Chủ nhật nghỉ": weekdays with the same hours together. */
export function weekVi(rows: SlaRows, calendarCode: string, day: string): string {
  const row = hoursOn(
    rows.hours.filter((hours) => hours.calendarCode === calendarCode),
    day,
  );
  return row === null ? 'chưa có giờ làm việc' : weekText(row.week);
}

export function weekText(stored: string): string {
  const week = weekOf(stored);
  return weekdayGroups((index) => week[index]?.join(', ') || 'nghỉ')
    .map(({ days, text }) => `${days} ${text}`)
    .join('; ');
}

/** Weekdays in a row of which the same is said, together; null says nothing of a day. */
export function weekdayGroups(textOf: (index: number) => string | null): { days: string; text: string }[] {
  const groups: { first: number; last: number; text: string }[] = [];
  WEEKDAY_NAMES.forEach((_, index) => {
    const text = textOf(index);
    const last = groups.at(-1);
    if (text === null) return;
    if (last?.text === text && last.last === index - 1) last.last = index;
    else groups.push({ first: index, last: index, text });
  });
  return groups.map(({ first, last, text }) => ({ days: daysVi(first, last), text }));
}

function daysVi(first: number, last: number): string {
  const from = WEEKDAY_NAMES[first] ?? '';
  const to = WEEKDAY_NAMES[last] ?? '';
  if (first === last) return from;
  return last === first + 1 ? `${from}, ${to}` : `${from}–${to}`;
}
