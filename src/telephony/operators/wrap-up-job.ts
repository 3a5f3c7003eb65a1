import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Leases, Poller, type Lease } from '../../platform/jobs/index.js';
import { Log } from '../../platform/log/index.js';
import { OperatorStates } from './operator-states.js';

const POLL_MS = 2_000;

/** Ends wrapping up when its time is over, in one process at a time. */
@Injectable()
export class WrapUpJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly poller: Poller;
  private readonly lease: Lease;

  constructor(states: OperatorStates, leases: Leases, log: Log) {
    this.lease = leases.lease('telephony-wrap-up');
    this.poller = new Poller({
      name: 'telephony-wrap-up',
      everyMs: POLL_MS,
      log,
      run: async () => (await this.lease.hold()) && (await states.endWrapUps()),
    });
  }

  onApplicationBootstrap(): void {
    this.poller.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.poller.stop();
    await this.lease.release();
  }
}
