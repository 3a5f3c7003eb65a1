import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { CallLog } from '../calls/call-log.js';
import type { CtiMessage } from '../domain/cti-message.js';
import { CAUSES, type CallEvent, type Cause } from '../domain/call.js';
import { eventTime } from '../domain/event-time.js';
import { exchangeName, mayLinkTo } from '../domain/exchange-words.js';
import { readParty } from '../domain/numbering.js';
import { OperatorLines } from '../operators/operator-lines.js';
import { OperatorStates } from '../operators/operator-states.js';
import { TelephonySettings } from '../settings.js';

type CallMessage = Exclude<CtiMessage, { event: 'agentState' }>;

/** What the telephone system is asked to do. */
export type CtiReply =
  | Record<string, never>
  | { readonly action: 'reject'; readonly reason: 'busy' }
  | { readonly action: 'dial'; readonly caller_id: string; readonly number: string };

export interface CtiTaken {
  readonly reply: CtiReply;
  readonly repeated: boolean;
}

/** Takes what a telephone system tells, and says what is to be done. */
@Injectable()
export class CtiIntake {
  constructor(
    private readonly clock: Clock,
    private readonly settings: TelephonySettings,
    private readonly lines: OperatorLines,
    private readonly log: CallLog,
    private readonly states: OperatorStates,
  ) {}

  /** @returns one line that says what is wrong with the message, when it cannot be true. */
  async take(pbx: string, message: CtiMessage): Promise<CtiTaken | { readonly error: string }> {
    const time = eventTime(message.at, this.clock.now());
    if (time === null) return { error: 'at: không thể là giờ của cuộc gọi này (quá 7 ngày trước, hoặc sau bây giờ)' };
    if (message.event === 'agentState') return this.agentState(message, new Date(time.at));
    if (message.event === 'recording' && !mayLinkTo(message.url, this.settings.recordingHosts))
      return { error: 'url: chỉ nhận địa chỉ https của máy chủ ghi âm đã khai báo' };
    const { call, repeated } = await this.log.take(
      { pbx, callId: message.callId },
      { ...(await this.eventOf(message)), ...time },
    );
    if (message.event !== 'newCall') return { reply: {}, repeated };
    if (call.blocked) return { reply: { action: 'reject', reason: 'busy' }, repeated };
    return { reply: this.dialReply(message), repeated };
  }

  private async agentState(
    message: Extract<CtiMessage, { event: 'agentState' }>,
    at: Date,
  ): Promise<CtiTaken | { readonly error: string }> {
    const accountId = await this.personOf(message.user[0] ?? '');
    if (accountId === null) return { error: 'user: không có tổng đài viên nào như vậy' };
    const changed = await this.states.set(accountId, message.state, at);
    return { reply: {}, repeated: !changed };
  }

  private async eventOf(message: CallMessage): Promise<Omit<CallEvent, 'at' | 'stated'>> {
    const { from, to, direction } = message;
    const { plan } = this.settings;
    // Of an incoming call the queue is the number that was called, of an outgoing one the number it comes from.
    const queue = exchangeName(
      message.queue ?? (message.event === 'newCall' ? (direction === 'in' ? to : from) : undefined) ?? '',
    );
    const { accounts, line } = await this.people(message);
    return {
      kind: message.event,
      ...(direction === undefined ? {} : { direction }),
      ...(from === undefined ? {} : { from: readParty(from, plan) }),
      ...(to === undefined ? {} : { to: readParty(to, plan) }),
      ...(queue === '' ? {} : { queue }),
      ...(accounts.length === 0 ? {} : { accounts }),
      ...(line === null ? {} : { line }),
      ...(this.isMachine(message) ? { voicemail: true as const } : {}),
      ...(message.event === 'hangup' ? causeOf(message.cause) : {}),
      ...(message.event === 'recording' ? { url: message.url } : {}),
    };
  }

  /** The number or login that answered goes before the name. */
  private async people(message: CallMessage): Promise<{ accounts: string[]; line: string | null }> {
    const named = message.answeringNumber === undefined ? [] : [message.answeringNumber];
    const names = [...named, ...message.user].filter((name) => name.trim() !== '');
    const found = await Promise.all(names.map((name) => this.personOf(name)));
    const accounts = [...new Set(found.filter((id) => id !== null))];
    if (message.event === 'newCall') return { accounts, line: null };
    const [first] = accounts;
    if (first !== undefined) return { accounts: [first], line: null };
    const line = exchangeName(names[0] ?? '');
    return { accounts: [], line: line === '' ? null : line };
  }

  private async personOf(name: string): Promise<string | null> {
    const account = await this.lines.find(name);
    if (account !== null) return account;
    const party = readParty(name, this.settings.plan);
    return party.kind === 'internal' && party.number !== null ? this.lines.find(party.number) : null;
  }

  private isMachine({ event, user, answeringNumber, queue }: CallMessage): boolean {
    const { users, queues } = this.settings.voicemail;
    if (event !== 'answer') return false;
    return (
      [...user, ...(answeringNumber === undefined ? [] : [answeringNumber])].some((name) =>
        users.includes(name.trim()),
      ) ||
      (queue !== undefined && queues.includes(queue.trim()))
    );
  }

  /** Which number the person called will see, if the settings say. */
  private dialReply({ direction, to = '' }: CallMessage): CtiReply {
    const { callerIds, defaultCallerId } = this.settings.outgoing;
    if (direction !== 'out') return {};
    const called = readParty(to, this.settings.plan);
    if (called.kind !== 'phone' || called.number === null) return {};
    const number = called.number;
    const [best] = callerIds
      .filter(({ prefix }) => number.startsWith(prefix))
      .sort((a, b) => b.prefix.length - a.prefix.length);
    const callerId = best?.callerId ?? defaultCallerId;
    return callerId === null ? {} : { action: 'dial', caller_id: callerId, number: to.trim() };
  }
}

function causeOf(text: string | undefined): { cause?: Cause } {
  const cause = CAUSES.find((known) => known === text);
  return cause === undefined ? {} : { cause };
}
