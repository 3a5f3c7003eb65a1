import { typeAheadIn } from './fields.js';
import { element, icon, mattersOf } from './matter.js';

const MOST = 5;
const UNDO_MS = 30_000;

/**
 * Several matters of one call: one more below by a key, each removed by its own button, and given back for a
 * while. The caller is not typed again; what the server made of the form stays the pattern.
 */
export function severalMatters(form: HTMLFormElement): void {
  const add = form.querySelector<HTMLButtonElement>('button[data-grow]');
  const [first] = mattersOf(form);
  if (!add || !first) return;
  const pattern = first.cloneNode(true) as HTMLElement;
  form.querySelector('button[formaction$="/bot-viec"]')?.remove();
  add.addEventListener('click', (event) => {
    event.preventDefault();
    const matters = mattersOf(form);
    if (matters.length >= MOST) return;
    const matter = emptied(pattern);
    matters[matters.length - 1]?.after(matter);
    number(form);
    typeAheadIn(matter);
    changed(form);
    matter.querySelector('textarea')?.focus();
    matter.scrollIntoView({ block: 'nearest' });
  });
  form.addEventListener('click', (event) => {
    const matter = (event.target as Element).closest('[data-remove-matter]')?.closest<HTMLElement>('[data-matter]');
    if (matter) remove(form, matter);
  });
  // Emptied for the next caller, back to one matter.
  form.addEventListener('blank', () => {
    form.querySelector('[data-removed]')?.remove();
    number(form);
  });
  number(form);
}

function remove(form: HTMLFormElement, matter: HTMLElement): void {
  const before = mattersOf(form);
  const at = before.indexOf(matter);
  matter.remove();
  number(form);
  changed(form);
  const left = mattersOf(form);
  form.querySelector('[data-removed]')?.remove();
  const note = element('p', 'removed banner banner--info');
  note.dataset['removed'] = '';
  note.setAttribute('role', 'status');
  const undo = element('button', 'btn btn--second', 'Lấy lại ');
  undo.setAttribute('type', 'button');
  undo.dataset['key'] = 'alt+z';
  undo.dataset['keyLabel'] = 'Lấy lại việc vừa bỏ';
  undo.append(element('kbd', '', 'Alt Z'));
  note.append(element('span', '', `Đã bỏ việc ${String(at + 1)}.`), undo);
  const gone = window.setTimeout(() => {
    note.remove();
  }, UNDO_MS);
  undo.addEventListener('click', () => {
    window.clearTimeout(gone);
    note.remove();
    const now = mattersOf(form);
    if (at === 0) now[0]?.before(matter);
    else now[Math.min(at, now.length) - 1]?.after(matter);
    number(form);
    changed(form);
    matter.querySelector('textarea')?.focus();
  });
  left[left.length - 1]?.after(note);
  left[Math.min(at, left.length - 1)]?.querySelector('textarea')?.focus();
}

/** Each matter says which it is, in its heading and in the names of its fields. */
function number(form: HTMLFormElement): void {
  const matters = mattersOf(form);
  matters.forEach((matter, index) => {
    rename(matter, index);
    const legend = matter.querySelector('legend');
    if (!legend) return;
    const several = matters.length > 1;
    legend.textContent = several ? `Việc ${String(index + 1)}` : 'Việc người gọi nói';
    matter.querySelector('[data-remove-matter]')?.remove();
    if (!several) return;
    const button = element('button', 'btn btn--quiet matter__remove');
    button.setAttribute('type', 'button');
    button.dataset['removeMatter'] = '';
    button.append(icon('x'), element('span', '', `Bỏ việc ${String(index + 1)}`));
    matter.append(button);
  });
  const add = form.querySelector<HTMLButtonElement>('button[data-grow]');
  if (add) add.hidden = matters.length >= MOST;
}

function rename(matter: HTMLElement, index: number): void {
  matter.dataset['matter'] = String(index);
  for (const name of ['name', 'id', 'for', 'aria-describedby']) {
    for (const one of matter.querySelectorAll(`[${name}*="tickets."]`)) {
      const value = one.getAttribute(name) ?? '';
      one.setAttribute(name, value.replace(/tickets\.\d+\./g, `tickets.${String(index)}.`));
    }
  }
}

function emptied(pattern: HTMLElement): HTMLElement {
  const matter = pattern.cloneNode(true) as HTMLElement;
  for (const error of matter.querySelectorAll('.error')) error.remove();
  for (const field of matter.querySelectorAll('.field--error')) field.classList.remove('field--error');
  for (const field of matter.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')) {
    field.defaultValue = '';
    field.value = '';
    field.removeAttribute('aria-invalid');
  }
  for (const option of matter.querySelectorAll('option')) option.defaultSelected = option.value === '';
  for (const select of matter.querySelectorAll('select')) select.value = '';
  return matter;
}

/** The form itself speaks: kept words, what stands beside it and the sentences are made anew. */
function changed(form: HTMLFormElement): void {
  form.dispatchEvent(new Event('input', { bubbles: true }));
}
