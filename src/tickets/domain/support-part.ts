/**
 * What a supporting agency is asked to give to the lead's answer. The lead alone answers the citizen, and its
 * own clocks run on meanwhile.
 */
export interface SupportPart {
  readonly id: string;
  readonly ticketId: string;
  /** 1, 2, … within the ticket. */
  readonly number: number;
  readonly agencyCode: string;
  readonly status: 'asked' | 'delivered' | 'withdrawn';
  /** What is asked for. */
  readonly ask: string;
  /** Its clock of kind `support`. */
  readonly clockId: string | null;
  /** Set by the lead, at most the lead's own deadline. */
  readonly dueAt: Date;
  readonly askedByAccountId: string;
  readonly askedByAgencyCode: string;
  readonly askedAt: Date;
  readonly reminderCount: number;
  readonly remindedAt: Date | null;
  /** What was delivered; null before, and for a part that was withdrawn. */
  readonly part: string | null;
  readonly endedByAccountId: string | null;
  readonly endedAt: Date | null;
  readonly withdrawnBecause: string | null;
}
