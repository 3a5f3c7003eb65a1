import { DAY_MS, MINUTE_MS, dayText, firstDayOf, yearOf } from './day.js';
import { SlaError } from './sla-error.js';
import type { WallClock } from './zone.js';

/** What a timeline needs to know of a calendar: its days and how far it reaches. */
export interface Schedule {
  readonly name: string;
  readonly wallClock: WallClock;
  readonly firstDay: number;
  readonly lastDay: number;
  /** Openings in minutes since local midnight, in order. */
  day(number: number): { readonly slots: readonly { readonly opens: number; readonly closes: number }[] };
}

/** The openings of one year, in order; `days[i]` is the local day of opening i. */
interface Year {
  readonly opens: readonly number[];
  readonly closes: readonly number[];
  readonly days: readonly number[];
}

/** So many years in a row without an opening: the calendar has nothing more to give. */
const IDLE_YEARS = 5;
/** A bound for the work a senseless limit can cause: no promise reaches further. */
const MOST_YEARS = 200;
/** A bound for what is kept in memory between two questions. */
const MOST_YEARS_KEPT = 2 * MOST_YEARS;
const FIRST_YEAR = 1900;
const LAST_YEAR = 9000;

/**
 * The openings of a calendar as instants, with running sums, so that every question is a look-up or a
 * binary search and costs the same for an hour and for two hundred days. Years are prepared when they are
 * first needed and kept; a prepared timeline always covers whole, successive years.
 *
 * "Work" is a position on the timeline: milliseconds of working time since its first opening. It moves
 * when other years are prepared for the next question, so nothing keeps it: `begin` each question with its
 * earliest instant.
 */
export class Timeline {
  private readonly years = new Map<number, Year>();
  private firstYear = 0;
  private lastYear = -1;
  /** Instants from which on and up to which the prepared years reach. */
  private coveredFrom = Infinity;
  private coveredTo = -Infinity;
  /** The earliest instant of the present question. */
  private begun = 0;

  private opens = new Float64Array(0);
  private closes = new Float64Array(0);
  /** Working time before each opening. */
  private before = new Float64Array(0);
  /** Which working day each opening belongs to (0, 1, 2 …), and the last closing of each working day. */
  private ordinals = new Int32Array(0);
  private dayCloses = new Float64Array(0);
  private total = 0;
  /** For every 24 hours from `coveredFrom` on: the first opening that ends after they begin. */
  private firstOfDay = new Int32Array(0);

  private readonly reachFrom: number;
  private readonly reachTo: number;

  constructor(private readonly calendar: Schedule) {
    const { firstDay, lastDay, wallClock } = calendar;
    this.reachFrom = Number.isFinite(firstDay) ? wallClock.startOfDay(firstDay) : -Infinity;
    this.reachTo = Number.isFinite(lastDay) ? wallClock.startOfDay(lastDay + 1) : Infinity;
  }

  /** Prepares what is needed to ask about time from this instant on. @throws SlaError `calendar-too-short` */
  begin(instant: number): void {
    this.begun = instant;
    if (this.covers(instant)) return;
    const year = this.yearToCover(instant);
    if (this.lastYear < this.firstYear) this.prepare(year, year);
    else {
      const first = Math.min(year, this.firstYear);
      const last = Math.max(year, this.lastYear);
      if (last - first < MOST_YEARS_KEPT) this.prepare(first, last);
      else this.prepare(year, year);
    }
  }

  /** Index of the first opening that ends after the instant, which may lie inside it. Begins a question. */
  openingAt(instant: number): number {
    this.begin(instant);
    let index = this.firstClosingAfter(instant);
    while (index === this.closes.length) {
      this.prepareNext();
      index = this.firstClosingAfter(instant);
    }
    return index;
  }

  opensAt(index: number): number {
    return this.opens[index] ?? Number.NaN;
  }

  closesAt(index: number): number {
    return this.closes[index] ?? Number.NaN;
  }

  get count(): number {
    return this.opens.length;
  }

