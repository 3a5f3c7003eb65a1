import { answersFromForm } from './call/answers.js';
import { ask } from './call/ask.js';
import { alarmKeys, hintNodes, type Heard } from './call/alarm.js';
import { typeAheadFields } from './call/fields.js';
import { mapOfWards } from './call/map.js';
import { element, fieldOf, intakeForm, mattersOf, rememberMatter, valueOf } from './call/matter.js';
import { severalMatters } from './call/matters.js';
import { sayNodes, sentenceNode, type Said } from './call/say.js';
import { showScript } from './call/script.js';
import { suggestFields } from './call/suggestions.js';

interface Preview extends Heard, Said {
  readonly ward: { readonly name: string } | null;
  readonly candidates: readonly { readonly name: string }[];
  readonly placeMessage: string | null;
}

const PAUSE_MS = 250;

/** The operator's form: everything that helps while a caller is on the line. Without this script it works, slower. */
export function intake(): void {
  const form = intakeForm();
  if (!form) return;
  rememberMatter(form);
  // What the script does by itself needs no button.
  for (const button of form.querySelectorAll<HTMLElement>('[data-no-script]')) button.hidden = true;
  // Before fields are made into boxes: what the server made is the pattern for further matters.
  severalMatters(form);
  typeAheadFields(form);
  previewWhileTyping(form);
  suggestFields(form);
  showScript(form);
  alarmKeys(form);
  answersFromForm(form);
  mapOfWards(form);
  enterSavesNothing(form);
  beginWithWords(form);
}

/** The words come first, whether the number is known already or asked for at the end. */
function beginWithWords(form: HTMLFormElement): void {
  const [first] = mattersOf(form);
  const words = first && fieldOf(first, 'words');
  if (!words || form.hasAttribute('data-returned')) return;
  words.toggleAttribute('data-focus', true);
  if (document.getElementById('da-ghi')) words.setAttribute('aria-describedby', 'da-ghi');
}

/**
 * While the operator types: danger at once, the ward as it was understood, and the sentence to read to the
 * caller, where it goes and until when, before anything is saved.
 */
function previewWhileTyping(form: HTMLFormElement): void {
  const latest = new Map<HTMLElement, number>();
  const timers = new Map<HTMLElement, number>();
  const known = new Map<HTMLElement, Preview>();
  const look = async (matter: HTMLElement): Promise<void> => {
    const number = (latest.get(matter) ?? 0) + 1;
    latest.set(matter, number);
    showSubject(matter);
    const preview = isEmpty(matter) ? null : await fetchPreview(matter);
    if (number !== latest.get(matter)) return;
    if (preview !== null) known.set(matter, preview);
    else if (isEmpty(matter)) known.delete(matter);
    else return;
    showWard(matter, preview);
    showTogether(form, known);
  };
  const later = (event: Event): void => {
    beginClock(form);
    const matter = (event.target as Element).closest<HTMLElement>('[data-matter]');
    // The form itself speaks when kept words came back. The caller's name stands in the sentence.
    const changed = matter ? [matter] : event.target === form ? mattersOf(form) : [];
    if (changed.length === 0) showTogether(form, known);
    for (const one of changed) {
      clearTimeout(timers.get(one));
      timers.set(
        one,
        window.setTimeout(() => void look(one), event.type === 'change' ? 0 : PAUSE_MS),
      );
    }
  };
  form.addEventListener('input', later);
  form.addEventListener('change', later);
  form.addEventListener('blank', () => {
    known.clear();
    for (const matter of mattersOf(form)) {
      latest.set(matter, (latest.get(matter) ?? 0) + 1);
      showSubject(matter);
      showWard(matter, null);
    }
    showTogether(form, known);
  });
  for (const matter of mattersOf(form)) {
    showSubject(matter);
    if (!isEmpty(matter)) void look(matter);
  }
}

