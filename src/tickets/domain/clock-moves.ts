import { newId } from '../../kernel/index.js';
import type { ClockHolding, Pause, PlannedClock, StopReason, TicketClock, TicketClockKind } from './clock.js';
import type { TicketState } from './state-table.js';

/** The SLA module, as decisions see it: how long a clock runs. */
export interface ClockPlanner {
  /** @returns null when the class has no such clock. */
  plan(
    kind: TicketClockKind,
    from: { slaClass: string | null; startedAt: Date; holderAgencyCode: string },
  ): PlannedClock | null;
  /** The deadline of a clock that stood still in these intervals, by the policy it started under. */
  replan(
    clock: TicketClock,
    slaClass: string | null,
    pauses: readonly Pause[],
  ): { readonly dueAt: Date; readonly explanation: object };
}

/** Who has it on the desk. */
export interface Holder {
  readonly agencyCode: string;
  /** null while it lies with the agency and with nobody in particular. */
  readonly accountId: string | null;
}

/** A planned clock that starts to run for a ticket. */
export function started(plan: PlannedClock, ticketId: string, position: number, accountId: string | null): TicketClock {
  return {
    ...plan,
    id: newId(),
    ticketId,
    position,
    holderAccountId: accountId,
    stoppedAt: null,
    stopReason: null,
    pauses: [],
  };
}

export function stopped(clock: TicketClock, at: Date, reason: StopReason): TicketClock {
  // A clock cannot stop before it began: a citizen's watch may be ahead of ours.
  const stoppedAt = at < clock.startedAt ? clock.startedAt : at;
  return { ...clock, stoppedAt, stopReason: reason };
}

export function holding(clock: TicketClock, holder: Holder, stage: TicketState, fromAt: Date): ClockHolding {
  const { agencyCode, accountId } = holder;
  return { id: newId(), ticketId: clock.ticketId, clockId: clock.id, agencyCode, accountId, stage, fromAt };
}

/** The running clocks of these kinds. */
export function ofKinds(clocks: readonly TicketClock[], kinds: readonly TicketClockKind[]): TicketClock[] {
  return clocks.filter((clock) => kinds.includes(clock.kind));
}

/** The two clocks of the answer: end to end, and of whoever holds the ticket. */
export const RESOLVE_KINDS: readonly TicketClockKind[] = ['resolve', 'resolve_holder'];
