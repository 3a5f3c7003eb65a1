/** Several tickets of a list at once: the page's box ticks all, the count is said, a fresh list keeps the ticks. */
export function chooseSeveral(): void {
  const chosen = new Map<string, string>();
  document.addEventListener('change', (event) => {
    const box = event.target as HTMLInputElement;
    if (box.matches('[data-bulk-page]')) {
      for (const pick of picks()) set(chosen, pick, box.checked);
    } else if (box.matches('.task__pick')) set(chosen, box, box.checked);
    else return;
    say(chosen.size);
  });
  document.addEventListener('keydown', (event) => {
    const box = event.target as HTMLElement;
    if (!box.matches('.task__pick') || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    event.preventDefault();
    const all = picks();
    all[all.indexOf(box as HTMLInputElement) + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
  });
  document.addEventListener('submit', (event) => {
    const page = document.querySelector<HTMLInputElement>('[data-bulk-page]');
    if (!(event.target as HTMLElement).matches('.bulk__form') || page?.checked === true) return;
    if (picks().some(({ checked }) => checked)) return;
    // Nothing ticked: the way to tick stays open, and the keyboard is at its first box.
    event.preventDefault();
    say(0);
    page?.focus();
  });
  const list = document.querySelector('[data-fragment="list"]');
  if (list === null) return;
  new MutationObserver(() => {
    const there = new Set(picks().map(idOf));
    for (const id of chosen.keys()) if (!there.has(id)) chosen.delete(id);
    for (const pick of picks()) {
      // The version stays the one that was looked at when it was ticked: what has changed since is said.
      const value = chosen.get(idOf(pick));
      pick.checked = value !== undefined;
      if (value !== undefined) pick.value = value;
    }
    say(chosen.size);
  }).observe(list, { childList: true });
}

const picks = (): HTMLInputElement[] => [...document.querySelectorAll<HTMLInputElement>('.task__pick')];

const idOf = (pick: HTMLInputElement): string => pick.value.split('.')[0] ?? '';

function set(chosen: Map<string, string>, pick: HTMLInputElement, checked: boolean): void {
  pick.checked = checked;
  if (checked) chosen.set(idOf(pick), pick.value);
  else chosen.delete(idOf(pick));
}

function say(count: number): void {
  const line = document.querySelector<HTMLElement>('[data-bulk-count]');
  if (line === null) return;
  line.dataset['none'] ??= line.textContent;
  const none = line.dataset['none'] ?? '';
  line.textContent = count === 0 ? none : (line.dataset['one'] ?? '').replace('{n}', String(count));
  const page = document.querySelector<HTMLInputElement>('[data-bulk-page]');
  if (page) page.checked = count > 0 && count === picks().length;
}
