import { describe, expect, it } from '@jest/globals';
import { WorkingCalendar } from '../../sla/domain/calendar.js';
import type { LadderStep } from '../../sla/domain/ladder.js';
import { dueSteps, type DueClock } from './due-steps.js';

const SLOTS = [
  { opens: 420, closes: 690 },
  { opens: 780, closes: 990 },
];

const calendarTo = (lastDay: string | null): WorkingCalendar =>
  new WorkingCalendar({
    code: 'office',
    name: 'Giờ hành chính',
    zone: 'Asia/Ho_Chi_Minh',
    hours: [{ validFrom: null, validTo: null, week: { 1: SLOTS, 2: SLOTS, 3: SLOTS, 4: SLOTS, 5: SLOTS } }],
    daysOff: [],
    workedDays: [],
    firstDay: null,
    lastDay,
  });

const step = (mark: string, enabled = true): LadderStep => ({
  version: 1,
  clock: 'resolve',
  slaClass: null,
  mark,
  recipients: ['head'],
  actions: ['notify'],
  atOnce: false,
  enabled,
  validFrom: '2024-01-01',
  validTo: null,
});

/** An instant of the week from Monday 16/11/2026, in Vietnam: `17 08:00`. */
const at = (text: string): Date => new Date(`2026-11-${text.replace(' ', 'T')}:00+07:00`);

// Sixteen working hours from Monday 07:00: half at the end of Monday, all of it at the end of Tuesday.
const CLOCK: DueClock['clock'] = {
  kind: 'resolve',
  limit: '16h',
  startedAt: at('16 07:00'),
  dueAt: at('17 16:30'),
  stoppedAt: null,
  pauses: [],
  firedMarks: '',
};
const LADDER = [step('50%'), step('80%', false), step('100%'), step('+1wd')];

interface Case {
  readonly clock?: Partial<DueClock['clock']>;
  readonly open?: boolean;
  readonly answeredAt?: Date;
  readonly firedBefore?: string[];
  readonly escalates?: boolean;
  readonly calendar?: WorkingCalendar;
}

function judge(until: string, parts: Case = {}): { due: string[]; next: string | null; fired: string } {
  const { due, timer, firedMarks } = dueSteps(
    { clock: { ...CLOCK, ...parts.clock }, ticketIsOpen: parts.open ?? true, answeredAt: parts.answeredAt ?? null },
    { calendar: parts.calendar ?? calendarTo(null), steps: LADDER, escalates: parts.escalates ?? true },
    new Set(parts.firedBefore ?? []),
    at(until),
  );
  return { due: due.map(({ step: { mark } }) => mark), next: timer?.mark ?? null, fired: firedMarks };
}

describe('what fires', () => {
  it.each<[string, string, Case, string[], string | null]>([
    ['nothing before the first mark', '16 16:29', {}, [], '50%'],
    ['a mark at its very instant', '16 16:30', {}, ['50%'], '100%'],
    ['after an outage all that has come, the oldest first', '20 08:00', {}, ['50%', '100%', '+1wd'], null],
    ['what has fired does not fire again', '20 08:00', { clock: { firedMarks: '50%' } }, ['100%', '+1wd'], null],
    ['nor what a firing knows of and the clock does not', '17 08:00', { firedBefore: ['50%'] }, [], '100%'],
    ['while the policy is off nothing', '17 08:00', { escalates: false }, [], '100%'],
    ['for a ticket that has ended nothing', '20 08:00', { open: false }, [], null],
    ['but the apology it owes goes on', '17 08:00', { open: false, clock: { kind: 'apology' } }, ['50%'], '100%'],
    [
      'and so does what its answer has promised',
      '20 08:00',
      { open: false, clock: { kind: 'commitment', limit: 'until2026-11-17' } },
      ['50%', '100%', '+1wd'],
      null,
    ],
    [
      'while it stands still only what had come before',
      '20 08:00',
      { clock: { pauses: [{ fromAt: at('17 08:00').toISOString(), toAt: null, reason: 'awaiting_citizen' }] } },
      ['50%'],
      null,
    ],
    ['with the answer at the gate in time no breach', '20 08:00', { answeredAt: at('17 16:30') }, ['50%'], null],
    ['with a late answer at the gate the breach', '20 08:00', { answeredAt: at('18 08:00') }, ['50%', '100%'], null],
    ['of a clock that stopped in time nothing', '20 08:00', { clock: { stoppedAt: at('17 16:30') } }, [], null],
    ['of one that stopped late the breach alone', '20 08:00', { clock: { stoppedAt: at('18 08:00') } }, ['100%'], null],
    [
      'the centre’s own clocks do not wait for the gate',
      '17 08:00',
      { clock: { kind: 'publish' }, answeredAt: at('16 08:00') },
      ['50%'],
      '100%',
    ],
  ])('%s', (_, until, parts, due, next) => {
    expect(judge(until, parts)).toMatchObject({ due, next });
  });

  it('passes over for good what comes while the policy is off', () => {
    expect(judge('17 08:00', { escalates: false }).fired).toBe('50%');
  });

  it('asks again for a mark that the calendar does not reach, and fires the others', () => {
    expect(judge('17 17:00', { calendar: calendarTo('2026-11-17') })).toEqual({
      due: ['50%', '100%'],
      next: '+1wd',
      fired: '50%,100%',
    });
  });
});
