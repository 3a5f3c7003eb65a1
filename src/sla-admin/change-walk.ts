import { Injectable } from '@nestjs/common';
import { In, IsNull, MoreThan, type EntityManager } from 'typeorm';
import { Clock } from '../kernel/index.js';
import {
  ConcurrentChange,
  managerOf,
  storedInstant,
  UnitOfWork,
  updateMany,
  VALUE_TYPES,
  type Transaction,
} from '../platform/database/index.js';
import { Outbox } from '../platform/outbox/index.js';
import { DEADLINES_MOVED, isGuided, TicketClockRow, TicketRow, TicketSupportRow } from '../tickets/index.js';
import { judge, type ClockSet, type Judgement, type Verdict } from './domain/verdict.js';
import { added, counted, NOTHING, type Tally } from './domain/tally.js';
import { ClockDeadlineChangeRow, SlaChangeRow, SlaChangeSampleRow } from './entities.js';
import { audienceOfMoved, walkedClock, WALKED_TICKET, type RunningClock } from './domain/running-clock.js';

const BATCH = 200;
export const MOST_SAMPLES = 20;

/** Another process has gone on with the change: nothing of this batch is written. */
export class WalkTaken extends Error {
  override readonly name = 'WalkTaken';
}

interface Judged {
  readonly row: RunningClock;
  readonly verdict: Verdict;
}

/**
 * Walks the running clocks in the order of their ids, a batch in one transaction together with how far it
 * came: killed anywhere it goes on from there, and no clock is counted or written twice.
 */
@Injectable()
export class ChangeWalk {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** How many clocks there are to look at. */
  running(manager: EntityManager): Promise<number> {
    return manager.countBy(TicketClockRow, { stoppedAt: IsNull() });
  }

  /**
   * The next batch of a change that is previewed or applied; the last one ends it.
   * @throws WalkTaken when another process has moved the cursor.
   */
  async step(change: SlaChangeRow, by: Omit<Judgement, 'now'>): Promise<void> {
    const now = this.clock.now();
    await this.unitOfWork.run(async (transaction) => {
      const manager = managerOf(transaction);
      const rows = await this.batch(manager, change.cursorId);
      const judged = rows.map((row) => {
        const clock = walkedClock(row);
        const verdict = judge(clock, { ...by, now });
        return { row, verdict, tally: counted(clock, verdict, now) };
      });
      const tally = judged.reduce((sum, one) => added(sum, one.tally), NOTHING);
      const last = rows.at(-1)?.id ?? change.cursorId;
      const more = rows.length === BATCH;
      await this.moveOn(manager, change, { tally, last, more });
      if (change.status === 'previewing') await this.sample(manager, change, judged);
      else await this.write(transaction, change, judged);
    });
  }

  private batch(manager: EntityManager, after: string): Promise<RunningClock[]> {
    return manager
      .createQueryBuilder(TicketClockRow, 'c')
      .select('c')
      .addSelect(WALKED_TICKET.map((name) => `t.${name}`))
      .innerJoinAndMapOne('c.ticket', TicketRow, 't', 't.id = c.ticket_id')
      .where({ stoppedAt: IsNull(), id: MoreThan(after) })
      .orderBy('c.id', 'ASC')
      .limit(BATCH)
      .getMany() as Promise<unknown> as Promise<RunningClock[]>;
  }

  /** Cursor and counters, by compare-and-set; the last batch ends the walk. */
  private async moveOn(
    manager: EntityManager,
    change: SlaChangeRow,
    { tally, last, more }: { tally: Tally; last: string; more: boolean },
  ): Promise<void> {
    const { id, status, cursorId } = change;
    const counts = added(change, tally);
    const ended =
      status === 'previewing'
        ? { status: 'ready' as const }
        : { status: 'done' as const, finishedAt: this.clock.now() };
    const moved = await manager.update(
      SlaChangeRow,
      { id, status, cursorId, seen: change.seen },
      { ...counts, cursorId: last, ...(more ? {} : ended) },
    );
    if (moved.affected !== 1) throw new WalkTaken(id);
  }

