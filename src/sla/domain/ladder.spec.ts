import { describe, expect, it } from '@jest/globals';
import { WorkingCalendar, type CalendarSpec, type Week } from './calendar.js';
import { deadline } from './deadline.js';
import { instantOfMark, nextTimer, parseMark, withFired, type LadderStep } from './ladder.js';
import { parseLimit } from './limit.js';

const SLOTS = [
  { opens: 420, closes: 690 },
  { opens: 780, closes: 990 },
];
const week: Week = { 1: SLOTS, 2: SLOTS, 3: SLOTS, 4: SLOTS, 5: SLOTS };
const SPEC: CalendarSpec = {
  code: 'office',
  name: 'Giờ hành chính',
  zone: 'Asia/Ho_Chi_Minh',
  hours: [{ validFrom: null, validTo: null, week }],
  daysOff: [{ on: '2026-11-24', kind: 'holiday', name: 'Ngày Văn hóa', replaces: null, provisional: false }],
  workedDays: [],
  firstDay: null,
  lastDay: null,
};
const calendar = new WorkingCalendar(SPEC);
const vn = (text: string): Date => new Date(`2026-11-${text}+07:00`);

function clock(start: string, limit: string, pauses: [string, string][] = []) {
  const startedAt = vn(start);
  const given = pauses.map(([from, to]) => ({ from: vn(from), to: vn(to) }));
  const parsed = parseLimit(limit);
  return {
    startedAt,
    limit: parsed,
    calendar,
    pauses: given,
    dueAt: deadline(startedAt, parsed, calendar, given).dueAt,
  };
}

function step(mark: string, parts: Partial<LadderStep> = {}): LadderStep {
  return {
    version: 1,
    clock: 'resolve',
    slaClass: null,
    mark,
    recipients: ['head'],
    actions: ['notify'],
    atOnce: false,
    enabled: true,
    validFrom: '2024-01-01',
    validTo: null,
    ...parts,
  };
}

describe('when a step comes', () => {
  it.each([
    // Monday 07:00, 2 working days: 8 h on Monday, then Wednesday and Thursday (Tuesday 24/11 is off). 24 h in all.
    ['50%', '23T07:00', '2wd', [], '25T11:00'],
    ['25%', '23T07:00', '2wd', [], '23T14:30'],
    ['0%', '23T07:00', '2wd', [], '23T07:00'],
    ['100%', '23T07:00', '2wd', [], '26T16:30'],
    // Of 24 h with 4 h paused on Monday, half is used after 12 h of counted time.
    ['50%', '23T07:00', '2wd', [['23T08:00', '23T13:30']], '25T16:30'],
    ['50%', '23T20:00', '4h24x7', [], '23T22:00'],
    ['80%', '23T07:00', '10h', [], '23T16:30'],
    // After a breach on Thursday at closing: two working days are Friday and Monday.
    ['+2wd', '23T07:00', '2wd', [], '30T16:30'],
    // A breach in the middle of Wednesday: Thursday and Friday.
    ['+2wd', '23T07:00', '10h', [], '27T16:30'],
    ['+4h', '23T07:00', '10h', [], '25T14:30'],
    ['+30m24x7', '23T20:00', '4h24x7', [], '24T00:30'],
  ] as const)('%s of a clock from %s with %s', (mark, start, limit, pauses, expected) => {
    expect(
      instantOfMark(
        mark,
        clock(
          `${start}:00`,
          limit,
          pauses.map(([a, b]) => [`${a}:00`, `${b}:00`]),
        ),
      ),
    ).toEqual(vn(`${expected}:00`));
  });

  it.each(['', '50', '101%', '-5%', '+', '+2', '2wd', '+2wd24x7', '+ 2wd'])('refuses the mark “%s”', (mark) => {
    expect(() => parseMark(mark)).toThrow(/không đọc được/);
  });
});

describe('the next step', () => {
  const steps = [step('+2wd'), step('100%'), step('50%'), step('80%', { enabled: false })];
  const at = clock('23T07:00:00', '2wd');
  const next = (...fired: string[]) => nextTimer({ version: 1, steps }, at, new Set(fired))?.mark ?? null;

  it('is the first in time, passes over what is switched off, and never comes back to what has fired', () => {
    expect(next()).toBe('50%');
    expect(next('50%')).toBe('100%');
    expect(next('50%', '100%')).toBe('+2wd');
    expect(next('100%')).toBe('50%');
    expect(next('50%', '100%', '+2wd')).toBeNull();
  });

  it('passes over a mark that the calendar does not reach', () => {
    const short = { ...at, calendar: new WorkingCalendar({ ...SPEC, lastDay: '2026-11-27' }) };
    const after = (...fired: string[]) => nextTimer({ version: 1, steps }, short, new Set(fired))?.mark ?? null;
    expect([after(), after('50%'), after('50%', '100%')]).toEqual(['50%', '100%', null]);
  });

  it('keeps fired marks once each', () => {
    expect(['50%', '100%', '50%'].reduce(withFired, '')).toBe('50%,100%');
  });
});
