import { debounce, find } from '../shared/dom.js';

const STORE = 'pakn-draft';
const KEPT = ['words', 'categoryCode', 'subject', 'ward', 'placeText', 'name', 'phone', 'email', 'identity'] as const;

type Draft = Partial<Record<(typeof KEPT)[number], string>>;

/**
 * Keeps what is being written on this device until it has been sent, so that a lost connection or a closed
 * tab loses nothing. A form that comes back from the server with values is left as it is.
 */
export function keepDraft(form: HTMLFormElement): void {
  const note = find('[data-draft]');
  const text = find('[data-draft-text]');
  const drop = find<HTMLButtonElement>('[data-draft-drop]');
  const say = (message: string | undefined) => {
    if (note && text && message !== undefined) {
      text.textContent = message;
      note.hidden = false;
      if (drop) drop.hidden = false;
    }
  };

  const draft = read();
  const words = field(form, 'words');
  if (draft && words && words.value === '' && !find('[data-summary]')) {
    for (const name of KEPT) {
      const value = draft[name];
      const input = field(form, name);
      if (value !== undefined && input) input.value = value;
    }
    say(note?.dataset['textRestored']);
  }

  const save = debounce(() => {
    const now: Draft = {};
    for (const name of KEPT) now[name] = field(form, name)?.value ?? '';
    if (!write(now)) return;
    const at = new Date();
    const time = `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
    say(note?.dataset['textSaved']?.replace('@', time));
  }, 600);
  form.addEventListener('input', save);
  form.addEventListener('change', save);

  drop?.addEventListener('click', () => {
    forgetDraft();
    form.reset();
    for (const name of ['words', 'subject', 'ward', 'placeText', 'name', 'phone', 'email'] as const) {
      const input = field(form, name);
      if (input) input.value = '';
    }
    form.querySelectorAll<HTMLElement>('[data-upload] button').forEach((button) => button.click());
    if (note) note.hidden = true;
    words?.focus?.();
  });
}

/** The server has it: nothing stays on the device. */
export function forgetDraft(): void {
  try {
    localStorage.removeItem(STORE);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

function field(form: HTMLFormElement, name: string): { value: string; focus?: () => void } | null {
  return form.elements.namedItem(name) as HTMLInputElement | RadioNodeList | null;
}

function read(): Draft | null {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? 'null') as Draft | null;
  } catch {
    return null;
  }
}

function write(draft: Draft): boolean {
  try {
    localStorage.setItem(STORE, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}
