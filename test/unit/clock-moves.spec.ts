import { describe, expect, it } from '@jest/globals';
import { provincePlanner } from '../support/planner.js';
import { instant } from '../support/clock.js';
import type { TicketClock, TicketClockKind } from '../../src/tickets/domain/clock.js';
import {
  extended,
  longerLimit,
  merged,
  paused,
  reopened,
  replanned,
  resumed,
  runningPause,
  started,
  stopped,
  type PlanFacts,
} from '../../src/tickets/domain/clock-moves.js';

const planner = provincePlanner();
const K2: PlanFacts = { slaClass: 'K2', categoryCode: 'gt-mat-duong', priority: 'normal' };
const K4: PlanFacts = { slaClass: 'K4', categoryCode: 'dat-lan-chiem', priority: 'normal' };

function clockOf(kind: TicketClockKind, facts: PlanFacts, from: string, position = 1): TicketClock {
  const plan = planner.plan(kind, { ...facts, startedAt: instant(from), holderAgencyCode: 'SXD' });
  if (plan === null) throw new Error(`No ${kind}.`);
  return started(plan, 'T', position, null);
}

describe('standing still', () => {
  // 3 working days from Friday 20/11 15:10 end on Thursday 26/11 at 16:30; Tuesday 24/11 is a day off.
  const running = clockOf('resolve', K2, '2026-11-20 15:10');

  it.each([
    ['within working time: by what was paused', '2026-11-23 15:00', '2026-11-25 08:30', '2026-11-27 10:00'],
    [
      'over a day off and a night: only what would have counted',
      '2026-11-23 16:30',
      '2026-11-25 07:00',
      '2026-11-26 16:30',
    ],
    ['for no time at all: not at all', '2026-11-23 15:00', '2026-11-23 15:00', '2026-11-26 16:30'],
    ['after the deadline: not at all', '2026-11-27 08:00', '2026-11-30 08:00', '2026-11-26 16:30'],
    [
      'resumed by a machine whose clock was set back: not at all',
      '2026-11-23 15:00',
      '2026-11-23 14:00',
      '2026-11-26 16:30',
    ],
  ])('moves the deadline, %s', (_, from, to, dueAt) => {
    const still = paused(running, instant(from), 'awaiting_citizen');
    // The breach that came before the pause, and that nobody has seen yet, is not forgotten.
    const timerMark = instant(from) > running.dueAt ? '100%' : null;
    expect(still).toMatchObject({ dueAt: running.dueAt, timerMark });
    expect(runningPause(still)).toMatchObject({ fromAt: instant(from).toISOString(), toAt: null });
    const again = resumed(still, instant(to), K2, planner);
    expect(again.dueAt).toEqual(instant(dueAt));
    expect(runningPause(again)).toBeNull();
    expect(again.timerAt).not.toBeNull();
    const [pause] = again.pauses;
    expect((pause?.toAt ?? '') >= (pause?.fromAt ?? '')).toBe(true);
  });

  it('stands still once, however often it is told to', () => {
    const still = paused(running, instant('2026-11-23 15:00'), 'awaiting_citizen');
    expect(paused(still, instant('2026-11-23 16:00'), 'awaiting_citizen')).toBe(still);
  });

  it('has no next step while it stands still, whoever plans it again', () => {
    const still = paused(running, instant('2026-11-23 15:00'), 'awaiting_citizen');
    expect(planner.replan(still, K2)).toMatchObject({ timerMark: null, timerAt: null });
    const plan = planner.plan('resolve', { ...K4, startedAt: still.startedAt, holderAgencyCode: 'SXD' });
    expect(plan && replanned(still, plan)).toMatchObject({ limit: '10wd', timerMark: null, timerAt: null });
  });

  it('keeps each interval, so that another limit can replay them', () => {
    const one = resumed(
      paused(running, instant('2026-11-23 07:00'), 'awaiting_citizen'),
      instant('2026-11-23 11:00'),
      K2,
      planner,
    );
    const two = resumed(
      paused(one, instant('2026-11-25 07:00'), 'awaiting_citizen'),
      instant('2026-11-25 09:00'),
      K2,
      planner,
    );
    expect(two.pauses).toHaveLength(2);
    // Six hours more than Thursday's closing: Friday 27/11 at 14:30, lunch left out.
    expect(two.dueAt).toEqual(instant('2026-11-27 14:30'));
  });
});

