import { newId } from '../kernel/index.js';
import { managerOf, type Transaction } from '../platform/database/index.js';
import type { StoredEvent } from '../platform/outbox/index.js';
import { MailMessageRow } from './entities.js';

interface Mail {
  readonly event: StoredEvent;
  readonly template: MailMessageRow['template'];
  readonly refs: MailMessageRow['refs'];
}

/**
 * Puts down one mail for each addressee, to go out at once; in the event's transaction, so none is lost or doubled.
 * @param addresseeIds tickets or followers: by them a full mailbox holds up nobody else's mails.
 */
export async function putMails(
  transaction: Transaction,
  { event, template, refs }: Mail,
  addresseeIds: readonly string[],
  now: Date,
): Promise<void> {
  if (addresseeIds.length === 0) return;
  const rows = addresseeIds.map((ticketId) => ({
    id: newId(),
    eventId: event.id,
    eventSeq: event.seq,
    ticketId,
    template,
    refs,
    ...unsent(now),
  }));
  await managerOf(transaction)
    .createQueryBuilder()
    .insert()
    .into(MailMessageRow)
    .values(rows)
    .updateEntity(false)
    .execute();
}

/** What a mail has of its sending before anybody tries, to go out at once. */
export function unsent(now: Date) {
  return {
    status: 'pending' as const,
    attempts: 0,
    createdAt: now,
    nextAt: now,
    claimToken: null,
    claimedUntil: null,
    sentAt: null,
    messageId: null,
    lastError: null,
  };
}
