export interface ShiftOptions {
  readonly seed: number;
  /** The shift starts here: epoch milliseconds, whole seconds. */
  readonly from: number;
  /** Calls come in for so long; the ones that are there by then are brought to their end. */
  readonly minutes: number;
  /** Extensions of the operators, "101". */
  readonly operators: readonly string[];
  /** Average over the open hours; the profile of the day is laid over it. */
  readonly callsPerHour: number;
  readonly outboundPerHour: number;
  /** Calls about one ward within few minutes, beside the usual ones; 0: none. */
  readonly burst: number;
  readonly burstMinutes: number;
  /** The number that is called, and the queue. */
  readonly number: string;
  readonly queue: string;
  /** Who calls when so many wait hears the engaged tone. */
  readonly queueSize: number;
  /** Operators are there from this hour of Vietnam's day … */
  readonly opensAt: number;
  /** … to this one; outside, the voice box takes the calls. 0 and 24: round the clock. */
  readonly closesAt: number;
  /** Base of the recordings' addresses; null: the exchange records nothing. */
  readonly recordings: string | null;
}

/** Share of the day's calls in each hour: two tops, a dip at noon, little at night. */
const DAY_PROFILE = [
  2, 1, 1, 1, 2, 6, 18, 62, 112, 128, 118, 84, 58, 96, 120, 124, 106, 78, 60, 52, 40, 22, 10, 4,
] as const;
const OPEN = DAY_PROFILE.slice(7, 21);
const AVERAGE = OPEN.reduce((total: number, share) => total + share, 0) / OPEN.length;

const HOUR = 3_600_000;
/** Vietnam has no summer time. */
const ZONE = 7 * HOUR;

/** Hour of the day in Vietnam, 0 to 23. */
function hourOf(at: number): number {
  return Math.floor((at + ZONE) / HOUR) % 24;
}

/** Calls an hour that are to be expected at this instant. */
export function rateAt({ callsPerHour }: ShiftOptions, at: number): number {
  return (callsPerHour * (DAY_PROFILE[hourOf(at)] ?? 0)) / AVERAGE;
}

/** The highest the rate ever gets: arrivals are drawn at it and thinned to the rate of their instant. */
export function highestRate({ callsPerHour }: ShiftOptions): number {
  return (callsPerHour * Math.max(...DAY_PROFILE)) / AVERAGE;
}

export function isOpen({ opensAt, closesAt }: ShiftOptions, at: number): boolean {
  const hour = hourOf(at);
  return hour >= opensAt && hour < closesAt;
}
