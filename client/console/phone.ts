import type { Socket } from 'socket.io-client';
import { find } from '../shared/dom.js';
import { refuseInDoubt } from './call/call-in-doubt.js';

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
  if (!bar) return;
  hearClock(bar);
  window.setInterval(tick, 1000);
  const form = find<HTMLFormElement>('form[data-intake]');
  const filled: Filled = {
    phone: form && cameFromCall(form) ? valueOf(form, 'phone') : '',
    chosen: null,
    talking: find('[data-phone-part="strip"][data-talking]')?.dataset['active'] ?? '',
    wentOver: form ? refuseInDoubt(form) : () => undefined,
  };
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
      await show(form, filled);
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
  socket?.on('changed', ({ type }: Change) => {
    if (/^(call|operator)\./.test(type)) void refresh();
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
  if (form) pressCalls(form, filled, refresh);
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

interface Filled {
  /** The number that came from a call, so that it can be taken out again when nothing was typed. */
  phone: string;
  /** A call that was taken out of those nobody has written down, and which one stood above the form then; null: none. */
  chosen: { readonly call: string; readonly beside: string } | null;
  /** The call that is talked in, as far as the page has seen; '': none. */
  talking: string;
  /** The empty form has gone over from one call to another. */
  readonly wentOver: (number: string) => void;
}

async function show(form: HTMLFormElement | null, filled: Filled): Promise<void> {
  const empty = form !== null && isUntouched(form, filled.phone);
  const response = await fetch(`/tong-dai/dien-thoai${empty ? '?trong=1' : ''}`, {
    headers: { accept: 'text/html', 'x-part': 'phone', 'x-background': '1' },
    credentials: 'same-origin',
  });
  if (!response.ok || response.redirected) return;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const name of PARTS) replace(fresh, name);
  const bar = find('[data-phone-part="bar"]');
  if (bar) hearClock(bar);
  if (form) {
    tie(form, filled, fresh);
    forgetBefore(form, filled, fresh);
  }
}

/** What was said about the contact before would be taken for the caller's who is listened to now. */
function forgetBefore(form: HTMLFormElement, filled: Filled, fresh: Document): void {
  const talking = find('[data-phone-part="strip"][data-talking]', fresh)?.dataset['active'] ?? '';
  if (talking === '' || talking === filled.talking) return;
  filled.talking = talking;
  find('#da-ghi[data-done]', form)?.remove();
  find('[aria-describedby="da-ghi"]', form)?.removeAttribute('aria-describedby');
}

/** The call of the form: set while nothing is typed, kept while something is, let go when it is nobody's to write down. */
function tie(form: HTMLFormElement, filled: Filled, fresh: Document): void {
  const strip = find('[data-phone-part="strip"]', fresh);
  if (!strip) return;
  const active = strip.dataset['active'] ?? '';
  const number = strip.dataset['activePhone'] ?? '';
  const mine = (strip.dataset['mine'] ?? '').split(' ');
  const tied = valueOf(form, 'callId');
  // What was chosen stays the form's until another call comes, though nothing is typed yet.
  if (filled.chosen?.call === tied && filled.chosen.beside === active && mine.includes(tied)) return;
  if (isUntouched(form, filled.phone)) {
    if (tied !== active || valueOf(form, 'phone') !== number) {
      set(form, 'callId', active);
      set(form, 'phone', number);
      set(form, 'startedAt', '');
      filled.phone = number;
      if (tied !== '' && tied !== active) filled.wentOver(number);
    }
    const beside = find('[data-phone-beside]', fresh);
    const place = find('[data-beside]');
    if (place && !place.contains(document.activeElement)) {
      if (beside) place.replaceChildren(...beside.childNodes);
      else if (number === '') for (const found of place.querySelectorAll('[data-caller-ticket]')) found.remove();
    }
  } else if (tied !== '' && valueOf(form, 'moreOf') === '' && !mine.includes(tied)) {
    // Answered by somebody else, or written down in another window: the words stay, without the call.
    set(form, 'callId', '');
  } else if (tied === '' && number !== '' && active !== '' && sameNumber(valueOf(form, 'phone'), number)) {
    set(form, 'callId', active);
  }
}

/** The number in the form is the one of a call: of the form's own, or of the one that was written down and goes on. */
function cameFromCall(form: HTMLFormElement): boolean {
  const shown = find('[data-phone-part="strip"]')?.dataset['activePhone'] ?? '';
  return valueOf(form, 'callId') !== '' || valueOf(form, 'phone') === shown;
}

/** Nothing that somebody typed would be lost, and no answer is being read out from a window before the form. */
function isUntouched(form: HTMLFormElement, filled: string): boolean {
  if (document.querySelector('dialog[open]')) return false;
  for (const element of form.elements) {
    if (element instanceof HTMLInputElement) {
      if (element.type === 'hidden' || element.type === 'submit') continue;
      if (element.type === 'checkbox' || element.type === 'radio') {
        if (element.checked !== element.defaultChecked) return false;
      } else if (element.value.trim() !== '' && !(element.name === 'phone' && element.value === filled)) return false;
    } else if (element instanceof HTMLTextAreaElement && element.value.trim() !== '') return false;
    else if (element instanceof HTMLSelectElement && element.value !== '') return false;
  }
  return valueOf(form, 'moreOf') === '';
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

function pressCalls(form: HTMLFormElement, filled: Filled, refresh: () => Promise<void>): void {
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('[data-tie], [data-phone-outcome]');
    if (!button) return;
    event.preventDefault();
    const call = button.dataset['tie'];
    if (call !== undefined) {
      set(form, 'callId', call);
      filled.chosen = { call, beside: find('[data-phone-part="strip"]')?.dataset['active'] ?? '' };
      const number = button.dataset['tiePhone'] ?? '';
      const typed = valueOf(form, 'phone');
      if (typed === '' || typed === filled.phone) set(form, 'phone', (filled.phone = number));
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

function sameNumber(a: string, b: string): boolean {
  return a.replace(/\D/g, '') === b.replace(/\D/g, '');
}

function valueOf(form: HTMLFormElement, name: string): string {
  const field = form.elements.namedItem(name);
  return field instanceof HTMLInputElement ? field.value : '';
}

function set(form: HTMLFormElement, name: string, value: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.value = value;
}
