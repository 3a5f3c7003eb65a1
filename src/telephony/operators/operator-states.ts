import { Injectable } from '@nestjs/common';
import { LessThan, MoreThan } from 'typeorm';
import { Clock, newId } from '../../kernel/index.js';
import {
  ConcurrentChange,
  isUniqueViolation,
  managerOf,
  Reader,
  UnitOfWork,
  type Transaction,
} from '../../platform/database/index.js';
import { Outbox } from '../../platform/outbox/index.js';
import { CALLS_ROOM } from '../calls/call-log.js';
import { secondsByState, type OperatorState, type SecondsByState } from '../domain/operator-state.js';
import { OperatorSpanRow, OperatorStateRow } from '../entities.js';
import { TelephonySettings } from '../settings.js';

/** What pages hear when somebody's state is another; the id is the account's. */
export const OPERATOR_STATE_CHANGED = 'operator.state_changed';

export interface OperatorNow {
  readonly accountId: string;
  readonly state: OperatorState;
  readonly since: Date;
  /** The call talked in, or just ended. */
  readonly callId: string | null;
  /** When wrapping up ends by itself. */
  readonly until: Date | null;
}

const MOST_AT_ONCE = 100;

/** What operators do, and did. */
@Injectable()
export class OperatorStates {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly settings: TelephonySettings,
  ) {}

  /**
   * @param at when it changed; what is older than the state somebody is in comes too late and changes nothing.
   * @returns whether anything changed.
   */
  set(accountId: string, state: OperatorState, at: Date = this.clock.now()): Promise<boolean> {
    return this.unitOfWork.run((tx) => this.inside(tx, accountId, { state, at, callId: null }));
  }

  /** What was to be written after a call is written: whoever still wraps up that very call is ready again. */
  async wrappedUp(tx: Transaction, accountId: string, callId: string): Promise<void> {
    const row = await managerOf(tx).findOneBy(OperatorStateRow, { accountId });
    if (row?.state === 'wrapup' && row.callId === callId)
      await this.inside(tx, accountId, { state: 'ready', at: this.clock.now(), callId: null });
  }

  /** Somebody talks in a call. */
  async talks(tx: Transaction, accountId: string, callId: string, at: Date): Promise<void> {
    await this.inside(tx, accountId, { state: 'talking', at, callId });
  }

  /** A call is over for somebody who was talking in it. */
  async hungUp(tx: Transaction, accountId: string, callId: string, at: Date): Promise<void> {
    const row = await managerOf(tx).findOneBy(OperatorStateRow, { accountId });
    if (row?.state !== 'talking' || row.callId !== callId) return;
    await this.inside(tx, accountId, { state: 'wrapup', at: later(at, row.sinceAt), callId });
  }

  /** Whoever has wrapped up for long enough is ready again. @returns whether there may be more. */
  async endWrapUps(): Promise<boolean> {
    const now = this.clock.now();
    const due = await this.reader.manager.find(OperatorStateRow, {
      where: { state: 'wrapup', untilAt: LessThan(now) },
      order: { untilAt: 'ASC' },
      take: MOST_AT_ONCE,
    });
    for (const { accountId, version, untilAt } of due) {
      await this.unitOfWork.run(async (tx) => {
        const row = await managerOf(tx).findOneBy(OperatorStateRow, { accountId, version });
        if (row !== null) await this.inside(tx, accountId, { state: 'ready', at: untilAt ?? now, callId: null });
      });
    }
    return due.length === MOST_AT_ONCE;
  }

  /** What everybody does now; whoever never said so is left out. One statement. */
  async now(): Promise<OperatorNow[]> {
    const rows = await this.reader.manager.find(OperatorStateRow, { order: { accountId: 'ASC' } });
    return rows.map(({ accountId, state, sinceAt, callId, untilAt }) => ({
      accountId,
      state,
      since: sinceAt,
      callId,
      until: untilAt,
    }));
  }

  /** How long each was in each state from one instant to another; the state that lasts counts up to now. Two statements. */
  async between(from: Date, to: Date): Promise<ReadonlyMap<string, SecondsByState>> {
    const [spans, open] = await Promise.all([
      this.reader.manager.find(OperatorSpanRow, { where: { toAt: MoreThan(from), fromAt: LessThan(to) } }),
      this.now(),
    ]);
    const now = this.clock.now();
    return secondsByState(
      [
        ...spans.map(({ accountId, state, fromAt, toAt }) => ({ accountId, state, from: fromAt, to: toAt })),
        ...open.map(({ accountId, state, since }) => ({ accountId, state, from: since, to: now })),
      ],
      from,
      to,
    );
  }

  /** @returns whether anything changed. */
  async inside(
    tx: Transaction,
    accountId: string,
    next: { readonly state: OperatorState; readonly at: Date; readonly callId: string | null },
  ): Promise<boolean> {
    const manager = managerOf(tx);
    const { state, at } = next;
    const row = await manager.findOneBy(OperatorStateRow, { accountId });
    // Exchanges tell of wrapping up in the same breath as of the end of the call, and often first: it is that call.
    const callId = next.callId ?? (state === 'wrapup' && row?.state === 'talking' ? row.callId : null);
    if (row !== null && (at < row.sinceAt || (row.state === state && (callId === null || callId === row.callId))))
      return false;
    const untilAt = state === 'wrapup' ? new Date(at.getTime() + this.settings.wrapUpSeconds * 1000) : null;
    const version = (row?.version ?? 0) + 1;
    const change = { state, sinceAt: at, callId, untilAt, version };
    if (row === null) {
      try {
        await manager.insert(OperatorStateRow, { accountId, ...change });
      } catch (error) {
        if (isUniqueViolation(error)) throw new ConcurrentChange();
        throw error;
      }
    } else {
      const { affected } = await manager.update(OperatorStateRow, { accountId, version: row.version }, change);
      if (affected !== 1) throw new ConcurrentChange();
      const span = { id: newId(), accountId, state: row.state, fromAt: row.sinceAt, toAt: at };
      if (at > row.sinceAt) await manager.insert(OperatorSpanRow, span);
    }
    await this.outbox.append(tx, [
      {
        type: OPERATOR_STATE_CHANGED,
        aggregateId: accountId,
        version,
        data: { state },
        audience: [CALLS_ROOM, `account:${accountId}`],
      },
    ]);
    return true;
  }
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}
