/** Whoever acts, as answers and clocks keep it. */
export interface Actor {
  readonly accountId: string;
  readonly agencyCode: string;
}
