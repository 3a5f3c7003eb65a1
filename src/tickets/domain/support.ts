import type { TicketChange, LoadedTicket } from './change.js';
import { stopped } from './clock-moves.js';
import type { TicketClock } from './clock.js';
import type { SupportPart } from './support-part.js';

/** The parts nobody has delivered yet. */
export function openParts({ supports }: Pick<LoadedTicket, 'supports'>): SupportPart[] {
  return supports.filter(({ status }) => status === 'asked');
}

/** The clocks of some parts, stopped. */
function clocksOf(
  loaded: Pick<LoadedTicket, 'running'>,
  parts: readonly SupportPart[],
  at: Date,
  reason: 'part_delivered' | 'part_withdrawn',
): TicketClock[] {
  const ids = new Set(parts.map(({ clockId }) => clockId));
  return loaded.running.filter(({ id }) => ids.has(id)).map((clock) => stopped(clock, at, reason));
}

/**
 * All open parts end, because the ticket moves on without them (another lead, merged, withdrawn, …): for a
 * command to spread into its own change. `set` goes into the change's `set`; the lists are added to its lists.
 * Nothing at all when no part is open.
 *
 * @param because a standing sentence, as the agencies asked will read it.
 */
export function endParts(
  loaded: Pick<LoadedTicket, 'ticket' | 'running' | 'supports'>,
  because: string,
  at: Date,
  accountId: string | null,
): Pick<TicketChange, 'set' | 'clocks' | 'supports' | 'notes' | 'events'> {
  const open = openParts(loaded);
  if (open.length === 0) return { set: {}, clocks: [], supports: [], notes: [], events: [] };
  const agencyCode = loaded.ticket.leadAgencyCode ?? '';
  return {
    set: { openParts: 0 },
    clocks: clocksOf(loaded, open, at, 'part_withdrawn'),
    supports: open.map((part) => ({
      ...part,
      status: 'withdrawn',
      endedByAccountId: accountId,
      endedAt: at,
      withdrawnBecause: because,
    })),
    notes: open.map((part) => ({
      type: 'support_withdrawn',
      data: { supportId: part.id, supportAgencyCode: part.agencyCode },
    })),
    events: open.map((part) => ({
      type: 'ticket.support_withdrawn',
      data: { agencyCode, supportAgencyCode: part.agencyCode, supportId: part.id },
    })),
  };
}
