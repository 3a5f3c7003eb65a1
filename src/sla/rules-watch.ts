import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Poller } from '../platform/jobs/index.js';
import { Log } from '../platform/log/index.js';
import { SlaPolicies } from './sla-policies.js';

const LOOK_EVERY_MS = 1000;

/** Notices within a second that another process, or a load, has changed the rules, and reads them again. */
@Injectable()
export class RulesWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly poller: Poller;

  constructor(policies: SlaPolicies, log: Log) {
    this.poller = new Poller({
      name: 'sla-rules',
      everyMs: LOOK_EVERY_MS,
      log,
      run: async () => {
        if (await policies.reloadIfChanged()) log.info({ revision: policies.revision }, 'rules of time read again');
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
