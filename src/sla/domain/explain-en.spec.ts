import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readSlaFiles, rulesOf } from '../index.js';
import type { ClockKind } from './clock-kind.js';
import type { Countdown } from './countdown.js';
import { explainEn } from './explain-en.js';
import { parseClockLimit } from './limit.js';
import { badgeEn, limitEn } from './wording-en.js';

const rules = rulesOf(readSlaFiles(fileURLToPath(new URL('../../../provinces/dong-nai', import.meta.url))));
const at = (vietnam: string): Date => new Date(`${vietnam.replace(' ', 'T')}:00+07:00`);

describe('why the deadline is what it is, in English', () => {
  it.each<[ClockKind, string | null, string, string[]]>([
    [
      'resolve',
      'K2',
      '2026-11-02 08:00',
      [
        'Answer to the sender: 3 working days.',
        'Received at 08:00, Mon 2 Nov, within working hours. Counted from the day after: Tue, Wed, Thu.',
        'Working hours end at 16:30 on Thu.',
      ],
    ],
    [
      'resolve',
      'K2',
      '2026-11-21 09:00',
      [
        'Answer to the sender: 3 working days.',
        'Received at 09:00, Sat 21 Nov, on a day off, so it counts as received at 07:00 on Mon 23 Nov. Counted from the day after: Wed, Thu, Fri.',
        'Not counted: Sat 21 Nov to Sun 22 Nov (weekly rest); Tue 24 Nov (Ngày Văn hóa Việt Nam).',
        'Working hours end at 16:30 on Fri.',
      ],
    ],
    [
      'resolve',
      'K4',
      '2025-12-31 10:00',
      [
        'Answer to the sender: 10 working days.',
        'Received at 10:00, Wed 31 Dec, within working hours. Counted from the day after: 10 working days, from Mon 5 Jan 2026 to Thu 15 Jan 2026.',
        'Not counted: Thu 1 Jan 2026 (Tết Dương lịch); Fri 2 Jan 2026 (day off exchanged for Sat 10 Jan 2026); Sat 3 Jan 2026 to Sun 4 Jan 2026, Sun 11 Jan 2026 (weekly rest).',
        'Sat 10 Jan 2026 is worked instead of Fri 2 Jan 2026, so it counts.',
        'Working hours end at 16:30 on Thu 15 Jan 2026.',
      ],
    ],
  ])('%s %s from %s', (kind, slaClass, start, sentences) => {
    const plan = rules.plan(kind, { slaClass, startedAt: at(start), holderAgencyCode: 'SXD' });
    expect(plan && explainEn(plan.explanation)).toEqual(sentences);
  });

  it('until a promised day on which nobody works', () => {
    const until = '2026-11-28';
    const plan = rules.plan('commitment', {
      slaClass: 'K2',
      startedAt: at('2026-11-20 10:00'),
      holderAgencyCode: 'SXD',
      until,
    });
    expect(plan && explainEn(plan.explanation).slice(0, 2)).toEqual([
      'What was promised: until the end of Sat 28 Nov 2026.',
      'Answered on Fri 20 Nov, promised for Sat 28 Nov; nobody works on that day, so the next working day counts, Mon 30 Nov.',
    ]);
  });
});

it.each([
  ['1wd', '1 working day'],
  ['5wd', '5 working days'],
  ['90m', '1 h 30 min of working time'],
  ['90s', '1 min 30 s of working time'],
  ['4h24x7', '4 h, day and night'],
])('the limit %s is “%s”', (limit, text) => expect(limitEn(parseClockLimit(limit))).toBe(text));

const DAY_S = 8 * 3600;

it.each<[number, boolean, boolean, string, string]>([
  [20_880, false, false, '5 h 48 min left', 'until X'],
  [2 * DAY_S + 3600, false, false, '2 days 1 h of working time left', 'until X'],
  [30, false, false, 'less than 1 min left', 'until X'],
  [2880, true, false, '48 min left', 'day and night, until X'],
  [-DAY_S, false, true, '1 day of working time late', 'due X'],
  [-7920, false, true, '2 h 12 min late', 'due X'],
  [-10, false, true, 'late since X', ''],
])('%d s left: the badge', (left, elapsed, late, short, until) => {
  const countdown: Countdown = { at: 0, dueAt: 0, left, budget: 0, day: DAY_S, elapsed, zone: 'UTC', open: [] };
  expect(badgeEn(countdown, late, 'X')).toEqual({ short, until });
});
