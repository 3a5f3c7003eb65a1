import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Leases, Poller, type Lease } from '../platform/jobs/index.js';
import { Log } from '../platform/log/index.js';
import { Closing } from './closing.js';

/** A day more or less does not matter to what nobody waits for; a minute is no load. */
const POLL_MS = 60_000;

/** Keeps the closing running, in one process at a time. */
@Injectable()
export class ClosingRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly poller: Poller;
  private readonly lease: Lease;

  constructor(
    private readonly closing: Closing,
    leases: Leases,
    log: Log,
  ) {
    this.lease = leases.lease('closing');
    this.poller = new Poller({ name: 'closing', everyMs: POLL_MS, log, run: () => this.run() });
  }

  onApplicationBootstrap(): void {
    this.poller.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.poller.stop();
    await this.lease.release();
  }

  /** @returns whether there may be more at once. */
  private async run(): Promise<boolean> {
    return (await this.lease.hold()) && (await this.closing.run());
  }
}
