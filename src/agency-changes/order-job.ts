import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { In, LessThanOrEqual } from 'typeorm';
import { Directory } from '../agencies/index.js';
import { Clock } from '../kernel/index.js';
import { managerOf, Reader, UnitOfWork } from '../platform/database/index.js';
import { Leases, Poller, type Lease } from '../platform/jobs/index.js';
import { Log } from '../platform/log/index.js';
import { AgencySwitch } from './agency-switch.js';
import { AgencyOrderRow } from './entities.js';
import { OpenTickets } from './open-tickets.js';
import { OrderPreviews } from './order-previews.js';

const POLL_MS = 1000;
const BATCH = 50;
/** Every process looks once a second whether the agencies are others; what it had begun before ends in the rest. */
const SETTLE_MS = 4000;
/** So often it is looked whether a ticket has come to an ended agency after all: reopened, taken back, imported. */
const SWEEP_MS = 60_000;

/**
 * Carries out orders on agencies when their day has come, one process at a time: first agencies, rules and
 * accounts in one transaction, then the tickets one by one. Killed anywhere it goes on: what has moved is not
 * found again.
 */
@Injectable()
export class OrderJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly poller: Poller;
  private readonly lease: Lease;
  /** Up to which ticket this process has looked, for the order it is at. */
  private at: { readonly orderId: string; readonly cursor: string } | null = null;
  private settling: { readonly id: string; readonly since: number } | null = null;
  private sweptAt = 0;
  /** @internal shorter in tests, where there is one process */
  settleMs = SETTLE_MS;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly directory: Directory,
    private readonly agencySwitch: AgencySwitch,
    private readonly tickets: OpenTickets,
    private readonly previews: OrderPreviews,
    leases: Leases,
    log: Log,
  ) {
    this.lease = leases.lease('agency-order');
    this.poller = new Poller({ name: 'agency-order', everyMs: POLL_MS, log, run: () => this.run() });
  }

  onApplicationBootstrap(): void {
    this.poller.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.poller.stop();
    await this.lease.release();
  }

  /** There is an order to look at. */
  nudge(): void {
    this.poller.nudge();
  }

  /** The switch, or one batch of tickets. @returns whether there may be more at once. */
  async run(): Promise<boolean> {
    const order = await this.next();
    if (order === null) return this.sweep();
    if (!(await this.lease.hold())) return false;
    if (order.phase === 'switch') return this.switchOver(order);
    return this.moveTickets(order);
  }

  /** What has been begun goes before what begins; then the older order. */
  private async next(): Promise<AgencyOrderRow | null> {
    const { manager } = this.reader;
    const begun = await manager.findOne(AgencyOrderRow, { where: { status: 'applying' }, order: { id: 'ASC' } });
    if (begun !== null) return begun;
    return manager.findOne(AgencyOrderRow, {
      where: { status: 'confirmed', effectiveOn: LessThanOrEqual(this.directory.today()) },
      order: { effectiveOn: 'ASC', id: 'ASC' },
    });
  }

  private async switchOver(order: AgencyOrderRow): Promise<boolean> {
    const { id, plan } = order;
    const at = this.clock.now();
    const { figures } = await this.previews.of(plan);
    const switched = await this.unitOfWork.run(async (transaction) => {
      const begun = await managerOf(transaction).update(
        AgencyOrderRow,
        { id, status: 'confirmed', phase: 'switch' },
        { status: 'applying', phase: 'tickets', switchedAt: at, total: figures.tickets, moved: 0, done: figures },
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
    if (!this.settled(order)) return false;
    await this.directory.reloadIfChanged();
    const cursor = this.at?.orderId === order.id ? this.at.cursor : '';
    const batch = await this.moveBatch(order, cursor);
    if (batch !== null) {
      this.at = { orderId: order.id, cursor: batch };
      return true;
    }
    this.at = null;
    // Once more from the beginning until there is nothing: what somebody else had changed is moved now.
    if (cursor !== '' && (await this.tickets.next(order.plan, '', 1)).length > 0 && (await this.anyMoves(order)))
      return true;
    await this.unitOfWork.run((transaction) =>
      managerOf(transaction).update(
        AgencyOrderRow,
        { id: order.id, status: 'applying' },
        { status: 'done', finishedAt: this.clock.now() },
      ),
    );
    return true;
  }

  /** @returns the last ticket looked at; null when there was none after `cursor`. */
  private async moveBatch(order: AgencyOrderRow, cursor: string): Promise<string | null> {
    const found = await this.tickets.next(order.plan, cursor, BATCH);
    const last = found.at(-1);
    if (last === undefined) return null;
    const agencyOf = await this.tickets.places();
    for (const ticket of found) {
      await this.tickets.moveOne({ ...order, agencyOf }, ticket, async (transaction) => {
        await managerOf(transaction).increment(AgencyOrderRow, { id: order.id }, 'moved', 1);
      });
      if (!(await this.lease.hold())) break;
    }
    return last.id;
  }

  /** Whether a look from the beginning still finds something that moves. */
  private async anyMoves(order: AgencyOrderRow): Promise<boolean> {
    const before = await this.reader.manager.findOneByOrFail(AgencyOrderRow, { id: order.id });
    for (let cursor: string | null = ''; cursor !== null;) cursor = await this.moveBatch(order, cursor);
    const after = await this.reader.manager.findOneByOrFail(AgencyOrderRow, { id: order.id });
    return after.moved > before.moved;
  }

  /** A walk that has begun had waited already, in whichever process that was. */
  private settled(order: AgencyOrderRow): boolean {
    if (order.moved > 0) return true;
    // Not the wall clock, which somebody may set while this waits.
    const now = performance.now();
    if (this.settling?.id !== order.id) this.settling = { id: order.id, since: now };
    return now - this.settling.since >= this.settleMs;
  }

  /** Tickets that came to an ended agency after its order was carried out. */
  private async sweep(): Promise<boolean> {
    const now = performance.now();
    if (this.sweptAt !== 0 && now - this.sweptAt < SWEEP_MS) return false;
    this.sweptAt = now;
    const orders = await this.reader.manager.find(AgencyOrderRow, {
      where: { status: In(['done']) },
      order: { effectiveOn: 'ASC', id: 'ASC' },
    });
    for (const order of orders) {
      const ended = {
        ...order,
        plan: { ...order.plan, hands: order.plan.hands.filter(({ from }) => order.plan.ends.includes(from)) },
      };
      if ((await this.tickets.next(ended.plan, '', 1)).length === 0) continue;
      if (!(await this.lease.hold())) return false;
      await this.moveBatch(ended, '');
    }
    return false;
  }
}
