import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Leases, Poller, type Lease } from '../../platform/jobs/index.js';
import { Log } from '../../platform/log/index.js';
import { OpenDataSnapshots } from './snapshots.js';

/** Nobody waits for the file of a month that has just ended. */
const POLL_MS = 10 * 60_000;

/** Makes the file of each month when it is over, in one process at a time. */
@Injectable()
export class SnapshotJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly poller: Poller;
  private readonly lease: Lease;
  private readonly ending = new AbortController();

  constructor(
    private readonly snapshots: OpenDataSnapshots,
    leases: Leases,
    log: Log,
  ) {
    this.lease = leases.lease('open-data');
    this.poller = new Poller({ name: 'open-data', everyMs: POLL_MS, log, run: () => this.run() });
  }

  onApplicationBootstrap(): void {
    this.poller.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    // A month of many reports takes minutes; it is begun anew by whoever makes the files next.
    this.ending.abort();
    await this.poller.stop();
    await this.lease.release();
  }

  /** @returns whether there may be more at once. */
  private async run(): Promise<boolean> {
    const { lease } = this;
    const { signal } = this.ending;
    try {
      return (await lease.hold()) && (await this.snapshots.makeDue({ lease, signal }));
    } catch (error) {
      if (signal.aborted) return false;
      throw error;
    }
  }
}
