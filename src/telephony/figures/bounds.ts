import { dayIn } from '../../agencies/index.js';

/**
 * The time that is meant. A day as the end is meant to its midnight; nothing said is today.
 * @param asked `YYYY-MM-DD`, or an instant with an offset.
 * @param timeZone IANA.
 */
export function bounds(
  asked: { readonly from: string | null; readonly to: string | null },
  now: Date,
  timeZone: string,
): { readonly from: Date; readonly to: Date } {
  const today = dayIn(timeZone, now);
  const from = asked.from ?? asked.to ?? today;
  const to = asked.to ?? (isDay(from) ? from : today);
  return {
    from: isDay(from) ? midnight(from, timeZone) : new Date(from),
    to: isDay(to) ? midnight(dayAfter(to), timeZone) : new Date(to),
  };
}

function isDay(text: string): boolean {
  return text.length === 10;
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

const DAY_MS = 24 * 3_600_000;

/** The instant a day begins. */
function midnight(day: string, timeZone: string): Date {
  const utc = Date.parse(`${day}T00:00:00Z`);
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' }).formatToParts(utc);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  const ms = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return new Date(utc - (sign === '-' ? -ms : ms));
}
