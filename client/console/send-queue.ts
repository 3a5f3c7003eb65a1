import { browserStore } from './browser-store.js';
import { idOf, keep, letBe, ownerOf } from './drafts.js';
import { blank, newKey, renewKey, valuesFrom, valuesOf } from './form-words.js';
import { addressOf } from './fragments.js';
import type { Fault, KeptForm } from './keeping.js';
import { LINE_UP, showUnsent } from './net-line.js';
import { nextToSend, settled, verdictOf, waitMs, type UnsentCall, type Verdict } from './sending.js';
import { alone } from './tabs.js';

/** Somebody has the caller on the line: a server that has not answered by then counts as not there. */
const ANSWER_MS = 8_000;
/** Nobody waits for what goes out by itself. */
const LATER_ANSWER_MS = 20_000;
/** The consoles of a room find their server again at the same moment, and do not all speak at once. */
const SPREAD_MS = 1_500;
const ROUND = 'send-queue';

interface Result {
  readonly verdict: Verdict;
  /** Where the page goes on. */
  readonly next: string;
  readonly lines: readonly string[];
  readonly faults: readonly Fault[];
}

type Listener = (calls: readonly UnsentCall[]) => void;

const listeners: Listener[] = [];
const others = 'BroadcastChannel' in window ? new BroadcastChannel('send-queue') : null;
let timer = 0;

/**
 * Forms marked `data-queue` are written into this browser's database before they are sent, and stay there until the
 * server has acknowledged them. When it cannot be reached the operator goes on with an empty form; what waits goes out
 * in order as soon as it can, from one tab, each with the key of its form, so that the server records it once.
 */
export function sendCalls(): void {
  const owner = document.querySelector<HTMLElement>('[data-owner]')?.dataset['owner'] ?? '';
  if (owner === '') return;
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || !form.matches('[data-queue]') || form.dataset['plain'] === 'yes') return;
    const submitter = event.submitter;
    if (submitter?.hasAttribute('data-again') === true) return;
    event.preventDefault();
    if (form.dataset['sending'] !== 'yes') void save(form, submitter);
  });
  const now = (): void => {
    plan(owner, Math.random() * SPREAD_MS);
  };
  window.addEventListener('online', now);
  window.addEventListener(LINE_UP, now);
  // A page that is open goes on without a line; loaded again, it would not come.
  window.addEventListener('beforeunload', (event) => {
    if (!navigator.onLine) event.preventDefault();
  });
  others?.addEventListener('message', () => void tell(owner));
  void tell(owner);
  now();
}

/** Hears of what waits, and of what became of it, now and whenever that changes. */
export function onQueue(listener: Listener): void {
  listeners.push(listener);
}

/** A contact that the server refused goes back to whoever wrote it, as a form to be mended. */
export async function takeBack(call: UnsentCall, form: HTMLFormElement): Promise<KeptForm> {
  const kept: KeptForm = {
    id: `${call.owner}:${form.dataset['draft'] ?? ''}:${newKey()}`,
    owner: call.owner,
    form: form.dataset['draft'] ?? '',
    at: call.at,
    values: valuesFrom(form, call.fields),
    faults: call.faults,
  };
  await browserStore.giveBack(call.key, kept);
  await changed(call.owner);
  return kept;
}

/** What became of a contact has been read. */
export async function forget(call: UnsentCall): Promise<void> {
  await browserStore.dropCall(call.key);
  await changed(call.owner);
}

async function save(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  form.dataset['sending'] = 'yes';
  submitter?.setAttribute('aria-busy', 'true');
  const fields = entries(form, submitter);
  const call: UnsentCall = {
    key: fields.find(([name]) => name === '_key')?.[1] ?? newKey(),
    owner: ownerOf(form),
    at: Date.now(),
    fields,
    state: 'waiting',
    attempts: 0,
    because: null,
    faults: [],
    lines: [],
  };
  const typed = JSON.stringify(valuesOf(form));
  try {
    const before = await browserStore.calls(call.owner);
    await alone(lockOf(call), async () => {
      letBe(form);
      await browserStore.queue(call, await idOf(form));
      // In order: what waits already goes first, and nobody is kept waiting for that.
      const result = before.some(({ state }) => state === 'waiting') ? null : await attempt(call, ANSWER_MS);
      await goOn(form, submitter, { call, result, typed });
    });
  } catch {
    // No database in this browser: as it would be without this script.
    sendPlainly(form, submitter);
  } finally {
    delete form.dataset['sending'];
    submitter?.removeAttribute('aria-busy');
  }
}

