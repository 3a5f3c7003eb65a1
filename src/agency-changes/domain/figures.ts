/** How much of what hangs on the agencies of an order. */
export interface Figures {
  readonly tickets: number;
  readonly parts: number;
  readonly apologies: number;
  readonly accounts: number;
  readonly routingRules: number;
  readonly shifts: number;
  readonly absences: number;
  readonly deputations: number;
  readonly assignmentRules: number;
}
