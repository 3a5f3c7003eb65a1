import { describe, expect, it } from '@jest/globals';
import { AmiParser } from './ami-protocol.js';
import { instantOf, mapped, type MappingOptions } from './mapping.js';
import { OpenCalls } from './open-calls.js';

type Fields = Readonly<Record<string, string>>;
type Said = readonly [event: string, fields: Fields];

const PLAIN: MappingOptions = { number: null, queues: [] };
const HEARD = new Date('2026-11-23T01:00:00Z');

const caller: Fields = {
  Uniqueid: '17.1',
  Linkedid: '17.1',
  CallerIDNum: '0900000001',
  Exten: '1022',
  Queue: 'tong-dai',
};
const by = (line: string): Fields => ({ ...caller, MemberName: `Tổng đài viên ${line}`, Interface: `PJSIP/${line}` });

/** What the service is told, after another, of what the exchange says; each without the instant. */
function told(said: readonly Said[], options: MappingOptions = PLAIN): unknown[] {
  const calls = new OpenCalls();
  return said.flatMap(([event, fields]) => {
    const lines = Object.entries({ Event: event, ...fields }).map(([key, value]) => `${key}: ${value}\r\n`);
    const [message] = new AmiParser().feed(`${lines.join('')}\r\n`);
    const found = message === undefined ? null : mapped(message, calls, options);
    if (found === null) return [];
    calls.told({ ...found.happening, at: HEARD.toISOString() }, found.linkedId);
    return [found.happening];
  });
}

const call = { callId: '17.1', from: '0900000001', to: '1022', direction: 'in', queue: 'tong-dai' };
const newCall = { event: 'newCall', ...call };
const answer = (line: string) => ({ event: 'answer', ...call, answeringNumber: line, user: line });
const hangup = (cause: string) => ({ event: 'hangup', ...call, cause });

const JOIN: Said = ['QueueCallerJoin', caller];
const CONNECT: Said = ['AgentConnect', by('101')];
const LEAVE: Said = ['QueueCallerLeave', caller];
const COMPLETE: Said = ['AgentComplete', { ...by('101'), Reason: 'caller', TalkTime: '61' }];
const end = (cause: string): Said => ['Hangup', { Uniqueid: '17.1', Linkedid: '17.1', Cause: cause }];

describe('what an exchange says of a call', () => {
  it.each<[string, readonly Said[], unknown[]]>([
    [
      'answered',
      [JOIN, ['AgentCalled', by('101')], LEAVE, CONNECT, COMPLETE, end('16')],
      [newCall, { ...newCall, user: '101' }, answer('101'), hangup('normalClearing')],
    ],
    [
      'rings at everybody, again and again',
      [
        JOIN,
        ['AgentCalled', by('101')],
        ['AgentCalled', by('102')],
        ['AgentRingNoAnswer', by('101')],
        ['AgentCalled', by('101')],
      ],
      [newCall, { ...newCall, user: '101' }, { ...newCall, user: '102' }],
    ],
    ['given up', [JOIN, ['QueueCallerAbandon', caller], LEAVE, end('16')], [newCall, hangup('cancel')]],
    ['out of the queue after the longest wait, then hung up', [JOIN, LEAVE, end('16')], [newCall, hangup('cancel')]],
    ['out of the queue, the lines are full', [JOIN, LEAVE, end('34')], [newCall, hangup('congestion')]],
    [
      'on to the voice box, as the dial plan says',
      [JOIN, LEAVE, ['UserEvent', { ...caller, UserEvent: 'Voicemail' }], end('16')],
      [newCall, answer('voicemail'), hangup('normalClearing')],
    ],
    [
      'straight to the voice box',
      [['UserEvent', { ...caller, Queue: 'tong-dai', UserEvent: 'Voicemail' }], end('16')],
      [answer('voicemail'), hangup('normalClearing')],
    ],
    [
      'handed over blindly; the end is the end of the caller',
      [
        JOIN,
        CONNECT,
        [
          'BlindTransfer',
          {
            Result: 'Success',
            TransfererUniqueid: '17.2',
            TransfererLinkedid: '17.1',
            TransfereeUniqueid: '17.1',
            Extension: '105',
          },
        ],
        ['AgentComplete', { ...by('101'), Reason: 'transfer' }],
        end('16'),
      ],
      [newCall, answer('101'), { event: 'transfer', callId: '17.1', answeringNumber: '105' }, hangup('normalClearing')],
    ],
    [
      'a transfer that failed',
      [JOIN, CONNECT, ['BlindTransfer', { Result: 'Fail', TransfereeUniqueid: '17.1', Extension: '105' }]],
      [newCall, answer('101')],
    ],
    [
      'handed over after a word with the colleague',
      [
        JOIN,
        CONNECT,
        [
          'AttendedTransfer',
          {
            Result: 'Success',
            OrigTransfererUniqueid: '17.2',
            OrigTransfererLinkedid: '17.1',
            SecondTransfererUniqueid: '17.3',
            TransferTargetChannel: 'PJSIP/105-0000002a',
          },
        ],
      ],
      [newCall, answer('101'), { event: 'transfer', callId: '17.1', answeringNumber: '105' }],
    ],
    [
      'back in a queue, to a colleague',
      [
        JOIN,
        CONNECT,
        ['BlindTransfer', { Result: 'Success', TransfereeUniqueid: '17.1', Extension: '600' }],
        JOIN,
        ['AgentConnect', by('102')],
        ['AgentComplete', { ...by('102'), Reason: 'agent' }],
      ],
      [
        newCall,
        answer('101'),
        { event: 'transfer', callId: '17.1', answeringNumber: '600' },
        { event: 'transfer', callId: '17.1', answeringNumber: '102' },
        hangup('normalClearing'),
      ],
    ],
    ['said twice', [JOIN, JOIN, CONNECT, CONNECT, COMPLETE], [newCall, answer('101'), hangup('normalClearing')]],
    [
      'recorded',
      [JOIN, ['UserEvent', { ...caller, UserEvent: 'Recording', Url: 'https://ghi.example/17.1.wav' }]],
      [newCall, { event: 'recording', callId: '17.1', url: 'https://ghi.example/17.1.wav' }],
    ],
    [
      'of channels that are no calls of ours',
      [
        end('16'),
        ['Newchannel', caller],
        ['BlindTransfer', { Result: 'Success', TransfereeUniqueid: '9.9', Extension: '105' }],
      ],
      [],
    ],
    [
      'without an id',
      [
        ['QueueCallerJoin', { Queue: 'tong-dai' }],
        ['AgentConnect', { Interface: 'PJSIP/101' }],
      ],
      [],
    ],
  ])('%s', (_name, said, expected) => {
    expect(told(said)).toEqual(expected);
  });

  it.each<[string, Fields, MappingOptions, object]>([
    ['a withheld number', { CallerIDNum: '<unknown>' }, PLAIN, { from: 'anonymous' }],
    ['no number', { CallerIDNum: '' }, PLAIN, { from: 'anonymous' }],
    ['the number that is set', {}, { number: '02513822501', queues: [] }, { to: '02513822501' }],
    ['an extension of letters', { Exten: 's' }, PLAIN, { to: 'tong-dai' }],
    ['one of our queues', {}, { number: null, queues: ['tong-dai', 'dem'] }, { queue: 'tong-dai' }],
  ])('%s', (_name, fields, options, expected) => {
    expect(told([['QueueCallerJoin', { ...caller, ...fields }]], options)).toEqual([{ ...newCall, ...expected }]);
  });

  it('is nobody else’s business in a queue that is not ours', () => {
    expect(told([JOIN, CONNECT, COMPLETE], { number: null, queues: ['dem'] })).toEqual([]);
  });
});

