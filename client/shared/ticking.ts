import { standingAt, type Countdown, type Standing } from './countdown.js';

/** From this share of the time on a clock presses; the server's own bound. */
const SOON = 0.8;
/** Circumference of the ring. */
const RING = 47.1;
const LONGEST_MS = 60_000;
/** Below so much left every second is looked at. */
const CLOSE_S = 120;
const ASK_AGAIN_MS = 60_000;
/** The server must see it late, too, when it is asked. */
const AFTER_TURN_MS = 2000;

interface Shown extends Countdown {
  readonly id?: string;
  /** What the time is for: "để nhận"; when it is over: "chưa nhận". */
  readonly ahead?: string | null;
  readonly missed?: string | null;
}

/** The server's time minus this machine's, whose clock may be wrong. */
let offset = 0;
const turned = new Set<string>();

/**
 * Lets every clock of the page run on: always counted from the present instant, never from ticks, so a laptop
 * that slept shows the truth when it wakes.
 *
 * @param askAgain fetches the clocks anew, when one has turned late or is beyond what the server told; null: nobody can.
 */
export function countDown(askAgain: (() => void) | null): void {
  hearTime(document, loadedAt());
  const told = liveRegion();
  let timer = 0;
  let asked = 0;
  const ask = (delay: number): void => {
    if (askAgain === null || document.hidden || Date.now() - asked < ASK_AGAIN_MS) return;
    asked = Date.now();
    window.setTimeout(askAgain, delay);
  };
  const tick = (): void => {
    window.clearTimeout(timer);
    let wait = LONGEST_MS;
    let unknown = false;
    const late: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>('[data-clock]')) {
      const clock = read(element);
      if (clock === null) continue;
      const standing = standingAt(clock, Date.now() + offset);
      unknown ||= standing.unknown;
      if (!standing.unknown) show(element, clock, standing);
      if (turnsLate(clock, standing)) late.push(`${nameOf(element)}: ${standing.short}`);
      if (!standing.still) wait = Math.min(wait, standing.seconds < CLOSE_S ? 1000 : standing.changesIn * 1000 + 20);
    }
    if (late.length > 0) {
      told.textContent = late.length === 1 ? (late[0] ?? '') : `${late.length} đồng hồ vừa trễ hạn.`;
      ask(AFTER_TURN_MS);
    } else if (unknown) ask(0);
    timer = window.setTimeout(tick, Math.max(250, wait));
  };
  document.addEventListener('visibilitychange', tick);
  window.addEventListener('pageshow', tick);
  window.addEventListener('focus', tick);
  document.addEventListener('clocks', tick);
  tick();
}

/**
 * Compares this machine's clock with the server's.
 * @param page a page as the server sent it.
 * @param receivedAt when it came, by this machine's clock.
 */
export function hearTime(page: ParentNode, receivedAt: number): void {
  const first = page.querySelector<HTMLElement>('[data-clock]');
  const clock = first && read(first);
  if (clock) offset = clock.at - receivedAt;
}

/** New clocks stand in the page: show them as they are now. */
export function clocksChanged(): void {
  document.dispatchEvent(new Event('clocks'));
}

/** When the first byte of this page came, by this machine's clock. */
function loadedAt(): number {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const received = navigation?.responseStart ?? 0;
  const since = received > 0 ? performance.now() - received : 0;
  return Date.now() - Math.max(0, since);
}

function read(element: HTMLElement): Shown | null {
  try {
    return JSON.parse(element.dataset['clock'] ?? '') as Shown;
  } catch {
    return null;
  }
}

/** Whether it turned late while this page was open, and nobody was told yet. */
function turnsLate({ id, at, dueAt }: Shown, { late }: Standing): boolean {
  const key = `${id ?? ''} ${dueAt}`;
  // By the instants, not by what is left: overnight nothing is left and nothing is over, yet it was late when it came.
  if (!late || at > dueAt || turned.has(key)) return false;
  turned.add(key);
  return true;
}

function show(element: HTMLElement, clock: Shown, standing: Standing): void {
  const { late, short, until, usedShare, still } = standing;
  const badge = element.matches('.sla') ? element : element.querySelector('.sla');
  const soon = !late && usedShare >= SOON;
  const tone = late ? 'late' : soon ? 'soon' : 'ok';
  for (const name of ['ok', 'soon', 'late']) badge?.classList.toggle(`sla--${name}`, name === tone);
  const what = late ? clock.missed : clock.ahead;
  write(element, 'short', what ? `${short}${late ? ',' : ''} ${what}` : short);
  write(element, 'until', short.startsWith('trễ từ') ? '' : until);
  const word = element.querySelector<HTMLElement>('[data-word]');
  if (word) word.hidden = !soon;
  const arc = (Math.min(1, Math.max(0.02, usedShare)) * RING).toFixed(1);
  element.querySelector('[data-arc]')?.setAttribute('stroke-dasharray', `${arc} ${RING}`);
  const off = element.querySelector<HTMLElement>('[data-off]');
  // Beside "trễ" it would read as if there were time left.
  const waiting = still && !late;
  if (off) off.hidden = !waiting;
  else element.title = waiting ? 'Ngoài giờ, đồng hồ đang dừng' : '';
}

/** Only what is new: a screen that is zoomed or read aloud must not be disturbed. */
function write(element: HTMLElement, part: string, text: string): void {
  const there = element.querySelector<HTMLElement>(`[data-${part}]`);
  if (there && there.textContent !== text) there.textContent = text;
}

function nameOf(element: HTMLElement): string {
  const task = element.closest('[data-ticket]')?.querySelector('h3');
  return (task ?? document.querySelector('h1'))?.textContent?.trim() ?? '';
}

function liveRegion(): HTMLElement {
  const region = document.createElement('p');
  region.className = 'vh';
  region.setAttribute('role', 'status');
  region.dataset['turned'] = '';
  (document.querySelector('main') ?? document.body).append(region);
  return region;
}
