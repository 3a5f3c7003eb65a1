import type { ClockHolding, TicketClock } from './clock.js';
import { factsOf, holding, started, type ClockPlanner, type PlanFacts } from './clock-moves.js';
import type { TicketState } from './state-table.js';

/**
 * The letter owed once for a ticket that was not answered in time end to end, by the agency that held it at
 * that moment. `text` and what follows it are null until it is sent.
 */
export interface Apology {
  readonly ticketId: string;
  readonly clockId: string;
  /** Who owes it, wherever the ticket goes afterwards. */
  readonly agencyCode: string;
  /** The instant of the breach. */
  readonly owedAt: Date;
  /** The deadline that was missed, as it was promised then. */
  readonly breachedDueAt: Date;
  readonly status: 'owed' | 'sent';
  readonly text: string | null;
  /** By when the agency promises to have put it right. */
  readonly committedOn: string | null;
  readonly sentAt: Date | null;
  readonly signedByAccountId: string | null;
}

/** What a breach adds to a ticket. */
export interface ApologyDebt {
  readonly apology: Apology;
  readonly clock: TicketClock;
  readonly holding: ClockHolding;
}

/**
 * What is owed when the end-to-end clock is missed: the debt and the clock for sending the letter, which
 * starts at the breach itself, however late the breach is noticed. Adding the clock moves the ticket's
 * `deadlineRevision`; the debt's key is the ticket, so a second one is refused by the database.
 *
 * @param context.holderAgencyCode who held the missed clock at its deadline.
 * @param context.position the number of the ticket's clocks so far, plus one.
 * @returns null when there is no such clock for the ticket's class.
 */
export function owedApology(
  ticket: PlanFacts & { readonly id: string; readonly state: TicketState },
  breached: Pick<TicketClock, 'dueAt'>,
  context: { readonly holderAgencyCode: string; readonly position: number; readonly planner: ClockPlanner },
): ApologyDebt | null {
  const { holderAgencyCode: agencyCode, position, planner } = context;
  const owedAt = breached.dueAt;
  const plan = planner.plan('apology', { ...factsOf(ticket), startedAt: owedAt, holderAgencyCode: agencyCode });
  if (plan === null) return null;
  const clock = started(plan, ticket.id, position, null);
  return {
    apology: {
      ticketId: ticket.id,
      clockId: clock.id,
      agencyCode,
      owedAt,
      breachedDueAt: breached.dueAt,
      status: 'owed',
      text: null,
      committedOn: null,
      sentAt: null,
      signedByAccountId: null,
    },
    clock,
    holding: holding(clock, { agencyCode, accountId: null }, ticket.state, owedAt),
  };
}
