import { describe, expect, it } from '@jest/globals';
import { afterAttempt, dueInCallingHours, type AttemptResult, type Attempts, type CallBackRules } from './call-back.js';
import { owedAfter, type Owed } from './owed.js';

const RULES: CallBackRules = {
  mostFailures: 3,
  apartMinutes: 120,
  fromHour: 7,
  toHour: 21,
  claimMinutes: 30,
  missedMinutes: 30,
  owedHours: 8,
};

/** Attempts at these times of one day. */
function tried(...attempts: readonly (readonly [time: string, result: AttemptResult])[]) {
  let state: Attempts & { state?: string; nextAt?: Date | null } = { attempts: 0, failures: 0, lastFailureAt: null };
  for (const [time, result] of attempts) {
    const at = new Date(`2026-11-23T${time}:00+07:00`);
    const laterAt = result === 'later' ? new Date('2026-11-24T09:00:00+07:00') : null;
    state = afterAttempt(state, { result, at, hour: Number(time.slice(0, 2)), laterAt }, RULES);
  }
  const { nextAt } = state;
  return {
    state: state.state,
    failures: state.failures,
    next: nextAt === null || nextAt === undefined ? null : nextAt.toISOString().slice(8, 16),
  };
}

describe('after attempts to reach somebody', () => {
  it.each<[string, readonly (readonly [string, AttemptResult])[], ReturnType<typeof tried>]>([
    ['one without an answer', [['08:00', 'no_answer']], { state: 'open', failures: 1, next: '23T03:00' }],
    ['a busy line is tried sooner', [['08:00', 'busy']], { state: 'open', failures: 1, next: '23T01:30' }],
    [
      'three within an hour are one',
      [
        ['08:00', 'no_answer'],
        ['08:20', 'no_answer'],
        ['08:50', 'busy'],
      ],
      { state: 'open', failures: 1, next: '23T02:20' },
    ],
    [
      'three at different hours are enough',
      [
        ['08:00', 'no_answer'],
        ['10:00', 'busy'],
        ['14:00', 'no_answer'],
      ],
      { state: 'unreachable', failures: 3, next: null },
    ],
    [
      'at night none counts',
      [
        ['06:59', 'no_answer'],
        ['21:00', 'no_answer'],
        ['23:30', 'no_answer'],
      ],
      { state: 'open', failures: 0, next: '23T18:30' },
    ],
    [
      'a wrong number is not tried again',
      [['08:00', 'wrong_number']],
      { state: 'unreachable', failures: 0, next: null },
    ],
    [
      'who asks to be called later is',
      [
        ['08:00', 'no_answer'],
        ['10:00', 'later'],
      ],
      { state: 'open', failures: 0, next: '24T02:00' },
    ],
    [
      'who was reached is not lost after that',
      [
        ['08:00', 'no_answer'],
        ['10:00', 'no_answer'],
        ['12:00', 'reached'],
        ['15:00', 'no_answer'],
      ],
      { state: 'open', failures: 1, next: '23T10:00' },
    ],
  ])('%s', (_, attempts, expected) => {
    expect(tried(...attempts)).toEqual(expected);
  });
});

it.each<[string, Record<string, unknown>, Partial<Owed>]>([
  ['ticket.published', {}, { owe: 'answer', shared: true }],
  ['ticket.guided_elsewhere', { kind: 'complaint' }, { owe: 'guidance', shared: false }],
  ['ticket.guided_elsewhere', { kind: 'denunciation' }, { owe: null }],
  ['ticket.kept_by_centre', { kind: 'complaint' }, { owe: null, settle: [] }],
  ['ticket.question_asked', {}, { owe: 'question', settle: [], shared: false }],
  ['ticket.question_expired', { shared: true }, { owe: null, settle: ['question'] }],
  ['ticket.reply_recorded', {}, { owe: null, settle: ['question'] }],
  ['ticket.reclassified', { dueBefore: null }, { owe: null }],
  ['ticket.reclassified', { dueBefore: '2026-11-23T00:00:00Z' }, { owe: 'delay' }],
  ['ticket.extension_approved', {}, { owe: 'extension', settle: ['delay'] }],
  ['ticket.accepted', {}, { owe: null, settle: [], shared: false }],
])('after %s with %j a person with nothing but a telephone is owed', (type, data, expected) => {
  expect(owedAfter(type, data)).toMatchObject(expected);
});

describe('what is owed is due within the hours in which people are called', () => {
  const msOfDay = (at: Date): number => (at.getTime() + 7 * 3_600_000) % 86_400_000;
  const due = (from: string, rules: Partial<CallBackRules> = {}): string =>
    dueInCallingHours(new Date(`2026-11-${from}:00+07:00`), { ...RULES, ...rules }, msOfDay)
      .toISOString()
      .slice(8, 16);

  it.each<[string, string, Partial<CallBackRules>]>([
    ['23T08:00', '23T09:00', {}],
    ['23T13:00', '23T14:00', {}],
    ['23T18:40', '24T05:40', {}],
    ['23T21:00', '24T08:00', {}],
    ['23T23:30', '24T08:00', {}],
    ['23T02:00', '23T08:00', {}],
    ['23T08:00', '25T05:00', { owedHours: 32 }],
    ['23T23:30', '24T00:30', { fromHour: 0, toHour: 24 }],
    ['23T23:30', '24T00:30', { fromHour: 8, toHour: 8 }],
  ])('from %s by %s (UTC): %j', (from, by, rules) => {
    expect(due(from, rules)).toBe(by);
  });
});
