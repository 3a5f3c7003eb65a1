import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { WorkingCalendar, type CalendarSpec, type Slot, type Week } from './calendar.js';
import { deadline, START_RULES, workingSeconds, type Pause, type StartRule } from './deadline.js';
import { explainDeadline } from './explanation.js';
import { limitText, parseLimit } from './limit.js';

const SECOND = 1_000;
const MINUTE = 60_000;

/**
 * The rules again, as slowly and plainly as possible: the wall clock is read at every tick, and ticks are
 * counted one by one. Nothing is shared with the code under test. A tick is a minute, where everything
 * begins and ends with one, or a second.
 */
class TickByTick {
  private readonly slots = new Map<string, readonly Slot[]>();

  constructor(
    private readonly spec: CalendarSpec,
    private readonly tick = MINUTE,
  ) {}

  deadline(start: number, limit: string, pauses: readonly Pause[], rule: StartRule = 'next_opening'): number {
    const amount = Number(/^\d+/.exec(limit)?.[0]);
    const ticks = (amount * (/\ds/.test(limit) ? SECOND : MINUTE)) / this.tick;
    if (limit.endsWith('24x7')) return this.spend(start, ticks, () => true, pauses);
    let moved = start;
    while (!this.works(moved)) moved += this.tick;
    const budget = limit.endsWith('wd')
      ? this.ticksOfDays(moved, amount, this.at(rule === 'event_day' ? start : moved).day)
      : ticks;
    return this.spend(moved, budget, (tick) => this.works(tick), pauses);
  }

  seconds(from: number, to: number, pauses: readonly Pause[]): number {
    let ticks = 0;
    for (let tick = from; tick < to; tick += this.tick) {
      if (this.works(tick) && !isPaused(tick, pauses)) ticks += 1;
    }
    return (ticks * this.tick) / SECOND;
  }

  private ticksOfDays(moved: number, days: number, after: string): number {
    if (days === 0) return 0;
    const seen = new Set<string>();
    let ticks = 0;
    for (let tick = moved; ; tick += this.tick) {
      const { day, works } = this.at(tick);
      if (!works) continue;
      if (day > after) seen.add(day);
      // N days after that day; the first tick of the next one is too much.
      if (seen.size > days) return ticks;
      ticks += 1;
    }
  }

  private spend(from: number, budget: number, counts: (tick: number) => boolean, pauses: readonly Pause[]): number {
    let left = budget;
    let end = from;
    for (let tick = from; left > 0; tick += this.tick) {
      if (!counts(tick) || isPaused(tick, pauses)) continue;
      left -= 1;
      end = tick + this.tick;
    }
    return end;
  }

  private works(tick: number): boolean {
    return this.at(tick).works;
  }

