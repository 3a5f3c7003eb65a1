import { describe, expect, it } from '@jest/globals';
import { parseClockTime, WorkingCalendar, type CalendarSpec, type Slot, type Week } from './calendar.js';
import { deadline, isLate, workingSeconds } from './deadline.js';
import { isoText } from './explanation.js';
import { parseLimit } from './limit.js';
import { SlaError } from './sla-error.js';

const slot = (text: string): Slot => {
  const [opens = '', closes = ''] = text.split('-');
  return { opens: parseClockTime(opens), closes: parseClockTime(closes) };
};
const day = (...texts: string[]): Slot[] => texts.map(slot);
const weekdays = (...texts: string[]): Week => ({
  1: day(...texts),
  2: day(...texts),
  3: day(...texts),
  4: day(...texts),
  5: day(...texts),
});
const OFFICE = weekdays('07:00-11:30', '13:00-16:30');
const ALWAYS: Week = { ...weekdays('00:00-24:00'), 6: day('00:00-24:00'), 7: day('00:00-24:00') };

const spec = (changes: Partial<CalendarSpec> & { readonly week?: Week } = {}): CalendarSpec => ({
  code: 'thu',
  name: 'Lịch thử',
  zone: 'Asia/Ho_Chi_Minh',
  hours: [{ validFrom: null, validTo: null, week: changes.week ?? OFFICE }],
  daysOff: [],
  workedDays: [],
  firstDay: null,
  lastDay: null,
  ...changes,
});
const off = (on: string) => ({ on, kind: 'holiday', name: 'Nghỉ', replaces: null, provisional: false }) as const;

function due(calendar: WorkingCalendar, start: string, limit: string): string {
  return isoText(calendar.wallClock, deadline(new Date(start), parseLimit(limit), calendar).dueAt.getTime());
}

/** The code of the error that the work ends with. */
function failure(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof SlaError) return error.code;
    throw error;
  }
  return 'none';
}

describe('hours that are not everybody’s', () => {
  it.each([
    ['the next day has the new hours', '2026-03-31T16:00:00+07:00', '1wd', '2026-04-01T16:30:00+07:00'],
    ['one hour of winter, seven of summer', '2026-03-31T16:00:00+07:00', '8h', '2026-04-01T15:30:00+07:00'],
    ['outside the old hours on their last day', '2026-03-31T07:10:00+07:00', '1h', '2026-03-31T08:30:00+07:00'],
  ])('winter and summer hours change in mid-span: %s', (_, start, limit, expected) => {
    const calendar = new WorkingCalendar(
      spec({
        hours: [
          { validFrom: '2026-04-01', validTo: null, week: OFFICE },
          { validFrom: '2025-10-01', validTo: '2026-04-01', week: weekdays('07:30-11:30', '13:30-17:00') },
        ],
      }),
    );
    expect(due(calendar, start, limit)).toBe(expected);
  });

  it.each([
    ['Saturday is a working day that ends at noon', '2026-11-20T09:00:00+07:00', '1wd', '2026-11-21T11:30:00+07:00'],
    ['on a worked Saturday Monday’s hours hold', '2026-08-21T09:00:00+07:00', '1wd', '2026-08-22T16:30:00+07:00'],
    ['a holiday on a Saturday is off', '2026-02-06T16:00:00+07:00', '1h', '2026-02-09T07:30:00+07:00'],
  ])('an agency with Saturday mornings: %s', (_, start, limit, expected) => {
    const calendar = new WorkingCalendar(
      spec({
        week: { ...OFFICE, 6: day('07:00-11:30') },
        daysOff: [off('2026-02-07'), { ...off('2026-08-31'), kind: 'swap_off', replaces: '2026-08-22' }],
        workedDays: [{ on: '2026-08-22', replaces: '2026-08-31', hours: null, provisional: false }],
      }),
    );
    expect(due(calendar, start, limit)).toBe(expected);
  });

  it('a day off that comes every year, and a day worked with hours of its own', () => {
    const worked = { on: '2026-12-27', replaces: null, hours: day('08:00-10:00'), provisional: false };
    const calendar = new WorkingCalendar(spec({ daysOff: [off('--12-25')], workedDays: [worked] }));
    expect(due(calendar, '2026-12-24T16:00:00+07:00', '1h')).toBe('2026-12-27T08:30:00+07:00');
    expect(due(calendar, '2028-12-22T16:00:00+07:00', '1h')).toBe('2028-12-26T07:30:00+07:00');
  });

  it('two openings that touch are one', () => {
    const calendar = new WorkingCalendar(spec({ week: weekdays('07:00-11:30', '11:30-16:30') }));
    expect(due(calendar, '2026-11-02T11:30:00+07:00', '0h')).toBe('2026-11-02T11:30:00+07:00');
  });
});

