import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Poller } from '../platform/jobs/index.js';
import { Log } from '../platform/log/index.js';
import { SearchIndex } from './search-index.js';

const POLL_MS = 60_000;

/** Goes on making the index where that was left: after an upgrade, or when a rebuild was broken off. */
@Injectable()
export class SearchFiller implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly poller: Poller;

  constructor(index: SearchIndex, log: Log) {
    this.poller = new Poller({ name: 'search-index', everyMs: POLL_MS, log, run: () => index.work() });
  }

  onApplicationBootstrap(): void {
    this.poller.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.poller.stop();
  }
}
