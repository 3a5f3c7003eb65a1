import { Injectable, UseFilters, UseGuards, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { WebSocketGateway, WebSocketServer } from '@nestjs/websockets';
import type { Namespace } from 'socket.io';
import { AccessGuard } from '../../identity/index.js';
import { Log } from '../../platform/log/index.js';
import { Dispatcher } from '../../platform/outbox/index.js';
import { CallBacks, CallQueries } from '../../telephony/index.js';
import { LiveProblemFilter } from '../live/live-problem.filter.js';
import { OPERATORS_ROOM } from '../live/rooms.js';

/** However many calls come and go, pages hear of the queue so often at most. */
const COALESCE_MS = 500;

/**
 * Tells everybody who takes calls that the queue, or the list of people to be called, is another. Nothing of a call
 * is in it: each page asks for what it shows, with its own rights.
 */
@WebSocketGateway({ namespace: '/live', transports: ['websocket', 'polling'] })
@UseFilters(LiveProblemFilter)
@UseGuards(AccessGuard)
@Injectable()
export class QueueGateway implements OnModuleInit, OnApplicationShutdown {
  @WebSocketServer() private readonly namespace: Namespace | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly callBacks: CallBacks,
    private readonly calls: CallQueries,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.dispatcher.onEvents((events) => {
      if (events.some(({ type }) => type.startsWith('call.'))) this.changed();
    });
  }

  onApplicationShutdown(): void {
    if (this.timer !== null) clearTimeout(this.timer);
  }

  /** In a moment, once for all that happens until then. */
  changed(): void {
    this.timer ??= setTimeout(() => void this.tell(), COALESCE_MS).unref();
  }

  private async tell(): Promise<void> {
    this.timer = null;
    if (this.namespace === null) return;
    try {
      const [{ open, late }, { waiting, since }] = await Promise.all([this.callBacks.counts(), this.calls.waiting()]);
      this.namespace.to(OPERATORS_ROOM).emit('queue', { callBacks: open, late, waiting, since });
    } catch (error) {
      // Nobody waits for this; pages ask by themselves now and then.
      this.log.warn({ error }, 'the queue could not be announced');
    }
  }
}
