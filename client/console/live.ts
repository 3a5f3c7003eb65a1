import { io, type Socket } from 'socket.io-client';
import { addressOf, refreshFragments } from './fragments.js';
import { showLine } from './net-line.js';

interface Change {
  readonly ticketId: string;
  readonly version: number;
  readonly seq: number;
  readonly type: string;
}

interface CatchUp {
  readonly reset: boolean;
  readonly seq: number;
  readonly changes: readonly Change[];
}

/** Calls come and go all the time and are shown by parts of their own (see phone.ts), except where a page is about them. */
function concernsPage({ type }: Change): boolean {
  return !/^(call|operator)\./.test(type) || document.querySelector('[data-live-calls]') !== null;
}

/** At most one refetch a second, however many tickets change. */
const COALESCE_MS = 1000;

const ANSWER_MS = 10_000;
/** When the server ended the line itself: not all pages at the same moment. */
const COME_BACK_MS = 1000;
const COME_BACK_SPREAD_MS = 4000;

/**
 * Follows the feed: what changed is fetched again by this page, with the rights of this session.
 * @returns the line to the service; null on a page that has nothing live.
 */
export function followChanges(): Socket | null {
  if (!document.querySelector('[data-fragment], [data-phone-part]')) return null;
  let seq: number | null = null;
  // Until what was missed is known, a change heard in the meantime must not move the place to go on from.
  let caughtUp = false;
  let stale = false;
  let timer: number | null = null;
  let last = 0;

  const note = (changes: readonly Change[]): void => {
    if (caughtUp) for (const change of changes) seq = Math.max(seq ?? 0, change.seq);
    if (changes.some(concernsPage)) plan();
  };
  const plan = (): void => {
    stale = true;
    timer ??= window.setTimeout(() => void refresh(), Math.max(0, last + COALESCE_MS - Date.now()));
  };
  const refresh = async (): Promise<void> => {
    timer = null;
    last = Date.now();
    stale = false;
    try {
      await refreshFragments();
    } catch {
      // The line is down for a moment: fetch again when it is back.
      stale = true;
      showLine(false);
      if (socket.connected) window.setTimeout(plan, COME_BACK_MS + Math.random() * COME_BACK_SPREAD_MS);
    }
  };

  const socket = io('/live', { transports: ['websocket', 'polling'] });
  const comeBack = (): void => {
    // Socket.IO comes back by itself, except when it was the server who said no.
    if (!socket.active) window.setTimeout(() => socket.connect(), COME_BACK_MS + Math.random() * COME_BACK_SPREAD_MS);
  };
  socket.on('hello', (hello: { seq: number }) => {
    showLine(true);
    if (seq === null) {
      // Between the making of this page and now something may have happened.
      seq = hello.seq;
      caughtUp = true;
      plan();
    } else catchUp();
    if (stale) plan();
  });
  socket.on('changed', (...changes: readonly Change[]) => {
    note(changes);
  });
  socket.on('disconnect', () => {
    caughtUp = false;
    showLine(false);
    comeBack();
  });
  socket.on('connect_error', (error) => {
    showLine(false);
    if (error.message === 'unauthenticated') location.assign(addressOf(location));
    else comeBack();
  });

  // The machine knows before the socket does.
  window.addEventListener('offline', () => {
    showLine(false);
  });
  // A short gap that the socket has outlived: nobody greets again.
  window.addEventListener('online', () => {
    if (socket.connected) showLine(true);
  });

  const catchUp = (): void => {
    socket.timeout(ANSWER_MS).emit('since', { seq: seq ?? 0 }, (error: Error | null, answer?: CatchUp) => {
      if (error !== null || answer === undefined) {
        // Begins again from the same place.
        socket.disconnect().connect();
        return;
      }
      seq = answer.seq;
      caughtUp = true;
      if (answer.reset) plan();
      else note(answer.changes);
    });
  };
  return socket;
}
