import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FOLLOWER_ASKED, Followers } from '../followers/index.js';
import { Clock } from '../kernel/index.js';
import { managerOf, type Transaction } from '../platform/database/index.js';
import { SubscriberRegistry, type StoredEvent, type Subscriber } from '../platform/outbox/index.js';
import { TicketRow } from '../tickets/index.js';
import { FOLLOWED_EVENTS, isShared, mailFor } from './mail-table.js';
import { putMails } from './put-mails.js';

/** So many at a statement: half a ward may follow one report. */
const PORTION = 200;

/**
 * Puts down the mails to those who follow a report: the link that confirms it, and after that whatever the reporters of
 * merged tickets are told too: what becomes of the matter, and nothing between office and reporter.
 */
@Injectable()
export class FollowerMails implements Subscriber, OnModuleInit {
  readonly name = 'notifications-followers';
  readonly events = [FOLLOWER_ASKED, ...FOLLOWED_EVENTS];

  constructor(
    private readonly registry: SubscriberRegistry,
    private readonly followers: Followers,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.registry.register(this);
  }

  async handle(event: StoredEvent, transaction: Transaction): Promise<void> {
    if (event.type === FOLLOWER_ASKED) {
      await putMails(
        transaction,
        { event, template: 'follow-confirm', refs: {} },
        [event.aggregateId],
        this.clock.now(),
      );
      return;
    }
    const what = mailFor(event);
    if (what === null || !isShared(what)) return;
    const { agencyCode } = event.data;
    const refs = { what, aboutTicketId: event.aggregateId, ...(agencyCode === undefined ? {} : { agencyCode }) };
    const merged = await managerOf(transaction).find(TicketRow, {
      select: { id: true },
      where: { mergedIntoId: event.aggregateId },
    });
    const ticketIds = [event.aggregateId, ...merged.map(({ id }) => id)];
    // An incident has hundreds of merged tickets: a statement takes a portion of them.
    for (let at = 0; at < ticketIds.length; at += PORTION) {
      const some = ticketIds.slice(at, at + PORTION);
      for (let after = ''; ;) {
        const ids = await this.followers.of(transaction, some, after, PORTION);
        await putMails(transaction, { event, template: 'follow-news', refs }, ids, this.clock.now());
        const last = ids.at(-1);
        if (last === undefined || ids.length < PORTION) break;
        after = last;
      }
    }
  }
}
