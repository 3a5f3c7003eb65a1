import { Injectable } from '@nestjs/common';
import { explainDeadline, parseLimit, SlaPolicies } from '../sla/index.js';
import type { Pause, PlannedClock, TicketClock, TicketClockKind } from './domain/clock.js';
import { closedPauses, runningPause, type ClockPlanner, type PlanFacts } from './domain/clock-moves.js';

/** The SLA module as the ticket's decisions see it. */
@Injectable()
export class SlaClockPlanner implements ClockPlanner {
  constructor(private readonly policies: SlaPolicies) {}

  plan(
    kind: TicketClockKind,
    from: PlanFacts & {
      startedAt: Date;
      holderAgencyCode: string;
      until?: string;
      pauses?: readonly Pause[];
      firedMarks?: string;
    },
  ): PlannedClock | null {
    return this.policies.plan(kind, { ...from, pauses: closedPauses(from.pauses ?? []) });
  }

  replan(clock: TicketClock, facts: PlanFacts): Pick<TicketClock, 'dueAt' | 'explanation' | 'timerMark' | 'timerAt'> {
    const { dueAt, explanation, timer } = this.policies.replan({
      ...clock,
      slaClass: facts.slaClass,
      pauses: closedPauses(clock.pauses),
      // A clock that stands still has no next step until it runs again.
      escalates: runningPause(clock) === null && (this.policyOf(clock, facts)?.enabled ?? false),
    });
    return { dueAt, explanation, timerMark: timer?.mark ?? null, timerAt: timer?.at ?? null };
  }

  extensionOf(clock: TicketClock, facts: PlanFacts): string | null {
    return this.policyOf(clock, facts)?.extension ?? null;
  }

  dueAfter(startedAt: Date, limit: string, agencyCode: string | null): Date {
    return explainDeadline(startedAt, parseLimit(limit), this.policies.agencyCalendar(agencyCode)).dueAt;
  }

  private policyOf({ kind, startedAt, holderAgencyCode }: TicketClock, facts: PlanFacts) {
    return this.policies.policyFor(kind, { ...facts, startedAt, holderAgencyCode });
  }
}
