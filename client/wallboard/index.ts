import { io } from 'socket.io-client';

/** However many calls ring, the board is fetched once a second at most. */
const COALESCE_MS = 1000;
/** Where nothing tells of changes, and against a line that is dead without saying so. */
const ASK_MS = 3000;
const ASK_LIVE_MS = 15_000;
/** An answer that took longer says nothing of now. */
const PATIENCE_MS = 10_000;
/** Figures older than this are said to be old. */
const OLD_MS = 20_000;

const wall = document.querySelector<HTMLElement>('[data-wall]');
if (wall) show(wall);

/** A screen on the wall: renews itself, lets its clocks run, and says so when the line is lost. */
function show(board: HTMLElement): void {
  const live = board.dataset['live'] === 'yes';
  /** The server's time minus this machine's. */
  let offset = Date.parse(board.dataset['at'] ?? '') - Date.now();
  let freshAt = Date.now();
  let last = 0;
  let timer: number | null = null;
  let busy = false;
  let again = false;

  const plan = (): void => {
    timer ??= window.setTimeout(() => void refresh(), Math.max(0, last + COALESCE_MS - Date.now()));
  };
  const refresh = async (): Promise<void> => {
    timer = null;
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    last = Date.now();
    const stop = new AbortController();
    const patience = window.setTimeout(() => stop.abort(), PATIENCE_MS);
    try {
      const response = await fetch(location.pathname, {
        headers: { accept: 'text/html', 'x-background': '1' },
        credentials: 'same-origin',
        cache: 'no-store',
        signal: stop.signal,
      });
      // Signed out, or the link was revoked: the page itself says so.
      if (response.redirected || response.status === 401 || response.status === 404) location.reload();
      else if (response.ok) put(await response.text());
    } catch {
      // Said on the board by `tick`, with the time.
    } finally {
      window.clearTimeout(patience);
      busy = false;
      if (again) {
        again = false;
        plan();
      }
    }
  };
  const put = (html: string): void => {
    const page = new DOMParser().parseFromString(html, 'text/html');
    // The service was updated: nobody types here, and nobody would press anything on a wall.
    if (scriptOf(page) !== scriptOf(document)) {
      location.reload();
      return;
    }
    const fresh = page.querySelector<HTMLElement>('[data-wall]');
    if (!fresh) return;
    for (const part of board.querySelectorAll<HTMLElement>('[data-part]')) {
      const here = fresh.querySelector<HTMLElement>(`[data-part="${part.dataset['part'] ?? ''}"]`);
      if (here) part.replaceChildren(...here.childNodes);
    }
    freshAt = Date.now();
    offset = Date.parse(fresh.dataset['at'] ?? '') - freshAt;
    tick();
  };
  const tick = (): void => {
    const now = Date.now() + offset;
    for (const clock of board.querySelectorAll<HTMLElement>('[data-since]'))
      write(clock, clockOf((now - Date.parse(clock.dataset['since'] ?? '')) / 1000));
    const wallClock = board.querySelector<HTMLElement>('[data-wall-clock]');
    if (wallClock) write(wallClock, timeIn(now));
    const old = Date.now() - freshAt > OLD_MS;
    const lost = board.querySelector<HTMLElement>('[data-lost]');
    if (lost) lost.hidden = !old;
    const line = board.querySelector<HTMLElement>('[data-line]');
    if (line) line.hidden = old;
    const since = board.querySelector<HTMLElement>('[data-lost-since]');
    if (since && old) write(since, `${timeIn(freshAt + offset)} (${clockOf((Date.now() - freshAt) / 1000)} trước)`);
  };

  if (live) {
    const socket = io('/live', { transports: ['websocket', 'polling'] });
    for (const heard of ['hello', 'changed']) socket.on(heard, plan);
    socket.on('disconnect', () => {
      if (!socket.active) window.setTimeout(() => socket.connect(), ASK_MS);
    });
  }
  window.setInterval(plan, live ? ASK_LIVE_MS : ASK_MS);
  window.setInterval(tick, COALESCE_MS);
  tick();
}

/** Names of scripts carry their content. */
function scriptOf(page: Document): string {
  return page.querySelector('script[src]')?.getAttribute('src') ?? '';
}

function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

function clockOf(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return hours === 0 ? rest : `${String(hours)}:${rest}`;
}

/** "15:42" in Viet Nam, whatever zone the screen is set to. */
function timeIn(ms: number): string {
  return new Date(ms + 7 * 3_600_000).toISOString().slice(11, 16);
}
