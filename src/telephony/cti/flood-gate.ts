import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { Bucket } from '../../kernel/index.js';
import { TelephonySettings } from '../settings.js';

/** Tries with a wrong token from one address, on average and at once. */
const WRONG_A_SECOND = 0.2;
const MOST_WRONG = 20;
const MOST_ADDRESSES = 10_000;

/** Too many came; there is room again after so many seconds. */
export class HeldBack extends Error {
  override readonly name = 'HeldBack';

  constructor(readonly retryAfterSeconds: number) {
    super('Held back.');
  }
}

interface Gate {
  readonly bucket: Bucket;
  readonly atOnce: ReturnType<typeof pLimit>;
}

/**
 * Holds back a telephone system that tells of more than calls there can be. The few that are written at the same time
 * leave room for everybody else's writes; what waits in memory is limited by the burst. Counted per process.
 */
@Injectable()
export class FloodGate {
  private readonly gates = new Map<string, Gate>();
  private readonly strangers = new Map<string, Bucket>();

  constructor(private readonly settings: TelephonySettings) {}

  /** @throws HeldBack, before anything is done. */
  admit(pbx: string): void {
    const { bucket, atOnce } = this.gateOf(pbx);
    const wait = bucket.take(performance.now());
    if (wait > 0) throw new HeldBack(wait);
    if (atOnce.pendingCount >= this.settings.flood.burst) throw new HeldBack(1);
  }

  /** Does the work when it is this telephone system's turn. */
  write<T>(pbx: string, work: () => Promise<T>): Promise<T> {
    return this.gateOf(pbx).atOnce(work);
  }

  /** Counts a token that does not hold. @throws HeldBack */
  stranger(address: string): void {
    let bucket = this.strangers.get(address);
    if (bucket === undefined) {
      // Whoever has so many addresses is not stopped by counting them.
      if (this.strangers.size >= MOST_ADDRESSES) this.strangers.clear();
      bucket = new Bucket(WRONG_A_SECOND, MOST_WRONG);
      this.strangers.set(address, bucket);
    }
    const wait = bucket.take(performance.now());
    if (wait > 0) throw new HeldBack(wait);
  }

  private gateOf(pbx: string): Gate {
    const known = this.gates.get(pbx);
    if (known !== undefined) return known;
    const { eventsPerSecond, burst, atOnce } = this.settings.flood;
    const gate = { bucket: new Bucket(eventsPerSecond, burst), atOnce: pLimit(atOnce) };
    this.gates.set(pbx, gate);
    return gate;
  }
}
