import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { standingAt } from '../../client/shared/countdown.js';
import { PACKAGE_ROOT } from '../../src/platform/config/index.js';
import { countdownOf } from '../../src/sla/domain/countdown.js';
import type { RunningClock } from '../../src/sla/domain/policy.js';
import { badgeEn } from '../../src/sla/domain/wording-en.js';
import { remainingVi } from '../../src/sla/domain/wording.js';
import { readSlaFiles, rulesOf } from '../../src/sla/index.js';

/** One case: a clock, when the page was told of it, when it is read, and what stands there. */
interface Case {
  readonly what: string;
  readonly calendar: string;
  readonly limit: string;
  readonly start: string;
  readonly due: string;
  readonly pauses?: readonly (readonly [string, string])[];
  readonly told: string;
  readonly now: string;
  readonly short: string;
  readonly until: string;
  readonly late: boolean;
  readonly still: boolean;
}

const CASES = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'test', 'sla-cases', 'remaining.json'), 'utf8')) as Case[];
const rules = rulesOf(readSlaFiles(join(PACKAGE_ROOT, 'provinces', 'dong-nai')));
const office = rules.agencyCalendar(null);

const runningClock = ({ calendar, limit, start, due, pauses = [] }: Case): RunningClock => ({
  calendarCode: calendar,
  limit,
  startedAt: new Date(start),
  dueAt: new Date(due),
  pauses: pauses.map(([from, to]) => ({ from: new Date(from), to: new Date(to) })),
});

/** What the server says at an instant. */
function atServer(clock: RunningClock, now: Date) {
  const { late, usedShare, short, until } = remainingVi(clock, rules.standing(clock, now), now);
  return { late, short, until, usedShare: usedShare.toFixed(6) };
}

/** What a page says at an instant that the server told at another. */
function inPage(clock: RunningClock, told: Date, now: Date) {
  const calendar = rules.calendar(clock.calendarCode) ?? office;
  const sent = JSON.parse(JSON.stringify(countdownOf(clock, rules.standing(clock, told), calendar, told))) as never;
  const { late, short, until, usedShare, still, unknown } = standingAt(sent, now.getTime());
  return { late, short, until, usedShare: usedShare.toFixed(6), still, unknown };
}

const DUE_EN = '16:30, Thu 26 Nov 2026';

/** The badge of an English page: as the server writes it, and as the page counts it. */
function inEnglish(clock: RunningClock, told: Date, now: Date) {
  const countdown = (at: Date) =>
    countdownOf(clock, rules.standing(clock, at), rules.calendar(clock.calendarCode) ?? office, at);
  const sent = JSON.parse(JSON.stringify({ ...countdown(told), dueEn: DUE_EN })) as never;
  const { short, until } = standingAt(sent, now.getTime());
  const standing = rules.standing(clock, now);
  return { server: badgeEn(countdown(now), standing.late, DUE_EN), page: { short, until } };
}

describe.each(CASES)('$what', (one) => {
  const clock = runningClock(one);
  const { short, until, late, still } = one;

  it('as the server says it', () => {
    expect(atServer(clock, new Date(one.now))).toMatchObject({ short, until, late });
  });

  it('as the page counts it', () => {
    expect(inPage(clock, new Date(one.told), new Date(one.now))).toMatchObject({
      short,
      until,
      late,
      still,
      unknown: false,
    });
  });
});

it('the page says what the server would, at every instant it has heard enough about', () => {
  const from = Date.parse('2026-11-13T06:00:00+07:00');
  const minutes = 14 * 24 * 60;
  fc.assert(
    fc.property(
      fc.constantFrom('office', 'hotline', '24x7'),
      fc.integer({ min: 0, max: minutes }),
      fc.integer({ min: 1, max: minutes }),
      fc.integer({ min: 0, max: minutes }),
      // Seconds and milliseconds too, and often a whole minute, where the words turn.
      fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 8 * 86_400_000 })),
      (calendar, start, budget, told, later) => {
        const limit = calendar === '24x7' ? `${String(budget)}m24x7` : `${String(budget)}m`;
        const startedAt = new Date(from + start * 60_000);
        const { dueAt } = rules.replan({
          kind: 'resolve',
          slaClass: null,
          limit,
          calendarCode: calendar,
          startedAt,
          pauses: [],
          ladderVersion: null,
          firedMarks: '',
          escalates: false,
        });
        const clock = { calendarCode: calendar, limit, startedAt, dueAt };
        const toldAt = new Date(startedAt.getTime() + told * 60_000);
        const now = new Date(toldAt.getTime() + later);
        const { still: _, unknown, ...said } = inPage(clock, toldAt, now);
        if (unknown) return;
        expect(said).toEqual(atServer(clock, now));
        const { server, page } = inEnglish(clock, toldAt, now);
        expect(page).toEqual(server);
      },
    ),
    { numRuns: 400 },
  );
});

it('a page that was open too long asks again instead of guessing', () => {
  const [one] = CASES;
  if (!one) throw new Error('no case');
  const told = new Date('2026-11-19T09:00:00+07:00');
  expect(inPage(runningClock(one), told, new Date('2026-11-26T16:29:00+07:00')).unknown).toBe(false);
  expect(inPage(runningClock(one), told, new Date('2026-11-26T16:30:00+07:00')).unknown).toBe(true);
});
