import type { TicketClock } from '../../tickets/domain/clock.js';
import { closedPauses, RESOLVE_KINDS, runningPause } from '../../tickets/domain/clock-moves.js';
import { audienceOf } from '../../tickets/domain/events.js';
import type { Ticket } from '../../tickets/domain/ticket.js';
import type { WalkedClock } from './verdict.js';

/** What of a ticket the walk reads; the words of a report are not among it. */
export const WALKED_TICKET = [
  'id',
  'code',
  'version',
  'deadlineRevision',
  'state',
  'boundary',
  'leadAgencyCode',
  'slaClass',
  'categoryCode',
  'priority',
  'resolveDueAt',
] as const satisfies readonly (keyof Ticket)[];

/** A running clock as it is read for the walk. */
export type RunningClock = TicketClock & { readonly ticket: Pick<Ticket, (typeof WALKED_TICKET)[number]> };

export function walkedClock(clock: RunningClock): WalkedClock {
  const { slaClass, categoryCode, priority, state } = clock.ticket;
  const standsStill = runningPause(clock) !== null;
  // Past the gate it will have stopped when the answer entered it: nobody is reminded of it there.
  const atTheGate = state === 'awaiting_publication' && RESOLVE_KINDS.includes(clock.kind);
  return {
    ...clock,
    slaClass,
    categoryCode,
    priority,
    pauses: closedPauses(clock.pauses),
    standsStill,
    silent: standsStill || atTheGate,
  };
}

/** The rooms that hear of moved deadlines: the centre, and the agencies in charge. */
export function audienceOfMoved(tickets: readonly RunningClock['ticket'][]): string[] {
  return [...new Set(tickets.flatMap((ticket) => audienceOf(ticket)))];
}
