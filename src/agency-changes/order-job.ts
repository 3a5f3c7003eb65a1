import { Injectable } from '@nestjs/common';
import { IsNull, LessThanOrEqual } from 'typeorm';
import { Directory } from '../agencies/index.js';
import { Clock } from '../kernel/index.js';
import { managerOf, Reader, UnitOfWork } from '../platform/database/index.js';
import { Leases, ResumableJob } from '../platform/jobs/index.js';
import { Log } from '../platform/log/index.js';
import { AgencySwitch } from './agency-switch.js';
import { afterFailure } from './domain/attempts.js';
import { AgencyOrderRow } from './entities.js';
import { OpenTickets, type ConcernedTicket } from './open-tickets.js';
import { OrderPreviews } from './order-previews.js';
import { OrderTroubles, reasonOf } from './order-troubles.js';

const BATCH = 50;
/** So often it is looked whether a ticket has come to an ended agency after all: reopened, taken back, imported. */
const SWEEP_MS = 60_000;

/** How far this process has looked through the tickets of the order it is at. */
interface Pass {
  readonly orderId: string;
  /** When it began to look. */
  readonly since: Date;
  /** The last ticket looked at. */
  readonly cursor: string;
  /** Something has moved, or was changed by somebody meanwhile: it is looked through once more. */
  readonly again: boolean;
}

/**
 * Carries out orders on agencies when their day has come, one process at a time: first agencies, rules and
 * accounts in one transaction, then the tickets one by one. Killed anywhere it goes on: what has moved is not
 * found again. A ticket that cannot be moved keeps none of the others; after a few tries the order waits for somebody.
 */
