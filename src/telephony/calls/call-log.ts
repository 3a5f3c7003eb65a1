import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import { Clock } from '../../kernel/index.js';
import {
  ConcurrentChange,
  isUniqueViolation,
  managerOf,
  UnitOfWork,
  type Transaction,
} from '../../platform/database/index.js';
import { Outbox, type NewEvent } from '../../platform/outbox/index.js';
import { changesOf } from '../domain/call-changes.js';
import { applyEvent, callOf, type Call, type CallEvent } from '../domain/call.js';
import { BlockedCallerRow, PhoneCallRow } from '../entities.js';
import { columnsOf, newCallRow } from './call-row.js';

/** The room that hears of every call: whoever watches over the operators, and the wallboard. */
export const CALLS_ROOM = 'calls';

export interface CallKey {
  readonly pbx: string;
  /** The telephone system's own. */
  readonly callId: string;
}

export interface TakenEvent {
  readonly id: string;
  /** Nothing of it was new. */
  readonly repeated: boolean;
  readonly call: Call;
}

/** Where calls are written down. */
@Injectable()
export class CallLog {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
  ) {}

  /** Writes down what happened to a call; five statements at most. Whatever comes again or late does no harm. */
  take(key: CallKey, event: CallEvent): Promise<TakenEvent> {
    return this.unitOfWork.run((tx) => this.inside(tx, key, event));
  }

  /** As part of the caller's unit of work. */
  async inside(tx: Transaction, { pbx, callId }: CallKey, heard: CallEvent): Promise<TakenEvent> {
    const row = await managerOf(tx).findOneBy(PhoneCallRow, { pbx, callId });
    const before = row === null ? null : callOf(row.trail);
    const event = (await this.isHeldBack(tx, heard)) ? { ...heard, blocked: true as const } : heard;
    const call = applyEvent(before, event);
    if (row !== null && call === before) return { id: row.id, repeated: true, call };
    const now = this.clock.now();
    const fresh = newCallRow({ pbx, callId }, call, now);
    const version = (row?.version ?? 0) + 1;
    if (row === null) await this.insert(tx, fresh);
    else await this.update(tx, row, { ...columnsOf(call), heardAt: now, version });
    const id = row?.id ?? fresh.id;
    await this.outbox.append(tx, eventsOf(id, version, before, call));
    return { id, repeated: false, call };
  }

  /**
   * Ends a call of which nothing was heard for too long.
   * @param unheardSince only if nothing has been heard since then.
   */
  fallSilent(id: string, unheardSince: Date): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const row = await managerOf(tx).findOneBy(PhoneCallRow, { id });
      if (row === null || row.state === 'ended' || row.heardAt > unheardSince) return;
      await this.inside(tx, row, { kind: 'silence', at: this.clock.now().toISOString() });
    });
  }

  /** A caller with a number of her own who is not to be put through. */
  private async isHeldBack(tx: Transaction, { kind, direction, from }: CallEvent): Promise<boolean> {
    if (kind !== 'newCall' || direction !== 'in' || from?.kind !== 'phone' || from.number === null) return false;
    const row = await managerOf(tx).findOneBy(BlockedCallerRow, {
      phone: from.number,
      untilAt: MoreThan(this.clock.now()),
      liftedAt: IsNull(),
    });
    return row !== null;
  }

  private async insert(tx: Transaction, row: PhoneCallRow): Promise<void> {
    try {
      await managerOf(tx).createQueryBuilder().insert().into(PhoneCallRow).values(row).updateEntity(false).execute();
    } catch (error) {
      // Another event of the same call was quicker.
      if (isUniqueViolation(error)) throw new ConcurrentChange();
      throw error;
    }
  }

  private async update(tx: Transaction, row: PhoneCallRow, change: Partial<PhoneCallRow>): Promise<void> {
    const { affected } = await managerOf(tx).update(PhoneCallRow, { id: row.id, version: row.version }, change);
    if (affected !== 1) throw new ConcurrentChange();
  }
}

function eventsOf(id: string, version: number, before: Call | null, call: Call): NewEvent[] {
  return changesOf(before, call).map(({ type, accounts, holder, formerHolder }) => ({
    type,
    aggregateId: id,
    version,
    data: { direction: call.direction, state: call.state, holder, formerHolder, missed: call.missed },
    audience: [CALLS_ROOM, ...accounts.map((accountId) => `account:${accountId}`)],
  }));
}