  private async sample(manager: EntityManager, change: SlaChangeRow, judged: readonly Judged[]): Promise<void> {
    const samples = movedOnes(judged)
      .slice(0, Math.max(0, MOST_SAMPLES - change.moved))
      // Whoever keeps the rules of time is not told which tickets are complaints or denunciations.
      .filter(({ row }) => !isGuided(row.ticket.boundary))
      .map(({ row, set }, index) => ({
        changeId: change.id,
        position: change.moved + index + 1,
        ticketId: row.ticketId,
        ticketCode: row.ticket.code,
        clock: row.kind,
        dueBefore: row.dueAt,
        dueAfter: set.dueAt,
      }));
    if (samples.length > 0) await manager.insert(SlaChangeSampleRow, samples);
  }

  private async write(transaction: Transaction, change: SlaChangeRow, judged: readonly Judged[]): Promise<void> {
    const manager = managerOf(transaction);
    const changing = judged.flatMap(({ row, verdict }) =>
      verdict.kind === 'changes' ? [{ row, set: verdict.set }] : [],
    );
    await this.writeTickets(manager, byTicket(changing));
    await this.writeClocks(manager, changing);

    const moved = movedOnes(judged);
    if (moved.length === 0) return;
    await this.writeParts(manager, moved);
    const at = this.clock.now();
    await manager.insert(
      ClockDeadlineChangeRow,
      moved.map(({ row, set }) => ({
        clockId: row.id,
        changeId: change.id,
        ticketId: row.ticketId,
        dueBefore: row.dueAt,
        dueAfter: set.dueAt,
        at,
      })),
    );
    const tickets = [...new Set(moved.map(({ row }) => row.ticketId))];
    await this.outbox.append(transaction, [
      {
        type: DEADLINES_MOVED,
        aggregateId: change.id,
        version: change.seen,
        data: { ticketIds: tickets, clocks: moved.length },
        audience: audienceOfMoved(moved.map(({ row }) => row.ticket)),
      },
    ]);
  }

  /** Neither `version` nor `updated_at`: whoever is writing an answer goes on writing it. */
  private async writeTickets(manager: EntityManager, groups: readonly TicketDeadlines[]): Promise<void> {
    if (groups.length === 0) return;
    const { id, integer, instant } = VALUE_TYPES;
    const changed = await updateMany(manager, 'ticket', {
      rows: groups.map(({ ticket, resolveDueAt, listDueAt, commitmentDueAt }) => ({
        id: ticket.id,
        was_version: ticket.version,
        was_revision: ticket.deadlineRevision,
        resolve_at: storedInstant(resolveDueAt),
        list_at: storedInstant(listDueAt),
        committed_at: storedInstant(commitmentDueAt),
      })),
      types: {
        id,
        was_version: integer,
        was_revision: integer,
        resolve_at: instant,
        list_at: instant,
        committed_at: instant,
      },
      set: {
        deadline_revision: 'r.deadline_revision + 1',
        resolve_due_at: 'coalesce(v.resolve_at, r.resolve_due_at)',
        list_due_at: 'coalesce(v.list_at, r.list_due_at)',
        commitment_due_at: 'coalesce(v.committed_at, r.commitment_due_at)',
      },
      was: { version: '= v.was_version', deadline_revision: '= v.was_revision' },
    });
    if (changed !== groups.length) throw new ConcurrentChange('A ticket has changed while its clocks were moved.');
  }

