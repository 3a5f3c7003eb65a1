import { fold } from '../../shared/fold.js';
import { ask } from './ask.js';
import { combobox, type Choice } from './combobox.js';
import { fieldOf, mattersOf, setField, valueOf } from './matter.js';

type Kind = 'category' | 'ward' | 'agency' | 'place';

/** Makes comboboxes of a form's fields; what the page has without script stays below them. */
export function typeAheadFields(form: HTMLFormElement): void {
  for (const matter of mattersOf(form)) typeAheadIn(matter);
}

/** The same for one matter, also one that came later; what is one already stays so. */
export function typeAheadIn(matter: HTMLElement): void {
  categoryBox(matter);
  for (const [name, kind] of [
    ['ward', 'ward'],
    ['placeText', 'place'],
    ['subject', 'agency'],
  ] as const) {
    const input = fieldOf(matter, name);
    if (!(input instanceof HTMLInputElement) || input.getAttribute('role') === 'combobox') continue;
    const names = Array.from(input.list?.options ?? [], ({ value }) => value);
    let before = input.value;
    input.addEventListener('focus', () => {
      before = input.value;
    });
    combobox(input, {
      label: labelOf(input),
      find: finder(kind),
      local: (typed) => among(names, typed),
      strict: kind === 'agency',
      take: ({ text, detail }) => {
        setField(matter, name, text);
        // A known place brings its ward along.
        if (kind === 'place' && detail !== null && valueOf(matter, 'ward') === '') setField(matter, 'ward', detail);
      },
      giveBack: () => {
        if (!undone(matter, name)) setField(matter, name, before);
      },
    });
  }
}

/**
 * Escape in a field that was filled by a suggestion takes it back.
 *
 * @returns whether it did.
 */
function undone(matter: HTMLElement, name: 'categoryCode' | 'ward' | 'placeText' | 'subject'): boolean {
  const asked = new CustomEvent('suggestion-undo', { bubbles: true, cancelable: true, detail: { name } });
  return !matter.dispatchEvent(asked);
}

function finder(kind: Kind) {
  return async (q: string, signal: AbortSignal): Promise<readonly Choice[] | null> =>
    (await ask<{ items: Choice[] }>('/api/v1/type-ahead', { kind, q: q.slice(0, 100) }, { signal }))?.items ?? null;
}

/** The list of the page itself, for when there is no line. */
function among(names: readonly string[], typed: string): Choice[] {
  const wanted = fold(typed);
  return names
    .filter((name) => ` ${fold(name)}`.includes(` ${wanted}`))
    .map((text) => ({ code: text, text, detail: null }));
}

function labelOf(input: HTMLInputElement | HTMLSelectElement): string {
  return input.labels?.[0]?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
}

/**
 * The category is chosen by letters; the list it was stays in the form as what is sent, and as what the page
 * has without script.
 */
function categoryBox(matter: HTMLElement): void {
  const select = fieldOf(matter, 'categoryCode');
  if (!(select instanceof HTMLSelectElement) || select.dataset['boxed'] === 'yes') return;
  const label = labelOf(select);
  const input = document.createElement('input');
  input.className = 'input';
  input.type = 'text';
  input.id = select.id;
  // Only the list is sent and kept.
  input.setAttribute('form', '');
  select.id = `${select.id}-ma`;
  for (const name of ['aria-invalid', 'aria-describedby']) {
    const value = select.getAttribute(name);
    if (value !== null) input.setAttribute(name, value);
  }
  input.placeholder = select.options[0]?.label ?? '';
  select.dataset['boxed'] = 'yes';
  select.classList.add('vh');
  select.tabIndex = -1;
  select.setAttribute('aria-hidden', 'true');
  const holder = document.createElement('div');
  select.before(holder);
  holder.append(input);
  const show = (): void => {
    input.value = select.value === '' ? '' : named(select.selectedOptions[0]);
  };
  show();
  combobox(input, {
    label,
    find: finder('category'),
    local: (typed) =>
      [...select.options]
        .filter(({ value, label: text }) => value !== '' && ` ${fold(text)}`.includes(` ${fold(typed)}`))
        .map((option) => ({ code: option.value, text: named(option), detail: null })),
    strict: true,
    take: ({ code }) => {
      setField(matter, 'categoryCode', code);
      show();
    },
    giveBack: () => {
      if (!undone(matter, 'categoryCode')) show();
    },
  });
  input.addEventListener('change', () => {
    // Emptied by hand: nobody knows yet, the coordinator decides.
    if (input.value.trim() === '') setField(matter, 'categoryCode', '');
  });
  input.addEventListener('blur', () => {
    if (input.value.trim() !== '') show();
  });
  select.addEventListener('change', show);
  // Kept words came back, or the form was emptied for the next caller: the form itself speaks.
  for (const said of ['input', 'blank'])
    select.form?.addEventListener(said, ({ target }) => {
      if (target === select.form && (said === 'blank' || document.activeElement !== input)) show();
    });
}

/** "Ổ gà, mặt đường hỏng (Giao thông)": what decides stands first. */
function named(option: HTMLOptionElement | undefined): string {
  if (option === undefined) return '';
  const [field = '', ...name] = option.label.split(': ');
  return name.length === 0 ? field : `${name.join(': ')} (${field})`;
}
