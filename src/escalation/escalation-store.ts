import { Injectable } from '@nestjs/common';
import { In, LessThanOrEqual, type EntityManager } from 'typeorm';
import {
  insertMany,
  isUniqueViolation,
  managerOf,
  Reader,
  storedInstant,
  updateMany,
  VALUE_TYPES,
  type Transaction,
} from '../platform/database/index.js';
import { ClockHoldingRow, TicketApologyRow, TicketClockRow, TicketRow, type ApologyDebt } from '../tickets/index.js';
import type { Decision, EscalatedClock, EscalatedTicket, Outcome, Watch } from './domain/batch.js';
import { EscalationFiringRow, EscalationNoticeRow, TicketWatchRow } from './entities.js';

/** A timer that has come. */
export interface DueTimer {
  readonly clockId: string;
  readonly at: Date;
}

/** A clock with its ticket as they were read. */
export interface LoadedClock {
  readonly clock: EscalatedClock;
  readonly ticket: EscalatedTicket;
}

/** What was read is no longer so: nothing was written, and it is to be read again. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/**
 * How an apology is made of a breach, when the number of the ticket's next clock is known.
 * @param holderAgencyCode who had the clock on the desk at its deadline; null where nobody noted it.
 */
export type DebtOf = (breach: Decision, position: number, holderAgencyCode: string | null) => ApologyDebt | null;

const CLOCK_COLUMNS = [
  'id',
  'ticketId',
  'kind',
  'holderAgencyCode',
  'holderAccountId',
  'calendarCode',
  'limit',
  'startedAt',
  'dueAt',
  'stoppedAt',
  'pauses',
  'ladderVersion',
  'timerMark',
  'timerAt',
  'firedMarks',
].map((name) => `c.${name}`);

const TICKET_COLUMNS = [
  'id',
  'version',
  'state',
  'isOpen',
  'boundary',
  'leadAgencyCode',
  'handlerAccountId',
  'subjectAgencyCode',
  'enteredByAccountId',
  'slaClass',
  'categoryCode',
  'priority',
  'answeredAt',
].map((name) => `t.${name}`);

const MARK = VALUE_TYPES.code(16);
const INSTANT = VALUE_TYPES.instant;

type LoadedRow = TicketClockRow & { ticket?: TicketRow };

/** Reads what is due and writes what came of it, a portion at a time, with a number of statements that does not grow with the portion. */
@Injectable()
export class EscalationStore {
  constructor(private readonly reader: Reader) {}

  /** The oldest timers that have come: one range of one index, which holds all that is read. */
  async dueTimers(until: Date, limit: number): Promise<DueTimer[]> {
    const rows = await this.reader.manager.find(TicketClockRow, {
      select: { id: true, timerAt: true },
      where: { timerAt: LessThanOrEqual(until) },
      order: { timerAt: 'ASC', id: 'ASC' },
      take: limit,
    });
    return rows.map(({ id, timerAt }) => ({ clockId: id, at: timerAt ?? until }));
  }

  /** Of these the clocks whose timer has still come, with their tickets. */
  async load(clockIds: readonly string[], until: Date): Promise<LoadedClock[]> {
    const rows: LoadedRow[] = await this.reader.manager
      .createQueryBuilder(TicketClockRow, 'c')
      .innerJoinAndMapOne('c.ticket', TicketRow, 't', 't.id = c.ticket_id')
      .select([...CLOCK_COLUMNS, ...TICKET_COLUMNS])
      .where('c.id in (:...clockIds)', { clockIds })
      .andWhere('c.timer_at <= :until', { until })
      .getMany();
    return rows.flatMap(({ ticket, ...clock }) => (ticket === undefined ? [] : [{ clock, ticket }]));
  }

  /** The marks that have fired for these clocks. */
  async firedBefore(clockIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const rows = await this.reader.manager.find(EscalationFiringRow, {
      select: { clockId: true, mark: true },
      where: { clockId: In([...clockIds]) },
    });
    const fired = new Map<string, Set<string>>();
    for (const { clockId, mark } of rows) fired.set(clockId, (fired.get(clockId) ?? new Set()).add(mark));
    return fired;
  }

  /**
   * Writes a portion: the clocks as they go on, and what fired. Tickets come first and clocks next, in the
   * order in which commands write them, so that the two wait for each other and do not block each other.
   *
   * @throws Overtaken when a clock or a ticket is no longer as it was read, or a step has fired meanwhile.
   */
  async write(
    transaction: Transaction,
    decisions: readonly Decision[],
    outcome: Outcome,
    debtOf: DebtOf,
  ): Promise<void> {
    const manager = managerOf(transaction);
    try {
      await this.owe(manager, outcome.breaches, debtOf);
      await this.moveTimers(manager, decisions);
      await insertMany(manager, EscalationFiringRow, outcome.firings);
      await insertMany(manager, EscalationNoticeRow, outcome.notices);
      await this.watch(manager, outcome.watches);
    } catch (error) {
      throw isUniqueViolation(error) ? new Overtaken('A step has fired meanwhile.') : error;
    }
  }

