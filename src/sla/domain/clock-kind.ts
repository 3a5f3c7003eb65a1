/**
 * What is timed. `resolve` runs from the citizen's message to the answer, whoever holds the ticket;
 * `resolve_holder` from each transfer; `act` (urgent only) to the report from the place; `apology` from the
 * breach of `resolve` to the letter; `support` from the lead's request to a supporting agency to its part, until
 * the day the lead sets; `commitment` from the answer that promises a day to the report that the work is done.
 */
export const CLOCK_KINDS = [
  'classify',
  'accept',
  'act',
  'resolve',
  'resolve_holder',
  'publish',
  'apology',
  'support',
  'commitment',
] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];
