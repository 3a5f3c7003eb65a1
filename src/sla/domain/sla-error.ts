/** Why a calendar, a limit or a deadline cannot be had. */
export type SlaErrorCode =
  | 'limit-unreadable'
  | 'mark-unreadable'
  | 'case-unreadable'
  | 'calendar-unreadable'
  | 'instant-unreadable'
  | 'day-unreadable'
  | 'hours-unreadable'
  | 'hours-overlap'
  | 'hours-gap'
  | 'zone-unknown'
  | 'calendar-empty'
  | 'calendar-too-short'
  | 'pause-reversed'
  | 'calendar-missing';

/**
 * A rule of the calendar or the deadline cannot be applied. The message is a Vietnamese sentence, so
 * that a province checking its table reads what to mend; a wrong date is never given instead.
 */
export class SlaError extends Error {
  override readonly name = 'SlaError';

  constructor(
    readonly code: SlaErrorCode,
    message: string,
  ) {
    super(message);
  }
}
