import { describe, expect, it } from '@jest/globals';
import type { CtiEvent, Happening } from '../../cti-client/domain/wire.js';
import { figuresOf } from './figures.js';

const at = (second: number, happening: Happening): CtiEvent => ({
  ...happening,
  at: new Date(Date.parse('2026-11-23T01:00:00Z') + second * 1000).toISOString(),
});
const inbound = (callId: string, from = '0900000001') => ({ callId, from, to: '1022', direction: 'in' as const });
const outbound = (callId: string) => ({ callId, from: '102', to: '0900000002', direction: 'out' as const });

const EVENTS: readonly CtiEvent[] = [
  // Waits 20 s, rings at 101 for 5 of them, 60 s with 101, then 30 s with 102.
  at(0, { event: 'newCall', ...inbound('a') }),
  at(15, { event: 'newCall', ...inbound('a'), user: '101' }),
  at(20, { event: 'answer', ...inbound('a'), answeringNumber: '101', user: '101' }),
  at(20, { event: 'agentState', user: '101', state: 'talking' }),
  at(80, { event: 'transfer', callId: 'a', answeringNumber: '102' }),
  at(110, { event: 'hangup', ...inbound('a'), cause: 'normalClearing' }),
  at(111, { event: 'recording', callId: 'a', url: 'https://tongdai.example/a.wav' }),
  at(120, { event: 'newCall', ...inbound('b', 'anonymous') }),
  at(150, { event: 'hangup', ...inbound('b', 'anonymous'), cause: 'cancel' }),
  at(160, { event: 'newCall', ...inbound('c') }),
  at(168, { event: 'answer', ...inbound('c'), answeringNumber: 'voicemail', user: 'voicemail' }),
  at(190, { event: 'hangup', ...inbound('c'), cause: 'normalClearing' }),
  at(200, { event: 'newCall', ...inbound('d') }),
  at(201, { event: 'hangup', ...inbound('d'), cause: 'busy' }),
  at(210, { event: 'newCall', ...inbound('e') }),
  at(240, { event: 'hangup', ...inbound('e'), cause: 'forwarded' }),
  at(250, { event: 'newCall', ...inbound('f') }),
  at(250, { event: 'hangup', ...inbound('f'), cause: 'busy' }),
  at(260, { event: 'newCall', ...inbound('g') }),
  at(300, { event: 'newCall', ...outbound('h'), user: '102' }),
  at(310, { event: 'answer', ...outbound('h'), answeringNumber: '102', user: '102' }),
  at(335, { event: 'hangup', ...outbound('h'), cause: 'normalClearing' }),
  at(340, { event: 'newCall', ...outbound('i'), user: '102' }),
  at(343, { event: 'hangup', ...outbound('i'), cause: 'busy' }),
];

describe('the figures of what was told', () => {
  const { figures, calls } = figuresOf(EVENTS, new Set(['f']));

  it('count every call once, by what became of it', () => {
    expect(figures).toEqual({
      inbound: {
        offered: 7,
        answered: 1,
        abandoned: 1,
        busy: 1,
        noAnswer: 0,
        voicemail: 1,
        forwarded: 1,
        rejected: 1,
        missed: 3,
        withheld: 1,
        waitSeconds: 20,
        talkSeconds: 90,
      },
      outbound: { placed: 2, answered: 1, talkSeconds: 25 },
      transfers: 1,
      operators: {
        '101': { answered: 1, takenOver: 0, calledOut: 0, talkSeconds: 60 },
        '102': { answered: 0, takenOver: 1, calledOut: 2, talkSeconds: 55 },
      },
    });
  });

  it.each([
    ['a', 'answered', '101', 20, 90],
    ['b', 'abandoned', null, 30, 0],
    ['c', 'voicemail', null, 8, 0],
    ['d', 'busy', null, 1, 0],
    ['e', 'forwarded', null, 30, 0],
    ['f', 'rejected', null, 0, 0],
    ['g', 'open', null, 0, 0],
    ['h', 'answered', '102', 10, 25],
    ['i', 'busy', '102', 3, 0],
  ])('%s is %s', (callId, outcome, operator, waitSeconds, talkSeconds) => {
    expect(calls.find((call) => call.callId === callId)).toMatchObject({ outcome, operator, waitSeconds, talkSeconds });
  });

  it('leave out what was never announced, and what comes after the end', () => {
    const stray = [
      at(400, { event: 'answer', ...inbound('x'), answeringNumber: '101', user: '101' }),
      at(410, { event: 'transfer', callId: 'a', answeringNumber: '103' }),
    ];
    expect(figuresOf([...EVENTS, ...stray], new Set(['f'])).figures).toEqual(figures);
  });
});
