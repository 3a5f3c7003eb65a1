import { OrderedDelivery, orderKey, type CtiEvent, type PostEvent } from '../cti-client/index.js';
import type { Clock } from '../kernel/index.js';
import type { Sending } from './domain/chaos.js';
import { figuresOf, type CallFigures, type Figures } from './domain/figures.js';
import type { Shift } from './domain/shift.js';

export interface PlayOptions {
  readonly shift: Shift;
  readonly sendings: readonly Sending[];
  readonly post: PostEvent;
  /** So many seconds of the shift in one of the clock's. */
  readonly speed: number;
  readonly clock: Clock;
  /** Ends the play early; what was taken in by then is what is counted. */
  readonly signal?: AbortSignal;
}

export interface Progress {
  /** The instant the shift has come to. */
  readonly at: Date;
  readonly accepted: number;
  readonly planned: number;
  /** Kept here until the service takes them. */
  readonly waiting: number;
  readonly retries: number;
  /** Why the last try failed; null when it did not. */
  readonly trouble: string | null;
}

export interface Played {
  readonly complete: boolean;
  readonly events: {
    readonly planned: number;
    /** Different events that the service took in. */
    readonly accepted: number;
    /** Taken in once more: sent twice on purpose. */
    readonly repeated: number;
    readonly refused: number;
    readonly retries: number;
  };
  readonly figures: Figures;
  readonly calls: readonly CallFigures[];
}

interface Parcel {
  readonly key: string;
  readonly event: CtiEvent;
  /** Place in the shift; null: the end of a call that the service rejected, which is not in the shift. */
  readonly index: number | null;
}

/** Tells the service about a shift while it passes, and keeps count of what the service took in. */
export class Player {
  private readonly delivery: OrderedDelivery<Parcel>;
  private readonly accepted = new Set<number>();
  private readonly rejected = new Set<string>();
  private readonly rejections: CtiEvent[] = [];
  private repeated = 0;
  private refused = 0;
  private retries = 0;
  private trouble: string | null = null;
  private at: number;

  constructor(private readonly options: PlayOptions) {
    this.at = options.sendings[0]?.due ?? 0;
    this.delivery = new OrderedDelivery<Parcel>({
      post: (parcel) => this.post(parcel),
      settled: (parcel, outcome) => {
        this.trouble = null;
        if (outcome.kind === 'refused') this.refused += 1;
        else this.count(parcel, outcome.rejected);
      },
      delayed: (_parcel, { reason }) => {
        this.retries += 1;
        this.trouble = reason;
      },
    });
  }

  /** @returns when everything was taken in or refused, or the signal came. */
  async play(): Promise<Played> {
    const { sendings, shift, signal } = this.options;
    await this.sendAll();
    if (signal?.aborted !== true) await Promise.race([this.delivery.idle(), aborted(signal)]);
    await this.delivery.stop();
    const told = shift.events.filter((_event, index) => this.accepted.has(index));
    const { accepted, repeated, refused, retries } = this;
    return {
      complete:
        this.delivery.waiting === 0 && this.at === (sendings.at(-1)?.due ?? this.at) && signal?.aborted !== true,
      events: { planned: shift.events.length, accepted: accepted.size, repeated, refused, retries },
      ...figuresOf([...told, ...this.rejections], this.rejected),
    };
  }

  progress(): Progress {
    const { accepted, retries, trouble } = this;
    const planned = this.options.shift.events.length;
    return {
      at: new Date(this.at),
      accepted: accepted.size,
      planned,
      waiting: this.delivery.waiting,
      retries,
      trouble,
    };
  }

  private async sendAll(): Promise<void> {
    const { sendings, clock, speed, signal } = this.options;
    const start = clock.now().getTime();
    const first = sendings[0]?.due ?? 0;
    for (const { event, due, index } of sendings) {
      const waitMs = start + (due - first) / speed - clock.now().getTime();
      if (waitMs > 0) await pause(waitMs, signal);
      if (signal?.aborted === true) return;
      this.at = due;
      this.delivery.push({ key: orderKey(event), event, index });
    }
  }

  private async post(parcel: Parcel): ReturnType<PostEvent> {
    return this.isMoot(parcel) ? { kind: 'accepted', rejected: false } : this.options.post(parcel.event);
  }

  /** Of a call that the exchange does not put through nothing more is told than its end. */
  private isMoot({ event, index }: Parcel): boolean {
    return index !== null && event.event !== 'agentState' && this.rejected.has(event.callId);
  }

  private count(parcel: Parcel, rejected: boolean): void {
    const { event, index } = parcel;
    if (this.isMoot(parcel)) return;
    if (index === null) this.rejections.push(event);
    else if (this.accepted.has(index)) this.repeated += 1;
    else this.accepted.add(index);
    if (!rejected || event.event !== 'newCall') return;
    this.rejected.add(event.callId);
    const end: CtiEvent = { ...event, event: 'hangup', cause: 'busy' };
    this.delivery.push({ key: orderKey(end), event: end, index: null });
  }
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end, { once: true });
  });
}

function aborted(signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
}
