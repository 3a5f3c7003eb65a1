const MINUTE_MS = 60_000;
const LONGEST_MINUTES = 6 * 60;
/** A gateway comes back for everybody at once; mails should not lie for hours after it has. */
const LONGEST_GATEWAY_MINUTES = 15;
/** What RFC 5321 §4.5.4.1 asks of a sender: at least 4 to 5 days. */
const GIVE_UP_MS = 5 * 24 * 60 * MINUTE_MS;

/**
 * When a mail is tried again: after 1, 2, 4 … minutes, at most 6 hours; while the gateway is down at most
 * 15 minutes.
 * @param attempts made so far, 1 or more.
 */
export function nextAttempt(now: Date, attempts: number, kind: 'gateway_down' | 'deferred'): Date {
  const longest = kind === 'gateway_down' ? LONGEST_GATEWAY_MINUTES : LONGEST_MINUTES;
  return new Date(now.getTime() + Math.min(2 ** (attempts - 1), longest) * MINUTE_MS);
}

/** A mailbox that says "later" for five days does not take the mail; a gateway that is down never loses one. */
export function givenUp(now: Date, createdAt: Date): boolean {
  return now.getTime() - createdAt.getTime() > GIVE_UP_MS;
}
