import { waitBefore, type Backoff } from './domain/backoff.js';
import type { PostOutcome } from './post-event.js';

export interface Parcel {
  /** Parcels of one key go one after the other. */
  readonly key: string;
}

export interface DeliveryOptions<P extends Parcel> {
  readonly post: (parcel: P) => Promise<PostOutcome>;
  /** Called once for each parcel, when it was taken in or refused for good. */
  readonly settled: (parcel: P, outcome: Exclude<PostOutcome, { kind: 'later' }>) => void;
  /** Called for every failed try. */
  readonly delayed: (parcel: P, outcome: Extract<PostOutcome, { kind: 'later' }>, waitMs: number) => void;
  /** So many are on their way at once. */
  readonly atOnce?: number;
  readonly backoff?: Backoff;
}

const BACKOFF: Backoff = { firstMs: 250, longestMs: 15_000 };
const AT_ONCE = 8;

/**
 * Delivers parcels in the order of their key, several keys at once, and tries again until each is taken in or
 * refused. While the service is away all of them wait, and one alone asks whether it is back.
 */
export class OrderedDelivery<P extends Parcel> {
  private readonly lanes = new Map<string, P[]>();
  /** Keys whose first parcel may go now. */
  private ready: string[] = [];
  private readonly failuresOf = new Map<string, number>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private idleWatchers: (() => void)[] = [];
  private underWay = 0;
  private failures = 0;
  private paused = false;
  private stopped = false;
  private size = 0;

  constructor(private readonly options: DeliveryOptions<P>) {}

  /** Parcels neither taken in nor refused. */
  get waiting(): number {
    return this.size;
  }

  push(parcel: P): void {
    this.size += 1;
    const lane = this.lanes.get(parcel.key);
    if (lane !== undefined) {
      lane.push(parcel);
      return;
    }
    this.lanes.set(parcel.key, [parcel]);
    this.ready.push(parcel.key);
    this.pump();
  }

  /** Resolves when nothing waits, at once if so; after `stop`, when nothing is under way. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.idleWatchers.push(resolve);
      this.tellIdle();
    });
  }

  /** Lets what is under way end and starts nothing more. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    await this.idle();
  }

  private pump(): void {
    // After a failure one goes ahead alone.
    const atOnce = this.failures > 0 ? 1 : (this.options.atOnce ?? AT_ONCE);
    while (!this.stopped && !this.paused && this.underWay < atOnce) {
      const key = this.ready.shift();
      if (key === undefined) return;
      const parcel = this.lanes.get(key)?.[0];
      if (parcel !== undefined) void this.attempt(key, parcel);
    }
  }

  private async attempt(key: string, parcel: P): Promise<void> {
    this.underWay += 1;
    const outcome = await this.options.post(parcel);
    this.underWay -= 1;
    if (outcome.kind === 'later') this.putBack(key, parcel, outcome);
    else this.finish(key, parcel, outcome);
    this.pump();
    this.tellIdle();
  }

  private finish(key: string, parcel: P, outcome: Exclude<PostOutcome, { kind: 'later' }>): void {
    this.failures = 0;
    this.failuresOf.delete(key);
    this.size -= 1;
    const lane = this.lanes.get(key) ?? [];
    lane.shift();
    if (lane.length > 0) this.ready.push(key);
    else this.lanes.delete(key);
    this.options.settled(parcel, outcome);
  }

  private putBack(key: string, parcel: P, outcome: Extract<PostOutcome, { kind: 'later' }>): void {
    const backoff = this.options.backoff ?? BACKOFF;
    if (outcome.scope === 'event') {
      const failures = (this.failuresOf.get(key) ?? 0) + 1;
      this.failuresOf.set(key, failures);
      const waitMs = outcome.afterMs ?? waitBefore(backoff, failures, Math.random());
      this.options.delayed(parcel, outcome, waitMs);
      this.after(waitMs, () => this.ready.push(key));
      return;
    }
    // What was under way when the service went away comes back, too: in front, since it was first.
    this.ready.unshift(key);
    if (this.paused) return;
    this.failures += 1;
    const waitMs = outcome.afterMs ?? waitBefore(backoff, this.failures, Math.random());
    this.options.delayed(parcel, outcome, waitMs);
    this.paused = true;
    this.after(waitMs, () => {
      this.paused = false;
    });
  }

  private after(waitMs: number, change: () => void): void {
    if (this.stopped) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      change();
      this.pump();
    }, waitMs);
    this.timers.add(timer);
  }

  private tellIdle(): void {
    if (this.underWay > 0 || (this.size > 0 && !this.stopped)) return;
    const watchers = this.idleWatchers;
    this.idleWatchers = [];
    for (const watcher of watchers) watcher();
  }
}
