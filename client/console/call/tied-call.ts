import { find } from '../../shared/dom.js';
import { onQueue } from '../send-queue.js';
import { refuseInDoubt } from './call-in-doubt.js';

/** Which call the operator's form is for. */
export interface TiedCall {
  /** Nothing that somebody typed would be lost, and no answer is being read out from a window before the form. */
  isUntouched(): boolean;
  /** Set while nothing is typed, kept while something is, let go when it is nobody's to write down. */
  follow(fresh: Document): void;
  /** Another one, by its button. */
  take(call: string, number: string): void;
  /** The form was saved, and is whoever's is on the line now. @param fresh null: nobody has been asked. */
  goOn(fresh: Document | null): void;
  /** Another number after each `goOn`: what was asked for before that is about a call that is written down. */
  turn(): number;
}

/** Whatever rings meanwhile, what is written stays with the call that it is about. */
export function tiedCall(form: HTMLFormElement): TiedCall {
  // The number that came from a call, so that it can be taken out again when nothing was typed.
  let filled = valueOf(form, 'callId') === '' ? '' : valueOf(form, 'phone');
  let written: ReadonlySet<string> = new Set();
  let turn = 0;
  const doubt = refuseInDoubt(form);
  onQueue((calls) => {
    const waiting = calls.filter(({ state }) => state === 'waiting');
    written = new Set(waiting.flatMap(({ fields }) => fields.find(([name]) => name === 'callId')?.[1] ?? []));
  });

  const goOver = (active: string, number: string): void => {
    const tied = valueOf(form, 'callId');
    if (tied === active && valueOf(form, 'phone') === number) return;
    set(form, 'callId', active);
    set(form, 'phone', number);
    set(form, 'startedAt', '');
    filled = number;
    if (tied === '') doubt.came();
    else if (tied !== active) doubt.wentOver(number);
  };
  const isUntouched = (): boolean => isEmpty(form, filled);
  const follow = (fresh: Document): void => {
    const strip = find('[data-phone-part="strip"]', fresh);
    // What is on its way to the server stays as it was sent.
    if (!strip || form.dataset['sending'] === 'yes') return;
    const { active: told = '', activePhone = '', mine = '' } = strip.dataset;
    // Saved here, and not yet known there: nobody writes it down a second time.
    const active = written.has(told) ? '' : told;
    const number = active === '' ? '' : activePhone;
    const tied = valueOf(form, 'callId');
    if (isUntouched()) {
      doubt.found();
      goOver(active, number);
      showBeside(fresh, number);
    } else if (tied !== '') {
      // Answered by somebody else, or written down in another window: the words stay, without the call.
      if (valueOf(form, 'moreOf') !== '' || mine.split(' ').includes(tied)) return;
      set(form, 'callId', '');
      doubt.lost();
    } else if (number !== '' && sameNumber(valueOf(form, 'phone'), number)) {
      set(form, 'callId', active);
      doubt.found();
    }
  };
  return {
    isUntouched,
    follow,
    take: (call, number) => {
      set(form, 'callId', call);
      const typed = valueOf(form, 'phone');
      if (typed === '' || typed === filled) set(form, 'phone', (filled = number));
      doubt.found();
      doubt.came();
    },
    turn: () => turn,
    goOn: (fresh) => {
      turn += 1;
      if (valueOf(form, 'phone') === '') filled = '';
      if (fresh) follow(fresh);
      // A key pressed twice was meant once.
      if (isUntouched()) doubt.wentOver(valueOf(form, 'phone'));
    },
  };
}

function showBeside(fresh: Document, number: string): void {
  const beside = find('[data-phone-beside]', fresh) ?? find('[data-beside]', fresh);
  const place = find('[data-beside]');
  if (!place || place.contains(document.activeElement)) return;
  if (beside) place.replaceChildren(...beside.childNodes);
  else if (number === '') for (const found of place.querySelectorAll('[data-caller-ticket]')) found.remove();
}

function isEmpty(form: HTMLFormElement, filled: string): boolean {
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
