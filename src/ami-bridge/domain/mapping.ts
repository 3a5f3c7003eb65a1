import {
  VOICEMAIL,
  type AgentState,
  type CallFields,
  type Happening,
  type HangupCause,
} from '../../cti-client/domain/wire.js';
import type { AmiMessage } from './ami-protocol.js';
import type { OpenCall, OpenCalls } from './open-calls.js';

export interface MappingOptions {
  /** The number that people dial; null: the extension under which the call entered the queue. */
  readonly number: string | null;
  /** Only these queues are the service's business; empty: all. */
  readonly queues: readonly string[];
}

/** What the service is told of one event of the exchange. */
export interface Mapped {
  readonly happening: Happening;
  readonly linkedId: string | null;
}

/**
 * What an event of the exchange means for the service; nothing for the many that mean nothing. The id of a call is
 * the Uniqueid of the caller's channel: it stays the same in the queue, with the operator, and after a transfer,
 * and stands in the exchange's call-detail records.
 *
 * @param calls that are going on; not changed here.
 */
export function mapped(message: AmiMessage, calls: OpenCalls, options: MappingOptions): Mapped | null {
  const queue = message.get('Queue');
  if (queue !== '' && options.queues.length > 0 && !options.queues.includes(queue)) return null;
  const happening = happeningOf(message, calls, options);
  return happening === null ? null : { happening, linkedId: message.get('Linkedid') || null };
}

function happeningOf(message: AmiMessage, calls: OpenCalls, options: MappingOptions): Happening | null {
  const callId = message.get('Uniqueid');
  const known = calls.get(callId);
  const fields = callFields(message, known, options);
  const member = extensionOf(message);
  switch (message.event) {
    case 'QueueCallerJoin':
      // Back in a queue after a transfer it is the same call.
      return fields === null || known !== null ? null : { event: 'newCall', ...fields };
    case 'AgentCalled':
      // A queue that rings at everybody does so again and again while the caller waits: once is news.
      if (fields === null || member === null || known?.rung.includes(member) === true) return null;
      return { event: 'newCall', ...fields, user: member };
    case 'AgentConnect':
      if (fields === null || member === null || known?.operator === member) return null;
      return known !== null && known.operator !== null
        ? { event: 'transfer', callId, answeringNumber: member }
        : { event: 'answer', ...fields, answeringNumber: member, user: member };
    case 'AgentComplete':
      // After a transfer the caller talks on, with somebody else: the end of the caller's channel is the end.
      if (fields === null || message.get('Reason').toLowerCase() === 'transfer') return null;
      return { event: 'hangup', ...fields, cause: 'normalClearing' };
    case 'QueueCallerAbandon':
      return fields === null ? null : { event: 'hangup', ...fields, cause: 'cancel' };
    case 'BlindTransfer':
      return transfer(message, calls, message.get('Extension'));
    case 'AttendedTransfer':
      return transfer(
        message,
        calls,
        lineOf(message.get('TransferTargetChannel')) ?? message.get('TransferTargetCallerIDNum'),
      );
    case 'Hangup':
      // Only calls of ours; whose agent has completed it is no longer among them.
      return fields === null || known === null ? null : { event: 'hangup', ...fields, cause: causeOf(message, known) };
    case 'UserEvent':
      return userEvent(message, fields);
    case 'QueueMemberPause':
    case 'QueueMemberPaused':
      return state(member, message.get('Paused') === '1' ? 'break' : 'ready');
    case 'QueueMemberAdded':
      return state(member, message.get('Paused') === '1' ? 'break' : 'ready');
    case 'QueueMemberRemoved':
      return state(member, 'offline');
    default:
      return null;
  }
}

function callFields(message: AmiMessage, known: OpenCall | null, options: MappingOptions): CallFields | null {
  const callId = message.get('Uniqueid');
  if (callId === '') return null;
  const queue = known?.queue ?? message.get('Queue');
  const dialled = /^\d+$/.test(message.get('Exten')) ? message.get('Exten') : queue;
  return {
    callId,
    from: known?.from ?? callerOf(message),
    to: known?.to ?? options.number ?? dialled,
    direction: 'in',
    ...(queue === '' ? {} : { queue }),
  };
}