function isEmpty(matter: HTMLElement): boolean {
  return (['words', 'categoryCode', 'ward', 'placeText', 'subject'] as const).every(
    (name) => valueOf(matter, name) === '',
  );
}

/** The contact begins when the operator begins to write, not when the empty page was opened. */
function beginClock(form: HTMLFormElement): void {
  const started = form.querySelector<HTMLInputElement>('input[name="startedAt"]');
  if (started?.value === '') started.value = new Date().toISOString();
}

/** A contact is saved by its key and its button: Enter in a line of text is too easily pressed. */
function enterSavesNothing(form: HTMLFormElement): void {
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.isComposing) return;
    if (event.target instanceof HTMLInputElement && event.target.form === form) event.preventDefault();
  });
}

/** The agency complained about is asked for only where the kind of matter needs it. */
function showSubject(matter: HTMLElement): void {
  // The options carry the same mark, and stand before the box.
  const box = matter.querySelector<HTMLElement>('[data-subject]:not(option)');
  const select = fieldOf(matter, 'categoryCode');
  const needed = select instanceof HTMLSelectElement && select.selectedOptions[0]?.dataset['subject'] === 'yes';
  box?.toggleAttribute('data-unneeded', !needed && valueOf(matter, 'subject') === '');
}

function fetchPreview(matter: HTMLElement): Promise<Preview | null> {
  const names = ['words', 'categoryCode', 'ward', 'placeText', 'subject', 'boundary'] as const;
  return ask<Preview>('/api/v1/intake/preview', Object.fromEntries(names.map((name) => [name, valueOf(matter, name)])));
}

function showWard(matter: HTMLElement, preview: Preview | null): void {
  const box = fieldOf(matter, 'ward')?.closest('.field');
  if (!box) return;
  const note = box.querySelector<HTMLElement>('[data-ward-note]') ?? element('p', 'from-hint');
  note.dataset['wardNote'] = '';
  const candidates = (preview?.candidates ?? []).map((ward) => ward.name).join(', ');
  const typed = valueOf(matter, 'ward');
  const text = preview?.ward
    ? preview.ward.name === typed
      ? ''
      : `Là ${preview.ward.name}.`
    : [preview?.placeMessage ?? '', candidates].filter(Boolean).join(' ');
  if (note.textContent !== text) note.textContent = text;
  if (text === '') note.remove();
  else if (!note.isConnected) box.append(note);
}

/** Danger heard in one matter stays in sight while the next is written; each matter has its sentence. */
function showTogether(form: HTMLFormElement, known: ReadonlyMap<HTMLElement, Preview>): void {
  const inOrder = mattersOf(form).flatMap((matter) => {
    const preview = known.get(matter);
    const empty = valueOf(matter, 'words') === '' && valueOf(matter, 'categoryCode') === '';
    return preview === undefined || empty ? [] : [{ matter, preview }];
  });
  put(form.querySelector('[data-hint]'), hintNodes(inOrder.map(({ matter, preview }) => ({ matter, heard: preview }))));
  // One matter has room for its reasons; several share the place, and the same sentence is said once.
  const caller = form.querySelector<HTMLInputElement>('input[name="name"]')?.value ?? '';
  const [only, ...others] = inOrder;
  const sentences = new Set(inOrder.map(({ preview }) => sentenceNode(preview, caller).textContent ?? ''));
  put(
    form.querySelector('[data-say]'),
    only && others.length === 0
      ? sayNodes(only.preview, caller)
      : inOrder.flatMap(({ preview }) => {
          const node = sentenceNode(preview, caller);
          return sentences.delete(node.textContent ?? '') ? [node] : [];
        }),
  );
}

/** Nothing is replaced, and so nothing read aloud again, when it says the same as before. */
function put(place: Element | null, nodes: readonly Node[]): void {
  if (!place) return;
  const fresh = document.createElement('div');
  fresh.append(...nodes);
  const text = (of: Element): string => of.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  if (text(fresh) !== text(place)) place.replaceChildren(...fresh.childNodes);
}
