import { attempt, type Result } from './attempt.js';
import { browserStore } from './browser-store.js';
import { idOf, keep, letBe, ownerOf } from './drafts.js';
import { blank, newKey, renewKey, typedIn, valuesFrom } from './form-words.js';
import { addressOf } from './fragments.js';
import { goOnHere, mendHere, takeBackSaid, WENT_ON } from './going-on.js';
import type { KeptForm } from './keeping.js';
import { LINE_UP, showUnsent } from './net-line.js';
import { nextToSend, settled, waitMs, type UnsentCall } from './sending.js';
import { alone } from './tabs.js';

/** Somebody has the caller on the line: a server that has not answered by then counts as not there. */
const ANSWER_MS = 8_000;
/** Nobody waits for what goes out by itself. */
const LATER_ANSWER_MS = 20_000;
/** The consoles of a room find their server again at the same moment, and do not all speak at once. */
const SPREAD_MS = 1_500;
/** What another tab has left unsent when it was closed is found so late at most. */
const LOOK_AGAIN_MS = 30_000;
const ROUND = 'send-queue';

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
  window.setInterval(() => {
    if (timer === 0) now();
  }, LOOK_AGAIN_MS);
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
  takeBackSaid(form);
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
  const typed = typedIn(form);
  try {
    const before = await browserStore.calls(call.owner);
    const mine = await alone(lockOf(call), async () => {
      letBe(form);
      await browserStore.queue(call, await idOf(form));
      // In order: what waits already goes first, and nobody is kept waiting for that.
      const result = before.some(({ state }) => state === 'waiting') ? null : await attempt(call, ANSWER_MS);
      await goOn(form, submitter, { call, result, typed });
      return true;
    });
    // Another tab sends this very form.
    if (mine === null) release(form, submitter);
  } catch {
    // In the database it goes out by itself; without one it is as it would be without this script.
    if (await isQueued(call)) await setAside(form, submitter, { call, typed });
    else {
      release(form, submitter);
      sendPlainly(form, submitter);
    }
  }
  if (await isQueued(call)) plan(call.owner, waitMs(1, Math.random()));
}

/** @param result null: it was not tried. */
async function goOn(
  form: HTMLFormElement,
  submitter: HTMLElement | null,
  { call, result, typed }: { call: UnsentCall; result: Result | null; typed: string },
): Promise<void> {
  const verdict = result?.verdict ?? 'line';
  const page = result?.page ?? null;
  if (verdict === 'shown' || verdict === 'refused' || verdict === 'reused') {
    await keep(form);
    await browserStore.dropCall(call.key);
    release(form, submitter);
    // The server says it better than this script could: else it is asked again for its page, and does nothing twice.
    if (verdict === 'refused' && page !== null && mendHere(form, page, result?.faults ?? [])) await keep(form);
    else sendPlainly(form, submitter);
    return;
  }
  if (result !== null && verdict === 'sent' && typedIn(form) === typed) {
    await browserStore.dropCall(call.key);
    // Until here what was typed may have been meant for the next one.
    if (typedIn(form) === typed) {
      release(form, submitter);
      if (page === null || !goOnHere(form, page)) location.assign(result.next);
      return;
    }
  }
  await browserStore.putCall(result === null ? call : settled(call, verdict, result));
  await setAside(form, submitter, { call, typed });
  if (verdict === 'session' || verdict === 'token') location.assign(addressOf(location));
}

/** It is in the database: the operator goes on. */
async function setAside(
  form: HTMLFormElement,
  submitter: HTMLElement | null,
  { call, typed }: { call: UnsentCall; typed: string },
): Promise<void> {
  release(form, submitter);
  nextCaller(form, typed);
  await changed(call.owner);
  form.dispatchEvent(new CustomEvent(WENT_ON, { detail: null }));
}

/** An empty form; what was written while the last one was on its way is nobody's yet, and stays under a key of its own. */
function nextCaller(form: HTMLFormElement, typed: string): void {
  if (typedIn(form) !== typed) {
    renewKey(form);
    void keep(form);
    return;
  }
  blank(form);
  letBe(form);
  form.querySelector<HTMLElement>('[data-matter] textarea')?.focus();
}

/** The form may be sent again. */
function release(form: HTMLFormElement, submitter: HTMLElement | null): void {
  delete form.dataset['sending'];
  submitter?.removeAttribute('aria-busy');
}

function sendPlainly(form: HTMLFormElement, submitter: HTMLElement | null): void {
  delete form.dataset['sending'];
  form.dataset['plain'] = 'yes';
  form.requestSubmit(submitter);
  delete form.dataset['plain'];
}

/** Sends what waits, oldest first, until the line fails. @returns how often what waits longest was tried. */
async function sendWaiting(owner: string): Promise<number> {
  const tried = new Set<string>();
  let attempts = 0;
  for (;;) {
    const next = nextToSend(await browserStore.calls(owner), tried);
    if (next === null) return attempts;
    tried.add(next.key);
    // Another tab has it in hand, with somebody waiting for the answer.
    const after = await alone(lockOf(next), () => sendLater(next));
    if (after === null) return attempts;
    await changed(owner);
    attempts = Math.max(attempts, after.attempts);
    if (after.because === 'line' || after.because === 'session') return attempts;
  }
}

async function sendLater({ key, owner }: UnsentCall): Promise<UnsentCall | null> {
  // Whoever had it in hand until now may have brought it to its end.
  const call = (await browserStore.calls(owner)).find((one) => one.key === key);
  if (call?.state !== 'waiting') return call ?? null;
  const result = await attempt(call, LATER_ANSWER_MS);
  const after = settled(call, result.verdict, result);
  await browserStore.putCall(after);
  return after;
}

function plan(owner: string, inMs: number): void {
  clearTimeout(timer);
  timer = window.setTimeout(() => void round(owner), inMs);
}

/** Tries again as long as anything waits, also when another tab is at it: that one may be closed before it is done. */
async function round(owner: string): Promise<void> {
  timer = 0;
  try {
    const attempts = await alone(ROUND, () => sendWaiting(owner));
    const waits = (await browserStore.calls(owner)).some(({ state }) => state === 'waiting');
    if (waits && timer === 0) plan(owner, waitMs(Math.max(1, attempts ?? 1), Math.random()));
  } catch {
    // The database did not answer: it is asked again with the next look.
  }
}

function isQueued({ key, owner }: UnsentCall): Promise<boolean> {
  return browserStore.calls(owner).then(
    (calls) => calls.some((one) => one.key === key && one.state === 'waiting'),
    () => false,
  );
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