/** @param result null: it was not tried. */
async function goOn(
  form: HTMLFormElement,
  submitter: HTMLElement | null,
  { call, result, typed }: { call: UnsentCall; result: Result | null; typed: string },
): Promise<void> {
  const verdict = result?.verdict ?? 'line';
  const typedOn = JSON.stringify(valuesOf(form)) !== typed;
  if (result !== null && verdict === 'sent' && !typedOn) {
    await browserStore.dropCall(call.key);
    location.assign(result.next);
    return;
  }
  if (verdict === 'shown' || verdict === 'refused' || verdict === 'reused') {
    // The server says it better than this script could: it is asked again for its page, and does nothing twice.
    await keep(form);
    await browserStore.dropCall(call.key);
    sendPlainly(form, submitter);
    return;
  }
  await browserStore.putCall(result === null ? call : settled(call, verdict, result));
  if (verdict === 'session' || verdict === 'token') {
    blank(form);
    location.assign(addressOf(location));
    return;
  }
  // What was written while it was on its way is nobody's yet: it stays, under a key of its own.
  if (typedOn) {
    renewKey(form);
    await keep(form);
  } else {
    blank(form);
    letBe(form);
    form.querySelector<HTMLElement>('input:not([type="hidden"])')?.focus();
  }
  await changed(call.owner);
  plan(call.owner, waitMs(1, Math.random()));
}

function sendPlainly(form: HTMLFormElement, submitter: HTMLElement | null): void {
  delete form.dataset['sending'];
  form.dataset['plain'] = 'yes';
  form.requestSubmit(submitter);
  delete form.dataset['plain'];
}

/** Sends what waits, oldest first, until the line fails; then again later. */
async function sendWaiting(owner: string): Promise<void> {
  const tried = new Set<string>();
  let attempts = 0;
  for (;;) {
    const call = nextToSend(await browserStore.calls(owner), tried);
    if (call === null) break;
    tried.add(call.key);
    // Another tab has it in hand, with somebody waiting for the answer.
    const result = await alone(lockOf(call), () => attempt(call, LATER_ANSWER_MS));
    if (result === null) break;
    const after = settled(call, result.verdict, result);
    await browserStore.putCall(after);
    await changed(owner);
    attempts = Math.max(attempts, after.attempts);
    if (['line', 'session', 'token'].includes(result.verdict)) break;
  }
  const waits = (await browserStore.calls(owner)).some(({ state }) => state === 'waiting');
  if (waits) plan(owner, waitMs(Math.max(1, attempts), Math.random()));
}

function plan(owner: string, inMs: number): void {
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    void alone(ROUND, () => sendWaiting(owner)).catch(() => undefined);
  }, inMs);
}

async function attempt(call: UnsentCall, withinMs: number): Promise<Result> {
  const giveUp = new AbortController();
  const timeout = window.setTimeout(() => {
    giveUp.abort();
  }, withinMs);
  try {
    const token = await tokenOf(call.owner, giveUp.signal);
    if (token === null) return { verdict: 'session', next: '', lines: [], faults: [] };
    const body = new URLSearchParams();
    for (const [name, value] of call.fields) body.append(name, name === '_csrf' ? token : value);
    const response = await fetch('/tong-dai', { method: 'POST', body, signal: giveUp.signal });
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const { pathname, search } = new URL(response.url);
    const done = page.querySelector('[data-done]') !== null;
    const ledTo = response.redirected ? pathname + search : null;
    return { verdict: verdictOf({ status: response.status, ledTo, done }), next: pathname + search, ...saidIn(page) };
  } catch {
    return { verdict: verdictOf(null), next: '', lines: [], faults: [] };
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

/** As the browser itself would send it: the server compares a repeat with the first, letter by letter. */
function entries(form: HTMLFormElement, submitter: HTMLElement | null): [string, string][] {
  return [...new FormData(form, submitter)].flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value.replace(/\r\n|\r|\n/g, '\r\n')] as [string, string]] : [],
  );
}

function lockOf({ key }: UnsentCall): string {
  return `call:${key}`;
}

async function changed(owner: string): Promise<void> {
  others?.postMessage('');
  await tell(owner);
}

async function tell(owner: string): Promise<void> {
  try {
    const calls = await browserStore.calls(owner);
    showUnsent(calls.filter(({ state }) => state !== 'sent').length);
    for (const listener of listeners) listener(calls);
  } catch {
    // No database: nothing waits in it either.
  }
}
