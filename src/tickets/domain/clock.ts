/** The clocks of a ticket; the SLA module knows how long each runs and in which calendar. */
export type TicketClockKind =
  'classify' | 'accept' | 'act' | 'resolve' | 'resolve_holder' | 'publish' | 'apology' | 'support' | 'commitment';

/** Why a clock stopped. There is no other reason. */
export type StopReason =
  /** classify: the agency was named. */
  | 'assigned'
  /** classify: a complaint or denunciation; there is no agency to name. */
  | 'kept_by_centre'
  | 'accepted'
  /** act: the on-site action was reported. */
  | 'action_reported'
  /** resolve and resolve_holder: the answer that passed the gate had entered `awaiting_publication`. */
  | 'answered'
  /** publish: published, or answered privately. */
  | 'published'
  /** publish: the answer failed the gate; the next approval starts a new clock. */
  | 'failed_gate'
  /** accept and resolve_holder: the ticket went to another agency. */
  | 'handed_over'
  /** apology: the citizen has the letter. */
  | 'apology_sent'
  /** act, publish: the ticket is of another class now. */
  | 'reclassified'
  /** accept and resolve_holder: the agency gave it back. */
  | 'returned'
  /** every clock: another ticket stands for this one, and has its promise. */
  | 'merged'
  /** every clock: the citizen took it back, or did not answer the question. */
  | 'withdrawn'
  /** every clock: not taken up, with a ground and a way forward. */
  | 'rejected'
  /** support: the part is there. */
  | 'part_delivered'
  /** support: the lead does without it. */
  | 'part_withdrawn'
  /** commitment: what was promised is reported done. */
  | 'done_reported'
  /** commitment: the ticket is looked at again, and the next answer promises anew. */
  | 'reopened'
  /** every clock: the citizen was told where a complaint or denunciation goes. */
  | 'guided';

/**
 * Why a clock may stand still; there is no other reason.
 * - `centre_review`: the centre looked at an answer that then failed the gate (the holder's clock alone).
 * - `awaiting_citizen`: the citizen was asked for something.
 */
export type PauseReason = 'centre_review' | 'awaiting_citizen';

/** An interval in which a clock stood still; it stands still now when there is no `toAt`. */
export interface Pause {
  readonly fromAt: string;
  readonly toAt: string | null;
  readonly reason: PauseReason;
}

export interface TicketClock {
  readonly id: string;
  readonly ticketId: string;
  readonly kind: TicketClockKind;
  /** Who has to meet it: 1, 2, … among the clocks of a ticket. */
  readonly position: number;
  readonly holderAgencyCode: string;
  readonly holderAccountId: string | null;
  readonly calendarCode: string;
  readonly limit: string;
  readonly startedAt: Date;
  readonly dueAt: Date;
  readonly stoppedAt: Date | null;
  readonly stopReason: StopReason | null;
  readonly pauses: readonly Pause[];
  readonly policyVersion: number;
  /** Why the deadline is what it is, as the SLA module wrote it down. */
  readonly explanation: object;
  /** The ladder by which the clock is escalated; null when its class has none. */
  readonly ladderVersion: number | null;
  /** The next step of the ladder and when its time comes; null when stopped, paused, or nothing is left. */
  readonly timerMark: string | null;
  readonly timerAt: Date | null;
  /** The marks that have fired, `50%,80%`: each fires once for a clock, wherever the deadline moves. */
  readonly firedMarks: string;
  /** The one extension, as a limit; null: none yet. */
  readonly extendedBy: string | null;
}

/**
 * Who held a clock from an instant on, until the next holding of the same clock or its stop. Rows are
 * only added. `accountId` is null while it lies with an agency and with nobody in particular.
 */
export interface ClockHolding {
  readonly id: string;
  readonly ticketId: string;
  readonly clockId: string;
  readonly agencyCode: string;
  readonly accountId: string | null;
  /** The ticket's state in that time: waiting for acceptance, for approval, … */
  readonly stage: string;
  readonly fromAt: Date;
}

/** What the SLA module says about one clock. */
export interface PlannedClock {
  readonly kind: TicketClockKind;
  readonly holderAgencyCode: string;
  readonly calendarCode: string;
  readonly limit: string;
  readonly startedAt: Date;
  readonly dueAt: Date;
  readonly policyVersion: number;
  readonly explanation: object;
  readonly ladderVersion: number | null;
  readonly timer: PlannedTimer | null;
}

/** The next step of a clock's ladder. */
export interface PlannedTimer {
  readonly mark: string;
  readonly at: Date;
}
