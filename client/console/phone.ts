import type { Socket } from 'socket.io-client';
import { find } from '../shared/dom.js';
import { tiedCall, type TiedCall } from './call/tied-call.js';
import { WENT_ON } from './going-on.js';

interface Change {
  readonly type: string;
}

/** What everybody who takes calls hears of the queue: numbers, and nothing of a call. */
interface Queue {
  readonly waiting: number;
  readonly since: string | null;
  readonly callBacks: number;
  readonly late: number;
}

const PARTS = ['bar', 'strip', 'caller', 'side'] as const;
/** Pages that show who waits fetch it so often at most, and not all at the same moment. */
const QUEUE_MS = 3_000;
const SPREAD_MS = 1_000;
/** A page left alone asks by itself: what another process or the clock has changed. */
const IDLE_MS = 30_000;

/** The server's clock minus this machine's. */
let offset = 0;

/**
 * The telephone on the page: who calls is shown at once, the number goes into an empty form, and the call that is
 * written down stays the form's own, whatever rings meanwhile.
 */
export function followPhone(socket: Socket | null): void {
  const bar = find('[data-phone-part="bar"]');
  // Whoever watches over the calls and takes none has no telephone in the bar.
  const watched = find('[data-live-calls]');
  if (bar ?? watched) window.setInterval(tick, 1000);
  if (watched) hearClock(watched);
  if (!bar) return;
  hearClock(bar);
  const form = find<HTMLFormElement>('form[data-intake]');
  const tied = form ? tiedCall(form) : null;
  const before = form ? saidBefore(form) : null;
  let underWay = false;
  let again = false;
  let planned: number | null = null;

  const refresh = async (): Promise<void> => {
    if (underWay) {
      again = true;
      return;
    }
    underWay = true;
    try {
      // What was under way when the form went on to the next caller shows the one before.
      if (!(await show(tied, before))) again = true;
    } catch {
      // No line: the bar says so, and what is missed comes with the next change.
    } finally {
      underWay = false;
      if (again) {
        again = false;
        void refresh();
      }
    }
  };
  const soon = (): void => {
    planned ??= window.setTimeout(
      () => {
        planned = null;
        void refresh();
      },
      QUEUE_MS + Math.random() * SPREAD_MS,
    );
  };
  socket?.on('changed', (...changes: readonly Change[]) => {
    if (changes.some(({ type }) => /^(call|operator)\./.test(type))) void refresh();
  });
  socket?.on('queue', (queue: Queue) => {
    showQueue(queue);
    if (find('[data-phone-part="side"]')) soon();
  });
  socket?.on('hello', () => void refresh());
  window.setInterval(() => {
    if (document.visibilityState === 'visible') void refresh();
  }, IDLE_MS);
  pressStates(refresh);
  if (!form || !tied) return;
  pressCalls(form, tied, refresh);
  form.addEventListener(WENT_ON, ({ detail }: CustomEventInit<Document | null>) => {
    if (detail) showParts(detail);
    if (detail) before?.stays(detail);
    tied.goOn(detail ?? null);
    if (!detail) void refresh();
  });
  // Emptied by hand: it takes up whoever is on the line.
  let wasEmpty = tied.isUntouched();
  form.addEventListener('input', () => {
    const isEmpty = tied.isUntouched();
    if (isEmpty && !wasEmpty) void refresh();
    wasEmpty = isEmpty;
  });
}

/** The list of people to be called follows what others do, unless something is being typed into it. */
export function followCallBacks(socket: Socket | null): void {
  const list = find('[data-fragment="callbacks"]');
  if (!list) return;
  let asked = 0;
  const refresh = async (): Promise<void> => {
    const mine = (asked += 1);
    const response = await fetch(location.pathname.replace(/^(\/goi-lai)\/.*/, '$1') + location.search, {
      headers: { accept: 'text/html', 'x-background': '1' },
      credentials: 'same-origin',
    });
    if (!response.ok || response.redirected || mine !== asked) return;
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
    const here = find('[data-fragment="callbacks"]', fresh);
    if (here && !isTyping(list) && said(here) !== said(list)) list.replaceChildren(...here.childNodes);
  };
  const look = (): void => {
    if (document.visibilityState === 'visible' && !isTyping(list)) void refresh().catch(() => undefined);
  };
  socket?.on('queue', look);
  window.setInterval(look, IDLE_MS);
}