  /** The last closing of the working day that is `days` working days after the one of this opening. */
  closeAfter(index: number, days: number): number {
    const ordinal = (this.ordinals[index] ?? 0) + days;
    while (ordinal >= this.dayCloses.length) this.prepareNext();
    return this.dayCloses[ordinal] ?? Number.NaN;
  }

  /** The last closing of the first working day that is not over at the instant, which is not before the one the question began with. */
  closeFrom(instant: number): number {
    if (!this.covers(instant)) this.coverUpTo(instant);
    let index = this.firstClosingAfter(instant);
    while (index === this.closes.length) {
      this.prepareNext();
      index = this.firstClosingAfter(instant);
    }
    return this.closeAfter(index, 0);
  }

  /** Working time up to the instant, which is not before the one the question began with. */
  workAt(instant: number): number {
    if (!this.covers(instant)) this.coverUpTo(instant);
    const index = this.firstClosingAfter(instant);
    if (index === this.closes.length) return this.total;
    return (this.before[index] ?? 0) + Math.max(0, instant - (this.opens[index] ?? 0));
  }

  /** The first instant at which so much working time (> 0) has passed: at a closing that closing, not the next opening. */
  instantOf(work: number): number {
    while (this.total < work) this.prepareNext();
    const index = firstAtLeast(this.before, work) - 1;
    return (this.opens[index] ?? Number.NaN) + work - (this.before[index] ?? 0);
  }

  private covers(instant: number): boolean {
    // The end of the last day belongs to no year.
    return (instant >= this.coveredFrom && instant < this.coveredTo) || this.isEnd(instant);
  }

  private isEnd(instant: number): boolean {
    return instant === this.coveredTo && instant === this.reachTo;
  }

