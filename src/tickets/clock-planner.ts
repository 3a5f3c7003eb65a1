import { Injectable } from '@nestjs/common';
import { SlaPolicies } from '../sla/index.js';
import type { Pause, PlannedClock, TicketClock, TicketClockKind } from './domain/clock.js';
import type { ClockPlanner } from './domain/clock-moves.js';

/** The SLA module as the ticket's decisions see it. */
@Injectable()
export class SlaClockPlanner implements ClockPlanner {
  constructor(private readonly policies: SlaPolicies) {}

  plan(
    kind: TicketClockKind,
    from: { slaClass: string | null; startedAt: Date; holderAgencyCode: string },
  ): PlannedClock | null {
    return this.policies.plan(kind, from);
  }

  replan(clock: TicketClock, slaClass: string | null, pauses: readonly Pause[]): { dueAt: Date; explanation: object } {
    // The policy is the one in force when the clock started, so the version does not move.
    const plan = this.policies.plan(clock.kind, {
      slaClass,
      startedAt: clock.startedAt,
      holderAgencyCode: clock.holderAgencyCode,
      pauses: pauses.map(({ fromAt, toAt }) => ({ from: new Date(fromAt), to: new Date(toAt) })),
    });
    return plan ?? { dueAt: clock.dueAt, explanation: clock.explanation };
  }
}
