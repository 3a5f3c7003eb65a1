/** One request for more time: at most one is approved for a ticket, before its deadline. */
export interface Extension {
  readonly id: string;
  readonly ticketId: string;
  /** 1, 2, … within the ticket: a refused request may be followed by another. */
  readonly number: number;
  readonly status: 'asked' | 'approved' | 'refused';
  readonly agencyCode: string;
  readonly reason: string;
  /** By how much, as a limit: what the asked day needs, at most what the policy allows. */
  readonly extendedBy: string;
  readonly dueBefore: Date;
  readonly dueAfter: Date;
  readonly askedByAccountId: string;
  readonly askedAt: Date;
  readonly decidedByAccountId: string | null;
  readonly decidedAt: Date | null;
  readonly decisionWords: string | null;
}

/** What may be decided: the request that waits. */
export function pendingExtension(extensions: readonly Extension[]): Extension | null {
  return extensions.find(({ status }) => status === 'asked') ?? null;
}

/** A request for more time of whoever has the ticket no longer: nobody is left to decide it. */
export function lapsed(
  extensions: readonly Extension[],
  accountId: string | null,
  at: Date,
  words: string,
): Extension | null {
  const pending = pendingExtension(extensions);
  if (pending === null) return null;
  return { ...pending, status: 'refused', decidedByAccountId: accountId, decidedAt: at, decisionWords: words };
}
