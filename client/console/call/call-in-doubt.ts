import { element } from './matter.js';

/** For so long an outcome that is pressed may still be meant for the call before. */
const DOUBT_MS = 1_500;
const SHOWN_MS = 8_000;

const LOST = 'Cuộc gọi này nay do người khác nghe, hoặc đã được ghi. Chữ còn nguyên, nhưng không còn gắn với cuộc gọi.';
const AGAIN = 'Chưa ghi gì, vì chữ này không còn gắn với cuộc gọi. Nếu muốn ghi thành một lượt riêng, xin bấm lại.';

/** What becomes of the call of a form; whoever follows the calls says so. */
interface Doubt {
  /** The empty form is another call's now. @param number of the new caller, as it is shown. */
  wentOver(number: string): void;
  /** A call has come to a form that had none. */
  came(): void;
  /** The words stand without their call. */
  lost(): void;
  /** The words, or the empty form, are where they belong. */
  found(): void;
}

/**
 * An empty form goes over to the next call by itself. "Wrong number" pressed in that moment was meant for the one
 * before, and would be written down as the new caller's: it is refused with a word, and pressed again it counts.
 * The same with words whose call has gone to somebody else while they were written: saved in the belief that they are
 * that call's, they would become a second contact and a second ticket.
 */
export function refuseInDoubt(form: HTMLFormElement): Doubt {
  let changedAt = Number.NEGATIVE_INFINITY;
  let number = '';
  let isLost = false;
  let told: HTMLElement | null = null;
  const forget = (): void => {
    told?.remove();
    told = null;
  };
  const tell = (text: string, name: 'doubt' | 'lost'): HTMLElement => {
    forget();
    told = element('p', 'banner banner--soon', text);
    told.setAttribute('role', 'alert');
    told.dataset[name] = '';
    form.querySelector('[data-phone-part="strip"]')?.after(told);
    return told;
  };
  // Before whoever sends the form.
  document.addEventListener(
    'submit',
    (event) => {
      const { submitter } = event;
      if (event.target !== form || submitter?.hasAttribute('data-again') === true) return;
      const refuse = (text: string): void => {
        event.preventDefault();
        event.stopImmediatePropagation();
        const line = tell(text, 'doubt');
        window.setTimeout(() => {
          line.remove();
        }, SHOWN_MS);
      };
      forget();
      if (isLost) {
        isLost = false;
        refuse(AGAIN);
        return;
      }
      if (!(submitter instanceof HTMLButtonElement) || submitter.name !== 'outcome') return;
      if (performance.now() - changedAt > DOUBT_MS) return;
      const whom = number === '' ? '' : ` sang ${number}`;
      refuse(`Cuộc gọi vừa đổi${whom}, nên chưa ghi gì. Nếu đúng là cuộc gọi này, xin bấm lại.`);
    },
    { capture: true },
  );
  return {
    wentOver: (next) => {
      changedAt = performance.now();
      number = next;
      forget();
    },
    came: () => {
      changedAt = Number.NEGATIVE_INFINITY;
    },
    lost: () => {
      isLost = true;
      tell(LOST, 'lost');
    },
    found: () => {
      if (isLost) forget();
      isLost = false;
    },
  };
}
