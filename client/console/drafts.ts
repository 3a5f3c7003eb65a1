const PREFIX = 'draft:';
const SENT = 'draft-sent';
const GROWING = 'draft-growing';
/** Over a weekend and a short leave; words about people do not stay on a machine for longer. */
const KEEP_MS = 7 * 24 * 3600 * 1000;

type Values = Record<string, string>;
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

interface Kept {
  readonly at: number;
  readonly values: Values;
}

/**
 * Forms marked `data-draft` are kept in this browser while they are typed, by account, and come back after a
 * crash, a closed laptop, an ended session or a lost line. What was sent is forgotten only when the page that
 * follows says that it was done: the sign-in page, an error page or the same form again do not.
 */
export function keepDrafts(): void {
  forgetOld();
  const sent = sessionStorage.getItem(SENT);
  if (sent !== null && document.querySelector('[data-done]')) localStorage.removeItem(sent);
  sessionStorage.removeItem(SENT);

  document.addEventListener('input', (event) => {
    const form = draftForm(event.target);
    if (!form) return;
    form.dataset['dirty'] = 'yes';
    keep(form);
  });
  document.addEventListener('submit', (event) => {
    const form = draftForm(event.target);
    // More or fewer matters: the same form comes back, nothing was sent.
    if (form && event.submitter?.hasAttribute('data-again') !== true) sessionStorage.setItem(SENT, keyOf(form));
  });
  const growing = sessionStorage.getItem(GROWING) !== null;
  sessionStorage.removeItem(GROWING);
  // What the server gave back is newer than what was kept.
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-draft]')) {
    if (form.hasAttribute('data-returned') && !growing) keep(form);
    else restore(form);
  }
}

/** Brings kept words back into the forms on the page, also those that came later. */
export function restoreDrafts(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-draft]')) restore(form);
}

function draftForm(target: EventTarget | null): HTMLFormElement | null {
  return target instanceof Element ? target.closest<HTMLFormElement>('form[data-draft]') : null;
}

/** Two people at one machine do not get each other's words. */
function keyOf(form: HTMLFormElement): string {
  const owner = form.closest<HTMLElement>('[data-owner]')?.dataset['owner'] ?? '';
  return `${PREFIX}${owner}:${form.dataset['draft'] ?? ''}`;
}

function fields(form: HTMLFormElement): Field[] {
  return [...form.elements].filter(
    (element): element is Field =>
      (element instanceof HTMLInputElement && element.type !== 'hidden' && element.type !== 'file') ||
      element instanceof HTMLTextAreaElement ||
      (element instanceof HTMLSelectElement && !element.hasAttribute('data-no-keep')),
  );
}

function keep(form: HTMLFormElement): void {
  const values: Values = {};
  for (const field of fields(form)) values[field.name] = isCheck(field) ? String(field.checked) : field.value;
  const kept: Kept = { at: Date.now(), values };
  try {
    localStorage.setItem(keyOf(form), JSON.stringify(kept));
  } catch {
    say(form, 'Máy này đầy bộ nhớ nên chưa giữ được nháp');
    return;
  }
  const time = new Date().toLocaleTimeString('vi-VN', { hour: '2-digit', minute: '2-digit', hour12: false });
  say(form, `Đã giữ trên máy này lúc ${time}`);
}

function restore(form: HTMLFormElement): void {
  const values = read(keyOf(form))?.values;
  if (values === undefined) return;
  let restored = false;
  for (const field of fields(form)) {
    const value = values[field.name];
    if (value === undefined) continue;
    if (isCheck(field)) field.checked = value === 'true';
    else if (field.value !== value) {
      field.value = value;
      restored = true;
    }
  }
  if (grow(form, values)) return;
  if (restored) {
    form.dispatchEvent(new Event('input', { bubbles: true }));
    say(form, 'Đã lấy lại chữ gõ dở');
  }
}

/** Words of a second matter for which this form has no place yet: asks for the place, then goes on. */
function grow(form: HTMLFormElement, values: Values): boolean {
  const names = new Set(fields(form).map((field) => field.name));
  const homeless = Object.keys(values).some((name) => !names.has(name) && values[name] !== '');
  const more = form.querySelector<HTMLButtonElement>('button[data-grow]');
  if (!homeless || !more) return false;
  sessionStorage.setItem(GROWING, 'yes');
  form.requestSubmit(more);
  return true;
}

function isCheck(field: Field): field is HTMLInputElement {
  return field instanceof HTMLInputElement && field.type === 'checkbox';
}

/** @returns null for what is missing, or not of this shape. */
function read(key: string): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Partial<Kept> | null;
    return typeof kept?.at === 'number' && typeof kept.values === 'object'
      ? { at: kept.at, values: kept.values }
      : null;
  } catch {
    return null;
  }
}

function forgetOld(): void {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(PREFIX)) continue;
    const kept = read(key);
    if (kept === null || Date.now() - kept.at > KEEP_MS) localStorage.removeItem(key);
  }
}

function say(form: HTMLFormElement, text: string): void {
  const line = form.querySelector<HTMLElement>('[data-saved]');
  const words = line?.querySelector('[data-saved-text]');
  if (!line || !words) return;
  words.textContent = text;
  line.hidden = false;
}