  /** The escalation writes timers without touching the ticket: what has fired since is not forgotten. */
  private async writeClocks(manager: EntityManager, changing: readonly Changing[]): Promise<void> {
    if (changing.length === 0) return;
    const { id, code, integer, instant, text } = VALUE_TYPES;
    const changed = await updateMany(manager, 'ticket_clock', {
      rows: changing.map(({ row, set }) => ({
        id: row.id,
        was_fired: row.firedMarks,
        calendar: set.calendarCode,
        time_limit: set.limit,
        policy: set.policyVersion,
        due: storedInstant(set.dueAt),
        why: JSON.stringify(set.explanation),
        ladder: set.ladderVersion,
        mark: set.timerMark,
        at: storedInstant(set.timerAt),
        fired: set.firedMarks,
      })),
      types: {
        id,
        was_fired: code(120),
        calendar: code(40),
        time_limit: code(16),
        policy: integer,
        due: instant,
        why: text,
        ladder: integer,
        mark: code(16),
        at: instant,
        fired: code(120),
      },
      set: {
        calendar_code: 'v.calendar',
        time_limit: 'v.time_limit',
        policy_version: 'v.policy',
        due_at: 'v.due',
        explanation: 'v.why',
        ladder_version: 'v.ladder',
        timer_mark: 'v.mark',
        timer_at: 'v.at',
        fired_marks: 'v.fired',
      },
      was: { fired_marks: '= v.was_fired', stopped_at: 'is null' },
    });
    if (changed !== changing.length) throw new ConcurrentChange('A clock has changed while it was moved.');
  }

  /** The parts that other agencies owe: their lists are sorted by the day of the part, which is its clock's. */
  private async writeParts(manager: EntityManager, moved: readonly Changing[]): Promise<void> {
    const owed = moved.filter(({ row }) => row.kind === 'support');
    if (owed.length === 0) return;
    const dueOf = new Map(owed.map(({ row, set }) => [row.id, set.dueAt]));
    const tickets = [...new Set(owed.map(({ row }) => row.ticketId))];
    const parts = await manager.findBy(TicketSupportRow, { ticketId: In(tickets), status: 'asked' });
    const rows = parts.flatMap(({ id, clockId }) => {
      const due = clockId === null ? undefined : dueOf.get(clockId);
      return due === undefined ? [] : [{ id, due: storedInstant(due) }];
    });
    const { id, instant } = VALUE_TYPES;
    await updateMany(manager, 'ticket_support', {
      rows,
      types: { id, due: instant },
      set: { due_at: 'v.due' },
      was: { status: "= 'asked'" },
    });
  }
}

interface Changing {
  readonly row: RunningClock;
  readonly set: ClockSet;
}

function movedOnes(judged: readonly Judged[]): Changing[] {
  return judged.flatMap(({ row, verdict }) =>
    verdict.kind === 'changes' && verdict.set.dueAt.getTime() !== row.dueAt.getTime()
      ? [{ row, set: verdict.set }]
      : [],
  );
}

/** A ticket with the deadlines by which lists are sorted; null: as they are. */
interface TicketDeadlines {
  readonly ticket: RunningClock['ticket'];
  readonly resolveDueAt: Date | null;
  readonly listDueAt: Date | null;
  readonly commitmentDueAt: Date | null;
}

/** By the answer's deadline, or by that of naming the agency while there is no class. */
function byTicket(changing: readonly Changing[]): TicketDeadlines[] {
  const tickets = new Map<string, TicketDeadlines>();
  for (const { row, set } of changing) {
    const { ticket } = row;
    const known = tickets.get(ticket.id) ?? { ticket, resolveDueAt: null, listDueAt: null, commitmentDueAt: null };
    const resolves = row.kind === 'resolve';
    const lists = resolves || (row.kind === 'classify' && ticket.resolveDueAt === null);
    tickets.set(ticket.id, {
      ticket,
      resolveDueAt: resolves ? set.dueAt : known.resolveDueAt,
      listDueAt: lists && (resolves || known.listDueAt === null) ? set.dueAt : known.listDueAt,
      commitmentDueAt: row.kind === 'commitment' ? set.dueAt : known.commitmentDueAt,
    });
  }
  return [...tickets.values()];
}
