const SECOND_MS = 1_000;

/** Steps of one moment come in one portion, but several portions follow each other: so long they are gathered. */
const GATHER_URGENT_MS = 2 * SECOND_MS;
const GATHER_MS = 5 * SECOND_MS;
/** Catching up after an outage, the last step of the night must not be waited for for ever. */
const LONGEST_CATCH_UP_MS = 60 * SECOND_MS;
/** Who has just been written to reads that first. */
export const DIGEST_EVERY_MS = 15 * 60 * SECOND_MS;

/** What of somebody waits to be mailed. */
export interface Waiting {
  /** Since when the oldest urgent reminder could have been told; null: there is none. */
  readonly urgentSince: Date | null;
  readonly ordinarySince: Date | null;
  /** When the last mail with ordinary ones was put down; null: never. */
  readonly lastDigestAt: Date | null;
}

/**
 * Which mails somebody gets now. Urgent reminders wait two seconds for others of the same moment. Ordinary
 * ones go out together, at most every quarter of an hour; and after an outage not before the timers have
 * caught up, so that nobody gets a thousand mails, but after a minute in any case.
 *
 * @param catchingUp whether timers are overdue at this moment.
 */
export function mailsDue(
  { urgentSince, ordinarySince, lastDigestAt }: Waiting,
  now: Date,
  catchingUp: boolean,
): { readonly urgent: boolean; readonly ordinary: boolean } {
  const waited = (since: Date | null): number => (since === null ? -1 : now.getTime() - since.getTime());
  const rested = lastDigestAt === null || now.getTime() - lastDigestAt.getTime() >= DIGEST_EVERY_MS;
  const enough = waited(ordinarySince) >= (catchingUp ? LONGEST_CATCH_UP_MS : GATHER_MS);
  return { urgent: waited(urgentSince) >= GATHER_URGENT_MS, ordinary: enough && rested };
}