function isTyping(list: HTMLElement): boolean {
  if (list.querySelector(':is(input, select, textarea):focus')) return true;
  return [...list.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input:not([type="hidden"]), select')].some(
    (field) => (field instanceof HTMLSelectElement ? field.value !== '' : field.value !== field.defaultValue),
  );
}

/** @returns false: it came too late. */
async function show(tied: TiedCall | null, before: SaidBefore | null): Promise<boolean> {
  const turn = tied?.turn();
  const response = await fetch(`/tong-dai/dien-thoai${tied?.isUntouched() === true ? '?trong=1' : ''}`, {
    headers: { accept: 'text/html', 'x-part': 'phone', 'x-background': '1' },
    credentials: 'same-origin',
  });
  if (!response.ok || response.redirected) return true;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  if (turn !== tied?.turn()) return false;
  showParts(fresh);
  tied?.follow(fresh);
  before?.follow(fresh);
  return true;
}

function showParts(fresh: Document): void {
  for (const name of PARTS) replace(fresh, name);
  const bar = find('[data-phone-part="bar"]');
  if (bar) hearClock(bar);
}

/** What was said about the contact before. */
interface SaidBefore {
  /** Goes once another call is talked in: it would be taken for the caller's who is listened to now. */
  follow(fresh: Document): void;
  /** It was said just now. */
  stays(fresh: Document): void;
}

function saidBefore(form: HTMLFormElement): SaidBefore {
  const talkedIn = (page: Document): string =>
    find('[data-phone-part="strip"][data-talking]', page)?.dataset['active'] ?? '';
  let talking = talkedIn(document);
  return {
    follow: (fresh) => {
      const now = talkedIn(fresh);
      if (now === '' || now === talking) return;
      talking = now;
      find('#da-ghi[data-done]', form)?.remove();
      find('[aria-describedby="da-ghi"]', form)?.removeAttribute('aria-describedby');
    },
    stays: (fresh) => {
      talking = talkedIn(fresh);
    },
  };
}

function pressStates(refresh: () => Promise<void>): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    const button = event.submitter;
    if (!form.matches('[data-phone-state]') || !(button instanceof HTMLButtonElement)) return;
    event.preventDefault();
    const body = new URLSearchParams({ _csrf: valueOf(form, '_csrf'), state: button.value, next: '/tong-dai' });
    const menu = form.closest('details');
    if (menu) menu.open = false;
    void fetch(form.action, { method: 'POST', body, redirect: 'manual' })
      .then(refresh)
      .catch(() => undefined);
  });
}

function pressCalls(form: HTMLFormElement, tied: TiedCall, refresh: () => Promise<void>): void {
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('[data-tie], [data-phone-outcome]');
    if (!button) return;
    event.preventDefault();
    const call = button.dataset['tie'];
    if (call !== undefined) {
      tied.take(call, button.dataset['tiePhone'] ?? '');
      form.dispatchEvent(new Event('input', { bubbles: true }));
      goOnWriting(form);
      return;
    }
    button.setAttribute('aria-busy', 'true');
    // The line goes away once the answer is there, and would stay as long as the focus is in it.
    goOnWriting(form);
    const body = new URLSearchParams({ _csrf: valueOf(form, '_csrf'), _key: crypto.randomUUID() });
    void fetch(button.formAction, { method: 'POST', body, headers: { 'x-part': 'phone' } })
      .catch(() => undefined)
      .then(refresh)
      .finally(() => {
        button.removeAttribute('aria-busy');
      });
  });
}

