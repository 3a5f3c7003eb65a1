import { io } from 'socket.io-client';
import { refreshFragments } from './fragments.js';

interface Change {
  readonly ticketId: string;
  readonly version: number;
  readonly seq: number;
}

interface CatchUp {
  readonly reset: boolean;
  readonly seq: number;
  readonly changes: readonly Change[];
}

/** At most one refetch a second, however many tickets change. */
const COALESCE_MS = 1000;

/** Follows the feed: what changed is fetched again by this page, with the rights of this session. */
export function followChanges(): void {
  if (!document.querySelector('[data-fragment]')) return;
  let seq: number | null = null;
  const changed = new Map<string, number>();
  let timer: number | null = null;
  let last = 0;

  const note = (changes: readonly Change[]): void => {
    for (const change of changes) {
      seq = Math.max(seq ?? 0, change.seq);
      changed.set(change.ticketId, Math.max(changed.get(change.ticketId) ?? 0, change.version));
    }
    if (changed.size > 0) plan();
  };
  const plan = (): void => {
    timer ??= window.setTimeout(() => void refresh(), Math.max(0, last + COALESCE_MS - Date.now()));
  };
  const refresh = async (): Promise<void> => {
    timer = null;
    last = Date.now();
    const versions = new Map(changed);
    changed.clear();
    try {
      await refreshFragments(versions);
    } catch {
      // The line is down for a moment: keep what is still to be fetched, and try when it is back.
      for (const [id, version] of versions) changed.set(id, version);
      showLine(false);
    }
  };

  const socket = io('/live', { transports: ['websocket', 'polling'] });
  socket.on('hello', (hello: { seq: number }) => {
    showLine(true);
    if (seq === null) seq = hello.seq;
    else catchUp();
    if (changed.size > 0) plan();
  });
  socket.on('changed', (change: Change) => {
    note([change]);
  });
  socket.on('disconnect', () => {
    showLine(false);
  });
  socket.on('connect_error', (error) => {
    showLine(false);
    if (error.message === 'unauthenticated') location.reload();
  });

  const catchUp = (): void => {
    socket.emit('since', { seq: seq ?? 0 }, (answer: CatchUp) => {
      seq = answer.seq;
      if (answer.reset) {
        changed.set('*', 0);
        plan();
      } else note(answer.changes);
    });
  };
}

function showLine(online: boolean): void {
  const line = document.querySelector<HTMLElement>('[data-net]');
  if (!line) return;
  line.hidden = false;
  line.classList.toggle('net--off', !online);
  const text = line.querySelector('[data-net-text]');
  if (text) text.textContent = online ? 'Trực tuyến' : 'Mất mạng, đang nối lại';
}
