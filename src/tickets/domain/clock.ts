/** The clocks of a ticket; the SLA module knows how long each runs and in which calendar. */
export type TicketClockKind = 'classify' | 'accept' | 'act' | 'resolve' | 'resolve_holder' | 'publish';

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
  /** act, publish: the ticket is of another class now. */
  | 'reclassified'
  /** every clock: the citizen was told where a complaint or denunciation goes. */
  | 'guided';

/** An interval in which a clock stood still. */
export interface Pause {
  readonly fromAt: string;
  readonly toAt: string;
  readonly reason: 'centre_review';
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
}