/** The note to colleagues stands before the words, and is mostly folded away. */
function goOnWriting(form: HTMLFormElement): void {
  form.querySelector<HTMLElement>('textarea[name^="tickets."]')?.focus();
}

/** Nothing is replaced, and so nothing read aloud again, when it is the same; what is open or in use stays. */
function replace(fresh: Document, name: (typeof PARTS)[number]): void {
  const there = find(`[data-phone-part="${name}"]`);
  const here = find(`[data-phone-part="${name}"]`, fresh);
  if (!there || !here) return;
  copyData(there, here);
  const focused = there.contains(document.activeElement) ? sameIn(here) : null;
  // What somebody is about to press stays, unless the same is there again: a call that rings must be seen.
  if (there.contains(document.activeElement) && focused === null) return;
  if (said(there) === said(here) && there.querySelectorAll('button').length === here.querySelectorAll('button').length)
    return renewTimes(there, here);
  if (there.querySelector('details[open]')) here.querySelector('details')?.setAttribute('open', '');
  there.replaceChildren(...here.childNodes);
  focused?.focus();
}

/** Of what came anew, the button or the word that has the focus now; null: it is not there any more, or cannot be told. */
function sameIn(here: HTMLElement): HTMLElement | null {
  const now = document.activeElement;
  if (now instanceof HTMLButtonElement && now.hasAttribute('formaction'))
    return find(`[formaction="${CSS.escape(now.getAttribute('formaction') ?? '')}"]`, here);
  return now?.matches('.callnow__older > summary') === true ? find('.callnow__older > summary', here) : null;
}

function copyData(there: HTMLElement, here: HTMLElement): void {
  for (const name of Object.keys(there.dataset)) if (!(name in here.dataset)) delete there.dataset[name];
  Object.assign(there.dataset, { ...here.dataset });
}

function said(part: HTMLElement): string {
  const copy = part.cloneNode(true) as HTMLElement;
  for (const time of copy.querySelectorAll('[data-since]')) time.textContent = '';
  return copy.textContent?.replace(/\s+/g, ' ').trim() ?? '';
}

function renewTimes(there: HTMLElement, here: HTMLElement): void {
  const fresh = here.querySelectorAll<HTMLElement>('[data-since]');
  there.querySelectorAll<HTMLElement>('[data-since]').forEach((time, index) => {
    const since = fresh[index]?.dataset['since'];
    if (since !== undefined) time.dataset['since'] = since;
  });
}

function showQueue({ waiting, since, callBacks, late }: Queue): void {
  const queue = find('[data-queue].phone__queue');
  const count = queue && find('[data-waiting]', queue);
  const time = queue && find('[data-waiting-since]', queue);
  if (queue && count && time) {
    count.textContent = String(waiting);
    queue.classList.toggle('phone__queue--none', waiting === 0);
    if (since === null) {
      delete time.dataset['since'];
      time.textContent = '';
    } else time.dataset['since'] = since;
  }
  for (const pill of document.querySelectorAll<HTMLElement>('[data-callbacks]')) {
    pill.textContent = String(callBacks);
    pill.hidden = callBacks === 0;
    pill.classList.toggle('pill--late', late > 0);
  }
}

function hearClock(bar: HTMLElement): void {
  const now = Date.parse(bar.dataset['now'] ?? '');
  if (!Number.isNaN(now)) offset = now - Date.now();
}

function tick(): void {
  for (const time of document.querySelectorAll<HTMLElement>('[data-since]')) {
    const seconds = Math.max(0, Math.floor((Date.now() + offset - Date.parse(time.dataset['since'] ?? '')) / 1000));
    const text = clockText(seconds);
    if (!Number.isNaN(seconds) && time.textContent !== text) time.textContent = text;
  }
}

function clockText(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds >= 3600 ? `${String(Math.floor(seconds / 3600))}:${rest}` : rest;
}

function valueOf(form: HTMLFormElement, name: string): string {
  const field = form.elements.namedItem(name);
  return field instanceof HTMLInputElement ? field.value : '';
}
