/** Ctrl Enter does the main step; Alt keys press the button that names them. Never a plain letter. */
export function bindKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.isComposing) return; // a Vietnamese input method is still putting a letter together
    if (event.ctrlKey && event.key === 'Enter') press(event, primaryButton());
    else if (event.altKey && !event.ctrlKey) {
      press(event, document.querySelector(`[data-key="alt+${CSS.escape(event.key.toLowerCase())}"]`));
    }
  });
}

/**
 * Inside a form only that form's own button: somebody who writes why an answer goes back must not approve it.
 * Outside of forms the page's main step, unless words stand unsent in another form.
 */
function primaryButton(): HTMLElement | null {
  const form = document.activeElement?.closest('main form');
  if (form) return form.querySelector<HTMLElement>('[data-primary]') ?? form.querySelector('button:not([formaction])');
  const main = document.querySelector<HTMLElement>('[data-primary]');
  const begun = document.querySelector('main form[data-dirty="yes"]');
  return begun === null || begun === main?.closest('form') ? main : null;
}

function press(event: KeyboardEvent, button: HTMLElement | null): void {
  if (!button) return;
  event.preventDefault();
  button.click();
}
