/** What is known of somebody who wants to follow a report. */
export interface AskedBefore {
  readonly askedAt: Date;
  readonly askedTimes: number;
  readonly confirmedAt: Date | null;
  readonly endedAt: Date | null;
}

const HOUR_MS = 3_600_000;
/** Mails with a link that one address is sent in a day, whoever types it: nobody's mailbox is filled by others. */
const MOST_A_DAY = 5;
/** Mails with a link about one report, in all. */
const MOST_ABOUT_ONE = 3;

/**
 * Whether the mail with the link is sent (again). What the page says is the same either way, so that nobody learns
 * who follows what.
 *
 * @param before null: never asked about this report.
 * @param today how many reports the same address was asked about in the last day, others included.
 */
export function sendsLink(before: AskedBefore | null, today: number, now: Date): boolean {
  if (today >= MOST_A_DAY) return false;
  if (before === null) return true;
  if (before.confirmedAt !== null && before.endedAt === null) return false;
  return before.askedTimes < MOST_ABOUT_ONE && now.getTime() - before.askedAt.getTime() >= HOUR_MS;
}
