/**
 * Consoles that only listen, in a process of their own: they connect when told to, note when each event arrived, and
 * answer with how long each had been under way. Driven by `live.ts` over the channel between the processes.
 */
import { io, type Socket } from 'socket.io-client';

/** Milliseconds on the machine's own clock, the same in every process. */
const now = (): number => performance.timeOrigin + performance.now();

export type Order =
  | { readonly do: 'connect'; readonly url: string; readonly cookie: string; readonly count: number }
  /** When each event was committed, by the id that the consoles hear it under. */
  | { readonly do: 'tell'; readonly sent: readonly (readonly [id: string, at: number])[] }
  | { readonly do: 'leave' };

export type Report =
  | { readonly done: 'connected' }
  /** Times under way in ms, of every console and event, in thousandths; and how many arrivals are missing. */
  | { readonly done: 'told'; readonly delays: readonly number[]; readonly missing: number }
  | { readonly done: 'left' };

let sockets: Socket[] = [];
let arrivals: { readonly id: string; readonly at: number }[] = [];

process.on('message', (order: Order) => {
  void follow(order).then((report) => process.send?.(report));
});

async function follow(order: Order): Promise<Report> {
  switch (order.do) {
    case 'connect':
      arrivals = [];
      // In portions, as people come to work; all at once measures the signing in.
      while (sockets.length < order.count)
        await Promise.all(
          Array.from({ length: Math.min(25, order.count - sockets.length) }, () => connect(order.url, order.cookie)),
        );
      return { done: 'connected' };
    case 'tell':
      return told(new Map(order.sent));
    case 'leave':
      for (const socket of sockets) socket.disconnect();
      sockets = [];
      return { done: 'left' };
  }
}

function connect(url: string, cookie: string): Promise<void> {
  const socket = io(`${url}/live`, {
    transports: ['websocket'],
    extraHeaders: { cookie },
    forceNew: true,
    reconnection: false,
  });
  sockets.push(socket);
  socket.on('changed', (...changes: readonly { readonly ticketId: string }[]) => {
    const at = now();
    for (const { ticketId } of changes) arrivals.push({ id: ticketId, at });
  });
  return new Promise((resolve, reject) => {
    socket.once('hello', () => {
      resolve();
    });
    socket.once('connect_error', reject);
  });
}

function told(sent: ReadonlyMap<string, number>): Report {
  const delays: number[] = [];
  for (const { id, at } of arrivals) {
    const from = sent.get(id);
    if (from !== undefined) delays.push(at - from);
  }
  arrivals = [];
  delays.sort((a, b) => a - b);
  // An arrival of something nobody counted would be as wrong as one that is missing.
  return { done: 'told', delays: quantiles(delays), missing: sent.size * sockets.length - delays.length };
}

/** A thousand points of the distribution: half a million numbers need not go through the channel. */
function quantiles(sorted: readonly number[]): number[] {
  return Array.from(
    { length: 1001 },
    (_, step) => sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * step) / 1000))] ?? NaN,
  );
}
