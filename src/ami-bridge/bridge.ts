import type { Logger } from 'pino';
import { OrderedDelivery, orderKey, type CtiEvent, type PostEvent, type PostOutcome } from '../cti-client/index.js';
import type { Clock } from '../kernel/index.js';
import { AmiConnection, type AmiAddress } from './ami-connection.js';
import type { AmiMessage } from './domain/ami-protocol.js';
import { instantOf, mapped, type MappingOptions } from './domain/mapping.js';
import type { Kept, Spool } from './spool.js';

export interface BridgeParts extends MappingOptions {
  readonly ami: AmiAddress;
  readonly spool: Spool;
  readonly post: PostEvent;
  readonly clock: Clock;
  /** Holds references only: ids of calls, never numbers. */
  readonly log: Logger;
}

interface Parcel {
  readonly key: string;
  readonly kept: Kept;
}

/** The same trouble is told again after so long, not with every try. */
const SAME_TROUBLE_MS = 60_000;

/** Carries what an Asterisk exchange says of its queues to the service. */
export class Bridge {
  private readonly connection: AmiConnection;
  private readonly delivery: OrderedDelivery<Parcel>;
  /** Since when nothing is heard of the exchange. */
  private unheardSince: Date | null = null;
  private troubleToldAt = 0;
  private inTrouble = false;
  /** Events not kept since the spool is full. */
  private dropped = 0;

  constructor(private readonly parts: BridgeParts) {
    this.delivery = new OrderedDelivery<Parcel>({
      post: ({ kept }) => parts.post(kept.event),
      settled: ({ kept }, outcome) => this.settled(kept, outcome),
      delayed: (_parcel, outcome, waitMs) => this.delayed(outcome.reason, waitMs),
    });
    this.connection = new AmiConnection(parts.ami, {
      connected: () => this.connected(),
      message: (message) => this.heard(message),
      lost: (reason, wasConnected, waitMs) => this.lost(reason, wasConnected, waitMs),
    });
  }

  start(): void {
    const { spool, log, clock } = this.parts;
    const kept = spool.kept();
    const { unreadable } = spool;
    if (unreadable > 0) log.warn({ unreadable }, 'lines of the spool could not be read');
    const openCalls = spool.openCalls.all().length;
    log.info({ waiting: kept.length, openCalls }, 'started');
    // Whatever happened before this process could listen, nobody heard.
    this.unheardSince = clock.now();
    for (const one of kept) this.send(one);
    this.connection.start();
  }

  /** Hears no more, lets what is being posted end; the rest stays in the spool for the next start. */
  async stop(): Promise<void> {
    this.connection.stop();
    await this.delivery.stop();
    await this.parts.spool.close();
    this.parts.log.info({ waiting: this.parts.spool.size }, 'stopped');
  }

  private connected(): void {
    const { log, clock } = this.parts;
    const to = clock.now();
    const from = this.unheardSince ?? to;
    this.unheardSince = null;
    log.warn(
      { from, to, seconds: Math.round((to.getTime() - from.getTime()) / 1000) },
      'connected; calls of this gap come in with the call-detail export',
    );
  }

  private lost(reason: string, wasConnected: boolean, waitMs: number): void {
    this.unheardSince ??= this.parts.clock.now();
    const fields = { reason, waitMs };
    if (reason === 'refused') this.parts.log.error(fields, 'the exchange refuses the sign-in: look at AMI_URL');
    else if (wasConnected) this.parts.log.error(fields, 'connection to the exchange lost');
    else this.parts.log.warn(fields, 'the exchange cannot be reached');
  }

  private heard(message: AmiMessage): void {
    const { spool, clock, log } = this.parts;
    const found = mapped(message, spool.openCalls, this.parts);
    if (found === null) return;
    const event: CtiEvent = { ...found.happening, at: instantOf(message, clock.now()) };
    const place = spool.keep(event, found.linkedId);
    if (place === null) {
      this.drop();
      return;
    }
    if (this.dropped > 0) {
      log.warn(
        { dropped: this.dropped },
        'the spool has room again; what was dropped comes with the call-detail export',
      );
      this.dropped = 0;
    }
    void place.durable.then((error) => {
      // Better posted from memory than not at all.
      if (error !== null) log.error({ code: (error as NodeJS.ErrnoException).code }, 'the spool cannot be written');
      this.send(place.kept);
    });
  }

  private drop(): void {
    this.dropped += 1;
    if (this.dropped === 1 || this.dropped % 1000 === 0) {
      this.parts.log.error(
        { dropped: this.dropped, waiting: this.parts.spool.size },
        'the spool is full: new events are dropped until the service takes some',
      );
    }
  }

  private send(kept: Kept): void {
    this.delivery.push({ key: orderKey(kept.event), kept });
  }

  private settled({ n, event }: Kept, outcome: Exclude<PostOutcome, { kind: 'later' }>): void {
    const { spool, log } = this.parts;
    spool.done(n);
    if (this.inTrouble) log.info({ waiting: spool.size }, 'the service takes events again');
    this.inTrouble = false;
    if (outcome.kind === 'accepted') return;
    const callId = event.event === 'agentState' ? null : event.callId;
    log.error({ event: event.event, callId, status: outcome.status }, 'the service refuses an event for good');
  }

  private delayed(reason: string, waitMs: number): void {
    const { clock, log, spool } = this.parts;
    const now = clock.now().getTime();
    if (this.inTrouble && now - this.troubleToldAt < SAME_TROUBLE_MS) return;
    this.inTrouble = true;
    this.troubleToldAt = now;
    const wrongToken = reason === 'HTTP 401' || reason === 'HTTP 404';
    const hint = wrongToken ? ': look at CTI_URL and CTI_TOKEN' : '';
    log.warn({ reason, waitMs, waiting: spool.size }, `the service does not take events, they are kept${hint}`);
  }
}
