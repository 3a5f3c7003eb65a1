import { restoreDrafts } from './drafts.js';

/**
 * Fetches this page again and puts its fresh parts in place: the list always, the open ticket when it
 * changed, and the next step only when nothing is being typed there.
 *
 * @throws TypeError when the server cannot be reached.
 */
export async function refreshFragments(): Promise<void> {
  const response = await fetch(addressOf(location), {
    headers: { accept: 'text/html', 'x-background': '1' },
    credentials: 'same-origin',
  });
  if (response.redirected || response.status === 401 || response.status === 404) {
    location.assign(addressOf(location));
    return;
  }
  if (!response.ok) throw new TypeError(`refresh: ${response.status}`);
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  replace(fresh, 'list');
  replace(fresh, 'recent');
  replaceBar(fresh);
  const desk = document.querySelector<HTMLElement>('[data-desk]');
  const freshDesk = fresh.querySelector<HTMLElement>('[data-desk]');
  const isSame =
    desk?.dataset['open'] === freshDesk?.dataset['open'] && desk?.dataset['version'] === freshDesk?.dataset['version'];
  if (desk?.dataset['open'] === '' || isSame) return;
  replace(fresh, 'case');
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
  return /^\/tong-dai\/./.test(pathname) ? '/tong-dai' : pathname + search;
}

/** New content, same scroll position. */
function replace(fresh: Document, name: string): void {
  const there = document.querySelector<HTMLElement>(`[data-fragment="${name}"]`);
  const here = fresh.querySelector<HTMLElement>(`[data-fragment="${name}"]`);
  if (!there || !here || there.innerHTML === here.innerHTML) return;
  const scroller = there.querySelector('ol');
  const top = scroller?.scrollTop ?? 0;
  there.replaceChildren(...here.childNodes);
  const renewed = there.querySelector('ol');
  if (renewed) renewed.scrollTop = top;
}

/** The counts in the bar. */
function replaceBar(fresh: Document): void {
  const there = document.querySelector('.bar .nav');
  const here = fresh.querySelector('.bar .nav');
  if (there && here) there.replaceChildren(...here.childNodes);
}
