import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan, type EntityManager } from 'typeorm';
import { Clock } from '../kernel/index.js';
import { ConcurrentChange, managerOf, UnitOfWork, type Transaction } from '../platform/database/index.js';
import { Outbox } from '../platform/outbox/index.js';
import { DEADLINES_MOVED, TicketClockRow, TicketRow } from '../tickets/index.js';
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
    for (const group of byTicket(changing)) await this.writeTicket(manager, group);
    for (const { row, set } of changing) await this.writeClock(manager, row, set);

    const moved = movedOnes(judged);
    if (moved.length === 0) return;
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
  private async writeTicket(manager: EntityManager, changing: readonly Changing[]): Promise<void> {
    const [first] = changing;
    if (first === undefined) return;
    const { id, version, deadlineRevision } = first.row.ticket;
    const updated = await manager.update(
      TicketRow,
      { id, version, deadlineRevision },
      { deadlineRevision: deadlineRevision + 1, ...listedDeadlines(changing) },
    );
    if (updated.affected !== 1) throw new ConcurrentChange(`Ticket ${id} has changed while its clocks were moved.`);
  }

  /** The escalation writes timers without touching the ticket: what has fired since is not forgotten. */
  private async writeClock(manager: EntityManager, row: RunningClock, set: ClockSet): Promise<void> {
    const { id, firedMarks } = row;
    const updated = await manager.update(TicketClockRow, { id, firedMarks, stoppedAt: IsNull() }, { ...set });
    if (updated.affected !== 1) throw new ConcurrentChange(`Clock ${id} has changed while it was moved.`);
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

/** The deadlines by which lists are sorted: of the answer, or of naming the agency while there is no class. */
function listedDeadlines(changing: readonly Changing[]): Partial<TicketRow> {
  const resolve = changing.find(({ row }) => row.kind === 'resolve');
  if (resolve !== undefined) return { resolveDueAt: resolve.set.dueAt, listDueAt: resolve.set.dueAt };
  const classify = changing.find(({ row }) => row.kind === 'classify' && row.ticket.resolveDueAt === null);
  return classify === undefined ? {} : { listDueAt: classify.set.dueAt };
}

function byTicket(changing: readonly Changing[]): Changing[][] {
  const groups = new Map<string, Changing[]>();
  for (const one of changing) groups.set(one.row.ticketId, [...(groups.get(one.row.ticketId) ?? []), one]);
  return [...groups.values()];
}
