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
import { AccessGuard, Sessions, SESSIONS_CHANGED, type Principal } from '../../identity/index.js';
import { Bucket, Clock } from '../../kernel/index.js';
import { Config } from '../../platform/config/index.js';
import { AssetStore } from '../../platform/assets/index.js';
import { Permit } from '../../platform/http/index.js';
import { Log } from '../../platform/log/index.js';
import { Dispatcher, Feed, type StoredEvent } from '../../platform/outbox/index.js';
import { announcements, toChange } from './announcements.js';
import { LiveProblemFilter } from './live-problem.filter.js';
import { fromOwnPage } from './origin.js';
import { roomsOf } from './rooms.js';

/** A page further behind than this reloads instead of catching up. */
const CATCH_UP_LIMIT = 500;
const RECHECK_MS = 60_000;
/** What a page says: once where it stands, and every twenty seconds what it shows. Each message asks the database. */
const MESSAGES_A_SECOND = 10;
const MOST_MESSAGES = 60;

const sinceSchema = z.object({ seq: z.number().int().min(0) });

interface StaffSocket extends Socket {
  data: {
    principal: Principal;
    cookie: string | undefined;
    /** The session is over then, unless somebody does something before. */
    endsAt: Date;
  };
}

/** Tells staff pages which tickets changed. */
@WebSocketGateway({ namespace: '/live', transports: ['websocket', 'polling'] })
@UseFilters(LiveProblemFilter)
@UseGuards(AccessGuard)
@Injectable()
export class LiveGateway implements OnGatewayInit<Namespace>, OnGatewayConnection<StaffSocket>, OnModuleInit {
  /** null in a process that never listened: a command beside the service. */
  @WebSocketServer() private readonly namespace: Namespace | null = null;
  private recheck: NodeJS.Timeout | null = null;
  /** Runs until the first of the sessions of this process ends. */
  private nextEnd: { readonly at: Date; readonly timer: NodeJS.Timeout } | null = null;
  private stopping = false;
  /** What pages of this build load: a page with another one was made by another build. */
  private readonly script: string;

  constructor(
    private readonly sessions: Sessions,
    private readonly feed: Feed,
    private readonly dispatcher: Dispatcher,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly log: Log,
    assets: AssetStore,
  ) {
    this.script = assets.url('js/console.js');
  }

  onModuleInit(): void {
    this.dispatcher.onEvents((events) => {
      this.broadcast(events);
    });
  }

  afterInit(namespace: Namespace): void {
    // Nobody has a reason to be connected and not to be here.
    namespace.server.use((_, next) => {
      next(new Error('unauthenticated'));
    });
    // Not in handleConnection: what a client sends while that one waits for the database is handled first.
    namespace.use((socket, next) => {
      void this.admit(socket as StaffSocket).then((refusal) => {
        if (refusal === null) this.holdBack(socket as StaffSocket);
        next(refusal === null ? undefined : new Error(refusal));
      });
    });
    this.recheck = setInterval(() => void this.dropEndedSessions(), RECHECK_MS);
    this.recheck.unref();
  }

  async handleConnection(socket: StaffSocket): Promise<void> {
    try {
      await socket.join(roomsOf(socket.data.principal));
      socket.emit('hello', { seq: await this.feed.position(), script: this.script });
    } catch (error) {
      // Nobody waits for this promise: thrown on, a database that hiccups would end the process.
      this.log.error({ error }, 'socket not greeted');
      socket.disconnect(true);
    }
  }

  /** Everything since `seq` that this socket may hear of; `reset` when it is too far behind and must reload. */
  @Permit('ticket.read')
  @SubscribeMessage('since')
  async since(@ConnectedSocket() socket: StaffSocket, @MessageBody() body: unknown): Promise<object> {
    const parsed = sinceSchema.safeParse(body);
    const position = await this.feed.position();
    // Ahead of the feed: the page remembers a database that was since restored from a copy.
    if (!parsed.success || parsed.data.seq > position) return { reset: true, seq: position, changes: [] };
    const events = await this.feed.since(parsed.data.seq, CATCH_UP_LIMIT + 1);
    if (events.length > CATCH_UP_LIMIT) return { reset: true, seq: await this.feed.position(), changes: [] };
    const rooms = new Set(roomsOf(socket.data.principal));
    const heard = events.filter((event) => event.audience.some((room) => rooms.has(room)));
    return { reset: false, seq: events.at(-1)?.seq ?? parsed.data.seq, changes: heard.map(toChange) };
  }