/** "<unknown>" and an empty number are how Asterisk writes a number that is not shown. */
function callerOf(message: AmiMessage): string {
  const number = message.get('CallerIDNum');
  return number === '' || number === '<unknown>' ? 'anonymous' : number;
}

/** The operator's line: of the interface that rings, else of the member's name when that is one. */
function extensionOf(message: AmiMessage): string | null {
  const lines = ['StateInterface', 'Interface', 'MemberName'].map((key) => lineOf(message.get(key)));
  const name = message.get('MemberName');
  return lines.find((line) => line !== null) ?? (/^[\w.-]{1,64}$/.test(name) ? name : null);
}

/** "PJSIP/101-0000002a", "Local/101@from-queue/n", "SIP/101" → "101". */
function lineOf(interfaceName: string): string | null {
  return /^[A-Za-z0-9]+\/([^@/;-]+)/.exec(interfaceName)?.[1] ?? null;
}

function transfer(message: AmiMessage, calls: OpenCalls, target: string): Happening | null {
  if (target === '' || message.get('Result').toLowerCase() !== 'success') return null;
  const channels = ['Transferee', 'Transferer', 'OrigTransferer', 'SecondTransferer'];
  const ids = channels.flatMap((channel) => [message.get(`${channel}Uniqueid`), message.get(`${channel}Linkedid`)]);
  const call = calls.find(ids.filter((id) => id !== ''));
  return call === null || call.operator === target
    ? null
    : { event: 'transfer', callId: call.callId, answeringNumber: target };
}

/** ISDN causes (ITU-T Q.850) of the caller's channel. */
const CAUSES: ReadonlyMap<string, HangupCause> = new Map<string, HangupCause>([
  ['1', 'notFound'],
  ['3', 'notFound'],
  ['17', 'busy'],
  ['18', 'noAnswer'],
  ['19', 'noAnswer'],
  ['34', 'congestion'],
  ['38', 'congestion'],
  ['42', 'congestion'],
]);

function causeOf(message: AmiMessage, call: OpenCall): HangupCause {
  const cause = CAUSES.get(message.get('Cause'));
  if (call.operator !== null) return 'normalClearing';
  return cause ?? 'cancel';
}

/** What the dial plan says by itself: `UserEvent(Voicemail)`, `UserEvent(Recording,Url: https://…)`. */
function userEvent(message: AmiMessage, fields: CallFields | null): Happening | null {
  if (fields === null) return null;
  const url = message.get('Url');
  switch (message.get('UserEvent').toLowerCase()) {
    case 'voicemail':
      return { event: 'answer', ...fields, answeringNumber: VOICEMAIL, user: VOICEMAIL };
    case 'recording':
      return /^https?:\/\//.test(url) ? { event: 'recording', callId: fields.callId, url } : null;
    default:
      return null;
  }
}

function state(user: string | null, value: AgentState): Happening | null {
  return user === null ? null : { event: 'agentState', user, state: value };
}

/** An exchange does not keep events back for longer; an older one is of a clock that is wrong. */
const OLDEST_MS = 3_600_000;

/**
 * When it happened: `timestampevents = yes` puts "Timestamp: 1795305600.123456" into every event. Nothing is heard
 * before it happens: with a clock that cannot be right it is of when it was heard, else the service would refuse it.
 */
export function instantOf(message: AmiMessage, heardAt: Date): string {
  const stamp = /^(\d{9,11})(\.\d+)?$/.exec(message.get('Timestamp'));
  const ms = stamp === null ? Number.NaN : Math.round(Number(stamp[0]) * 1000);
  const now = heardAt.getTime();
  return (ms <= now && ms >= now - OLDEST_MS ? new Date(ms) : heardAt).toISOString();
}
