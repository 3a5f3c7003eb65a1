import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { Province } from '../../agencies/index.js';
import { managerOf, type Transaction } from '../../platform/database/index.js';
import { SubscriberRegistry, type StoredEvent, type Subscriber } from '../../platform/outbox/index.js';
import { TicketReporterRow, TicketRow } from '../../tickets/index.js';
import { CALLABLE } from '../domain/callable.js';
import { FOLLOWED_CALL_EVENTS } from '../domain/call-changes.js';
import { owedAfter, OWING_EVENTS } from '../domain/owed.js';
import { PhoneCallRow } from '../entities.js';
import { CallBackStore } from './call-back-store.js';

/** So many people are put down at a statement: an incident has hundreds. */
const PORTION = 200;

interface Person {
  readonly ticketId: string;
  readonly phone: string;
}

/** Puts down whom the centre owes a call: in the event's transaction, so that none is lost or doubled. */
@Injectable()
export class CallBackFollower implements Subscriber, OnModuleInit {
  readonly name = 'telephony-call-backs';
  readonly events: readonly string[] = [...FOLLOWED_CALL_EVENTS, ...OWING_EVENTS];

  constructor(
    private readonly registry: SubscriberRegistry,
    private readonly store: CallBackStore,
    private readonly province: Province,
  ) {}

  onModuleInit(): void {
    this.registry.register(this);
  }

  async handle(event: StoredEvent, tx: Transaction): Promise<void> {
    if (event.type.startsWith('call.')) await this.afterCall(event.aggregateId, tx);
    else await this.afterTicket(event, tx);
  }

  /** It goes by the call as it is now: what was heard late has been put right by then. */
  private async afterCall(id: string, tx: Transaction): Promise<void> {
    const manager = managerOf(tx);
    const call = await manager.findOneBy(PhoneCallRow, { id });
    // A number that is hidden cannot be called; a line of the house knows whom it wanted.
    if (call?.fromKind !== 'phone' || call.fromNumber === null || call.direction !== 'in') return;
    const { fromNumber, startedAt } = call;
    if (call.answeredAt !== null && !call.voicemail) await this.store.reachedUs(tx, fromNumber, call);
    if (!call.missed) return;
    const since = await manager.find(PhoneCallRow, {
      select: { id: true, answeredAt: true, voicemail: true },
      where: { fromNumber, direction: 'in', startedAt: MoreThan(startedAt) },
    });
    if (since.some(({ answeredAt, voicemail }) => answeredAt !== null && !voicemail)) return;
    await this.store.missed(tx, fromNumber, call);
  }

  private async afterTicket({ type, data, aggregateId: ticketId }: StoredEvent, tx: Transaction): Promise<void> {
    const { owe, settle, shared } = owedAfter(type, data);
    await this.store.settle(tx, [ticketId], settle);
    if (owe !== null) await this.store.owe(tx, owe, await this.people(tx, { ticketId }));
    for (let after = '', more = shared; more;) {
      const merged = await this.people(tx, { mergedIntoId: ticketId, after });
      const last = merged.at(-1);
      await this.store.settle(
        tx,
        merged.map((person) => person.ticketId),
        settle,
      );
      if (owe !== null) await this.store.owe(tx, owe, merged);
      after = last?.ticketId ?? '';
      more = merged.length === PORTION;
    }
  }

  /** Reporters with a telephone and no address: of a ticket, or the next portion of those merged into it. */
  private async people(
    tx: Transaction,
    of: { readonly ticketId: string } | { readonly mergedIntoId: string; readonly after: string },
  ): Promise<Person[]> {
    const query = managerOf(tx)
      .createQueryBuilder(TicketRow, 't')
      .innerJoin(TicketReporterRow, 'r', 'r.ticket_id = t.id')
      .select('t.id', 'ticketId')
      .addSelect('r.phone', 'phone')
      .where('r.phone is not null')
      .andWhere('r.email is null')
      .andWhere('r.anonymous = 0')
      .andWhere(CALLABLE, { centre: this.province.centreAgency })
      .orderBy('t.id', 'ASC')
      .limit(PORTION);
    if ('ticketId' in of) query.andWhere('t.id = :ticketId', of);
    else query.andWhere('t.merged_into_id = :mergedIntoId', of).andWhere('t.id > :after', of);
    return query.getRawMany<Person>();
  }
}
