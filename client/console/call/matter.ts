export type MatterField = 'words' | 'categoryCode' | 'ward' | 'placeText' | 'subject' | 'boundary';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export function intakeForm(): HTMLFormElement | null {
  return document.querySelector<HTMLFormElement>('form[data-intake]');
}

export function mattersOf(form: HTMLFormElement): HTMLElement[] {
  return [...form.querySelectorAll<HTMLElement>('[data-matter]')];
}

/** The matter that is being written, or was last. */
export function currentMatter(form: HTMLFormElement): HTMLElement | null {
  const matters = mattersOf(form);
  return (
    document.activeElement?.closest<HTMLElement>('[data-matter]') ??
    lastMatter(form) ??
    matters[matters.length - 1] ??
    null
  );
}

const CURRENT = 'current';

/** Remembers where the operator was, for keys that are pressed elsewhere. */
export function rememberMatter(form: HTMLFormElement): void {
  form.addEventListener('focusin', (event) => {
    const matter = (event.target as Element).closest<HTMLElement>('[data-matter]');
    if (!matter) return;
    for (const one of mattersOf(form)) delete one.dataset[CURRENT];
    matter.dataset[CURRENT] = '';
  });
}

function lastMatter(form: HTMLFormElement): HTMLElement | null {
  return form.querySelector<HTMLElement>('[data-matter][data-current]');
}

export function fieldOf(matter: HTMLElement, name: MatterField): Field | null {
  return matter.querySelector<Field>(`[name$=".${name}"]`);
}

export function valueOf(matter: HTMLElement, name: MatterField): string {
  return fieldOf(matter, name)?.value.trim() ?? '';
}

/** Sets a field as if it had been typed: the draft is kept, the preview asked for anew, the boxes show it. */
export function setField(matter: HTMLElement, name: MatterField, value: string): void {
  const field = fieldOf(matter, name);
  if (!field || field.value === value) return;
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

export function element(name: string, className = '', text = ''): HTMLElement {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  if (text !== '') made.textContent = text;
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

/** An icon of the sprite the page has loaded already; nothing when the page has none to learn its address from. */
export function icon(name: string, className = 'i'): Node {
  const known = document.querySelector('svg use[href*="icons"]')?.getAttribute('href')?.split('#')[0];
  if (known === undefined) return document.createTextNode('');
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `${known}#${name}`);
  svg.append(use);
  return svg;
}

/** Random, as the server takes it; also on a page that came over http, where the browser makes no UUIDs. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
