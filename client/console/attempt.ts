import type { Fault } from './keeping.js';
import { verdictOf, type UnsentCall, type Verdict } from './sending.js';

/** What became of one attempt to send a contact. */
export interface Result {
  readonly verdict: Verdict;
  /** What came back; null: nothing did. */
  readonly page: Document | null;
  /** Where the page goes on. */
  readonly next: string;
  readonly lines: readonly string[];
  readonly faults: readonly Fault[];
}

/**
 * Sends a contact once, with the token of the session there is now.
 * @param withinMs a server that has not answered by then counts as not there.
 */
export async function attempt(call: UnsentCall, withinMs: number): Promise<Result> {
  const giveUp = new AbortController();
  const timeout = window.setTimeout(() => {
    giveUp.abort();
  }, withinMs);
  try {
    const token = await tokenOf(call.owner, giveUp.signal);
    if (token === null) return { verdict: 'session', page: null, next: '', lines: [], faults: [] };
    const body = new URLSearchParams();
    for (const [name, value] of call.fields) body.append(name, name === '_csrf' ? token : value);
    const response = await fetch('/tong-dai', { method: 'POST', body, signal: giveUp.signal });
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const { pathname, search } = new URL(response.url);
    const done = page.querySelector('[data-done]') !== null;
    const ledTo = response.redirected ? pathname + search : null;
    const verdict = verdictOf({ status: response.status, ledTo, done });
    return { verdict, page, next: pathname + search, ...saidIn(page) };
  } catch {
    return { verdict: verdictOf(null), page: null, next: '', lines: [], faults: [] };
  } finally {
    clearTimeout(timeout);
  }
}

/**
 * The token of the session there is now, which is not the one this page was made in when somebody has signed in again.
 * @returns null when nobody is signed in, or somebody else is: the words of one do not go out in another's name.
 */
async function tokenOf(owner: string, signal: AbortSignal): Promise<string | null> {
  const response = await fetch('/api/v1/session', { headers: { 'x-background': '1' }, cache: 'no-store', signal });
  if (response.status === 401) return null;
  if (!response.ok) throw new TypeError(`session: ${String(response.status)}`);
  const { accountId, csrf } = (await response.json()) as { accountId: string; csrf: string };
  return accountId === owner ? csrf : null;
}

/** What the page that came back says: that it is done, or what is wrong with which field. */
function saidIn(page: Document): Pick<Result, 'lines' | 'faults'> {
  const text = (element: Element): string => element.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  const faults = [...page.querySelectorAll('[data-summary] a[href^="#f-"]')].map((link) => ({
    field: link.getAttribute('href')?.slice('#f-'.length) ?? '',
    message: text(link),
  }));
  const lines = [...page.querySelectorAll('[data-done] p, [data-notice] p')].map(text);
  return { faults, lines: lines.length > 0 ? lines : faults.map(({ message }) => message) };
}
