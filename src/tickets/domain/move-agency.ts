import { change, type LoadedTicket, type TicketChange } from './change.js';
import { openCommitment } from './commitment.js';
import { holding } from './clock-moves.js';
import type { TicketClock } from './clock.js';
import { pendingExtension, type Extension } from './extension.js';
import type { SupportPart } from './support-part.js';
import { isOpen } from './state-table.js';
import { isGuided } from './ticket.js';

/** Who takes over from an agency, for this ticket; the agency's own code when nobody does. */
export type TakesOver = (agencyCode: string) => string;

/** What a ticket loses of an agency that ends, and to whom. */
export interface AgencyMove {
  readonly takesOver: TakesOver;
  /** The same for the lead, whom the category may forbid to judge itself. */
  readonly leads: TakesOver;
  /** Where somebody works now that the order is in force; null: an account that is gone. */
  readonly agencyOf: (accountId: string) => string | null;
  readonly orderId: string;
  readonly at: Date;
}

/**
 * Agencies have changed by an order: whoever took over goes on where the former one was. No hand-over: what
 * runs runs on, to the same deadlines and in the hours they were promised by, and a letter that is owed is owed
 * by the new one. An ended ticket stays with the agency that answered it, unless that had promised work to come.
 *
 * @returns null: nothing of this ticket lies with an agency that has changed.
 */
export function moveAgency(loaded: LoadedTicket, move: AgencyMove): TicketChange | null {
  const { ticket } = loaded;
  const { at, orderId, takesOver } = move;
  // Whoever takes over also does what was promised.
  const works = isOpen(ticket.state) || openCommitment(loaded) !== null;
  const lead = works && ticket.leadAgencyCode !== null ? move.leads(ticket.leadAgencyCode) : null;
  const leadMoves = lead !== null && lead !== ticket.leadAgencyCode;
  // What the lead holds goes where the lead goes; the rest by itself.
  const holderOf = (code: string): string => (lead !== null && code === ticket.leadAgencyCode ? lead : takesOver(code));
  const owed = loaded.apology?.status === 'owed' ? loaded.apology : null;
  const debtor =
    owed === null ? null : isGuided(ticket.boundary) ? holderOf(owed.agencyCode) : takesOver(owed.agencyCode);
  const clocks = loaded.running.flatMap((clock) => {
    const own = clock.kind === 'support' || (clock.kind === 'apology' && !isGuided(ticket.boundary));
    const to = own ? takesOver(clock.holderAgencyCode) : holderOf(clock.holderAgencyCode);
    return to === clock.holderAgencyCode ? [] : [heldBy(clock, to, move)];
  });
  const supports = openParts(loaded).flatMap((part): SupportPart[] => {
    const agencyCode = takesOver(part.agencyCode);
    const askedByAgencyCode = takesOver(part.askedByAgencyCode);
    const same = agencyCode === part.agencyCode && askedByAgencyCode === part.askedByAgencyCode;
    return same ? [] : [{ ...part, agencyCode, askedByAgencyCode }];
  });
  const apology =
    owed !== null && debtor !== null && debtor !== owed.agencyCode ? { ...owed, agencyCode: debtor } : null;
  if (!leadMoves && clocks.length === 0 && supports.length === 0 && apology === null) return null;

  const pairs = new Map<string, string>();
  if (leadMoves && ticket.leadAgencyCode !== null) pairs.set(ticket.leadAgencyCode, lead);
  for (const part of openParts(loaded)) note(pairs, part.agencyCode, takesOver(part.agencyCode));
  if (owed !== null && debtor !== null) note(pairs, owed.agencyCode, debtor);
  for (const clock of loaded.running) {
    const moved = clocks.find(({ id }) => id === clock.id);
    if (moved !== undefined) note(pairs, clock.holderAgencyCode, moved.holderAgencyCode);
  }
  const { handlerAccountId } = ticket;
  const stays = handlerAccountId !== null && move.agencyOf(handlerAccountId) === lead;
  const draft = loaded.answer?.status === 'draft' && leadMoves ? loaded.answer : null;
  return change(ticket.state, {
    set: leadMoves ? { leadAgencyCode: lead, handlerAccountId: stays ? handlerAccountId : null } : {},
    clocks,
    holdings: clocks
      // While the centre reads the answer its time is the centre's, whoever has to keep the promise.
      .filter(({ kind }) => kind !== 'resolve' || ticket.state !== 'awaiting_publication')
      .map((clock) =>
        holding(clock, { agencyCode: clock.holderAgencyCode, accountId: clock.holderAccountId }, ticket.state, at),
      ),
    supports,
    apology,
    extension: movedRequest(loaded, takesOver),
    // Whoever wrote it writes on, as the new agency.
    answer: draft !== null && lead !== null ? { ...draft, authorAgencyCode: lead } : null,
    notes: [...pairs].map(([fromAgencyCode, agencyCode]) => ({
      type: 'agency_changed',
      data: { fromAgencyCode, agencyCode, orderId },
    })),
    events: [...pairs].map(([fromAgencyCode, agencyCode]) => ({
      type: 'ticket.agency_changed',
      data: { fromAgencyCode, agencyCode, orderId },
    })),
  });
}

function openParts({ ticket, supports }: LoadedTicket): SupportPart[] {
  return isOpen(ticket.state) ? supports.filter(({ status }) => status === 'asked') : [];
}

function note(pairs: Map<string, string>, from: string, to: string): void {
  if (from !== to) pairs.set(from, to);
}

/** The same clock with another holder: start, deadline, calendar and ladder stay as they were promised. */
function heldBy(clock: TicketClock, agencyCode: string, { agencyOf }: AgencyMove): TicketClock {
  const { holderAccountId } = clock;
  const stays = holderAccountId !== null && agencyOf(holderAccountId) === agencyCode;
  return { ...clock, holderAgencyCode: agencyCode, holderAccountId: stays ? holderAccountId : null };
}

/** The request for more time that waits for the head. */
function movedRequest({ extensions }: LoadedTicket, takesOver: TakesOver): Extension | null {
  const pending = pendingExtension(extensions);
  const agencyCode = pending === null ? null : takesOver(pending.agencyCode);
  return pending === null || agencyCode === null || agencyCode === pending.agencyCode
    ? null
    : { ...pending, agencyCode };
}
