const PREFIX = 'draft:';
const SENT = 'draft-sent';

type Values = Record<string, string>;

/**
 * Forms marked `data-draft` are kept in this browser while they are typed and come back after a crash, a
 * closed laptop or a lost line. What was sent is forgotten when the page that follows shows no error.
 */
export function keepDrafts(): void {
  const failed = document.querySelector('[data-summary]') !== null;
  const sent = sessionStorage.getItem(SENT);
  if (sent !== null && !failed) localStorage.removeItem(sent);
  sessionStorage.removeItem(SENT);

  document.addEventListener('input', (event) => {
    const form = draftForm(event.target);
    if (!form) return;
    form.dataset['dirty'] = 'yes';
    keep(form);
  });
  document.addEventListener('submit', (event) => {
    const form = draftForm(event.target);
    const elsewhere = event.submitter?.hasAttribute('formaction') ?? false;
    if (form && !elsewhere) sessionStorage.setItem(SENT, keyOf(form));
  });
  // What the server gave back with an error is newer than what was kept.
  if (!failed) restoreDrafts();
}

/** Brings kept words back into the forms on the page, also those that came later. */
export function restoreDrafts(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-draft]')) restore(form);
}

function draftForm(target: EventTarget | null): HTMLFormElement | null {
  return target instanceof Element ? target.closest<HTMLFormElement>('form[data-draft]') : null;
}

function keyOf(form: HTMLFormElement): string {
  return PREFIX + (form.dataset['draft'] ?? '');
}

function fields(form: HTMLFormElement): (HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[] {
  return [...form.elements].filter(
    (element): element is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement =>
      (element instanceof HTMLInputElement && element.type !== 'hidden') ||
      element instanceof HTMLTextAreaElement ||
      element instanceof HTMLSelectElement,
  );
}

function keep(form: HTMLFormElement): void {
  const values: Values = {};
  for (const field of fields(form)) values[field.name] = field instanceof HTMLInputElement && field.type === 'checkbox' ? String(field.checked) : field.value;
  try {
    localStorage.setItem(keyOf(form), JSON.stringify(values));
  } catch {
    say(form, 'Máy này đầy bộ nhớ nên chưa giữ được nháp');
    return;
  }
  say(form, `Đã giữ trên máy ${new Date().toLocaleTimeString('vi-VN', { hour12: false })}`);
}

function restore(form: HTMLFormElement): void {
  const kept = localStorage.getItem(keyOf(form));
  if (kept === null) return;
  const values = JSON.parse(kept) as Values;
  let restored = false;
  for (const field of fields(form)) {
    const value = values[field.name];
    if (value === undefined) continue;
    if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = value === 'true';
    else if (field.value !== value) {
      field.value = value;
      restored = true;
    }
  }
  if (restored) {
    form.dispatchEvent(new Event('input', { bubbles: true }));
    say(form, 'Đã lấy lại chữ gõ dở');
  }
}

function say(form: HTMLFormElement, text: string): void {
  const line = form.querySelector<HTMLElement>('[data-saved]');
  const words = line?.querySelector('[data-saved-text]');
  if (!line || !words) return;
  words.textContent = text;
  line.hidden = false;
}
