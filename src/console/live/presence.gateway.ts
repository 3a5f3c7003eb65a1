import { Injectable, UseFilters, UseGuards } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  type OnGatewayDisconnect,
} from '@nestjs/websockets';
import type { Socket } from 'socket.io';
import { z } from 'zod';
import { AccessGuard, type Principal } from '../../identity/index.js';
import { Permit } from '../../platform/http/index.js';
import { Log } from '../../platform/log/index.js';
import { Presence } from '../../teamwork/index.js';
import { LiveProblemFilter } from './live-problem.filter.js';

const lookSchema = z.object({ ticketId: z.string().max(40), doing: z.enum(['viewing', 'writing']) });

interface LookingSocket extends Socket {
  data: {
    principal?: Principal;
    /** Under this id the window stands in the table. */
    windowId?: string;
    /** What it showed last, to tell the others once. */
    looking?: string;
  };
}

/**
 * Who has the same ticket open. A page says so every twenty seconds and is answered with the others. To the pages
 * of this process a change is announced at once, without a name: each asks again, with its own rights.
 */
@WebSocketGateway({ namespace: '/live', transports: ['websocket', 'polling'] })
@UseFilters(LiveProblemFilter)
@UseGuards(AccessGuard)
@Injectable()
export class PresenceGateway implements OnGatewayDisconnect<LookingSocket> {
  constructor(
    private readonly presence: Presence,
    private readonly log: Log,
  ) {}

  @Permit('ticket.read')
  @SubscribeMessage('look')
  async look(@ConnectedSocket() socket: LookingSocket, @MessageBody() body: unknown): Promise<object> {
    const parsed = lookSchema.safeParse(body);
    const { principal } = socket.data;
    if (!parsed.success || principal === undefined) return { people: [] };
    const { ticketId, doing } = parsed.data;
    socket.data.windowId ??= this.presence.newWindow();
    const people = await this.presence.look(principal, socket.data.windowId, ticketId, doing);
    if (people === null) {
      // It was this person's to see until just now: from here on nothing more is heard of it, and nobody sees them there.
      await this.presence.leave(socket.data.windowId);
      await leaveTicket(socket);
      return { people: [] };
    }
    // Gone while this was written: nobody would take the row away again.
    if (!socket.connected) await this.presence.leave(socket.data.windowId);
    const looking = `${ticketId} ${doing}`;
    if (socket.data.looking !== looking) {
      if (ticketOf(socket.data.looking) !== ticketId) await leaveTicket(socket);
      socket.data.looking = looking;
      await socket.join(roomOf(ticketId));
      socket.to(roomOf(ticketId)).emit('present', { ticketId });
    }
    return { people: people.map(({ name, doing: what }) => ({ name, doing: what })) };
  }

  async handleDisconnect(socket: LookingSocket): Promise<void> {
    const { windowId } = socket.data;
    if (windowId === undefined) return;
    try {
      await this.presence.leave(windowId);
      const ticketId = ticketOf(socket.data.looking);
      if (ticketId !== null) socket.nsp.to(roomOf(ticketId)).emit('present', { ticketId });
    } catch (error) {
      // Nobody waits for this promise; the row is forgotten after a while.
      this.log.warn({ error }, 'a window could not be taken off its ticket');
    }
  }
}

/** The window shows another ticket now, or none; the others are told once, and it may come back. */
async function leaveTicket(socket: LookingSocket): Promise<void> {
  const ticketId = ticketOf(socket.data.looking);
  delete socket.data.looking;
  if (ticketId === null) return;
  await socket.leave(roomOf(ticketId));
  socket.nsp.to(roomOf(ticketId)).emit('present', { ticketId });
}

function ticketOf(looking: string | undefined): string | null {
  return looking?.split(' ')[0] ?? null;
}

function roomOf(ticketId: string): string {
  return `ticket:${ticketId}`;
}
