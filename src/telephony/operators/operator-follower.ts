import { Injectable, type OnModuleInit } from '@nestjs/common';
import { managerOf, type Transaction } from '../../platform/database/index.js';
import { SubscriberRegistry, type StoredEvent, type Subscriber } from '../../platform/outbox/index.js';
import { FOLLOWED_CALL_EVENTS } from '../domain/call-changes.js';
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

  async handle(event: StoredEvent, tx: Transaction): Promise<void> {
    const call = await managerOf(tx).findOneBy(PhoneCallRow, { id: event.aggregateId });
    if (call === null) return;
    const former = event.data['formerHolder'];
    const changedAt = call.trail.findLast(({ kind }) => kind === 'transfer' || kind === 'answer')?.at;
    const at = changedAt === undefined ? call.startedAt : new Date(changedAt);
    if (typeof former === 'string' && former !== call.holderAccountId)
      await this.states.hungUp(tx, former, call.id, call.endedAt ?? at);
    const { holderAccountId: holder } = call;
    if (holder === null || call.voicemail) return;
    if (call.state === 'talking') await this.states.talks(tx, holder, call.id, at);
    else if (call.state === 'ended') await this.states.hungUp(tx, holder, call.id, call.endedAt ?? at);
  }
}
