import { find } from '../shared/dom.js';

/** The map is loaded when it is asked for, and only then: it weighs as much as the page. */
export function offerMap(form: HTMLFormElement): void {
  const box = find('[data-map-box]', form);
  const open = box && find<HTMLButtonElement>('[data-map-open]', box);
  const said = box && find('[data-map-said]', box);
  if (!box || !open || !said) return;
  box.hidden = false;
  open.addEventListener('click', () => {
    if (open.getAttribute('aria-busy') === 'true') return;
    open.setAttribute('aria-busy', 'true');
    said.textContent = box.dataset['textLoading'] ?? '';
    const script = document.createElement('script');
    script.src = box.dataset['src'] ?? '';
    const failed = (): void => {
      script.remove();
      open.removeAttribute('aria-busy');
      said.textContent = box.dataset['textFailed'] ?? '';
    };
    script.addEventListener('error', failed);
    box.addEventListener('map-failed', failed, { once: true });
    document.head.append(script);
  });
}
