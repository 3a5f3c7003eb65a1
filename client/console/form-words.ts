import { homeless, UNSEEN, type Fault, type Values } from './keeping.js';

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What a form says now, by the names of its fields. Files stay where they are; a ticked box is "true". */
export function valuesOf(form: HTMLFormElement): Values {
  const values: Record<string, string> = {};
  for (const field of fields(form)) {
    if (isRadio(field) && !field.checked) continue;
    values[nameOf(form, field)] = isCheck(field) ? String(field.checked) : field.value;
  }
  return values;
}

/** What somebody has typed and chosen, without what the form carries unseen; the same text for the same words. */
export function typedIn(form: HTMLFormElement): string {
  return JSON.stringify(Object.entries(valuesOf(form)).filter(([name]) => !name.startsWith(UNSEEN)));
}

export function namesOf(form: HTMLFormElement): ReadonlySet<string> {
  return new Set(fields(form).map((field) => nameOf(form, field)));
}

/** What a form said when it was sent, as it is kept. */
export function valuesFrom(form: HTMLFormElement, entries: readonly (readonly [string, string])[]): Values {
  const values: Record<string, string> = {};
  for (const [name, value] of entries) {
    if (name.startsWith('_') || name === 'outcome') continue;
    const field = form.elements.namedItem(name);
    if (!(field instanceof HTMLInputElement)) values[name] = value;
    else values[nameOf(form, field)] = isCheck(field) ? 'true' : value;
  }
  return values;
}

/** Puts kept values into a form. @returns whether it says something else than before. */
export function fill(form: HTMLFormElement, values: Values): boolean {
  let changed = false;
  for (const field of fields(form)) {
    const value = values[nameOf(form, field)];
    if (value === undefined) continue;
    if (isRadio(field) || isCheck(field)) {
      const checked = isRadio(field) ? field.value === value : value === 'true';
      changed ||= checked !== field.checked;
      field.checked = checked;
    } else if (field.value !== value) {
      field.value = value;
      changed = true;
    }
  }
  return changed;
}

/**
 * A form for the next caller, without asking the server: empty, with a key of its own, and without what was said
 * about the one before.
 */
export function blank(form: HTMLFormElement): void {
  form.querySelectorAll('[data-matter]').forEach((matter, index) => {
    if (index > 0) matter.remove();
  });
  for (const said of form.querySelectorAll('[data-summary], [data-notice], [data-done], [data-homeless], .error'))
    said.remove();
  for (const field of fields(form)) {
    if (isRadio(field) || isCheck(field)) {
      // As it came back it was ticked for the caller before.
      if (form.hasAttribute('data-returned')) field.defaultChecked = false;
      field.checked = field.defaultChecked;
    } else field.value = '';
    field.removeAttribute('aria-invalid');
  }
  form.removeAttribute('data-returned');
  // What is on the disk was the last one's.
  const kept = form.querySelector<HTMLElement>('[data-saved]');
  if (kept) kept.hidden = true;
  renewKey(form);
  document.querySelector('[data-beside]')?.replaceChildren();
  // Whoever follows the fields hears of it, and then nothing has begun.
  form.querySelector('input[name="phone"]')?.dispatchEvent(new Event('change', { bubbles: true }));
  for (const field of fields(form)) if (isHidden(field)) field.value = '';
  delete form.dataset['dirty'];
  form.dispatchEvent(new CustomEvent('blank'));
}

export function renewKey(form: HTMLFormElement): void {
  const key = form.elements.namedItem('_key');
  if (key instanceof HTMLInputElement) key.value = newKey();
}

/** Says beside each field what is wrong with it, and goes to the first. */
export function showFaults(form: HTMLFormElement, faults: readonly Fault[]): void {
  let first: Field | null = null;
  for (const { field: name, message } of faults) {
    const field = fields(form).find((one) => one.name === name);
    if (!field) continue;
    const line = document.createElement('p');
    line.className = 'error tiny';
    line.id = `kept-e-${name}`;
    line.textContent = message;
    field.before(line);
    field.setAttribute('aria-invalid', 'true');
    field.setAttribute('aria-describedby', line.id);
    first ??= field;
  }
  first?.focus();
}

/** Words that have no place in this form are shown, to be copied by hand; nothing that was written goes away unseen. */
export function showHomeless(form: HTMLFormElement, values: Values): void {
  const left = homeless(values, namesOf(form));
  form.querySelector('[data-homeless]')?.remove();
  if (left.length === 0) return;
  const box = document.createElement('div');
  box.className = 'banner banner--soon';
  box.dataset['homeless'] = '';
  const inner = document.createElement('div');
  const lead = document.createElement('p');
  lead.textContent = 'Những chữ này còn giữ nhưng biểu mẫu không có ô cho chúng. Xin chép vào chỗ phù hợp:';
  inner.append(
    lead,
    ...left.map(([, text]) => {
      const line = document.createElement('blockquote');
      line.textContent = text;
      return line;
    }),
  );
  box.append(inner);
  (form.querySelector('.form') ?? form).prepend(box);
}

/** Random, as the server takes it; also on a page that came over http, where the browser makes no UUIDs. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fields(form: HTMLFormElement): Field[] {
  return [...form.elements].filter(
    (element): element is Field =>
      (element instanceof HTMLInputElement &&
        element.type !== 'file' &&
        (element.type !== 'hidden' || (form.hasAttribute('data-queue') && !element.name.startsWith('_')))) ||
      element instanceof HTMLTextAreaElement ||
      (element instanceof HTMLSelectElement && !element.hasAttribute('data-no-keep')),
  );
}

/** Several boxes of one name are several answers; what nobody has typed is marked. */
function nameOf(form: HTMLFormElement, field: Field): string {
  if (isHidden(field)) return UNSEEN + field.name;
  return isCheck(field) && form.elements.namedItem(field.name) instanceof RadioNodeList
    ? `${field.name}=${field.value}`
    : field.name;
}

function isHidden(field: Field): boolean {
  return field instanceof HTMLInputElement && field.type === 'hidden';
}

function isCheck(field: Field): field is HTMLInputElement {
  return field instanceof HTMLInputElement && field.type === 'checkbox';
}

function isRadio(field: Field): field is HTMLInputElement {
  return field instanceof HTMLInputElement && field.type === 'radio';
}
