import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../kernel/index.js';
import { managerOf, type Transaction } from '../platform/database/index.js';
import { SubscriberRegistry, type StoredEvent, type Subscriber } from '../platform/outbox/index.js';
import { TicketReporterRow, TicketRow } from '../tickets/index.js';
import { MailMessageRow } from './entities.js';
import { isShared, MAILED_EVENTS, mailFor, type ReporterMail } from './mail-table.js';
import { putMails } from './put-mails.js';

/** So many reporters of merged tickets are read and written at a statement: an incident has hundreds. */
const PORTION = 200;

/** Somebody who can be written to about a ticket of his or her own. */
interface Addressee {
  readonly ticketId: string;
  readonly state: TicketRow['state'];
}

/** Puts down that mails have to go out; in the event's transaction, so none is lost or doubled. */
@Injectable()
export class MailPlanner implements Subscriber, OnModuleInit {
  readonly name = 'notifications-mail';
  readonly events = MAILED_EVENTS;

  constructor(
    private readonly registry: SubscriberRegistry,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.registry.register(this);
  }

  async handle(event: StoredEvent, transaction: Transaction): Promise<void> {
    const template = mailFor(event);
    if (template === null) return;
    const manager = managerOf(transaction);
    const own = await this.addressees(transaction, { ticketId: event.aggregateId });
    // Joined an incident with the call: the mail about that says all that the receipt would.
    const told = own.filter(({ state }) => !(template === 'ticket-received' && state === 'merged'));
    if (await manager.existsBy(MailMessageRow, { eventId: event.id, template })) return;
    await this.put(transaction, event, template, told);
    if (!isShared(template)) return;
    for (let after = ''; ;) {
      const merged = await this.addressees(transaction, { mergedIntoId: event.aggregateId, after });
      await this.put(transaction, event, template, merged);
      const last = merged.at(-1);
      if (last === undefined || merged.length < PORTION) return;
      after = last.ticketId;
    }
  }

  /** Who has an address: the reporter of a ticket, or the next portion of those merged into it. */
  private async addressees(
    transaction: Transaction,
    of: { readonly ticketId: string } | { readonly mergedIntoId: string; readonly after: string },
  ): Promise<Addressee[]> {
    const query = managerOf(transaction)
      .createQueryBuilder(TicketRow, 't')
      .innerJoin(TicketReporterRow, 'r', 'r.ticket_id = t.id')
      .select('t.id', 'ticketId')
      .addSelect('t.state', 'state')
      .where('r.email is not null')
      .andWhere('r.anonymous = 0')
      .orderBy('t.id', 'ASC')
      .limit(PORTION);
    if ('ticketId' in of) query.andWhere('t.id = :ticketId', of);
    else query.andWhere('t.merged_into_id = :mergedIntoId', of).andWhere('t.id > :after', of);
    return query.getRawMany<Addressee>();
  }

  private async put(
    transaction: Transaction,
    event: StoredEvent,
    template: ReporterMail,
    addressees: readonly Addressee[],
  ): Promise<void> {
    const ids = addressees.map(({ ticketId }) => ticketId);
    const own = ids.filter((id) => id === event.aggregateId);
    const merged = ids.filter((id) => id !== event.aggregateId);
    const now = this.clock.now();
    await putMails(transaction, { event, template, refs: event.data }, own, now);
    // Of a merged ticket the mail tells what became of the one that stands for it.
    const refs = { ...event.data, aboutTicketId: event.aggregateId };
    await putMails(transaction, { event, template, refs }, merged, now);
  }
}