describe('where clocks change', () => {
  const berlin = new WorkingCalendar(spec({ zone: 'Europe/Berlin', week: ALWAYS }));

  it.each([
    // 29/3/2026 has 23 hours, 25/10/2026 has 25.
    ['48 hours over the short Sunday', '2026-03-28T00:00:00+01:00', '48h', '2026-03-30T01:00:00+02:00'],
    ['the close of the short Sunday', '2026-03-28T12:00:00+01:00', '1wd', '2026-03-30T00:00:00+02:00'],
    ['25 hours fill the long Sunday', '2026-10-25T00:00:00+02:00', '25h', '2026-10-26T00:00:00+01:00'],
    ['elapsed time knows no clock change', '2026-10-25T00:00:00+02:00', '25h24x7', '2026-10-26T00:00:00+01:00'],
  ])('%s', (_, start, limit, expected) => {
    expect(due(berlin, start, limit)).toBe(expected);
  });

  it('hours that the clocks leave out are no working time', () => {
    const night = new WorkingCalendar(spec({ zone: 'Europe/Berlin', week: { ...ALWAYS, 7: day('02:15-02:45') } }));
    // Sunday 29/3 has no 02:15, so the first working day after Saturday is Monday.
    expect(due(night, '2026-03-28T12:00:00+01:00', '1wd')).toBe('2026-03-31T00:00:00+02:00');
  });

  it('hours that the clocks show twice count twice', () => {
    const night = new WorkingCalendar(spec({ zone: 'Europe/Berlin', week: { 7: day('02:15-02:45') } }));
    const seconds = workingSeconds(new Date('2026-10-24T00:00:00Z'), new Date('2026-10-26T00:00:00Z'), night);
    expect(seconds).toBe(3600);
  });

  it('a day that a zone has left out is no day', () => {
    const apia = new WorkingCalendar(spec({ zone: 'Pacific/Apia', week: ALWAYS }));
    // Samoa had no 30/12/2011.
    expect(due(apia, '2011-12-29T12:00:00-10:00', '1wd')).toBe('2012-01-01T00:00:00+14:00');
  });
});

describe('late', () => {
  const dueAt = new Date('2026-11-26T16:30:00+07:00');

  it.each([
    ['a millisecond before', -1, false],
    ['at the deadline', 0, false],
    ['a millisecond after', 1, true],
  ])('%s: %s', (_, ms, late) => {
    expect(isLate(dueAt, new Date(dueAt.getTime() + ms))).toBe(late);
  });
});

describe('working time between two instants', () => {
  const calendar = new WorkingCalendar(spec());

  it.each([
    ['a lunch break', '2026-11-25T11:00:00+07:00', '2026-11-25T13:30:00+07:00', 3600],
    ['the wrong way round', '2026-11-25T13:30:00+07:00', '2026-11-25T11:00:00+07:00', 0],
    ['no time', '2026-11-25T09:00:00+07:00', '2026-11-25T09:00:00+07:00', 0],
    ['a week', '2026-11-02T00:00:00+07:00', '2026-11-09T00:00:00+07:00', 40 * 3600],
    ['a second', '2026-11-02T07:00:00+07:00', '2026-11-02T07:00:01+07:00', 1],
  ])('%s', (_, from, to, seconds) => {
    expect(workingSeconds(new Date(from), new Date(to), calendar)).toBe(seconds);
  });
});

