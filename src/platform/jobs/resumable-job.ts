import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { Log } from '../log/index.js';
import type { Lease, Leases } from './lease.js';
import { Poller } from './poller.js';

const POLL_MS = 1000;
/** Every process looks once a second whether the configuration is another; what it had begun before ends in the rest. */
const SETTLE_MS = 4000;

/**
 * Long work that somebody has ordered, carried on by one process at a time, a portion after the other: killed anywhere
 * it is taken up by whichever process comes next. How far it has come is in the database only.
 */
export abstract class ResumableJob<Task extends { readonly id: string }>
  implements OnApplicationBootstrap, BeforeApplicationShutdown
{
  protected readonly lease: Lease;
  private readonly poller: Poller;
  /** The task that waits for the other processes, and since when by the machine's own running time. */
  private settling: { readonly id: string; readonly since: number } | null = null;
  /** @internal shorter in tests, where there is one process */
  settleMs = SETTLE_MS;

  protected constructor(name: string, leases: Leases, log: Log) {
    this.lease = leases.lease(name);
    this.poller = new Poller({ name, everyMs: POLL_MS, log, run: () => this.run() });
  }

  onApplicationBootstrap(): void {
    this.poller.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.poller.stop();
    await this.lease.release();
  }

  /** There is a task to look at. */
  nudge(): void {
    this.poller.nudge();
  }

  /** One portion. @returns whether there may be more at once. */
  async run(): Promise<boolean> {
    const task = await this.next();
    if (task === null) return this.idle();
    if (!(await this.lease.hold())) return false;
    return this.step(task);
  }

  /** The task to go on with; null: none now. */
  protected abstract next(): Promise<Task | null>;

  /** One portion of it, by the process that holds the lease. @returns whether there may be more at once. */
  protected abstract step(task: Task): Promise<boolean>;

  /** What there is to do while nothing is ordered. @returns whether there may be more at once. */
  protected abstract idle(): Promise<boolean>;

  /**
   * Whether every process must have noticed by now what the task has changed of the configuration, so that none works
   * on by the old one behind its back. @param begun it had waited already, in whichever process that was.
   */
  protected hasSettled({ id }: Task, begun: boolean): boolean {
    if (begun) return true;
    // Not the wall clock, which somebody may set while this waits.
    const now = performance.now();
    if (this.settling?.id !== id) this.settling = { id, since: now };
    return now - this.settling.since >= this.settleMs;
  }
}
