/**
 * Ctrl Enter does the main step; Alt and Ctrl keys press the button that names them (`data-key="alt+1"`). Never
 * a plain letter. Digits are known by their place on the board: on Vietnamese layouts they carry letters.
 */
export function bindKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.isComposing) return; // a Vietnamese input method is still putting a letter together
    // What stands open before the page has its own keys.
    const within = document.querySelector<HTMLDialogElement>('dialog[open]') ?? document;
    if (event.ctrlKey && !event.altKey && event.key === 'Enter') {
      press(event, within instanceof Document ? primaryButton() : within.querySelector<HTMLElement>('[data-primary]'));
    } else if (event.altKey !== event.ctrlKey && !event.metaKey) {
      press(event, keyed(within, `${event.altKey ? 'alt' : 'ctrl'}+${named(event)}`));
    }
  });
}

/** Of several the one that can be seen now; the first of what is folded away when there is none. */
function keyed(within: ParentNode, key: string): HTMLElement | null {
  const all = [...within.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)].filter(
    ({ hidden }) => !hidden,
  );
  return all.find((button) => button.getClientRects().length > 0) ?? all[0] ?? null;
}

function named({ key, code }: KeyboardEvent): string {
  return /^Digit(\d)$/.exec(code)?.[1] ?? key.toLowerCase();
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