describe('stopping', () => {
  const running = clockOf('resolve', K2, '2026-11-20 15:10');

  it.each([
    ['at the deadline', '2026-11-26 16:30', '2026-11-26 16:30'],
    ['before it began, by a clock that was set back', '2026-11-20 15:00', '2026-11-20 15:10'],
  ])('%s', (_, at, stoppedAt) => {
    const done = stopped(running, instant(at), 'answered');
    expect(done).toMatchObject({ stoppedAt: instant(stoppedAt), timerAt: null, timerMark: null });
    expect((done.stoppedAt ?? new Date(0)) <= running.dueAt).toBe(true);
  });

  it('after the deadline keeps the breach to be noted, unless the clock has become moot', () => {
    const late = instant('2026-11-26 16:31');
    expect(stopped(running, late, 'answered')).toMatchObject({ timerMark: '100%', timerAt: running.dueAt });
    for (const reason of ['reclassified', 'guided'] as const)
      expect(stopped(running, late, reason)).toMatchObject({ timerMark: null, timerAt: null });
  });
});

describe('more time', () => {
  it.each([
    ['10wd', '5wd', '15wd'],
    ['8h', '4h', '12h'],
    ['90m', '30m', '2h'],
    ['4h24x7', '30m24x7', '270m24x7'],
    ['10wd', '8h', null],
    ['8h', '4h24x7', null],
  ])('%s and %s more are %s', (limit, by, longer) => {
    expect(longerLimit(limit, by)).toBe(longer);
  });

  it('is counted from the same start', () => {
    const running = clockOf('resolve', K4, '2026-11-20 15:10');
    expect(running.dueAt).toEqual(instant('2026-12-07 16:30'));
    const more = extended(running, '5wd', K4, planner);
    expect(more).toMatchObject({ limit: '15wd', extendedBy: '5wd', dueAt: instant('2026-12-14 16:30') });
    expect(extended(running, '8h', K4, planner)).toBe(running);
  });
});

describe('what comes back', () => {
  it('has a clock of its own; the first stays as it was judged', () => {
    const first = stopped(clockOf('resolve', K2, '2026-11-16 08:00'), instant('2026-11-18 10:00'), 'answered');
    const holder = { agencyCode: 'UBND', accountId: 'A' };
    const again = reopened(first, K2, { at: instant('2026-11-23 08:00'), holder, position: 5, planner });
    expect(again).toMatchObject({
      ticketId: 'T',
      kind: 'resolve',
      position: 5,
      startedAt: instant('2026-11-23 08:00'),
      dueAt: instant('2026-11-27 16:30'),
      holderAgencyCode: 'UBND',
      holderAccountId: 'A',
      stoppedAt: null,
      pauses: [],
      firedMarks: '',
    });
    expect(again?.id).not.toBe(first.id);
    const noClass = { ...K2, slaClass: null };
    expect(reopened(first, noClass, { at: instant('2026-11-23 08:00'), holder, position: 5, planner })).toBeNull();
  });
});

describe('two tickets in one', () => {
  const early = clockOf('resolve', K2, '2026-11-16 08:00');
  const late = clockOf('resolve', K4, '2026-11-17 08:00');

  it.each([
    ['a later promise changes nothing', early, late],
    ['an earlier promise is kept', late, early],
  ])('%s', (_, into, from) => {
    const one = merged(into, from);
    expect(one).toMatchObject({ id: into.id, position: into.position, dueAt: early.dueAt });
    // Whatever moves deadlines later finds the same one by what is stored.
    expect(planner.replan(one, K2).dueAt).toEqual(early.dueAt);
  });
});
