/**
 * The only source of "now". Everything that depends on time takes a Clock, so that a rule can be
 * tried on any day and a test never waits.
 */
export abstract class Clock {
  /** The present instant (UTC). */
  abstract now(): Date;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}