describe('a calendar that cannot answer says so', () => {
  const year2026 = new WorkingCalendar(spec({ firstDay: '2026-01-01', lastDay: '2026-12-31' }));
  const at = (text: string): Date => new Date(`${text}:00+07:00`);

  it.each([
    ['a start before it', () => deadline(at('2025-12-31T16:00'), parseLimit('1h'), year2026)],
    ['a start after it', () => deadline(at('2027-01-01T09:00'), parseLimit('1h'), year2026)],
    ['a start after its last closing', () => deadline(at('2026-12-31T17:00'), parseLimit('0h'), year2026)],
    ['a deadline after it', () => deadline(at('2026-12-31T16:00'), parseLimit('1wd'), year2026)],
    ['hours that end after it', () => deadline(at('2026-12-31T16:00'), parseLimit('31m'), year2026)],
    [
      'a pause that ends after it',
      () =>
        deadline(at('2026-12-31T15:00'), parseLimit('30m'), year2026, [
          { from: at('2026-12-31T15:10'), to: at('2027-01-02T09:00') },
        ]),
    ],
    [
      'working time up to an instant after it',
      () => workingSeconds(at('2026-12-31T15:00'), at('2027-01-01T07:00'), year2026),
    ],
    [
      'a limit beyond all years',
      () => deadline(at('2026-12-31T15:00'), parseLimit('999999wd'), new WorkingCalendar(spec())),
    ],
  ])('%s', (_, work) => {
    expect(failure(work)).toBe('calendar-too-short');
  });

  it('its very last closing still counts', () => {
    expect(due(year2026, '2026-12-31T16:00:00+07:00', '30m')).toBe('2026-12-31T16:30:00+07:00');
    expect(workingSeconds(at('2026-12-31T16:00'), at('2027-01-01T00:00'), year2026)).toBe(1800);
  });

  it('a pause that begins after the deadline need not be covered', () => {
    const pause = { from: at('2027-01-01T00:00'), to: at('2027-02-01T00:00') };
    expect(deadline(at('2026-12-31T15:00'), parseLimit('1h'), year2026, [pause]).dueAt).toEqual(at('2026-12-31T16:00'));
  });

  it.each([
    ['no hours at all', 'calendar-empty', () => new WorkingCalendar(spec({ hours: [] }))],
    ['a week without an opening', 'calendar-empty', () => new WorkingCalendar(spec({ week: { 1: [] } }))],
    [
      'a last day before the first',
      'calendar-empty',
      () => new WorkingCalendar(spec({ firstDay: '2026-02-01', lastDay: '2026-01-01' })),
    ],
    [
      'overlapping openings',
      'hours-overlap',
      () => new WorkingCalendar(spec({ week: weekdays('07:00-11:30', '11:00-16:30') })),
    ],
    [
      'the same opening twice',
      'hours-overlap',
      () => new WorkingCalendar(spec({ week: weekdays('07:00-11:30', '07:00-11:30') })),
    ],
    [
      'an opening that ends before it begins',
      'hours-unreadable',
      () => new WorkingCalendar(spec({ week: weekdays('11:30-07:00') })),
    ],
    [
      'overlapping hours of a worked day',
      'hours-overlap',
      () =>
        new WorkingCalendar(
          spec({
            workedDays: [
              { on: '2026-01-10', replaces: null, hours: day('07:00-11:30', '11:29-12:00'), provisional: false },
            ],
          }),
        ),
    ],
    [
      'two weeks from the same day',
      'hours-overlap',
      () =>
        new WorkingCalendar(
          spec({
            hours: [
              { validFrom: null, validTo: null, week: OFFICE },
              { validFrom: null, validTo: null, week: OFFICE },
            ],
          }),
        ),
    ],
    [
      'two weeks that overlap',
      'hours-overlap',
      () =>
        new WorkingCalendar(
          spec({
            hours: [
              { validFrom: null, validTo: '2026-06-02', week: OFFICE },
              { validFrom: '2026-06-01', validTo: null, week: OFFICE },
            ],
          }),
        ),
    ],
    [
      'a month between two weeks',
      'hours-gap',
      () =>
        new WorkingCalendar(
          spec({
            hours: [
              { validFrom: null, validTo: '2026-04-01', week: OFFICE },
              { validFrom: '2026-05-01', validTo: null, week: OFFICE },
            ],
          }),
        ),
    ],
    ['a day that does not exist', 'day-unreadable', () => new WorkingCalendar(spec({ daysOff: [off('2026-02-30')] }))],
    ['a zone that does not exist', 'zone-unknown', () => new WorkingCalendar(spec({ zone: 'Asia/Bien_Hoa' }))],
    ['25:00', 'hours-unreadable', () => parseClockTime('25:00')],
    ['24:01', 'hours-unreadable', () => parseClockTime('24:01')],
    ['7h30', 'hours-unreadable', () => parseClockTime('7h30')],
    [
      'a pause that ends before it begins',
      'pause-reversed',
      () =>
        deadline(at('2026-11-02T08:00'), parseLimit('1h'), new WorkingCalendar(spec()), [
          { from: at('2026-11-02T09:00'), to: at('2026-11-02T08:30') },
        ]),
    ],
    [
      'an instant that is none',
      'instant-unreadable',
      () => deadline(new Date('x'), parseLimit('1h'), new WorkingCalendar(spec())),
    ],
  ])('%s', (_, code, work) => {
    expect(failure(work)).toBe(code);
  });

  it('every working day of the week is a day off for ever: no endless search', () => {
    const everyDay = Array.from({ length: 366 }, (_, i) =>
      off(`-${new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(4, 10)}`),
    );
    const calendar = new WorkingCalendar(spec({ daysOff: everyDay }));
    expect(failure(() => deadline(at('2026-11-02T08:00'), parseLimit('1h'), calendar))).toBe('calendar-empty');
  });

  it('hours that have ended give no later date', () => {
    const calendar = new WorkingCalendar(spec({ hours: [{ validFrom: null, validTo: '2026-07-01', week: OFFICE }] }));
    expect(failure(() => deadline(at('2026-06-30T16:00'), parseLimit('1wd'), calendar))).toBe('calendar-too-short');
  });
});

describe('limits', () => {
  it.each(['', '5', 'wd', '5d', '-1wd', '1.5h', '5wd24x7', '8H', ' 8h', '1000000wd', '8h 30m'])(
    '%j is refused',
    (text) => {
      expect(failure(() => parseLimit(text))).toBe('limit-unreadable');
    },
  );

  it('5wd, 8h, 90m, 30s, 4h24x7 are read', () => {
    expect(['5wd', '8h', '90m', '30s', '4h24x7'].map(parseLimit)).toEqual([
      { kind: 'working-days', days: 5 },
      { kind: 'working-time', ms: 28_800_000 },
      { kind: 'working-time', ms: 5_400_000 },
      { kind: 'working-time', ms: 30_000 },
      { kind: 'elapsed', ms: 14_400_000 },
    ]);
  });
});