  /** @throws SlaError when the calendar does not reach the instant */
  private yearToCover(instant: number): number {
    // Written so that NaN is refused too.
    if (!(instant >= this.reachFrom && instant <= this.reachTo)) throw this.tooShort();
    const year = this.yearAt(instant === this.reachTo ? instant - 1 : instant);
    if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) throw this.tooShort();
    return year;
  }

  private yearAt(instant: number): number {
    return yearOf(this.calendar.wallClock.dayAt(instant));
  }

  private coverUpTo(instant: number): void {
    const year = this.yearToCover(instant);
    if (year - this.yearAt(this.begun) >= MOST_YEARS) throw tooFar();
    this.prepare(this.firstYear, year);
  }

  private prepareNext(): void {
    const idle = this.lastYear - this.firstYear + 1 >= IDLE_YEARS && this.idleAtEnd();
    if (idle) {
      throw new SlaError(
        'calendar-empty',
        `Lịch “${this.calendar.name}” không có giờ làm việc nào trong ${String(IDLE_YEARS)} năm đến hết ${String(this.lastYear)}.`,
      );
    }
    const end = Number.isFinite(this.calendar.lastDay) ? yearOf(this.calendar.lastDay) : LAST_YEAR;
    if (this.lastYear >= end) throw this.tooShort();
    const furthest = this.yearAt(this.begun) + MOST_YEARS - 1;
    if (this.lastYear >= furthest) throw tooFar();
    // Twice as many each time: joining the years costs as much as they are long.
    const more = this.lastYear - this.firstYear + 1;
    this.prepare(this.firstYear, Math.min(this.lastYear + more, end, furthest));
  }

  private idleAtEnd(): boolean {
    for (let year = this.lastYear; year > this.lastYear - IDLE_YEARS; year -= 1) {
      if ((this.years.get(year)?.opens.length ?? 0) > 0) return false;
    }
    return true;
  }

  private tooShort(): SlaError {
    const { name, firstDay, lastDay } = this.calendar;
    const from = dayText(Math.max(firstDay, firstDayOf(FIRST_YEAR)));
    const to = dayText(Math.min(lastDay, firstDayOf(LAST_YEAR)));
    return new SlaError('calendar-too-short', `Lịch “${name}” chỉ có từ ${from} đến ${to}, không đủ để tính hạn này.`);
  }

  private prepare(firstYear: number, lastYear: number): void {
    this.firstYear = firstYear;
    this.lastYear = lastYear;
    const { wallClock } = this.calendar;
    this.coveredFrom = Math.max(wallClock.startOfDay(firstDayOf(firstYear)), this.reachFrom);
    this.coveredTo = Math.min(wallClock.startOfDay(firstDayOf(lastYear + 1)), this.reachTo);

    const years: Year[] = [];
    for (let year = firstYear; year <= lastYear; year += 1) {
      const prepared = this.years.get(year) ?? this.openingsOf(year);
      this.years.set(year, prepared);
      years.push(prepared);
    }
    this.opens = Float64Array.from(years.flatMap((year) => year.opens));
    this.closes = Float64Array.from(years.flatMap((year) => year.closes));
    this.sum(years.flatMap((year) => year.days));
    this.indexDays();
  }

  private indexDays(): void {
    const days = Math.ceil((this.coveredTo - this.coveredFrom) / DAY_MS) + 1;
    let index = 0;
    this.firstOfDay = Int32Array.from({ length: days }, (_, day) => {
      const begins = this.coveredFrom + day * DAY_MS;
      while ((this.closes[index] ?? Infinity) <= begins) index += 1;
      return index;
    });
  }

  /** Index of the first opening that ends after the instant, or the number of openings; the instant is covered. */
  private firstClosingAfter(instant: number): number {
    let index = this.firstOfDay[Math.floor((instant - this.coveredFrom) / DAY_MS)] ?? this.closes.length;
    while ((this.closes[index] ?? Infinity) <= instant) index += 1;
    return index;
  }

  private sum(days: readonly number[]): void {
    const before = new Float64Array(days.length);
    const ordinals = new Int32Array(days.length);
    const dayCloses: number[] = [];
    let total = 0;
    days.forEach((day, index) => {
      const closes = this.closes[index] ?? 0;
      before[index] = total;
      total += closes - (this.opens[index] ?? 0);
      if (index === 0 || day !== days[index - 1]) dayCloses.push(closes);
      else dayCloses[dayCloses.length - 1] = closes;
      ordinals[index] = dayCloses.length - 1;
    });
    this.before = before;
    this.ordinals = ordinals;
    this.dayCloses = Float64Array.from(dayCloses);
    this.total = total;
  }

  /**
   * Hours are what a clock on the wall shows: an instant is working time when its wall-clock reading lies
   * in a slot. So the year is cut where the zone changes its offset, and an hour that the clocks leave out
   * or show twice counts as long as it really is.
   */
  private openingsOf(year: number): Year {
    const { calendar } = this;
    const firstDay = Math.max(firstDayOf(year), calendar.firstDay);
    const lastDay = Math.min(firstDayOf(year + 1) - 1, calendar.lastDay);
    const opens: number[] = [];
    const closes: number[] = [];
    const days: number[] = [];
    if (lastDay < firstDay) return { opens, closes, days };

    const add = (from: number, to: number, day: number): void => {
      const last = closes.length - 1;
      if (to <= from) return;
      if (closes[last] === from && days[last] === day) {
        closes[last] = to;
        return;
      }
      opens.push(from);
      closes.push(to);
      days.push(day);
    };

    for (const span of calendar.wallClock.spansOf(year)) {
      const localFrom = span.from + span.offset;
      const localTo = span.to + span.offset;
      const first = Math.max(firstDay, Math.floor(localFrom / DAY_MS));
      const last = Math.min(lastDay, Math.ceil(localTo / DAY_MS));
      for (let day = first; day <= last; day += 1) {
        for (const slot of calendar.day(day).slots) {
          const opensAt = Math.max(day * DAY_MS + slot.opens * MINUTE_MS, localFrom);
          const closesAt = Math.min(day * DAY_MS + slot.closes * MINUTE_MS, localTo);
          add(opensAt - span.offset, closesAt - span.offset, day);
        }
      }
    }
    return { opens, closes, days };
  }
}

function tooFar(): SlaError {
  return new SlaError('calendar-too-short', `Cách nhau quá ${String(MOST_YEARS)} năm, không tính được.`);
}

/** Index of the first value not below `limit`, or the length. */
function firstAtLeast(values: Float64Array, limit: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) >= limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
