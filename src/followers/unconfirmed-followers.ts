import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Poller } from '../platform/jobs/index.js';
import { Log } from '../platform/log/index.js';
import { Followers } from './followers.js';

const POLL_MS = 3_600_000;

/** An address that somebody typed and its owner never confirmed goes by itself. By several processes at once it does no harm. */
@Injectable()
export class UnconfirmedFollowers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly poller: Poller;

  constructor(
    private readonly followers: Followers,
    log: Log,
  ) {
    this.poller = new Poller({ name: 'unconfirmed-followers', everyMs: POLL_MS, log, run: () => this.run() });
  }

  onApplicationBootstrap(): void {
    this.poller.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.poller.stop();
  }

  /** @returns whether there may be more at once. */
  async run(): Promise<boolean> {
    await this.followers.forgetUnconfirmed();
    return false;
  }
}
