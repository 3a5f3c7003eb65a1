import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Leases, Poller, type Lease } from '../platform/jobs/index.js';
import { Log } from '../platform/log/index.js';
import { EscalationScan } from './escalation-scan.js';

const POLL_MS = 150;
/** Steps are late by seconds at most: so soon another process goes on when this one is killed. */
const LEASE_MS = 3_000;

/** Keeps the scan running, in one process at a time: two would only get into each other's way. */
@Injectable()
export class EscalationRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly poller: Poller;
  private readonly lease: Lease;

  constructor(
    private readonly scan: EscalationScan,
    leases: Leases,
    log: Log,
  ) {
    this.lease = leases.lease('escalation', LEASE_MS);
    this.poller = new Poller({ name: 'escalation', everyMs: POLL_MS, log, run: () => this.run() });
  }

  onApplicationBootstrap(): void {
    this.poller.start();
  }

  /** The portion in hand is finished; another process goes on at once. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.poller.stop();
    await this.lease.release();
  }

  /** @returns whether there may be more at once. */
  private async run(): Promise<boolean> {
    return (await this.lease.hold()) && (await this.scan.run());
  }
}
