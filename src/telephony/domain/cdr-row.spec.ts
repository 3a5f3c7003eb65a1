import { describe, expect, it } from '@jest/globals';
import { applyEvent, type Call } from './call.js';
import { differences, readCdrTime, readCdrTimes } from './cdr-row.js';

const ZONE = 'Asia/Ho_Chi_Minh';
const NOW = new Date('2026-11-23T03:00:00Z');

it.each([
  ['2026-11-23 08:00:00', '2026-11-23T01:00:00.000Z'],
  ['2026-11-23T08:00:00', '2026-11-23T01:00:00.000Z'],
  ['2026-11-23T08:00:00.250+07:00', '2026-11-23T01:00:00.250Z'],
  ['2026-11-23T01:00:00Z', '2026-11-23T01:00:00.000Z'],
  ['23/11/2026 08:00', null],
  ['08:00:00', null],
  ['2026-11-23', null],
  ['2026-11', null],
  ['0001-01-01 00:00:00', null],
  ['', null],
])('"%s" is %s', (text, expected) => {
  expect(readCdrTime(text, ZONE)?.toISOString() ?? null).toBe(expected);
});

it.each<[Record<string, string>, string | null]>([
  [{ started_at: '2026-11-23 08:00:00', ended_at: '2026-11-23 08:01:00' }, null],
  [{ started_at: '2026-11-23 08:00:00', answered_at: '2026-11-23 08:00:10', ended_at: '2026-11-23 08:01:00' }, null],
  [{ ended_at: '2026-11-23 08:01:00' }, 'started_at'],
  [{ started_at: '2026-11-23 08:00:00', ended_at: 'x' }, 'ended_at'],
  [{ started_at: '2026-11-23 08:00:00', ended_at: '2026-11-23 07:59:59' }, 'ended_at'],
  [{ started_at: '2026-11-23 08:00:00', ended_at: '2026-11-23 23:00:00' }, 'ended_at'],
  [{ started_at: '2026-11-23 08:00:00', answered_at: 'x', ended_at: '2026-11-23 08:01:00' }, 'answered_at'],
  [
    { started_at: '2026-11-23 08:00:00', answered_at: '2026-11-23 08:02:00', ended_at: '2026-11-23 08:01:00' },
    'answered_at',
  ],
])('the times of %j', (row, wrong) => {
  const read = readCdrTimes(row, ZONE, NOW);
  expect('error' in read ? read.error.split(':')[0] : null).toBe(wrong);
});

describe('what the list says otherwise', () => {
  const T0 = Date.parse('2026-11-23T01:00:00Z');
  const at = (s: number) => new Date(T0 + s * 1000);
  const heard = (
    ...events: readonly (readonly [kind: 'newCall' | 'answer' | 'hangup' | 'silence', s: number])[]
  ): Call => {
    const call = events.reduce<Call | null>(
      (known, [kind, s]) =>
        applyEvent(known, {
          kind,
          at: at(s).toISOString(),
          direction: 'in',
          ...(kind === 'answer' ? { accounts: ['A'] } : {}),
        }),
      null,
    );
    if (call === null) throw new Error('no events');
    return call;
  };
  const row = { startedAt: at(0), answeredAt: at(10), endedAt: at(70), accountId: 'A', voicemail: false };
  const whole = heard(['newCall', 1], ['answer', 11], ['hangup', 71]);

  it.each<[string, Call, Partial<Record<keyof typeof row, unknown>>, number]>([
    ['nothing, by a second', whole, {}, 0],
    ['nothing, if it does not say who', whole, { accountId: null }, 0],
    ['the end', heard(['newCall', 0], ['answer', 10]), {}, 1],
    ['the end that was guessed', heard(['newCall', 0], ['answer', 10], ['silence', 400]), {}, 1],
    ['that somebody answered', heard(['newCall', 0], ['hangup', 70]), {}, 2],
    ['who answered', whole, { accountId: 'B' }, 1],
    ['when', whole, { answeredAt: at(40), endedAt: at(100) }, 2],
    ['that only the machine answered', whole, { voicemail: true }, 1],
  ])('%s', (_, call, change, count) => {
    expect(differences(call, { ...row, ...change } as typeof row)).toHaveLength(count);
  });
});
