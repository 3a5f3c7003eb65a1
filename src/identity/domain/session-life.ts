/**
 * How long a session lives. Idle: two hours without a request, because the desks stand in open offices.
 * Absolute: twelve hours, longer than any shift, so that a forgotten browser is out by the next morning.
 */
export const SESSION_IDLE_SECONDS = 2 * 3600;
export const SESSION_ABSOLUTE_SECONDS = 12 * 3600;

/** `lastSeenAt` is at most this old: writing it at every request would make each read cost a write. */
export const SESSION_TOUCH_SECONDS = 60;

export interface SessionTimes {
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
}

const seconds = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / 1000;

export function isLive(session: SessionTimes, now: Date): boolean {
  return (
    seconds(session.lastSeenAt, now) < SESSION_IDLE_SECONDS &&
    seconds(session.createdAt, now) < SESSION_ABSOLUTE_SECONDS
  );
}

/** When a session is over if nobody does anything any more. */
export function endOf({ createdAt, lastSeenAt }: SessionTimes): Date {
  return new Date(
    Math.min(lastSeenAt.getTime() + SESSION_IDLE_SECONDS * 1000, createdAt.getTime() + SESSION_ABSOLUTE_SECONDS * 1000),
  );
}

export function needsTouch(session: SessionTimes, now: Date): boolean {
  return seconds(session.lastSeenAt, now) >= SESSION_TOUCH_SECONDS;
}

/** Sessions begun or last seen before these instants are over. */
export function expiryLimits(now: Date): { readonly createdBefore: Date; readonly lastSeenBefore: Date } {
  return {
    createdBefore: new Date(now.getTime() - SESSION_ABSOLUTE_SECONDS * 1000),
    lastSeenBefore: new Date(now.getTime() - SESSION_IDLE_SECONDS * 1000),
  };
}
