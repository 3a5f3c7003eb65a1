/** Of which build a page is: names of scripts carry their content. */
export function versionOf(page: Document): string {
  return page.querySelector('script[src]')?.getAttribute('src') ?? '';
}

/**
 * Takes "what was just done" out of the address: a reload, the way back or a new sign-in must not say it
 * again, nor take a draft that was begun since for one that was sent.
 */
export function forgetWhatWasDone(): void {
  const url = new URL(location.href);
  const had = url.searchParams.has('xong') || url.searchParams.has('da-ghi');
  url.searchParams.delete('xong');
  url.searchParams.delete('da-ghi');
  if (had) history.replaceState(history.state, '', url);
}

/** The count of the open list stands in the title, also while the page lies in the background. */
export function countInTitle(): void {
  const bar = document.querySelector('.bar .nav');
  if (!bar) return;
  const update = (): void => {
    const current = bar.querySelector('[aria-current]');
    if (!current) return;
    const count = current.querySelector('.pill')?.textContent;
    const title = document.title.replace(/^\([\d.+]+\) /, '');
    document.title = count === undefined ? title : `(${count}) ${title}`;
  };
  update();
  new MutationObserver(update).observe(bar, { childList: true, subtree: true });
}

/** Errors first, then what was said about the last step, then the field to write in. */
export function focusFirst(): void {
  const first = ['[data-summary]', '[data-notice]', '[data-focus]']
    .map((selector) => document.querySelector<HTMLElement>(selector))
    .find((found) => found !== null);
  first?.focus({ preventScroll: !first.matches('[data-summary], [data-focus]') });
}

/** The bar shows where one is; its menus, and the one of the call, close with Escape and when somebody goes on elsewhere. */
export function tendBar(): void {
  for (const open of document.querySelectorAll('.nav__links [aria-current], .tabs [aria-current]'))
    open.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const menus = (): NodeListOf<HTMLDetailsElement> => document.querySelectorAll('.bar details[open], .outcomes[open]');
  document.addEventListener('click', ({ target }) => {
    for (const menu of menus()) if (target instanceof Node && !menu.contains(target)) menu.open = false;
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || document.querySelector('dialog[open]')) return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector('summary')?.focus();
    }
  });
}
