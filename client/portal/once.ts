import { find } from '../shared/dom.js';

/** Sends a form once: the button says that it is being sent, a second click does nothing. */
export function sendOnce(form: HTMLFormElement): void {
  const button = find<HTMLButtonElement>('[data-send-button]', form);
  if (!button) return;
  const label = button.textContent ?? '';
  let sending = false;
  form.addEventListener('submit', (event) => {
    if (sending) {
      event.preventDefault();
      return;
    }
    sending = true;
    button.setAttribute('aria-busy', 'true');
    button.textContent = button.dataset['textBusy'] ?? label;
  });
  // Coming back with the browser's button shows the page as it was left.
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    sending = false;
    button.removeAttribute('aria-busy');
    button.textContent = label;
  });
}
