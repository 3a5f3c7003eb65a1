import { Injectable } from '@nestjs/common';
import { Directory } from '../agencies/index.js';
import { Clock, newId, Problem } from '../kernel/index.js';
import { UnitOfWork } from '../platform/database/index.js';
import { Log } from '../platform/log/index.js';
import { Outbox, type NewEvent } from '../platform/outbox/index.js';
import { SlaError, SlaPolicies } from '../sla/index.js';
import { audienceOf, owedApology, SlaClockPlanner, type ApologyDebt } from '../tickets/index.js';
import { outcomeOf, type Decision, type Outcome } from './domain/batch.js';
import { dueSteps, type DueStep } from './domain/due-steps.js';
import { recipientsOf, type Recipients, type Staff } from './domain/recipients.js';
import { EscalationStore, Overtaken, type LoadedClock } from './escalation-store.js';
import { OnCall } from './on-call/on-call.js';
import { StaffList } from './staff-list.js';

/** So many clocks share a commit: enough that it costs little, few enough not to hold up who else writes. */
const PORTION = 200;
/** So many portions are in hand at once: the database writes the one while the next is thought about. */
const AT_ONCE = 2;

/**
 * Steps fire so much after their instant. A command that reached the state in time carries an instant
 * before the deadline, but is there to be seen only when it has committed.
 */
const GRACE_MS = 250;

