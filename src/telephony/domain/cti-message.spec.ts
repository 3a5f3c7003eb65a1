import { describe, expect, it } from '@jest/globals';
import { readMessage } from './cti-message.js';
import { eventTime } from './event-time.js';

const ring = { event: 'newCall', from: '0912345678', to: '1022', direction: 'in', callId: 'a-1' };

describe('a message of a telephone system', () => {
  it.each<[string, object, object]>([
    ['announces a call', ring, { ...ring, user: [] }],
    ['with one person', { ...ring, user: 'Lê Thị Hoa' }, { user: ['Lê Thị Hoa'] }],
    ['with several', { ...ring, user: ['a', 'b'] }, { user: ['a', 'b'] }],
    ['with the name of the form field', { ...ring, 'user[]': ['a'] }, { user: ['a'] }],
    ['with numbers as numbers', { ...ring, from: 84912345678, callId: 17 }, { from: '84912345678', callId: '17' }],
    ['with a hidden number', { ...ring, from: '' }, { from: '' }],
    ['with a number that is not known', { ...ring, from: null }, { from: '' }],
    ['with a number nobody has', { ...ring, from: '9'.repeat(300) }, { from: '9'.repeat(200) }],
    ['with people nobody knows', { ...ring, user: [null, '', 'a'] }, { user: ['a'] }],
    ['without a time', { ...ring, at: '' }, { callId: 'a-1' }],
    [
      'ends, and nothing else is known',
      {
        event: 'hangup',
        callId: 'a',
        from: null,
        to: null,
        queue: null,
        user: null,
        at: null,
        direction: '',
        cause: null,
      },
      { event: 'hangup', callId: 'a', user: [] },
    ],
    ['ends for a long reason', { event: 'hangup', callId: 'a', cause: 'x'.repeat(201) }, { event: 'hangup' }],
    ['with more than we know', { ...ring, xyz: 1 }, { callId: 'a-1' }],
    ['answers', { event: 'answer', callId: 'a', answeringNumber: 101 }, { answeringNumber: '101' }],
    ['ends', { event: 'hangup', callId: 'a', cause: 'busy' }, { cause: 'busy' }],
    ['ends for a reason of its own', { event: 'hangup', callId: 'a', cause: '16' }, { cause: '16' }],
    ['says what somebody does', { event: 'agentState', user: 'a', state: 'break' }, { user: ['a'], state: 'break' }],
  ])('%s', (_, body, expected) => {
    expect(readMessage(body)).toMatchObject(expected);
  });

  it.each<[unknown, string]>([
    ['newCall', 'event'],
    [[ring], 'event'],
    [{}, 'event'],
    [{ ...ring, event: 'ring' }, 'event'],
    [{ ...ring, from: undefined }, 'from'],
    [{ ...ring, from: { a: 1 } }, 'from'],
    [{ ...ring, to: undefined }, 'to'],
    [{ ...ring, direction: 'inbound' }, 'direction'],
    [{ ...ring, direction: '' }, 'direction'],
    [{ ...ring, callId: null }, 'callId'],
    [{ ...ring, callId: undefined }, 'callId'],
    [{ ...ring, callId: '' }, 'callId'],
    [{ ...ring, callId: 'cuộc gọi' }, 'callId'],
    [{ ...ring, callId: 'x'.repeat(251) }, 'callId'],
    [{ ...ring, user: [{}] }, 'user.0'],
    [{ ...ring, user: Array.from({ length: 101 }, String) }, 'user'],
    [{ ...ring, at: '2026-11-23 08:00' }, 'at'],
    [{ ...ring, at: '2026-11-23T08:00:00' }, 'at'],
    [{ ...ring, queue: 'x'.repeat(201) }, 'queue'],
    [{ event: 'recording', callId: 'a' }, 'url'],
    [{ event: 'agentState', user: 'a', state: 'asleep' }, 'state'],
    [{ event: 'agentState', state: 'ready' }, 'user'],
  ])('is refused with the field that is wrong: %j', (body, field) => {
    expect(readMessage(body)).toEqual({ error: expect.stringMatching(new RegExp(`^${field}: .+`)) });
  });
});

it.each<[string | undefined, string | null]>([
  [undefined, '2026-11-23T01:00:00.000Z'],
  ['2026-11-23T07:59:30+07:00', '2026-11-23T00:59:30.000Z'],
  ['2026-11-20T01:00:00Z', '2026-11-20T01:00:00.000Z'],
  ['2026-11-23T01:04:00Z', '2026-11-23T01:00:00.000Z'],
  ['2026-11-23T01:06:00Z', null],
  ['2026-11-15T01:00:00Z', null],
])('an event said to be of %s is of %s', (stated, at) => {
  expect(eventTime(stated, new Date('2026-11-23T01:00:00Z'))?.at ?? null).toBe(at);
});