  private at(tick: number): { day: string; works: boolean } {
    const { day, weekday, read } = wallClock(this.spec.zone, tick);
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
const readings = new Map<string, Map<number, Reading>>();

/** Clocks change only at a full quarter of an hour, so the wall is looked at once a quarter. */
function wallClock(zone: string, instant: number): { day: string; weekday: number; read: number } {
  const quarter = Math.floor(instant / QUARTER) * QUARTER;
  const known = readings.get(zone) ?? new Map<number, Reading>();
  readings.set(zone, known);
  let reading = known.get(quarter);
  if (!reading) {
    const wall = DateTime.fromMillis(quarter, { zone });
    reading = { day: wall.toISODate() ?? '', weekday: wall.weekday, quarter: wall.hour * 60 + wall.minute };
    known.set(quarter, reading);
  }
  return { day: reading.day, weekday: reading.weekday, read: reading.quarter + (instant - quarter) / MINUTE };
}

function isPaused(tick: number, pauses: readonly Pause[]): boolean {
  return pauses.some((pause) => pause.from.getTime() <= tick && tick < pause.to.getTime());
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
  fc.record({
    spec: specs(season),
    start: minutes(season, 14),
    limit: limits,
    pauses: pauses(season),
    rule: fc.constantFrom(...START_RULES),
  });

describe.each([{ ...vietnam, runs: 100 }, ...changes.map((season) => ({ ...season, runs: 25 }))])(
  '$zone from $from',
  ({ runs, ...season }) => {
    it('finds the same deadline as counting minute by minute', () => {
      fc.assert(
        fc.property(situations(season), ({ spec, start, limit, pauses: paused, rule }) => {
          const found = deadline(new Date(start), parseLimit(limit), new WorkingCalendar(spec), paused, rule).dueAt;
          expect(found.toISOString()).toBe(
            new Date(new TickByTick(spec).deadline(start, limit, paused, rule)).toISOString(),
          );
        }),
        { numRuns: runs },
      );
    });

    it('counts the same working time between two instants', () => {
      fc.assert(
        fc.property(situations(season), minutes(season, 20), ({ spec, start, pauses: paused }, end) => {
          const counted = workingSeconds(new Date(start), new Date(end), new WorkingCalendar(spec), paused);
          expect(counted).toBe(new TickByTick(spec).seconds(start, end, paused));
        }),
        { numRuns: runs },
      );
    });
  },
);

describe.each([vietnam, changes[0] ?? vietnam, changes[1] ?? vietnam])('$zone from $from, to the second', (season) => {
  const seconds = fc.integer({ min: 0, max: 59 });
  const situation = fc.record({
    spec: specs(season),
    start: fc.tuple(minutes(season, 7), seconds).map(([minute, more]) => minute + more * SECOND),
    limit: fc.oneof(
      fc.integer({ min: 0, max: 2 }).map((days) => `${String(days)}wd`),
      fc.integer({ min: 0, max: 20_000 }).map((amount) => `${String(amount)}s`),
      fc.integer({ min: 0, max: 20_000 }).map((amount) => `${String(amount)}s24x7`),
    ),
    pauses: fc.array(
      fc.tuple(minutes(season, 9), fc.integer({ min: 0, max: 20_000 }), seconds).map(([from, long, more]) => ({
        from: new Date(from + more * SECOND),
        to: new Date(from + (more + long) * SECOND),
      })),
      { maxLength: 3 },
    ),
    rule: fc.constantFrom(...START_RULES),
  });

  it('finds the same deadline, and the same working time up to it', () => {
    fc.assert(
      fc.property(situation, ({ spec, start, limit, pauses: paused, rule }) => {
        const calendar = new WorkingCalendar(spec);
        const slow = new TickByTick(spec, SECOND);
        const { dueAt } = deadline(new Date(start), parseLimit(limit), calendar, paused, rule);
        expect(dueAt.toISOString()).toBe(new Date(slow.deadline(start, limit, paused, rule)).toISOString());
        expect(workingSeconds(new Date(start), dueAt, calendar, paused)).toBe(
          slow.seconds(start, dueAt.getTime(), paused),
        );
      }),
      { numRuns: 10 },
    );
  });
});

describe('whatever the calendar', () => {
  const situation = situations(vietnam);

  it('working time adds up over any instant between', () => {
    fc.assert(
      fc.property(
        situation,
        fc.tuple(minutes(vietnam, 20), minutes(vietnam, 20), minutes(vietnam, 20)),
        ({ spec, pauses: paused }, instants) => {
          const calendar = new WorkingCalendar(spec);
          const [a = 0, b = 0, c = 0] = [...instants].sort((one, other) => one - other);
          const between = (from: number, to: number): number =>
            workingSeconds(new Date(from), new Date(to), calendar, paused);
          expect(between(a, b) + between(b, c)).toBe(between(a, c));
          expect(between(a, c)).toBeGreaterThanOrEqual(between(a, b));
          expect(between(c, a)).toBe(0);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('a longer limit is never due earlier', () => {
    fc.assert(
      fc.property(situation, fc.integer({ min: 1, max: 5 }), ({ spec, start, limit, pauses: paused, rule }, more) => {
        const calendar = new WorkingCalendar(spec);
        const due = (text: string): number =>
          deadline(new Date(start), parseLimit(text), calendar, paused, rule).dueAt.getTime();
        expect(due(limit.replace(/^\d+/, (amount) => String(Number(amount) + more)))).toBeGreaterThanOrEqual(
          due(limit),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('counting from the day of the event is never due later, and differs only for days and another day', () => {
    fc.assert(
      fc.property(situation, ({ spec, start, limit, pauses: paused }) => {
        const calendar = new WorkingCalendar(spec);
        const by = (rule: StartRule) => deadline(new Date(start), parseLimit(limit), calendar, paused, rule);
        const [event, opening] = [by('event_day'), by('next_opening')];
        expect(event.countedFrom).toEqual(opening.countedFrom);
        expect(event.dueAt.getTime()).toBeLessThanOrEqual(opening.dueAt.getTime());
        const day = (instant: Date): string => wallClock(spec.zone, instant.getTime()).day;
        if (!limit.endsWith('wd') || limit === '0wd' || day(event.countedFrom) === day(new Date(start))) {
          expect(event.dueAt).toEqual(opening.dueAt);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('the working time from start to deadline is the budget, and the explanation adds up to it', () => {
    fc.assert(
      fc.property(situation, ({ spec, start, limit, pauses: paused, rule }) => {
        fc.pre(!limit.endsWith('24x7'));
        const calendar = new WorkingCalendar(spec);
        const { dueAt, explanation } = explainDeadline(new Date(start), parseLimit(limit), calendar, paused, rule);
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
