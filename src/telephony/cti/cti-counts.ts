import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { dayIn, Province } from '../../agencies/index.js';
import { Clock } from '../../kernel/index.js';
import { managerOf, Reader, UnitOfWork } from '../../platform/database/index.js';
import { Poller } from '../../platform/jobs/index.js';
import { Log } from '../../platform/log/index.js';
import { CtiCountRow } from '../entities.js';

/** `repeated`: taken before; `refused`: no token that holds; `unreadable`: could not be understood; `held_back`: too many. */
export type CtiCountKind = 'taken' | 'repeated' | 'refused' | 'unreadable' | 'held_back';

export interface CtiCount {
  readonly day: string;
  /** null: no telephone system showed a token that holds. */
  readonly pbx: string | null;
  readonly kind: CtiCountKind;
  readonly times: number;
}

const FLUSH_MS = 5_000;
const MOST_SHOWN = 500;

/**
 * How many events came, and how many were refused and why. Counted in memory and written every few seconds: whoever
 * floods the address writes nothing into the database by it. A killed process loses the counts of seconds.
 */
@Injectable()
export class CtiCounts implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly poller: Poller;
  private waiting = new Map<string, CtiCount>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly province: Province,
    log: Log,
  ) {
    this.poller = new Poller({
      name: 'cti-counts',
      everyMs: FLUSH_MS,
      log,
      run: async () => {
        await this.flush();
        return false;
      },
    });
  }

  onApplicationBootstrap(): void {
    this.poller.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.poller.stop();
    await this.flush();
  }

  add(pbx: string | null, kind: CtiCountKind): void {
    const day = dayIn(this.province.timeZone, this.clock.now());
    const key = `${day} ${pbx ?? ''} ${kind}`;
    this.waiting.set(key, { day, pbx, kind, times: (this.waiting.get(key)?.times ?? 0) + 1 });
  }

  /** The newest days, with what this process has counted just now. */
  async list(): Promise<CtiCount[]> {
    await this.flush();
    const rows = await this.reader.manager.find(CtiCountRow, {
      order: { onDay: 'DESC', pbx: 'ASC', kind: 'ASC' },
      take: MOST_SHOWN,
    });
    return rows.map(({ onDay, pbx, kind, times }) => ({
      day: onDay,
      pbx: pbx === '' ? null : pbx,
      kind: kind as CtiCountKind,
      times,
    }));
  }

  private async flush(): Promise<void> {
    const counted = [...this.waiting.values()];
    if (counted.length === 0) return;
    this.waiting = new Map();
    try {
      await this.unitOfWork.run(async (tx) => {
        for (const { day, pbx, kind, times } of counted) {
          const key = { onDay: day, pbx: pbx ?? '', kind };
          const manager = managerOf(tx);
          await manager
            .createQueryBuilder()
            .insert()
            .into(CtiCountRow)
            .values({ ...key, times: 0 })
            .orIgnore()
            .execute();
          // No text from outside: a whole number that was counted here.
          await manager.update(CtiCountRow, key, { times: () => `times + ${String(times)}` });
        }
      });
    } catch (error) {
      for (const { day, pbx, kind, times } of counted) {
        const key = `${day} ${pbx ?? ''} ${kind}`;
        this.waiting.set(key, { day, pbx, kind, times: (this.waiting.get(key)?.times ?? 0) + times });
      }
      throw error;
    }
  }
}
