/** What is known of somebody who wants to follow a report. */
export interface AskedBefore {
  readonly askedAt: Date;
  readonly askedTimes: number;
  readonly confirmedAt: Date | null;
  readonly endedAt: Date | null;
}

const HOUR_MS = 3_600_000;
/** Mails with a link that one address is sent in a day, about whatever reports and whoever types it: nobody's mailbox is filled by others. */
const MOST_A_DAY = 5;
/** Mails with a link about one report, in all. */
const MOST_ABOUT_ONE = 3;
/** An address that nobody has confirmed is not kept for longer. The page on personal data promises it. */
export const UNCONFIRMED_MS = 7 * 24 * HOUR_MS;

/**
 * Whether the mail with the link is sent (again). What the page says is the same either way, so that nobody learns
 * who follows what.
 *
 * @param before null: never asked about this report.
 * @param today how many mails with a link the same address was sent in the last day, about all reports; rather too many than too few.
 */
export function sendsLink(before: AskedBefore | null, today: number, now: Date): boolean {
  if (today >= MOST_A_DAY) return false;
  if (before === null) return true;
  if (before.confirmedAt !== null && before.endedAt === null) return false;
  return before.askedTimes < MOST_ABOUT_ONE && now.getTime() - before.askedAt.getTime() >= HOUR_MS;
}

/** Whether nobody has confirmed the address in time: the link does nothing any more, and the address is forgotten. */
export function isExpired({ askedAt, confirmedAt }: Pick<AskedBefore, 'askedAt' | 'confirmedAt'>, now: Date): boolean {
  return confirmedAt === null && askedAt.getTime() < now.getTime() - UNCONFIRMED_MS;
}
