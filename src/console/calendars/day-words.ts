import { timeText, type CalendarDayType, type Slot } from '../../sla/index.js';

/** How a kind of entry looks: a short mark in the square of the day, the class that colours it, and its name. */
export interface DayLook {
  readonly mark: string;
  readonly look: string;
  readonly name: string;
}

/** Word and letter first, colour second: a printed page and an eye that does not see red say the same. */
export const DAY_LOOKS: Readonly<Record<CalendarDayType, DayLook>> = {
  holiday: { mark: 'L', look: 'holiday', name: 'nghỉ lễ' },
  substitute: { mark: 'B', look: 'substitute', name: 'nghỉ bù' },
  swap_off: { mark: 'H', look: 'swap-off', name: 'nghỉ hoán đổi' },
  swap_work: { mark: 'LÀM', look: 'swap-work', name: 'làm bù' },
  local: { mark: 'R', look: 'local', name: 'nghỉ riêng' },
  ordinary: { mark: 'T', look: 'ordinary', name: 'như ngày thường' },
};

/** "2026-11-24" → "24/11"; with the year when `year` is another one. */
export function dayMonth(day: string, year: number | null = null): string {
  const [y = '', month = '', date = ''] = day.split('-');
  return year === null || Number(y) === year ? `${date}/${month}` : `${date}/${month}/${y}`;
}

/** "2026-11-24" → "24/11/2026". */
export function fullDay(day: string): string {
  const [y = '', month = '', date = ''] = day.split('-');
  return `${date}/${month}/${y}`;
}

/** Which other day an entry stands for or goes with: "làm bù 10/01", "nghỉ 02/01", "cho 26/04"; empty when there is none. */
export function insteadVi(type: CalendarDayType, replaces: string | null, year: number): string {
  if (replaces === null) return '';
  const day = dayMonth(replaces, year);
  if (type === 'swap_off') return `làm bù ${day}`;
  return type === 'swap_work' ? `nghỉ ${day}` : `cho ${day}`;
}

/** "07:00–11:30, 13:00–16:30". */
export function slotsVi(slots: readonly Slot[]): string {
  return slots.map(({ opens, closes }) => `${clock(opens)}–${clock(closes)}`).join(', ');
}

/** Minutes since midnight → "07:30". */
export function clock(minutes: number): string {
  return timeText(minutes * 60_000);
}
