const DAY_MS = 24 * 3_600_000;
/** Viet Nam keeps UTC+7 all the year. */
const OFFSET = '+07:00';

/** The Monday of the week in which a day lies, both `YYYY-MM-DD`. */
export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return daysAfter(day, -((weekday + 6) % 7));
}

export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** From Monday's midnight to the next one's, in Viet Nam. */
export function weekBounds(monday: string): { readonly from: Date; readonly to: Date } {
  return { from: midnight(monday), to: midnight(daysAfter(monday, 7)) };
}

export function midnight(day: string): Date {
  return new Date(`${day}T00:00:00${OFFSET}`);
}

/** Whether a text is a day of the calendar. */
export function isDay(text: string): boolean {
  return /^20\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && daysAfter(text, 0) === text;
}
