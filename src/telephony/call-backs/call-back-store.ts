import { Injectable } from '@nestjs/common';
import { In, Not, type EntityManager } from 'typeorm';
import { Province } from '../../agencies/index.js';
import { Clock, newId } from '../../kernel/index.js';
import {
  ConcurrentChange,
  insertMany,
  isUniqueViolation,
  managerOf,
  type Transaction,
} from '../../platform/database/index.js';
import { dueInCallingHours, openKey, type CallBackReason } from '../domain/call-back.js';
import { msOfDay } from '../domain/time-of-day.js';
import { CallBackRow, type PhoneCallRow } from '../entities.js';
import { TelephonySettings } from '../settings.js';

const MINUTE_MS = 60_000;

type MissedCall = Pick<PhoneCallRow, 'id' | 'startedAt' | 'voicemail'>;

/** The entries of people to be called: one open one for a caller, one for each thing owed about a ticket. */
@Injectable()
export class CallBackStore {
  constructor(
    private readonly clock: Clock,
    private readonly settings: TelephonySettings,
    private readonly province: Province,
  ) {}

  /** A call of this number was missed: a new entry, or one more call of the open one. */
  async missed(tx: Transaction, phone: string, call: MissedCall): Promise<void> {
    const manager = managerOf(tx);
    const key = openKey({ phone });
    const open = await manager.findOneBy(CallBackRow, { openKey: key });
    const reason: CallBackReason = call.voicemail || open?.reason === 'voicemail' ? 'voicemail' : 'missed';
    const dueAt = new Date(call.startedAt.getTime() + this.settings.callBacks.missedMinutes * MINUTE_MS);
    if (open === null) {
      await this.insert(manager, this.fresh({ openKey: key, reason, phone, ticketId: null, callId: call.id, dueAt }));
      return;
    }
    if (open.callId === call.id) return;
    // Who calls again can be reached now.
    await this.change(tx, open, {
      reason,
      callId: call.id,
      times: open.times + 1,
      state: 'open',
      failures: 0,
      lastFailureAt: null,
      nextAt: null,
    });
  }

  /** The reporters of these tickets must hear something; what they must hear already is not put down twice. */
  async owe(
    tx: Transaction,
    reason: CallBackReason,
    people: readonly { readonly ticketId: string; readonly phone: string }[],
  ): Promise<void> {
    const { timeZone } = this.province;
    const dueAt = dueInCallingHours(this.clock.now(), this.settings.callBacks, (at) => msOfDay(at, timeZone));
    const rows = people.map(({ ticketId, phone }) =>
      this.fresh({ openKey: openKey({ ticketId, reason }), reason, phone, ticketId, callId: null, dueAt }),
    );
    await insertMany(managerOf(tx), CallBackRow, rows, { orIgnore: true });
  }

  /** There is nothing of this kind to tell them any more. */
  async settle(tx: Transaction, ticketIds: readonly string[], reasons: readonly CallBackReason[]): Promise<void> {
    if (ticketIds.length === 0 || reasons.length === 0) return;
    await managerOf(tx).update(
      CallBackRow,
      { ticketId: In([...ticketIds]), reason: In([...reasons]), state: Not('closed') },
      { ...this.closing('superseded', null), version: () => 'version + 1' },
    );
  }

  /** The caller has reached somebody: the missed calls before that are answered. */
  async reachedUs(tx: Transaction, phone: string, call: Pick<PhoneCallRow, 'id' | 'startedAt'>): Promise<void> {
    const open = await managerOf(tx).findOneBy(CallBackRow, { openKey: openKey({ phone }) });
    // Due at a fixed time after the first missed call.
    const firstMissed = (open?.dueAt.getTime() ?? 0) - this.settings.callBacks.missedMinutes * MINUTE_MS;
    if (open === null || firstMissed > call.startedAt.getTime()) return;
    await this.change(tx, open, this.closing('called_again', null));
  }

  /** @throws ConcurrentChange when somebody else was quicker. */
  async change(tx: Transaction, row: CallBackRow, change: Partial<CallBackRow>): Promise<void> {
    const { id, version } = row;
    const { affected } = await managerOf(tx).update(
      CallBackRow,
      { id, version },
      { changedAt: this.clock.now(), ...change, version: version + 1 },
    );
    if (affected !== 1) throw new ConcurrentChange();
  }

  /** What an entry that is done with looks like. */
  closing(outcome: CallBackRow['outcome'], closedBy: string | null) {
    const now = this.clock.now();
    return {
      state: 'closed' as const,
      openKey: null,
      outcome,
      closedAt: now,
      closedBy,
      changedAt: now,
      claimedBy: null,
      claimedUntil: null,
    };
  }

  private fresh(of: Pick<CallBackRow, 'openKey' | 'reason' | 'phone' | 'ticketId' | 'callId' | 'dueAt'>): CallBackRow {
    const now = this.clock.now();
    return {
      id: newId(),
      ...of,
      times: 1,
      state: 'open',
      nextAt: null,
      claimedBy: null,
      claimedUntil: null,
      attempts: 0,
      failures: 0,
      lastFailureAt: null,
      outcome: null,
      createdAt: now,
      changedAt: now,
      closedAt: null,
      closedBy: null,
      version: 1,
      closeNote: null,
    };
  }

  private async insert(manager: EntityManager, row: CallBackRow): Promise<void> {
    try {
      await manager.insert(CallBackRow, row);
    } catch (error) {
      if (isUniqueViolation(error)) throw new ConcurrentChange();
      throw error;
    }
  }
}
