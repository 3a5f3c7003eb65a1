import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { WorkingCalendar, type CalendarSpec, type Slot, type Week } from './calendar.js';
import { deadline, workingSeconds, type Pause } from './deadline.js';
import { explainDeadline } from './explanation.js';
import { limitText, parseLimit } from './limit.js';

const MINUTE = 60_000;

/**
 * The rules again, as slowly and plainly as possible: the wall clock is read at every minute, and minutes
 * are counted one by one. Nothing is shared with the code under test.
 */
class MinuteByMinute {
  private readonly slots = new Map<string, readonly Slot[]>();

  constructor(private readonly spec: CalendarSpec) {}

  deadline(start: number, limit: string, pauses: readonly Pause[]): number {
    const amount = Number(/^\d+/.exec(limit)?.[0]);
    if (limit.endsWith('24x7')) return this.spend(start, amount, () => true, pauses);
    let moved = start;
    while (!this.works(moved)) moved += MINUTE;
    const budget = limit.endsWith('wd') ? this.minutesOfDays(moved, amount) : amount;
    return this.spend(moved, budget, (minute) => this.works(minute), pauses);
  }

  seconds(from: number, to: number, pauses: readonly Pause[]): number {
    let minutes = 0;
    for (let minute = from; minute < to; minute += MINUTE) {
      if (this.works(minute) && !isPaused(minute, pauses)) minutes += 1;
    }
    return minutes * 60;
  }

  private minutesOfDays(moved: number, days: number): number {
    if (days === 0) return 0;
    const seen = new Set<string>();
    let minutes = 0;
    for (let minute = moved; ; minute += MINUTE) {
      const { day, works } = this.at(minute);
      if (!works) continue;
      seen.add(day);
      // The day of the start and N more; the first minute of the next one is too much.
      if (seen.size > days + 1) return minutes;
      minutes += 1;
    }
  }

  private spend(from: number, budget: number, counts: (minute: number) => boolean, pauses: readonly Pause[]): number {
    let left = budget;
    let end = from;
    for (let minute = from; left > 0; minute += MINUTE) {
      if (!counts(minute) || isPaused(minute, pauses)) continue;
      left -= 1;
      end = minute + MINUTE;
    }
    return end;
  }

  private works(minute: number): boolean {
    return this.at(minute).works;
  }

  private at(minute: number): { day: string; works: boolean } {
    const { day, weekday, read } = wallClock(this.spec.zone, minute);
    const works = this.slotsOn(day, weekday).some((slot) => slot.opens <= read && read < slot.closes);
    return { day, works };
  }

  private slotsOn(day: string, weekday: number): readonly Slot[] {
    const known = this.slots.get(day);
    if (known) return known;
    const hours = [...this.spec.hours].reverse().find((set) => set.validFrom === null || set.validFrom <= day);
    const slots = (of: number): readonly Slot[] => hours?.week[of as 1] ?? [];
    const worked = this.spec.workedDays.find((one) => one.on === day);
    const off = this.spec.daysOff.some((one) => one.on === day || one.on === `-${day.slice(4)}`);
    const ordinary = off ? [] : slots(weekday);
    const found = worked ? (worked.hours ?? slots(DateTime.fromISO(worked.replaces ?? day).weekday)) : ordinary;
    this.slots.set(day, found);
    return found;
  }
}

interface Reading {
  readonly day: string;
  readonly weekday: number;
  readonly quarter: number;
}

const QUARTER = 15 * MINUTE;
const readings = new Map<string, Reading>();

/** Clocks change only at a full quarter of an hour, so the wall is looked at once a quarter. */
function wallClock(zone: string, minute: number): { day: string; weekday: number; read: number } {
  const quarter = Math.floor(minute / QUARTER) * QUARTER;
  const key = `${zone} ${String(quarter)}`;
  let reading = readings.get(key);
  if (!reading) {
    const wall = DateTime.fromMillis(quarter, { zone });
    reading = { day: wall.toISODate() ?? '', weekday: wall.weekday, quarter: wall.hour * 60 + wall.minute };
    readings.set(key, reading);
  }
  return { day: reading.day, weekday: reading.weekday, read: reading.quarter + (minute - quarter) / MINUTE };
}

