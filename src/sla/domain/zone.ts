import { IANAZone } from 'luxon';
import { DAY_MS, MINUTE_MS, firstDayOf } from './day.js';
import { SlaError } from './sla-error.js';

/** A stretch of time in which a zone keeps one offset: [from, to) in UTC milliseconds. */
export interface OffsetSpan {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/** Wall-clock time of one IANA zone: the only place that knows offsets. */
export class WallClock {
  private static readonly known = new Map<string, WallClock>();
  private readonly zone: IANAZone;
  private readonly years = new Map<number, readonly OffsetSpan[]>();
  /** The span asked about last: instants mostly come close together. */
  private lastSpan: OffsetSpan = { from: 0, to: 0, offset: 0 };

  /** The one of the zone: what it has found out about a year serves every calendar. @throws SlaError `zone-unknown` */
  static of(name: string): WallClock {
    const known = WallClock.known.get(name) ?? new WallClock(name);
    WallClock.known.set(name, known);
    return known;
  }

  private constructor(readonly name: string) {
    this.zone = IANAZone.create(name);
    if (!this.zone.isValid) throw new SlaError('zone-unknown', `Không có múi giờ “${name}”.`);
  }

  /** Wall-clock minus UTC, in milliseconds. */
  offsetAt(instant: number): number {
    const { lastSpan } = this;
    if (lastSpan.from <= instant && instant < lastSpan.to) return lastSpan.offset;
    // Asking the zone takes longer than all the rest of a deadline.
    const spans = this.spansOf(new Date(instant).getUTCFullYear());
    const found = spans.find(({ from, to }) => from <= instant && instant < to);
    if (found) this.lastSpan = found;
    return found?.offset ?? this.askZone(instant);
  }

  private askZone(instant: number): number {
    return this.zone.offset(instant) * MINUTE_MS;
  }

  /** The local day of an instant, as days since 1970-01-01. */
  dayAt(instant: number): number {
    return Math.floor((instant + this.offsetAt(instant)) / DAY_MS);
  }

  /** Milliseconds since local midnight, as a clock on the wall shows them. */
  timeOfDayAt(instant: number): number {
    const local = instant + this.offsetAt(instant);
    return local - Math.floor(local / DAY_MS) * DAY_MS;
  }

  /** The first instant of a local day; of the next one that exists where the zone has left the day out. */
  startOfDay(day: number): number {
    const midnight = day * DAY_MS;
    const spans = this.spans(midnight - 2 * DAY_MS, midnight + 2 * DAY_MS);
    const found = spans.find((span) => midnight < span.to + span.offset);
    return found ? Math.max(found.from, midnight - found.offset) : midnight;
  }

  /** The spans of equal offset that together cover a local year, with two days on either side. */
  spansOf(year: number): readonly OffsetSpan[] {
    const known = this.years.get(year);
    if (known) return known;
    const spans = this.spans((firstDayOf(year) - 2) * DAY_MS, (firstDayOf(year + 1) + 2) * DAY_MS);
    this.years.set(year, spans);
    return spans;
  }

  private spans(from: number, to: number): OffsetSpan[] {
    const spans: OffsetSpan[] = [];
    let start = from;
    let offset = this.askZone(from);
    let seen = from;
    while (seen < to) {
      const next = Math.min(seen + DAY_MS, to);
      const nextOffset = this.askZone(next);
      if (nextOffset !== offset) {
        const change = this.changeBetween(seen, next, offset);
        spans.push({ from: start, to: change, offset });
        start = change;
        offset = nextOffset;
      }
      seen = next;
    }
    if (start < to) spans.push({ from: start, to, offset });
    return spans;
  }

  /** The first instant in (low, high] whose offset is no longer `offset`. */
  private changeBetween(low: number, high: number, offset: number): number {
    let before = low;
    let after = high;
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (this.askZone(middle) === offset) before = middle;
      else after = middle;
    }
    return after;
  }
}
