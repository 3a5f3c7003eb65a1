import { Injectable, type OnModuleInit } from '@nestjs/common';
import { managerOf, type Transaction } from '../../platform/database/index.js';
import { SubscriberRegistry, type StoredEvent, type Subscriber } from '../../platform/outbox/index.js';
import { FOLLOWED_CALL_EVENTS, talksOf } from '../domain/call-changes.js';
import { callOf } from '../domain/call.js';
import { PhoneCallRow } from '../entities.js';
import { OperatorStates } from './operator-states.js';

/** Keeps operators' states in step with their calls. It goes by the call as it is: what comes late changes nothing. */
@Injectable()
export class OperatorFollower implements Subscriber, OnModuleInit {
  readonly name = 'telephony-operators';
  readonly events = FOLLOWED_CALL_EVENTS;

  constructor(
    private readonly registry: SubscriberRegistry,
    private readonly states: OperatorStates,
  ) {}

  onModuleInit(): void {
    this.registry.register(this);
  }

  async handle({ aggregateId }: StoredEvent, tx: Transaction): Promise<void> {
    const row = await managerOf(tx).findOneBy(PhoneCallRow, { id: aggregateId });
    // What came with the exchange's list is long over, and nobody wraps it up.
    if (row === null || row.trail.some(({ kind }) => kind === 'record')) return;
    for (const { accountId, from, to } of talksOf(callOf(row.trail))) {
      await this.states.talks(tx, accountId, row.id, from);
      if (to !== null) await this.states.hungUp(tx, accountId, row.id, to);
    }
  }
}
