import { find } from '../shared/dom.js';
import { askAhead } from './ask-ahead.js';
import { made } from './made.js';

const PAUSE_MS = 900;

interface Ahead {
  readonly guesses: readonly { readonly code: string; readonly name: string; readonly because: string }[];
  readonly alike: readonly { readonly href: string; readonly title: string; readonly text: string }[];
}

/** While somebody writes: which kind of matter it sounds like, to be taken or left, and who reported the same. */
export function guessAhead(form: HTMLFormElement): void {
  const category = find<HTMLSelectElement>('select[name=categoryCode]', form);
  const guess = find('[data-guess]', form);
  const names = find('[data-guess-names]', form);
  const buttons = find('[data-guess-buttons]', form);
  const near = find('[data-near]', form);
  const list = find('[data-near-list]', form);
  if (!category || !guess || !names || !buttons || !near || !list) return;
  // The buttons do what the first lines of the list did without a script.
  find('[data-guessed]', category)?.remove();
  const address = `${document.documentElement.lang === 'en' ? '/en' : ''}/gui-phan-anh/goi-y`;
  askAhead<Ahead>(form, { address, letters: 10, pauseMs: PAUSE_MS }, show);

  function show({ guesses, alike }: Ahead): void {
    if (!guess || !names || !buttons || !near || !list) return;
    const said = guesses.map(({ name, because }) => `${name} (${because})`).join('; ');
    // The same sentence is not said twice to a screen reader.
    if (names.textContent !== said) {
      names.textContent = said;
      buttons.replaceChildren(...guesses.map(({ code, name }) => take(code, name)));
    }
    guess.hidden = guesses.length === 0;
    if (list.dataset['shown'] !== JSON.stringify(alike)) {
      list.dataset['shown'] = JSON.stringify(alike);
      list.replaceChildren(...alike.map(row));
    }
    near.hidden = alike.length === 0;
  }

  function take(code: string, name: string): HTMLElement {
    const button = made('button', 'btn btn--second', name);
    button.type = 'button';
    button.addEventListener('click', () => {
      if (!category || !guess) return;
      category.value = code;
      guess.hidden = true;
      category.dispatchEvent(new Event('change', { bubbles: true }));
      category.focus();
    });
    return button;
  }

  function row({ href, title, text }: Ahead['alike'][number]): HTMLElement {
    const box = made('div', 'stack stack--s');
    const words = made('p');
    words.append(made('b', '', title), document.createElement('br'), text);
    const link = made('a', 'btn btn--second', list?.dataset['textSee']);
    link.href = href;
    link.target = '_blank';
    link.rel = 'noopener';
    const line = made('div');
    line.append(link);
    box.append(words, line);
    return box;
  }
}
