import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Poller } from '../platform/jobs/index.js';
import { Log } from '../platform/log/index.js';
import { Directory } from './directory.js';

const LOOK_EVERY_MS = 1000;

/** Notices within a second that another process has carried out an order on agencies, and reads them again. */
@Injectable()
export class DirectoryWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly poller: Poller;

  constructor(directory: Directory, log: Log) {
    this.poller = new Poller({
      name: 'directory',
      everyMs: LOOK_EVERY_MS,
      log,
      run: async () => {
        if (await directory.reloadIfChanged()) log.info({}, 'agencies read again');
        return false;
      },
    });
  }

  onApplicationBootstrap(): void {
    this.poller.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.poller.stop();
  }
}
