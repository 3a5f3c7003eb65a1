import { fold } from './fold.js';

export interface Suggestion {
  /** What is put into the field. */
  readonly value: string;
  /** What is shown, when that is more than the value: a former name and what it is today. */
  readonly label: string;
}

const MOST = 8;
const PAUSE_MS = 150;
let made = 0;

/** The entries of the field's own <datalist>, found without accents. */
export function fromList(input: HTMLInputElement): (typed: string) => Suggestion[] {
  const options = Array.from(input.list?.options ?? [], ({ value }) => ({ value, key: ` ${fold(value)}` }));
  return (typed) => {
    const wanted = fold(typed);
    return options.filter(({ key }) => key.includes(` ${wanted}`)).map(({ value }) => ({ value, label: value }));
  };
}

/**
 * Type-ahead for a text field: finds "Trảng Dài" from "trang dai", which a browser's own list does not.
 * Anything else can still be typed. Follows the ARIA combobox pattern: arrows choose, Enter takes, Escape closes.
 *
 * @param ask the server's suggestions for what has been typed; when it fails (no connection), the <datalist> helps.
 */
export function suggest(input: HTMLInputElement, ask: (typed: string) => Promise<readonly Suggestion[]>): void {
  const local = fromList(input);
  input.removeAttribute('list');

  const list = document.createElement('ul');
  list.id = `suggest-${++made}`;
  list.className = 'suggest__list';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', input.labels?.[0]?.textContent?.trim() ?? '');
  list.hidden = true;
  const box = document.createElement('div');
  box.className = 'suggest';
  input.replaceWith(box);
  box.append(input, list);
  for (const [name, value] of [
    ['role', 'combobox'],
    ['aria-autocomplete', 'list'],
    ['aria-controls', list.id],
    ['aria-expanded', 'false'],
    ['autocomplete', 'off'],
  ] as const) {
    input.setAttribute(name, value);
  }

  let active = -1;
  let timer = 0;
  let asked = '';
  const rows = () => Array.from(list.children) as HTMLElement[];

  const fill = (found: readonly Suggestion[]) => {
    const done = found.length === 1 && found[0]?.value === input.value;
    list.replaceChildren(
      ...(done ? [] : found.slice(0, MOST)).map(({ value, label }, index) => {
        const row = document.createElement('li');
        row.id = `${list.id}-${index}`;
        row.setAttribute('role', 'option');
        row.textContent = label;
        row.dataset['value'] = value;
        // mousedown, not click: the field keeps the focus
        row.addEventListener('mousedown', (event) => {
          event.preventDefault();
          take(value);
        });
        return row;
      }),
    );
    list.hidden = list.children.length === 0;
    input.setAttribute('aria-expanded', String(!list.hidden));
    choose(-1);
  };
  const show = () => {
    window.clearTimeout(timer);
    const typed = (asked = input.value.trim());
    if (typed.length < 2) {
      close();
      return;
    }
    timer = window.setTimeout(() => {
      void ask(typed)
        .catch(() => local(typed))
        .then((found) => {
          // The answer to what was typed before has come too late; so has one for a field that was left.
          if (asked === typed && document.activeElement === input) fill(found);
        });
    }, PAUSE_MS);
  };
  const choose = (index: number) => {
    active = index;
    rows().forEach((row, at) => row.setAttribute('aria-selected', String(at === index)));
    const row = rows()[index];
    if (row) {
      input.setAttribute('aria-activedescendant', row.id);
      row.scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
  };
  const close = () => {
    window.clearTimeout(timer);
    asked = '';
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    choose(-1);
  };
  const take = (value: string) => {
    input.value = value;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    close();
    input.dispatchEvent(new Event('change', { bubbles: true }));
  };

  input.addEventListener('input', show);
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    const count = rows().length;
    if (event.key === 'ArrowDown' && list.hidden) show();
    else if (list.hidden) return;
    else if (event.key === 'ArrowDown') choose((active + 1) % count);
    else if (event.key === 'ArrowUp') choose((active - 1 + count) % count);
    else if (event.key === 'Enter' && active >= 0) take(rows()[active]?.dataset['value'] ?? '');
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  });
}