function isPaused(minute: number, pauses: readonly Pause[]): boolean {
  return pauses.some((pause) => pause.from.getTime() <= minute && minute < pause.to.getTime());
}

const slot = (opens: number, closes: number): Slot => ({ opens, closes });

/** Up to three openings a day, on the quarter, from 00:00 to 24:00. */
const slots = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 6 })
  .map((marks) => [...marks].sort((a, b) => a - b).map((mark) => mark * 15))
  .map((marks) =>
    Array.from({ length: Math.floor(marks.length / 2) }, (_, i) => slot(marks[2 * i] ?? 0, marks[2 * i + 1] ?? 0)),
  );

const week: fc.Arbitrary<Week> = fc
  .record({
    1: slots,
    2: slots,
    3: fc.option(slots, { nil: [] }),
    4: slots,
    5: fc.option(slots, { nil: [] }),
    6: fc.option(slots, { nil: [] }),
    7: fc.option(slots, { nil: [], freq: 3 }),
  })
  .map((days) => days as Week);

interface Season {
  readonly zone: string;
  /** First day of the weeks in which starts fall. */
  readonly from: string;
}

const vietnam: Season = { zone: 'Asia/Ho_Chi_Minh', from: '2026-01-26' };
/** Weeks in which the clocks change: forward, back, by half an hour, at midnight. */
const changes: Season[] = [
  { zone: 'Europe/Berlin', from: '2026-03-23' },
  { zone: 'Europe/Berlin', from: '2026-10-19' },
  { zone: 'America/New_York', from: '2026-10-26' },
  { zone: 'Australia/Lord_Howe', from: '2026-03-30' },
  { zone: 'Australia/Lord_Howe', from: '2026-09-28' },
  { zone: 'America/Santiago', from: '2026-08-31' },
  { zone: 'America/Santiago', from: '2026-03-30' },
];

const dayIn = (season: Season, offset: number): string =>
  DateTime.fromISO(season.from).plus({ days: offset }).toISODate() ?? '';

function specs(season: Season): fc.Arbitrary<CalendarSpec> {
  const day = fc.integer({ min: 0, max: 20 }).map((offset) => dayIn(season, offset));
  const off = { kind: 'holiday', name: 'Nghỉ', replaces: null, provisional: false } as const;
  return fc
    .record({
      weeks: fc.array(week, { minLength: 1, maxLength: 2 }),
      changeOn: day,
      off: fc.array(day, { maxLength: 5 }),
      yearly: fc.array(day, { maxLength: 1 }),
      worked: fc.uniqueArray(fc.record({ on: day, replaces: day, hours: fc.option(slots) }), {
        maxLength: 2,
        selector: ({ on }) => on,
      }),
    })
    .map(({ weeks, changeOn, off: offDays, yearly, worked }) => ({
      code: 'thu',
      name: 'Lịch thử',
      zone: season.zone,
      hours: weeks.map((one, index) => ({ validFrom: index === 0 ? null : changeOn, validTo: null, week: one })),
      daysOff: [...offDays.map((on) => ({ ...off, on })), ...yearly.map((on) => ({ ...off, on: `-${on.slice(4)}` }))],
      workedDays: worked.map((one) => ({ ...one, provisional: false })),
      firstDay: null,
      lastDay: null,
    }));
}

function minutes(season: Season, days: number): fc.Arbitrary<number> {
  const from = DateTime.fromISO(season.from, { zone: season.zone }).toMillis();
  return fc.integer({ min: 0, max: days * 24 * 60 }).map((minute) => from + minute * MINUTE);
}

function pauses(season: Season): fc.Arbitrary<Pause[]> {
  const length = fc.oneof(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 0, max: 4000 }));
  return fc.array(
    fc
      .tuple(minutes(season, 20), length)
      .map(([from, long]) => ({ from: new Date(from), to: new Date(from + long * MINUTE) })),
    { maxLength: 4 },
  );
}

