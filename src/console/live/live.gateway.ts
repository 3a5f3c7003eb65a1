import { Injectable, UseFilters, UseGuards, type OnModuleInit } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  WebSocketServer,
  type OnGatewayConnection,
  type OnGatewayInit,
} from '@nestjs/websockets';
import type { Namespace, Socket } from 'socket.io';
import { z } from 'zod';
import { AccessGuard, Sessions, type Principal } from '../../identity/index.js';
import { Permit } from '../../platform/http/index.js';
import { Log } from '../../platform/log/index.js';
import { Dispatcher, Feed, type StoredEvent } from '../../platform/outbox/index.js';
import { LiveProblemFilter } from './live-problem.filter.js';
import { roomsOf } from './rooms.js';

/** A page further behind than this reloads instead of catching up. */
const CATCH_UP_LIMIT = 500;
const RECHECK_MS = 60_000;

/** All that goes over the wire: the page refetches, so authorization lives in one place. */
export interface Change {
  readonly ticketId: string;
  readonly version: number;
  readonly seq: number;
  readonly type: string;
}

const sinceSchema = z.object({ seq: z.number().int().min(0) });

interface StaffSocket extends Socket {
  data: { principal: Principal; cookie: string | undefined };
}

/** Tells staff pages which tickets changed. */
@WebSocketGateway({ namespace: '/live', transports: ['websocket', 'polling'] })
@UseFilters(LiveProblemFilter)
@UseGuards(AccessGuard)
@Injectable()
export class LiveGateway implements OnGatewayInit<Namespace>, OnGatewayConnection<StaffSocket>, OnModuleInit {
  @WebSocketServer() private readonly namespace!: Namespace;
  private recheck: NodeJS.Timeout | null = null;

  constructor(
    private readonly sessions: Sessions,
    private readonly feed: Feed,
    private readonly dispatcher: Dispatcher,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.dispatcher.onEvents((events) => {
      this.broadcast(events);
    });
  }

  afterInit(namespace: Namespace): void {
    // Not in handleConnection: what a client sends while that one waits for the database is handled first.
    namespace.use((socket, next) => {
      const cookie = socket.handshake.headers.cookie;
      this.sessions.authenticate(cookie).then(
        (principal) => {
          if (principal === null || roomsOf(principal).length === 0) {
            next(new Error('unauthenticated'));
            return;
          }
          (socket as StaffSocket).data = { principal, cookie };
          next();
        },
        (error: unknown) => {
          this.log.error({ error }, 'socket not authenticated');
          next(new Error('unavailable'));
        },
      );
    });
    this.recheck = setInterval(() => void this.dropEndedSessions(), RECHECK_MS);
    this.recheck.unref();
  }

  async handleConnection(socket: StaffSocket): Promise<void> {
    await socket.join(roomsOf(socket.data.principal));
    socket.emit('hello', { seq: await this.feed.position() });
  }

  /** Everything since `seq` that this socket may hear of; `reset` when it is too far behind and must reload. */
  @Permit('ticket.read')
  @SubscribeMessage('since')
  async since(@ConnectedSocket() socket: StaffSocket, @MessageBody() body: unknown): Promise<object> {
    const parsed = sinceSchema.safeParse(body);
    if (!parsed.success) return { reset: true, seq: await this.feed.position(), changes: [] };
    const events = await this.feed.since(parsed.data.seq, CATCH_UP_LIMIT + 1);
    if (events.length > CATCH_UP_LIMIT) return { reset: true, seq: await this.feed.position(), changes: [] };
    const rooms = new Set(roomsOf(socket.data.principal));
    const heard = events.filter((event) => event.audience.some((room) => rooms.has(room)));
    return { reset: false, seq: events.at(-1)?.seq ?? parsed.data.seq, changes: heard.map(toChange) };
  }

  /** Tells the pages to come back in a moment, before the process stops. */
  stop(): void {
    if (this.recheck) clearInterval(this.recheck);
    this.namespace.emit('stopping');
    this.namespace.disconnectSockets(true);
  }

  private broadcast(events: readonly StoredEvent[]): void {
    for (const event of events) {
      if (event.audience.length > 0) this.namespace.to([...event.audience]).emit('changed', toChange(event));
    }
  }

  /** A session that was signed out or has run out loses its sockets too. */
  private async dropEndedSessions(): Promise<void> {
    for (const socket of await this.namespace.fetchSockets()) {
      const { cookie } = socket.data as StaffSocket['data'];
      try {
        if ((await this.sessions.authenticate(cookie)) === null) socket.disconnect(true);
      } catch (error) {
        this.log.error({ error }, 'session of a socket not checked');
      }
    }
  }
}

function toChange(event: StoredEvent): Change {
  return { ticketId: event.aggregateId, version: event.version, seq: event.seq, type: event.type };
}
