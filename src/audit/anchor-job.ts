import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Leases, Poller, type Lease } from '../platform/jobs/index.js';
import { Log } from '../platform/log/index.js';
import { HistoryAnchors } from './history-anchors.js';
import { HistorySealing } from './history-sealing.js';

/** How long after midnight in Viet Nam the anchor of the day is made, at most. */
const POLL_MS = 60_000;

/** Seals what is older than the chain, then makes the anchor of each day; in one process at a time. */
@Injectable()
export class AnchorJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly poller: Poller;
  private readonly sealingLease: Lease;
  private readonly anchorLease: Lease;

  constructor(
    private readonly sealing: HistorySealing,
    private readonly anchors: HistoryAnchors,
    leases: Leases,
    log: Log,
  ) {
    this.sealingLease = leases.lease('history-sealing');
    this.anchorLease = leases.lease('history-anchor');
    this.poller = new Poller({ name: 'history-anchor', everyMs: POLL_MS, log, run: () => this.run() });
  }

  onApplicationBootstrap(): void {
    this.poller.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.poller.stop();
    await this.sealingLease.release();
    await this.anchorLease.release();
  }

  /** @returns whether there may be more at once. */
  async run(): Promise<boolean> {
    if (!(await this.sealingLease.hold())) return false;
    if (!(await this.sealing.isDone(this.sealingLease))) {
      await this.sealing.next(this.sealingLease);
      return true;
    }
    return (await this.anchorLease.hold()) && (await this.anchors.makeDue(this.anchorLease));
  }
}