@Injectable()
export class OrderJob extends ResumableJob<AgencyOrderRow> {
  private pass: Pass | null = null;
  private sweptAt = 0;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly directory: Directory,
    private readonly agencySwitch: AgencySwitch,
    private readonly tickets: OpenTickets,
    private readonly previews: OrderPreviews,
    private readonly troubles: OrderTroubles,
    leases: Leases,
    private readonly log: Log,
  ) {
    super('agency-order', leases, log);
  }

  /** What has been begun goes before what begins; then the older order. What rests after a failure waits. */
  protected async next(): Promise<AgencyOrderRow | null> {
    const { manager } = this.reader;
    const due = [{ nextTryAt: IsNull() }, { nextTryAt: LessThanOrEqual(this.clock.now()) }];
    const begun = await manager.findOne(AgencyOrderRow, {
      where: due.map((rested) => ({ ...rested, status: 'applying' as const })),
      order: { id: 'ASC' },
    });
    if (begun !== null) return begun;
    const today = this.directory.today();
    return manager.findOne(AgencyOrderRow, {
      where: due.map((rested) => ({ ...rested, status: 'confirmed' as const, effectiveOn: LessThanOrEqual(today) })),
      order: { effectiveOn: 'ASC', id: 'ASC' },
    });
  }

  /** The switch, or one batch of tickets. */
  protected async step(order: AgencyOrderRow): Promise<boolean> {
    if (order.phase === 'tickets') return this.moveTickets(order);
    try {
      return await this.switchOver(order);
    } catch (error) {
      // All of it was taken back: agencies, rules and accounts are as they were.
      this.log.error({ job: 'agency-order', orderId: order.id, error }, 'agencies could not be switched over');
      await this.failed(order, reasonOf(error));
      return true;
    }
  }

  private async switchOver(order: AgencyOrderRow): Promise<boolean> {
    const { id, plan } = order;
    const at = this.clock.now();
    const { figures } = await this.previews.of(plan);
    const total = await this.tickets.count(plan);
    const switched = await this.unitOfWork.run(async (transaction) => {
      const begun = await managerOf(transaction).update(
        AgencyOrderRow,
        { id, status: 'confirmed', phase: 'switch' },
        { status: 'applying', phase: 'tickets', switchedAt: at, total, moved: 0, done: figures, ...UNTRIED },
      );
      // Another process was faster.
      if (begun.affected !== 1) return false;
      await this.agencySwitch.write(transaction, order, at);
      return true;
    });
    if (switched) await this.directory.reloadIfChanged();
    return true;
  }

  private async moveTickets(order: AgencyOrderRow): Promise<boolean> {
    if (!this.hasSettled(order, order.moved > 0 || order.attempts > 0)) return false;
    await this.directory.reloadIfChanged();
    const fresh = { orderId: order.id, since: this.clock.now(), cursor: '', again: false };
    const pass = this.pass?.orderId === order.id ? this.pass : fresh;
    const batch = await this.moveBatch(order, pass.cursor);
    if (batch !== null) {
      this.pass = { ...pass, cursor: batch.last, again: pass.again || batch.again };
      return true;
    }
    this.pass = null;
    // Once more from the beginning until there is nothing: what somebody else had changed is moved now.
    if (pass.again) return true;
    const stuck = await this.troubles.left(order.id, pass.since);
    if (stuck > 0) await this.failed(order, `${stuck.toLocaleString('vi-VN')} phiếu chưa chuyển được.`);
    else await this.set(order, { status: 'done', finishedAt: this.clock.now(), ...UNTRIED });
    return true;
  }

  /** @returns the last ticket looked at; null when there was none after `cursor`. */
  private async moveBatch(order: AgencyOrderRow, cursor: string): Promise<{ last: string; again: boolean } | null> {
    const found = await this.tickets.next(order.plan, cursor, BATCH);
    if (found.length === 0) return null;
    const agencyOf = await this.tickets.places();
    let [last, again] = [cursor, false];
    for (const ticket of found) {
      const became = await this.moveOne({ ...order, agencyOf }, ticket);
      last = ticket.id;
      again ||= became === 'moved' || became === 'changed';
      if (!(await this.lease.hold())) break;
    }
    return { last, again };
  }

  private async moveOne(
    order: Parameters<OpenTickets['moveOne']>[0],
    ticket: ConcernedTicket,
  ): Promise<'moved' | 'stays' | 'changed' | 'stuck'> {
    try {
      return await this.tickets.moveOne(order, ticket, async (transaction) => {
        await managerOf(transaction).increment(AgencyOrderRow, { id: order.id }, 'moved', 1);
        await this.troubles.forget(transaction, order.id, ticket.id);
      });
    } catch (error) {
      this.log.error(
        { job: 'agency-order', orderId: order.id, ticketId: ticket.id, error },
        'ticket could not be moved',
      );
      await this.troubles.keep(order.id, ticket.id, error);
      return 'stuck';
    }
  }

  /** Once more after a rest; or it waits for somebody, with the reason. */
  private failed(order: AgencyOrderRow, error: string): Promise<void> {
    return this.set(order, { ...afterFailure(order.attempts, this.clock.now()), error });
  }

  private async set(order: AgencyOrderRow, values: Partial<AgencyOrderRow>): Promise<void> {
    const { id, status } = order;
    await this.unitOfWork.run((transaction) => managerOf(transaction).update(AgencyOrderRow, { id, status }, values));
  }

  /** Tickets that came to an ended agency after its order was carried out. */
  protected async idle(): Promise<boolean> {
    const now = performance.now();
    if (this.sweptAt !== 0 && now - this.sweptAt < SWEEP_MS) return false;
    this.sweptAt = now;
    const orders = await this.reader.manager.find(AgencyOrderRow, {
      where: { status: 'done' },
      order: { effectiveOn: 'ASC', id: 'ASC' },
    });
    const all = orders.map((order) => ({
      ...order,
      plan: { ...order.plan, hands: order.plan.hands.filter(({ from }) => order.plan.ends.includes(from)) },
    }));
    const troubled = await this.troubles.counts(orders.map(({ id }) => id));
    // One look for all orders of the past together: there is nearly always nothing.
    const some = await this.tickets.next({ hands: all.flatMap(({ plan }) => plan.hands) }, '', 1);
    for (const ended of all) {
      if (!troubled.has(ended.id) && (some.length === 0 || (await this.tickets.next(ended.plan, '', 1)).length === 0))
        continue;
      const since = this.clock.now();
      for (let cursor: string | null = ''; cursor !== null;) {
        // Whoever holds it now goes on: a batch ends with the lease.
        if (!(await this.lease.hold())) return false;
        cursor = (await this.moveBatch(ended, cursor))?.last ?? null;
      }
      await this.troubles.left(ended.id, since);
    }
    return false;
  }
}

/** An order that nothing is wrong with. */
export const UNTRIED = { attempts: 0, nextTryAt: null, error: null } as const;
