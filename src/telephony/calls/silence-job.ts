import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { Clock } from '../../kernel/index.js';
import { Reader } from '../../platform/database/index.js';
import { Leases, Poller, type Lease } from '../../platform/jobs/index.js';
import { Log } from '../../platform/log/index.js';
import type { CallState } from '../domain/call.js';
import { PhoneCallRow } from '../entities.js';
import { TelephonySettings } from '../settings.js';
import { CallLog } from './call-log.js';

const POLL_MS = 15_000;
const MOST_AT_ONCE = 100;

/** Ends calls whose end was never told of: a telephone system that was restarted forgets them. */
@Injectable()
export class SilenceJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly poller: Poller;
  private readonly lease: Lease;

  constructor(
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly settings: TelephonySettings,
    private readonly log: CallLog,
    leases: Leases,
    serviceLog: Log,
  ) {
    this.lease = leases.lease('telephony-silence');
    this.poller = new Poller({
      name: 'telephony-silence',
      everyMs: POLL_MS,
      log: serviceLog,
      run: async () => (await this.lease.hold()) && (await this.run()),
    });
  }

  onApplicationBootstrap(): void {
    this.poller.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.poller.stop();
    await this.lease.release();
  }

  /** @returns whether there may be more at once. */
  async run(): Promise<boolean> {
    const { ringingMinutes, talkingHours } = this.settings;
    const ringing = await this.endOlder('ringing', ringingMinutes * 60_000);
    const talking = await this.endOlder('talking', talkingHours * 3_600_000);
    return ringing || talking;
  }

  private async endOlder(state: CallState, ms: number): Promise<boolean> {
    const since = new Date(this.clock.now().getTime() - ms);
    const calls = await this.reader.manager.find(PhoneCallRow, {
      select: { id: true },
      where: { state, heardAt: LessThan(since) },
      order: { heardAt: 'ASC' },
      take: MOST_AT_ONCE,
    });
    for (const { id } of calls) await this.log.fallSilent(id, since);
    return calls.length === MOST_AT_ONCE;
  }
}
