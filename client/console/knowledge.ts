import { debounce, find } from '../shared/dom.js';

const WAIT_MS = 150;

/** Articles appear as words are typed; arrows go through them. Without this script the form finds them too. */
export function findAnswers(): void {
  for (const button of document.querySelectorAll<HTMLElement>('[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => {
      window.print();
    });
  }
  const form = find<HTMLFormElement>('[data-knowledge]');
  const results = find('[data-knowledge-results]');
  const list = find('[data-knowledge-list]');
  const input = form?.querySelector<HTMLInputElement>('input[name="tim"]');
  if (!form || !results || !input) return;
  let asked = 0;
  const look = async (): Promise<void> => {
    const mine = ++asked;
    if (input.value.trim() === '') {
      results.replaceChildren();
      if (list) list.hidden = false;
      return;
    }
    const response = await fetch(form.action, {
      method: 'POST',
      headers: { 'x-part': 'results' },
      body: new URLSearchParams(
        [...new FormData(form)].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
      ),
      credentials: 'same-origin',
    });
    // Words typed since have asked again.
    if (mine !== asked || !response.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
    results.replaceChildren(...fresh.body.childNodes);
    if (list) list.hidden = true;
  };
  const soon = debounce(() => void look().catch(() => undefined), WAIT_MS);
  input.addEventListener('input', soon);
  form.addEventListener('keydown', (event) => {
    if (event.isComposing || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    const stops = [input, ...results.querySelectorAll<HTMLElement>('[data-result]')];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    const next = stops[at + (event.key === 'ArrowDown' ? 1 : -1)];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    next.focus();
  });
}
