import { blank, showFaults } from './form-words.js';
import type { Fault } from './keeping.js';
import { versionOf } from './page.js';

/** Fired on the form with the page that came back: it is another caller's now, or its call may be another one. */
export const WENT_ON = 'went-on';

/**
 * Goes on with the next caller on this very page: what was recorded stands above an empty form. Led on to another
 * page, the operator would stand before the browser's own error page when the service goes away in that moment.
 *
 * @param fresh the page that the service led on to.
 * @returns false: the page has to be loaded, because the service is of another version by now.
 */
export function goOnHere(form: HTMLFormElement, fresh: Document): boolean {
  if (versionOf(fresh) !== versionOf(document)) return false;
  const said = fresh.querySelector('[data-done]');
  blank(form);
  if (said) sayAbove(form, said);
  history.replaceState(history.state, '', '/tong-dai');
  form.dispatchEvent(new CustomEvent(WENT_ON, { detail: fresh }));
  const words = form.querySelector<HTMLElement>('[data-matter] textarea');
  if (said) words?.setAttribute('aria-describedby', said.id);
  words?.focus();
  said?.scrollIntoView({ block: 'nearest' });
  return true;
}

/**
 * What the service has against a contact, above the form and beside its fields; the words stay as they are.
 * @param fresh the page that came back with the form.
 * @returns false: it says nothing that could stand here.
 */
export function mendHere(form: HTMLFormElement, fresh: Document, faults: readonly Fault[]): boolean {
  const said = fresh.querySelector<HTMLElement>('form[data-queue] :is([data-summary], [data-notice])');
  if (!said) return false;
  takeBackSaid(form);
  sayAbove(form, said);
  showFaults(form, faults);
  // Somebody else's by now, or written down: saved again, the words are a contact of their own.
  const callOf = (page: ParentNode): HTMLInputElement | null => page.querySelector('[name="callId"]');
  const [here, there] = [callOf(form), callOf(fresh)];
  if (here && there) here.value = there.value;
  form.dispatchEvent(new CustomEvent(WENT_ON, { detail: fresh }));
  said.focus();
  return true;
}

/** What was said of the try before says nothing of the next. */
export function takeBackSaid(form: HTMLFormElement): void {
  for (const said of form.querySelectorAll('[data-summary], [data-notice], [data-done], .error')) said.remove();
  for (const field of form.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
  for (const field of form.querySelectorAll('[aria-describedby="da-ghi"]')) field.removeAttribute('aria-describedby');
}

function sayAbove(form: HTMLFormElement, said: Element): void {
  (form.querySelector('.form') ?? form).prepend(said);
}
