import { find } from '../shared/dom.js';
import { sha256Start } from './sha256.js';

/** Numbers tried before the page may breathe. */
const AT_ONCE = 2_000;

/**
 * Works out what the form has to prove while somebody writes, so that no question has to be answered: a number whose
 * hash with the form's key begins with so many zero bits.
 */
export function workAhead(form: HTMLFormElement): void {
  const field = find('[data-proof]', form);
  const proof = field && find<HTMLInputElement>('input[name=proof]', field);
  const key = find<HTMLInputElement>('input[name=_key]', form)?.value ?? '';
  if (!field || !proof || key === '') return;
  const bits = Number(field.dataset['proof']);
  // Whoever is asked already may answer; for all others the machine does.
  if (!field.hasAttribute('data-proof-asked')) field.hidden = true;
  let nonce = 0;
  const some = (): void => {
    for (let tried = 0; tried < AT_ONCE; tried += 1, nonce += 1) {
      if (Math.clz32(sha256Start(`${key}.${nonce}`)) < bits) continue;
      proof.value = String(nonce);
      field.hidden = true;
      return;
    }
    window.setTimeout(some, 0);
  };
  window.setTimeout(some, 500);
}