  /** One statement for all clocks: each must still stand at the timer that was read. */
  private async moveTimers(manager: EntityManager, decisions: readonly Decision[]): Promise<void> {
    const same = manager.connection.options.type === 'mysql' ? '<=>' : 'is';
    const changed = await updateMany(manager, 'ticket_clock', {
      rows: decisions.map(({ clock, steps }) => ({
        id: clock.id,
        was_mark: clock.timerMark,
        was_at: storedInstant(clock.timerAt),
        was_stopped: storedInstant(clock.stoppedAt),
        mark: steps.timer?.mark ?? null,
        at: storedInstant(steps.timer?.at ?? null),
        fired: steps.firedMarks,
      })),
      types: {
        id: VALUE_TYPES.id,
        was_mark: MARK,
        was_at: INSTANT,
        was_stopped: INSTANT,
        mark: MARK,
        at: INSTANT,
        fired: VALUE_TYPES.code(120),
      },
      set: { timer_mark: 'v.mark', timer_at: 'v.at', fired_marks: 'v.fired' },
      was: { timer_mark: '= v.was_mark', timer_at: '= v.was_at', stopped_at: `${same} v.was_stopped` },
    });
    if (changed !== decisions.length) throw new Overtaken('A clock was stopped or moved meanwhile.');
  }

  /** Debts of apologies, once a ticket, each with its clock. Commands that have read the clocks begin anew. */
  private async owe(manager: EntityManager, breaches: readonly Decision[], debtOf: DebtOf): Promise<void> {
    if (breaches.length === 0) return;
    const byTicket = new Map(breaches.map((breach) => [breach.ticket.id, breach]));
    for (const { ticketId } of await manager.find(TicketApologyRow, {
      select: { ticketId: true },
      where: { ticketId: In([...byTicket.keys()]) },
    })) {
      byTicket.delete(ticketId);
    }
    if (byTicket.size === 0) return;
    await this.countClockChange(manager, [...byTicket.values()]);
    const positions = await this.lastPositions(manager, [...byTicket.keys()]);
    const holders = await this.holdersAtDeadline(manager, [...byTicket.values()]);
    const debts = [...byTicket.values()].flatMap((breach) => {
      const position = (positions.get(breach.ticket.id) ?? 0) + 1;
      return debtOf(breach, position, holders.get(breach.clock.id) ?? null) ?? [];
    });
    const clocks = debts.map(({ clock }) => ({ ...clock, pauses: [...clock.pauses] }));
    await insertMany(manager, TicketClockRow, clocks);
    await insertMany(
      manager,
      ClockHoldingRow,
      debts.map(({ holding }) => holding),
    );
    await insertMany(
      manager,
      TicketApologyRow,
      debts.map(({ apology }) => apology),
    );
  }

  private async countClockChange(manager: EntityManager, breaches: readonly Decision[]): Promise<void> {
    const changed = await updateMany(manager, 'ticket', {
      rows: breaches.map(({ ticket }) => ({ id: ticket.id, version: ticket.version })),
      types: { id: VALUE_TYPES.id, version: VALUE_TYPES.integer },
      set: { deadline_revision: 'r.deadline_revision + 1' },
      was: { version: '= v.version' },
    });
    if (changed !== breaches.length) throw new Overtaken('A ticket was changed meanwhile.');
  }

  /**
   * Who had each breached clock on the desk at its deadline, not at the time of the scan: after an outage the
   * ticket may lie with another agency. The centre's review of an answer makes the centre no holder.
   */
  private async holdersAtDeadline(
    manager: EntityManager,
    breaches: readonly Decision[],
  ): Promise<ReadonlyMap<string, string>> {
    const dueAt = new Map(breaches.map(({ clock }) => [clock.id, clock.dueAt]));
    const rows = await manager.find(ClockHoldingRow, {
      where: { ticketId: In(breaches.map(({ ticket }) => ticket.id)) },
      order: { fromAt: 'ASC', id: 'ASC' },
    });
    const held = rows.filter(({ clockId, fromAt, stage }) => {
      const due = dueAt.get(clockId);
      return due !== undefined && fromAt <= due && stage !== 'awaiting_publication';
    });
    return new Map(held.map(({ clockId, agencyCode }) => [clockId, agencyCode]));
  }

  private async lastPositions(manager: EntityManager, ticketIds: string[]): Promise<ReadonlyMap<string, number>> {
    const rows: { ticketId: string; last: number | string }[] = await manager
      .createQueryBuilder(TicketClockRow, 'c')
      .select('c.ticket_id', 'ticketId')
      .addSelect('max(c.position)', 'last')
      .where('c.ticket_id in (:...ticketIds)', { ticketIds })
      .groupBy('c.ticket_id')
      .getRawMany();
    return new Map(rows.map(({ ticketId, last }) => [ticketId, Number(last)]));
  }

  /** What is on a list stays there from its first step on; what was off it comes back. */
  private async watch(manager: EntityManager, watches: readonly Watch[]): Promise<void> {
    if (watches.length === 0) return;
    const rows = await manager.find(TicketWatchRow, {
      where: { ticketId: In([...new Set(watches.map(({ ticketId }) => ticketId))]) },
    });
    const known = new Map(rows.map((row) => [`${row.ticketId} ${row.kind}`, row]));
    const fresh = watches.filter(({ ticketId, kind }) => !known.has(`${ticketId} ${kind}`));
    await insertMany(manager, TicketWatchRow, fresh, { orIgnore: true });
    for (const watch of watches) {
      const { ticketId, kind, ...raised } = watch;
      const clearedAt = known.get(`${ticketId} ${kind}`)?.clearedAt ?? null;
      if (clearedAt === null) continue;
      await manager.update(TicketWatchRow, { ticketId, kind, clearedAt }, { ...raised, clearedAt: null });
    }
  }
}
