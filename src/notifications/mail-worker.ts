import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../kernel/index.js';
import { Config } from '../platform/config/index.js';
import { Poller } from '../platform/jobs/index.js';
import { Log } from '../platform/log/index.js';
import { MailTransport, type MailOutcome } from '../platform/mail/index.js';
import { givenUp, nextAttempt } from './domain/retry.js';
import type { MailMessageRow } from './entities.js';
import { MailComposer } from './mail-composer.js';
import { MailQueue, type MailResult } from './mail-queue.js';

const POLL_MS = 1_000;
const BATCH = 30;
/** As many as the transport keeps connections. */
const AT_ONCE = 3;

/**
 * Sends what is due. Each mail is claimed for itself right before it is sent, so that a process that dies
 * holds up three mails at most, for the time of one lease.
 */
@Injectable()
export class MailWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly poller: Poller;
  private stopping = false;

  constructor(
    private readonly queue: MailQueue,
    private readonly composer: MailComposer,
    private readonly transport: MailTransport,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly log: Log,
  ) {
    this.poller = new Poller({ name: 'mail', everyMs: POLL_MS, log, run: () => this.run() });
  }

  onApplicationBootstrap(): void {
    this.poller.start();
  }

  /** What is on the wire is finished; what is only claimed goes back. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.poller.stop();
    this.transport.close();
  }

  /** One portion. @returns whether there may be more at once. */
  async run(): Promise<boolean> {
    const due = await this.queue.due(BATCH);
    const waiting = [...due];
    let gatewayDown = false;
    const lane = async (): Promise<void> => {
      for (let mail = waiting.shift(); mail !== undefined && !gatewayDown; mail = waiting.shift()) {
        const token = await this.queue.claim(mail);
        if (token === null) continue;
        if (this.stopping) {
          await this.queue.release(mail, token);
          return;
        }
        if ((await this.send(mail, token)) === 'gateway_down') gatewayDown = true;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    // The next mail of the same ticket is due now, so one round more even when this one was short.
    return due.length > 0 && !gatewayDown && !this.stopping;
  }

  private async send(mail: MailMessageRow, token: string): Promise<MailOutcome['kind'] | 'dropped'> {
    const attempts = mail.attempts + 1;
    const messageId = messageIdOf(mail.id, this.config.mailFrom);
    const outcome = await this.attempt(mail, messageId);
    const result = this.resultOf(outcome, mail, attempts, messageId);
    const fields = { mail: mail.id, ticketId: mail.ticketId, template: mail.template, attempts };
    const settled = await this.queue.settle(mail.id, token, result);
    if (!settled) this.log.warn(fields, 'mail was taken over by another process while it was being sent');
    else if (result.status === 'sent') this.log.info(fields, 'mail sent');
    else if (result.status === 'failed')
      this.log.error({ ...fields, reason: result.reason }, 'mail failed, nobody will get it');
    else this.log.warn({ ...fields, status: result.status, reason: result.reason }, 'mail not sent');
    return outcome.kind;
  }

  private async attempt(
    mail: MailMessageRow,
    messageId: string,
  ): Promise<MailOutcome | { kind: 'dropped'; reason: string }> {
    try {
      const composed = await this.composer.compose(mail);
      if (composed === null) return { kind: 'dropped', reason: 'no recipient' };
      return await this.transport.send({ ...composed, messageId });
    } catch (error) {
      // A mistake of ours (a template, a missing row): the mail waits until it is mended.
      this.log.error(
        { mail: mail.id, template: mail.template, error: error instanceof Error ? error.name : 'unknown' },
        'mail not composed',
      );
      return { kind: 'deferred', reason: `compose ${error instanceof Error ? error.name : 'unknown'}` };
    }
  }

  private resultOf(
    outcome: MailOutcome | { readonly kind: 'dropped'; readonly reason: string },
    mail: MailMessageRow,
    attempts: number,
    messageId: string,
  ): MailResult {
    const now = this.clock.now();
    switch (outcome.kind) {
      case 'sent':
        return { status: 'sent', messageId };
      case 'refused':
        return { status: 'failed', reason: outcome.reason };
      case 'dropped':
        return { status: 'dropped', reason: outcome.reason };
      case 'deferred':
        if (givenUp(now, mail.createdAt)) return { status: 'failed', reason: outcome.reason };
        return { status: 'pending', reason: outcome.reason, nextAt: nextAttempt(now, attempts, 'deferred') };
      case 'gateway_down':
        return { status: 'pending', reason: outcome.reason, nextAt: nextAttempt(now, attempts, 'gateway_down') };
    }
  }
}

/** The same for every attempt at a row, so that a mail that was sent twice after a crash shows once. */
export function messageIdOf(id: string, mailFrom: string): string {
  const domain = /@([A-Za-z0-9.-]+)/.exec(mailFrom)?.[1] ?? '1022.localhost';
  return `<${id.toLowerCase()}@${domain}>`;
}
