import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Accounts } from '../identity/index.js';
import { Clock } from '../kernel/index.js';
import { Poller } from '../platform/jobs/index.js';
import { Log } from '../platform/log/index.js';
import { mailsDue } from './domain/notice-timing.js';
import { NoticeBatches } from './notice-batches.js';

const POLL_MS = 1_000;

/** Writes to people what the ladders have to tell them: one mail each, whatever the number of reminders. */
@Injectable()
export class NoticeMailer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly poller: Poller;

  constructor(
    private readonly batches: NoticeBatches,
    private readonly accounts: Accounts,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.poller = new Poller({ name: 'notice-mail', everyMs: POLL_MS, log, run: () => this.run() });
  }

  onApplicationBootstrap(): void {
    this.poller.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.poller.stop();
  }

  /** One look at everybody who has something waiting. @returns false: there is never more at once. */
  async run(): Promise<boolean> {
    const waiting = await this.batches.waiting();
    if (waiting.size === 0) return false;
    const [catchingUp, accounts] = await Promise.all([
      this.batches.catchingUp(),
      this.accounts.byIds([...waiting.keys()]),
    ]);
    const addresses = new Map(accounts.map(({ id, active, email }) => [id, active ? email : null]));
    const now = this.clock.now();
    for (const [accountId, what] of waiting) {
      if ((addresses.get(accountId) ?? null) === null) {
        await this.batches.leaveToPage(accountId);
        continue;
      }
      const due = mailsDue(what, now, catchingUp);
      if (due.urgent) await this.mail(accountId, true);
      if (due.ordinary) await this.mail(accountId, false);
    }
    return false;
  }

  private async mail(accountId: string, urgent: boolean): Promise<void> {
    const reminders = await this.batches.mail(accountId, urgent);
    if (reminders > 0) this.log.info({ accountId, urgent, reminders }, 'mail of reminders put down');
  }
}