/** Fires the steps that have come. Any number of processes may run it at once: each step fires once. */
@Injectable()
export class EscalationScan {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly store: EscalationStore,
    private readonly policies: SlaPolicies,
    private readonly planner: SlaClockPlanner,
    private readonly directory: Directory,
    private readonly staffList: StaffList,
    private readonly onCall: OnCall,
    private readonly outbox: Outbox,
    private readonly log: Log,
  ) {}

  /** The oldest that are due, two portions at most. @returns whether there may be more at once. */
  async run(): Promise<boolean> {
    const now = this.clock.now();
    const until = new Date(now.getTime() - GRACE_MS);
    const timers = await this.store.dueTimers(until, PORTION * AT_ONCE);
    const last = timers.at(-1);
    if (last === undefined) return false;
    const full = timers.length === PORTION * AT_ONCE;
    // When there are more, no clock fires its later steps before another one's earlier ones.
    const reached = full ? last.at : until;
    const clockIds = timers.map(({ clockId }) => clockId);
    const portions = Array.from({ length: Math.ceil(clockIds.length / PORTION) }, (_, index) =>
      clockIds.slice(index * PORTION, (index + 1) * PORTION),
    );
    await Promise.all(portions.map((portion) => this.settle(portion, reached, now)));
    return full;
  }

  /** A clock that moves while it is looked at holds up itself alone: the others are tried without it. */
  private async settle(clockIds: readonly string[], until: Date, now: Date): Promise<void> {
    try {
      await this.fire(clockIds, until, now);
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      this.log.debug({ clocks: clockIds.length }, 'clocks moved while their steps were fired');
      // Whoever moved it has left it with a timer that is looked at next time.
      if (clockIds.length === 1) return;
      const half = Math.ceil(clockIds.length / 2);
      await this.settle(clockIds.slice(0, half), until, now);
      await this.settle(clockIds.slice(half), until, now);
    }
  }

  /** @throws Overtaken when one of the clocks is no longer as it was read; nothing has happened then. */
  private async fire(clockIds: readonly string[], until: Date, now: Date): Promise<void> {
    const [loaded, fired] = await Promise.all([this.store.load(clockIds, until), this.store.firedBefore(clockIds)]);
    if (loaded.length === 0) return;
    const decisions = loaded.map((each) => this.decide(each, fired.get(each.clock.id) ?? new Set(), until));
    const outcome = await this.outcome(decisions, now);
    await this.unitOfWork.run(async (transaction) => {
      await this.store.write(transaction, decisions, outcome, (breach, position, holder) =>
        this.debtOf(breach, position, holder),
      );
      await this.outbox.append(transaction, announcement(decisions, outcome));
    });
  }

  private decide({ clock, ticket }: LoadedClock, fired: ReadonlySet<string>, until: Date): Decision {
    const { policies } = this;
    const ladder = policies.ladder(clock.kind, ticket.slaClass, clock.ladderVersion);
    const policy = policies.policyFor(clock.kind, {
      slaClass: ticket.slaClass,
      categoryCode: ticket.categoryCode,
      priority: ticket.priority,
      startedAt: clock.startedAt,
      holderAgencyCode: clock.holderAgencyCode,
    });
    const steps = dueSteps(
      { clock, ticketIsOpen: ticket.isOpen, answeredAt: ticket.answeredAt },
      {
        calendar: policies.calendar(clock.calendarCode) ?? policies.agencyCalendar(null),
        steps: ladder?.steps ?? [],
        escalates: policy?.enabled ?? false,
      },
      fired,
      until,
    );
    if (steps.unknown.length > 0) {
      this.log.warn({ clock: clock.id, marks: steps.unknown }, 'the calendar does not reach the steps of a clock');
    }
    return { clock, ticket, steps };
  }

  private async outcome(decisions: readonly Decision[], now: Date): Promise<Outcome> {
    const staff = await this.staffList.read();
    const onDuty = await this.onDuty(decisions, now);
    const { province } = this.directory;
    return outcomeOf(decisions, {
      now,
      recipients: (decision, due) => this.recipients(decision, due, staff, onDuty),
      calendarOf: ({ agencyCode }) =>
        agencyCode === province.centreAgency
          ? this.policies.hotlineCalendar()
          : this.policies.agencyCalendar(agencyCode),
    });
  }

  private recipients(
    { clock, ticket }: Decision,
    { step, at }: DueStep,
    staff: Staff,
    onDuty: ReadonlyMap<string, readonly string[]>,
  ): Recipients {
    const found = recipientsOf(step.recipients, staff, {
      ticket,
      agencyCode: clock.holderAgencyCode,
      accountId: clock.holderAccountId,
      centreAgencyCode: this.directory.province.centreAgency,
      superiorAgencyCode: this.superiorOf(clock.holderAgencyCode),
      onCall: onDuty.get(clock.holderAgencyCode) ?? [],
    });
    if (found.fallback === 'nobody') {
      this.log.error({ ticket: ticket.id, mark: step.mark, at }, 'a step has nobody to tell, not even at the centre');
    }
    return found;
  }

  /** Who is on call where a step asks for them: mostly nobody asks. */
  private async onDuty(decisions: readonly Decision[], now: Date): Promise<ReadonlyMap<string, readonly string[]>> {
    const asking = decisions.filter(({ steps }) => steps.due.some(({ step }) => step.recipients.includes('on_call')));
    const agencies = [...new Set(asking.map(({ clock }) => clock.holderAgencyCode))];
    const onDuty = new Map<string, readonly string[]>();
    for (const agencyCode of agencies) onDuty.set(agencyCode, await this.onCall.at(agencyCode, now));
    return onDuty;
  }

  private superiorOf(agencyCode: string): string | null {
    try {
      return this.directory.superiorOf(agencyCode).code;
    } catch (error) {
      if (error instanceof Problem) return null;
      throw error;
    }
  }

  /** null when there is no clock for it, or its calendar does not reach far enough. */
  private debtOf({ clock, ticket }: Decision, position: number, holder: string | null): ApologyDebt | null {
    const holderAgencyCode = holder ?? ticket.leadAgencyCode ?? clock.holderAgencyCode;
    try {
      return owedApology(ticket, clock, { holderAgencyCode, position, planner: this.planner });
    } catch (error) {
      if (!(error instanceof SlaError)) throw error;
      this.log.error({ ticket: ticket.id, error: error.code }, 'the clock of an apology cannot be planned');
      return null;
    }
  }
}

/** Pages that show lists fetch them again: one event, heard wherever a ticket of the portion is read. */
function announcement(decisions: readonly Decision[], { firings }: Outcome): NewEvent[] {
  if (firings.length === 0) return [];
  const rooms = new Set(decisions.flatMap(({ ticket, steps }) => (steps.due.length > 0 ? audienceOf(ticket) : [])));
  const [first] = firings;
  const tickets = new Set(firings.map(({ ticketId }) => ticketId));
  return [
    {
      type: 'escalation.fired',
      aggregateId: tickets.size === 1 && first !== undefined ? first.ticketId : newId(),
      version: 0,
      data: { steps: firings.length },
      audience: [...rooms],
    },
  ];
}
