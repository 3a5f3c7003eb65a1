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

function primaryButton(): HTMLElement | null {
  const form = document.activeElement?.closest('form');
  return form?.querySelector<HTMLElement>('[data-primary]') ?? document.querySelector<HTMLElement>('[data-primary]');
}

function press(event: KeyboardEvent, button: HTMLElement | null): void {
  if (!button) return;
  event.preventDefault();
  button.click();
}
