import { clocksChanged, hearTime } from '../shared/ticking.js';
import { restoreDrafts } from './drafts.js';
import { isSending } from './once.js';

/** An answer that took longer was under way while the machine slept, and says nothing of now. */
const FRESH_MS = 30_000;

/**
 * Fetches this page again and puts its fresh parts in place: the list, the open ticket when something of it
 * changed, and the next step only when nothing is being typed there.
 *
 * @throws TypeError when the server cannot be reached, or its answer is old.
 */
export async function refreshFragments(): Promise<void> {
  const asked = Date.now();
  const response = await fetch(addressOf(location), {
    headers: { accept: 'text/html', 'x-background': '1' },
    credentials: 'same-origin',
  });
  if (sessionEnded(response)) {
    location.assign(addressOf(location));
    return;
  }
  const elsewhere = response.redirected || response.status === 404;
  if (elsewhere && document.querySelector('[data-desk]')) {
    // The own step took the ticket away, and the feed said so before the answer did: that answer is waited for.
    if (!isSending()) location.assign(addressOf(location));
    return;
  }
  // A form that came back with something to mend, at an address that is only sent to: it stays with its words, and the
  // page to which its address leads has the bar with the counts.
  if (response.status === 404) return;
  if (!response.ok) throw new TypeError(`refresh: ${response.status}`);
  const received = Date.now();
  if (received - asked > FRESH_MS) throw new TypeError('refresh: old');
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  hearTime(fresh, received);
  replaceAll(fresh);
  clocksChanged();
}

function sessionEnded({ status, redirected, url }: Response): boolean {
  return status === 401 || (redirected && new URL(url).pathname === '/dang-nhap');
}

function replaceAll(fresh: Document): void {
  replace(fresh, 'list');
  replace(fresh, 'recent');
  replaceBar(fresh);
  const desk = document.querySelector<HTMLElement>('[data-desk]');
  const freshDesk = fresh.querySelector<HTMLElement>('[data-desk]');
  const same = (name: string): boolean => desk?.dataset[name] === freshDesk?.dataset[name];
  if (desk?.dataset['open'] === '') return;
  replace(fresh, 'case');
  if (same('open') && same('version')) return;
  // What was said about the own last step is no longer the latest.
  document.querySelector('[data-notice]')?.remove();
  const next = document.querySelector<HTMLElement>('[data-fragment="next"]');
  const isTyping =
    (next?.querySelector('form[data-dirty="yes"]') ?? null) !== null || next?.contains(document.activeElement) === true;
  if (isTyping) {
    const banner = next?.querySelector<HTMLElement>('[data-changed]');
    if (banner) banner.hidden = false;
    return;
  }
  replace(fresh, 'next');
  restoreDrafts();
  const version = freshDesk?.dataset['version'];
  if (desk && version !== undefined) desk.dataset['version'] = version;
}

/**
 * Where this page can be fetched. A form that came back with something to mend stands at the address it
 * was sent to, which shows nothing by itself; loading that again would offer to send the form once more.
 */
export function addressOf({ pathname, search }: Location): string {
  const step = /^\/phieu\/([^/]+)\/[^/]+$/.exec(pathname);
  if (step?.[1] !== undefined) {
    const query = new URLSearchParams(search);
    query.set('phieu', step[1]);
    return `/phieu?${query.toString()}`;
  }
  const incident = /^(\/su-co\/[^/]+)\/./.exec(pathname);
  if (incident?.[1] !== undefined) return incident[1];
  return /^\/tong-dai\/./.test(pathname) ? '/tong-dai' : pathname + search;
}

/** New content, same scroll position. */
function replace(fresh: Document, name: string): void {
  const there = document.querySelector<HTMLElement>(`[data-fragment="${name}"]`);
  const here = fresh.querySelector<HTMLElement>(`[data-fragment="${name}"]`);
  if (!there || !here) return;
  keepOpen(there, here);
  if (withoutClocks(there) === withoutClocks(here)) {
    renewClocks(there, here);
    return;
  }
  const scroller = there.querySelector('ol');
  const top = scroller?.scrollTop ?? 0;
  const held = there.contains(document.activeElement) ? (document.activeElement?.getAttribute('href') ?? null) : null;
  there.replaceChildren(...here.childNodes);
  focusAgain(there, held);
  const renewed = there.querySelector('ol');
  if (renewed) renewed.scrollTop = top;
}

/** What a part says apart from the time, which is another at every look and counts by itself. */
function withoutClocks(part: HTMLElement): string {
  const copy = part.cloneNode(true) as HTMLElement;
  for (const clock of copy.querySelectorAll('[data-clock]')) clock.replaceWith('…');
  for (const time of copy.querySelectorAll('[data-since]')) time.textContent = '';
  return copy.innerHTML;
}

/** What is gone with the focus takes the keyboard along: a link of the same address gets it again. */
function focusAgain(part: HTMLElement, href: string | null): void {
  const same = [...part.querySelectorAll('a')].find((link) => link.getAttribute('href') === href);
  if (href !== null) same?.focus({ preventScroll: true });
}

function renewClocks(there: HTMLElement, here: HTMLElement): void {
  const fresh = here.querySelectorAll<HTMLElement>('[data-clock]');
  there.querySelectorAll<HTMLElement>('[data-clock]').forEach((clock, index) => {
    const told = fresh[index]?.dataset['clock'];
    if (told !== undefined) clock.dataset['clock'] = told;
  });
}

/** What somebody has unfolded stays so, however often the page renews itself. */
function keepOpen(there: HTMLElement, here: HTMLElement): void {
  const opened = new Set(
    [...there.querySelectorAll<HTMLElement>('details[open] > summary')].map((summary) => summary.textContent),
  );
  for (const summary of here.querySelectorAll('details > summary')) {
    if (opened.has(summary.textContent)) summary.parentElement?.setAttribute('open', '');
  }
}

/** The counts in the bar. */
function replaceBar(fresh: Document): void {
  const there = document.querySelector('.bar .nav');
  const here = fresh.querySelector('.bar .nav');
  if (!there || !here) return;
  if (there.querySelector('details[open]')) here.querySelector('details')?.setAttribute('open', '');
  there.replaceChildren(...here.childNodes);
}
