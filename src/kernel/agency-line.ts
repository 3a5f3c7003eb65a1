/** How an agency hangs together with others by the orders that merged, split, renamed or closed agencies. */
export interface AgencyLine {
  /** Agencies that have ended and whose whole work came to this one: what they had answered is its own to read. */
  readonly before: readonly string[];
  /** Whoever it came from, in whole or in part, and whoever came from it: what is said about one is said about all. */
  readonly kin: readonly string[];
}

/** An agency that no order has touched. */
export const NO_LINE: AgencyLine = { before: [], kin: [] };

/** Who came before and after an agency, up to today. Asked by whatever makes a principal. */
export abstract class AgencyLines {
  abstract of(agencyCode: string): AgencyLine;
}
