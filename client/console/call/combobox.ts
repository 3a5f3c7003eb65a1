import { element } from './matter.js';

export interface Choice {
  readonly code: string;
  readonly text: string;
  /** The name of before that was typed, the field, the ward. */
  readonly detail: string | null;
}

export interface ComboboxOptions {
  /** What fits the letters typed; null: no line. Called once at a time for what is typed last. */
  readonly find: (typed: string, signal: AbortSignal) => Promise<readonly Choice[] | null>;
  /** Helps without a line. */
  readonly local: (typed: string) => readonly Choice[];
  readonly take: (choice: Choice) => void;
  /** Only what is in the list counts: the first stands chosen, leaving the field takes it or gives back what was. */
  readonly strict: boolean;
  /** Escape with the list closed. */
  readonly giveBack: () => void;
  readonly label: string;
}

/** Shorter than the time between two letters of a quick typist would ask for nothing. */
const PAUSE_MS = 60;
const MOST = 8;
let made = 0;

/**
 * Type-ahead on a text field after the ARIA 1.2 combobox pattern: the focus stays in the field, arrows choose,
 * Enter takes, Escape closes. While an input method puts a letter together its keys are its own.
 */
export function combobox(input: HTMLInputElement, options: ComboboxOptions): void {
  const list = element('ul', 'suggest__list combo__list');
  list.id = `combo-${String((made += 1))}`;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', options.label);
  list.hidden = true;
  const box = element('div', 'suggest');
  input.replaceWith(box);
  box.append(input, list);
  input.removeAttribute('list');
  for (const [name, value] of Object.entries({
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-controls': list.id,
    'aria-expanded': 'false',
    'aria-haspopup': 'listbox',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
  }))
    input.setAttribute(name, value);

  let shown: readonly Choice[] = [];
  let active = -1;
  let timer = 0;
  let running: AbortController | null = null;

  const choose = (index: number): void => {
    active = index;
    [...list.children].forEach((row, at) => {
      row.setAttribute('aria-selected', String(at === index));
    });
    const row = list.children[index];
    if (row) {
      input.setAttribute('aria-activedescendant', row.id);
      row.scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
  };
  const close = (): void => {
    window.clearTimeout(timer);
    running?.abort();
    running = null;
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    choose(-1);
  };
  const take = (index: number): void => {
    const choice = shown[index];
    close();
    if (choice) options.take(choice);
  };
  const fill = (found: readonly Choice[]): void => {
    shown = found.slice(0, MOST);
    list.replaceChildren(...shown.map((choice, index) => row(list.id, choice, index)));
    list.hidden = shown.length === 0;
    input.setAttribute('aria-expanded', String(!list.hidden));
    choose(options.strict && shown.length > 0 ? 0 : -1);
  };
  const look = async (): Promise<void> => {
    const typed = input.value.trim();
    running?.abort();
    if (typed === '') {
      close();
      return;
    }
    const mine = (running = new AbortController());
    const found = (await options.find(typed, mine.signal)) ?? (mine.signal.aborted ? null : options.local(typed));
    // What was typed since has asked anew; a field that was left shows nothing.
    if (found !== null && running === mine && document.activeElement === input) fill(found);
  };
  const later = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void look(), PAUSE_MS);
  };

  input.addEventListener('input', (event) => {
    // Set by a key or by what came back from the browser's memory: nobody is looking for anything.
    if (event instanceof InputEvent) later();
  });
  input.addEventListener('blur', close);
  list.addEventListener('mousedown', (event) => {
    event.preventDefault(); // the field keeps the focus
    const at = [...list.children].indexOf((event.target as Element).closest('li') ?? list);
    if (at >= 0) take(at);
  });
  input.addEventListener('keydown', (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const { key } = event;
    if (event.altKey || event.metaKey) return;
    if (event.ctrlKey) {
      // Saving takes what stands chosen along; the key itself goes on to the page.
      if (key === 'Enter' && !list.hidden && active >= 0) take(active);
      return;
    }
    if (list.hidden) {
      if (key === 'ArrowDown') {
        event.preventDefault();
        void look();
      } else if (key === 'Escape') options.giveBack();
      return;
    }
    if (key === 'Tab') {
      if (options.strict && active >= 0) take(active);
      return;
    }
    if (key === 'ArrowDown') choose((active + 1) % shown.length);
    else if (key === 'ArrowUp') choose((active - 1 + shown.length) % shown.length);
    else if (key === 'Enter') {
      if (active >= 0) take(active);
      else close();
    } else if (key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

function row(listId: string, { text, detail }: Choice, index: number): HTMLElement {
  const made = element('li');
  made.id = `${listId}-${String(index)}`;
  made.setAttribute('role', 'option');
  made.append(element('span', '', text));
  if (detail !== null && detail !== '') made.append(element('span', 'combo__detail', detail));
  return made;
}