const limits = fc.oneof(
  fc.integer({ min: 0, max: 6 }).map((days) => `${String(days)}wd`),
  fc.integer({ min: 0, max: 3000 }).map((amount) => `${String(amount)}m`),
  fc.integer({ min: 0, max: 3000 }).map((amount) => `${String(amount)}m24x7`),
);

const situations = (season: Season) =>
  fc.record({ spec: specs(season), start: minutes(season, 14), limit: limits, pauses: pauses(season) });

describe.each([{ ...vietnam, runs: 100 }, ...changes.map((season) => ({ ...season, runs: 25 }))])(
  '$zone from $from',
  ({ runs, ...season }) => {
    it('finds the same deadline as counting minute by minute', () => {
      fc.assert(
        fc.property(situations(season), ({ spec, start, limit, pauses: paused }) => {
          const found = deadline(new Date(start), parseLimit(limit), new WorkingCalendar(spec), paused).dueAt;
          expect(found.toISOString()).toBe(
            new Date(new MinuteByMinute(spec).deadline(start, limit, paused)).toISOString(),
          );
        }),
        { numRuns: runs },
      );
    });

    it('counts the same working time between two instants', () => {
      fc.assert(
        fc.property(situations(season), minutes(season, 20), ({ spec, start, pauses: paused }, end) => {
          const counted = workingSeconds(new Date(start), new Date(end), new WorkingCalendar(spec), paused);
          expect(counted).toBe(new MinuteByMinute(spec).seconds(start, end, paused));
        }),
        { numRuns: runs },
      );
    });
  },
);

describe('whatever the calendar', () => {
  const situation = situations(vietnam);

  it('the working time from start to deadline is the budget, and the explanation adds up to it', () => {
    fc.assert(
      fc.property(situation, ({ spec, start, limit, pauses: paused }) => {
        fc.pre(!limit.endsWith('24x7'));
        const calendar = new WorkingCalendar(spec);
        const { dueAt, explanation } = explainDeadline(new Date(start), parseLimit(limit), calendar, paused);
        expect(workingSeconds(new Date(start), dueAt, calendar, paused)).toBe(explanation.budgetSeconds);
        expect(explanation.days.reduce((sum, day) => sum + day.seconds, 0)).toBe(explanation.budgetSeconds);
        if (limit.endsWith('m')) expect(explanation.budgetSeconds).toBe(Number(limit.slice(0, -1)) * 60);
      }),
      { numRuns: 100 },
    );
  });

  it('one more pause never makes a deadline earlier, and the order of pauses does not matter', () => {
    fc.assert(
      fc.property(situation, ({ spec, start, limit, pauses: paused }) => {
        const calendar = new WorkingCalendar(spec);
        const due = (some: readonly Pause[]): number =>
          deadline(new Date(start), parseLimit(limit), calendar, some).dueAt.getTime();
        expect(due([...paused].reverse())).toBe(due(paused));
        paused.forEach((_, index) => expect(due(paused)).toBeGreaterThanOrEqual(due(paused.slice(0, index))));
      }),
      { numRuns: 100 },
    );
  });

  it('a later start is never due earlier, to the second', () => {
    fc.assert(
      fc.property(situation, fc.integer({ min: 0, max: 200_000 }), ({ spec, start, limit }, later) => {
        const calendar = new WorkingCalendar(spec);
        const due = (from: number): number => deadline(new Date(from), parseLimit(limit), calendar).dueAt.getTime();
        expect(due(start + later * 1000)).toBeGreaterThanOrEqual(due(start));
      }),
      { numRuns: 100 },
    );
  });

  it('a limit is read back as it was written', () => {
    fc.assert(
      fc.property(limits, (limit) => expect(parseLimit(limitText(parseLimit(limit)))).toEqual(parseLimit(limit))),
    );
  });
});