describe('the operator’s line', () => {
  it.each<[string, Fields, string]>([
    ['PJSIP', { Interface: 'PJSIP/101' }, '101'],
    ['SIP with a channel', { Interface: 'SIP/101-0000002a' }, '101'],
    [
      'FreePBX',
      { Interface: 'Local/101@from-queue/n', StateInterface: 'hint:101@ext-local', MemberName: 'Lan' },
      '101',
    ],
    ['the state of another', { Interface: 'Local/0900@x', StateInterface: 'PJSIP/102' }, '102'],
    ['a name that is a login', { MemberName: 'lan.nt' }, 'lan.nt'],
  ])('%s', (_name, fields, line) => {
    expect(told([['AgentConnect', { ...caller, ...fields }]])).toMatchObject([
      { event: 'answer', answeringNumber: line },
    ]);
  });

  it('is unknown of a name with blanks', () => {
    expect(told([['AgentConnect', { ...caller, MemberName: 'Chị Lan' }]])).toEqual([]);
  });

  it.each<[string, Fields, string]>([
    ['QueueMemberPause', { Paused: '1' }, 'break'],
    ['QueueMemberPause', { Paused: '0' }, 'ready'],
    ['QueueMemberAdded', { Paused: '0' }, 'ready'],
    ['QueueMemberAdded', { Paused: '1' }, 'break'],
    ['QueueMemberRemoved', {}, 'offline'],
  ])('%s %j: %s', (event, fields, state) => {
    expect(told([[event, { Queue: 'tong-dai', Interface: 'PJSIP/101', ...fields }]])).toEqual([
      { event: 'agentState', user: '101', state },
    ]);
  });
});

describe('when it happened', () => {
  it.each([
    ['1795395599.123456', '2026-11-23T00:59:59.123Z'],
    ['1795395600', '2026-11-23T01:00:00.000Z'],
    // Clocks that cannot be right.
    ['1795395660', HEARD.toISOString()],
    ['99999999999', HEARD.toISOString()],
    ['1795390000', HEARD.toISOString()],
    ['946684800', HEARD.toISOString()],
    ['', HEARD.toISOString()],
    ['hôm qua', HEARD.toISOString()],
  ])('%j', (stamp, expected) => {
    const [message] = new AmiParser().feed(`Event: X\r\nTimestamp: ${stamp}\r\n\r\n`);
    expect(message && instantOf(message, HEARD)).toBe(expected);
  });
});

describe('the open calls', () => {
  it('forget a call whose end was never heard', () => {
    const calls = new OpenCalls();
    const begin = (callId: string, at: string): void =>
      calls.told({ event: 'newCall', callId, from: '1', to: '2', direction: 'in', at });
    begin('old', '2026-11-23T01:00:00Z');
    begin('younger', '2026-11-23T10:00:00Z');
    begin('new', '2026-11-23T13:30:00Z');
    expect(calls.all().map(({ callId }) => callId)).toEqual(['younger', 'new']);
  });
});
