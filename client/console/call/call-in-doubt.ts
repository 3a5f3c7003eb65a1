import { element } from './matter.js';

/** For so long an outcome that is pressed may still be meant for the call before. */
const DOUBT_MS = 1_500;
const SHOWN_MS = 8_000;

/**
 * An empty form goes over to the next call by itself. "Wrong number" pressed in that moment was meant for the one
 * before, and would be written down as the new caller's: it is refused with a word, and pressed again it counts.
 *
 * @returns to be called with the new caller's number, as it is shown, when the form has gone over.
 */
export function refuseInDoubt(form: HTMLFormElement): (number: string) => void {
  let changedAt = Number.NEGATIVE_INFINITY;
  let number = '';
  let told: HTMLElement | null = null;
  const forget = (): void => {
    told?.remove();
    told = null;
  };
  // Before whoever sends the form.
  document.addEventListener(
    'submit',
    (event) => {
      const { submitter } = event;
      if (event.target !== form || !(submitter instanceof HTMLButtonElement) || submitter.name !== 'outcome') return;
      forget();
      if (performance.now() - changedAt > DOUBT_MS) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      told = element('p', 'banner banner--soon');
      told.setAttribute('role', 'alert');
      told.dataset['doubt'] = '';
      told.textContent = `Cuộc gọi vừa đổi${number === '' ? '' : ` sang ${number}`}, nên chưa ghi gì. Nếu đúng là cuộc gọi này, xin bấm lại.`;
      form.querySelector('[data-phone-part="strip"]')?.after(told);
      window.setTimeout(forget, SHOWN_MS);
    },
    { capture: true },
  );
  return (next) => {
    changedAt = performance.now();
    number = next;
    forget();
  };
}
