/**
 * Instants as W3C's note on dates and times has them (http://www.w3.org/TR/NOTE-datetime), which is what GeoReport v2
 * asks for: a date, or a date with a time and its zone.
 */

// Viet Nam has one offset all the year.
const OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;

/** "2026-11-23T08:15:00+07:00" */
export function w3Date(at: Date): string {
  return `${new Date(at.getTime() + OFFSET_MS).toISOString().slice(0, 19)}+07:00`;
}

const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const DATE_AND_TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:(Z)|([+-]\d{2}):?(\d{2}))$/i;

/**
 * An offset without its colon, which is none of W3C's, names the same instant and is what many libraries write.
 * @param end whether the end of a date is meant: a whole day, month or year belongs to the span it ends.
 * @returns null when it is no date, or a time without its zone, which could mean several instants.
 */
export function readW3Date(text: string, end: boolean = false): Date | null {
  // A "+" that was put into an address as it is arrives as a space.
  const clean = text.trim().replace(/ (?=\d{2}:?\d{2}$)/, '+');
  const [whole, year, month, day] = DATE.exec(clean) ?? [];
  if (whole !== undefined && year !== undefined) return readDate(year, month, day, end);
  const [time, date = '', minutes = '', seconds = '00', fraction = '', utc, hours, rest] =
    DATE_AND_TIME.exec(clean) ?? [];
  if (time === undefined || !isDay(date)) return null;
  const zone = utc === undefined ? `${hours ?? ''}:${rest ?? ''}` : 'Z';
  const at = new Date(`${date}T${minutes}:${seconds}.${`${fraction}000`.slice(0, 3)}${zone}`);
  return Number.isNaN(at.getTime()) ? null : at;
}

function readDate(year: string, month: string | undefined, day: string | undefined, end: boolean): Date | null {
  const first = `${year}-${month ?? '01'}-${day ?? '01'}`;
  if (!isDay(first)) return null;
  const from = new Date(`${first}T00:00:00+07:00`);
  if (!end) return from;
  const after =
    day !== undefined
      ? from.getTime() + DAY_MS
      : Date.UTC(Number(year) + (month === undefined ? 1 : 0), month === undefined ? 0 : Number(month), 1) - OFFSET_MS;
  return new Date(after - 1);
}

/** Whether the calendar has this day: JavaScript takes 31 February for 3 March. */
function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}