  /** Tells the pages to come back in a moment, before the process stops; from then on nobody gets in. */
  stop(): void {
    this.stopping = true;
    if (this.recheck) clearInterval(this.recheck);
    if (this.nextEnd) clearTimeout(this.nextEnd.timer);
    this.namespace?.emit('stopping');
    this.namespace?.disconnectSockets(true);
  }

  /** Cuts what is still there: a connection that never said who it is would hold up the HTTP server's end. */
  end(): void {
    this.namespace?.server.engine.close();
  }

  private broadcast(events: readonly StoredEvent[]): void {
    const { namespace } = this;
    if (namespace !== null) {
      const membersOf = (room: string): Iterable<string> => namespace.adapter.rooms.get(room) ?? [];
      for (const { to, changes } of announcements(events, membersOf)) namespace.to([...to]).emit('changed', ...changes);
    }
    for (const event of events) {
      if (event.type === SESSIONS_CHANGED) void this.dropEndedSessions(`account:${event.aggregateId}`);
    }
  }

  /**
   * A session that was signed out or has run out loses its sockets too; somebody who works elsewhere now comes back
   * into other rooms. Runs at once when a session is ended or an account changed by anybody, when the time of a
   * session is up, and once a minute in case that one of these was missed.
   *
   * @param room only these sockets; all of this process when nothing is said.
   */
  async dropEndedSessions(room?: string): Promise<void> {
    const asked = room === undefined ? this.namespace : this.namespace?.in(room);
    for (const socket of (await asked?.fetchSockets()) ?? []) {
      const data = socket.data as StaffSocket['data'];
      try {
        const now = await this.sessions.find(data.cookie, 'page');
        if (now === null || roomsOf(now.principal).join() !== roomsOf(data.principal).join()) socket.disconnect(true);
        else {
          data.principal = now.principal;
          data.endsAt = now.endsAt;
          this.watchEnd(now.endsAt);
        }
      } catch (error) {
        this.log.error({ error }, 'session of a socket not checked');
      }
    }
  }

  /** Sockets are cut when the time of their session is up, and not when somebody next looks. */
  private watchEnd(endsAt: Date): void {
    if (this.stopping || (this.nextEnd !== null && this.nextEnd.at <= endsAt)) return;
    const inMs = endsAt.getTime() - this.clock.now().getTime();
    // The minute's check comes before, and knows by then whether somebody has done something since.
    if (inMs > RECHECK_MS) return;
    if (this.nextEnd) clearTimeout(this.nextEnd.timer);
    const timer = setTimeout(
      () => {
        this.nextEnd = null;
        void this.dropEndedSessions();
      },
      Math.max(0, inMs),
    );
    timer.unref();
    this.nextEnd = { at: endsAt, timer };
  }

  /** A page that has run wild, or was made to, is cut before it holds up everybody's; it comes back and starts anew. */
  private holdBack(socket: StaffSocket): void {
    const bucket = new Bucket(MESSAGES_A_SECOND, MOST_MESSAGES);
    socket.use((_, next) => {
      if (!socket.connected) return;
      if (bucket.take(performance.now()) === 0) {
        next();
        return;
      }
      const { principal } = socket.data;
      const accountId = principal.kind === 'staff' ? principal.accountId : null;
      this.log.warn({ accountId }, 'a socket was cut that said too much');
      socket.disconnect(true);
    });
  }

  /** @returns why a socket is refused; null: it is let in, and it is known who it is. */
  private async admit(socket: StaffSocket): Promise<'unauthenticated' | 'foreign' | 'unavailable' | null> {
    const { cookie, origin, host } = socket.handshake.headers;
    if (this.stopping) return 'unavailable';
    // A page elsewhere can open a socket here, and in some browsers the cookie comes with it.
    if (!fromOwnPage(origin, host, this.config.publicUrl)) return 'foreign';
    try {
      const session = await this.sessions.find(cookie, 'page');
      if (session === null || roomsOf(session.principal).length === 0) return 'unauthenticated';
      socket.data = { principal: session.principal, cookie, endsAt: session.endsAt };
      this.watchEnd(session.endsAt);
      return null;
    } catch (error) {
      this.log.error({ error }, 'socket not authenticated');
      return 'unavailable';
    }
  }
}
