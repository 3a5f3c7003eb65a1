import { ask } from './ask.js';
import { currentMatter, element, fieldOf, icon, mattersOf, setField, valueOf, type MatterField } from './matter.js';

interface Suggested {
  readonly categories: readonly { code: string; name: string; slaClassName: string; reason: string }[];
  readonly wards: readonly { code: string; name: string; reason: string }[];
  readonly askWard: { readonly reason: string; readonly question: string } | null;
}

interface Subject {
  readonly agency: { readonly name: string; readonly reason: string } | null;
}

type Filled = Extract<MatterField, 'categoryCode' | 'ward' | 'subject'>;

/** What one key puts into one field. */
interface Slot {
  readonly key: string;
  readonly field: Filled;
  readonly value: string;
  readonly title: string;
  readonly more: string;
  readonly reason: string;
}

/** What is known about one matter. */
interface State {
  slots: readonly Slot[];
  question: string | null;
  /** What was asked about last; nothing is asked twice. */
  asked: string;
  /** The slot taken for a field, and what stood there before. */
  readonly taken: Map<Filled, { readonly slot: Slot; readonly before: string }>;
}

const PAUSE_MS = 150;
/** Fewer letters say nothing. */
const FEWEST = 4;
const MOST_BYTES = 5 * 1024;
const CATEGORY_KEYS = ['1', '2', '3'];
const WARD_KEYS = ['4', 'w'];
const SUBJECT_KEY = 'q';

/**
 * Category, ward and agency from the words as they are typed, each with its reason and a key. Nothing is filled
 * in until it is taken; the same key, or Escape in the field, takes it back. The focus never moves, one request
 * is under way at a time, and only the answer to what stands there now is shown.
 */
export function suggestFields(form: HTMLFormElement): void {
  const place = document.querySelector<HTMLElement>('[data-suggestions]');
  if (!place) return;
  const states = new WeakMap<HTMLElement, State>();
  let busy = false;
  let again = false;
  let timer = 0;

  const stateOf = (matter: HTMLElement): State => {
    const known = states.get(matter);
    if (known) return known;
    const fresh: State = { slots: [], question: null, asked: '', taken: new Map() };
    states.set(matter, fresh);
    return fresh;
  };
  const look = async (): Promise<void> => {
    if (busy) {
      again = true;
      return;
    }
    const matter = currentMatter(form);
    if (!matter) return;
    const state = stateOf(matter);
    const now = asking(matter);
    if (now !== state.asked) {
      busy = true;
      state.asked = now;
      const slots = await suggested(matter);
      busy = false;
      if (slots === null) state.asked = '';
      else {
        state.slots = settled(slots.slots, state);
        state.question = slots.question;
      }
    }
    show(place, form, currentMatter(form), stateOf);
    if (again) {
      again = false;
      void look();
    }
  };
  const later = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void look(), PAUSE_MS);
  };
  const toggle = (matter: HTMLElement, slot: Slot): void => {
    const state = stateOf(matter);
    const taken = state.taken.get(slot.field);
    if (taken?.slot.key === slot.key) giveBack(matter, state, slot.field);
    else {
      state.taken.set(slot.field, { slot, before: taken?.before ?? valueOf(matter, slot.field) });
      setField(matter, slot.field, slot.value);
    }
    mark(matter, state);
    show(place, form, currentMatter(form), stateOf);
  };

  form.addEventListener('input', later);
  form.addEventListener('change', ({ target }) => {
    const matter = target instanceof Element ? target.closest<HTMLElement>('[data-matter]') : null;
    if (matter) forgetReplaced(matter, stateOf(matter));
    later();
  });
  form.addEventListener('focusin', later);
  form.addEventListener('suggestion-undo', (event) => {
    const matter = (event.target as Element).closest<HTMLElement>('[data-matter]');
    const { name } = (event as CustomEvent<{ name: Filled }>).detail;
    if (!matter || !stateOf(matter).taken.has(name)) return;
    event.preventDefault();
    giveBack(matter, stateOf(matter), name);
    mark(matter, stateOf(matter));
    show(place, form, currentMatter(form), stateOf);
  });
  form.addEventListener('blank', () => {
    for (const matter of mattersOf(form)) {
      states.delete(matter);
      mark(matter, stateOf(matter));
    }
    show(place, form, currentMatter(form), stateOf);
  });
  place.addEventListener('click', (event) => {
    const key = (event.target as Element).closest<HTMLElement>('[data-slot]')?.dataset['slot'];
    const matter = currentMatter(form);
    const slot = matter && stateOf(matter).slots.find((one) => one.key === key);
    if (matter && slot) toggle(matter, slot);
  });
  later();
}

function asking(matter: HTMLElement): string {
  const needed = needsSubject(matter);
  return JSON.stringify([
    valueOf(matter, 'words'),
    valueOf(matter, 'placeText'),
    valueOf(matter, 'subject'),
    needed ? valueOf(matter, 'ward') : '',
    needed,
  ]);
}

function needsSubject(matter: HTMLElement): boolean {
  const select = fieldOf(matter, 'categoryCode');
  return select instanceof HTMLSelectElement && select.selectedOptions[0]?.dataset['subject'] === 'yes';
}

async function suggested(matter: HTMLElement): Promise<Pick<State, 'slots' | 'question'> | null> {
  const words = cut(valueOf(matter, 'words'));
  const [placeText, subject, ward] = [
    valueOf(matter, 'placeText'),
    valueOf(matter, 'subject'),
    valueOf(matter, 'ward'),
  ];
  if (words.length < FEWEST && placeText.length < FEWEST) return { slots: [], question: null };
  const [found, agency] = await Promise.all([
    ask<Suggested>('/api/v1/suggestions', { words, placeText: placeText || null, subject: subject || null }),
    needsSubject(matter) ? ask<Subject>('/tong-dai/co-quan', { words, placeText, ward }) : null,
  ]);
  if (found === null) return null;
  const categories = found.categories
    .slice(0, CATEGORY_KEYS.length)
    .map(({ code, name, slaClassName, reason }, at): Slot => ({
      key: CATEGORY_KEYS[at] ?? '',
      field: 'categoryCode',
      value: code,
      title: name,
      more: slaClassName,
      reason,
    }));
  const wards = found.wards.slice(0, WARD_KEYS.length).map(({ name, reason }, at): Slot => ({
    key: WARD_KEYS[at] ?? '',
    field: 'ward',
    value: name,
    title: name,
    more: '',
    reason,
  }));
  const about = agency?.agency ?? null;
  const subjects: Slot[] =
    about === null
      ? []
      : [{ key: SUBJECT_KEY, field: 'subject', value: about.name, title: about.name, more: '', reason: about.reason }];
  return { slots: [...categories, ...wards, ...subjects], question: found.askWard?.question ?? null };
}

/** Of what is longer than the server takes only the beginning is asked about. */
function cut(words: string): string {
  const bytes = new TextEncoder().encode(words);
  if (bytes.length <= MOST_BYTES) return words;
  return new TextDecoder().decode(bytes.slice(0, MOST_BYTES - 4)).replace(/\uFFFD+$/u, '');
}

/** What was taken keeps its key, so that the key that took it still takes it back. */
function settled(fresh: readonly Slot[], state: State): Slot[] {
  let slots = [...fresh];
  for (const [field, { slot: kept }] of state.taken) {
    const others = slots.filter((slot) => slot.field === field && slot.value !== kept.value);
    const free = (field === 'categoryCode' ? CATEGORY_KEYS : field === 'ward' ? WARD_KEYS : [SUBJECT_KEY]).filter(
      (key) => key !== kept.key,
    );
    const known = slots.find((slot) => slot.field === field && slot.value === kept.value);
    const moved = others.slice(0, free.length).map((slot, at) => ({ ...slot, key: free[at] ?? slot.key }));
    slots = [...slots.filter((slot) => slot.field !== field), ...moved, { ...(known ?? kept), key: kept.key }];
  }
  const order = [...CATEGORY_KEYS, ...WARD_KEYS, SUBJECT_KEY];
  return slots.sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
}

function giveBack(matter: HTMLElement, state: State, field: Filled): void {
  const taken = state.taken.get(field);
  if (!taken) return;
  state.taken.delete(field);
  setField(matter, field, taken.before);
}

/** Changed by hand since: it is no longer the suggestion's. */
function forgetReplaced(matter: HTMLElement, state: State): void {
  for (const [field, { slot }] of state.taken) if (valueOf(matter, field) !== slot.value) state.taken.delete(field);
  mark(matter, state);
}

/** The fields say where they have it from. */
function mark(matter: HTMLElement, state: State): void {
  for (const name of ['categoryCode', 'ward', 'subject'] as const) {
    const box = fieldOf(matter, name)?.closest<HTMLElement>('.field');
    if (!box) continue;
    const slot = state.taken.get(name)?.slot;
    box.classList.toggle('taken', slot !== undefined);
    const note = box.querySelector<HTMLElement>('[data-taken]') ?? element('p', 'from-hint');
    note.dataset['taken'] = '';
    note.replaceChildren();
    if (slot === undefined) note.remove();
    else {
      note.append(icon('check'), `Từ gợi ý, Alt ${slot.key.toUpperCase()} để bỏ`);
      if (!note.isConnected) box.append(note);
    }
  }
}

function show(
  place: HTMLElement,
  form: HTMLFormElement,
  matter: HTMLElement | null,
  stateOf: (matter: HTMLElement) => State,
): void {
  if (!matter) return;
  const { slots, question, taken } = stateOf(matter);
  const several = mattersOf(form);
  const which = several.length > 1 ? ` cho việc ${String(several.indexOf(matter) + 1)}` : '';
  const title = place.querySelector('[data-suggestions-title]');
  if (title) title.textContent = `Gợi ý${which}`;
  const list = place.querySelector('[data-suggestions-list]');
  if (!list) return;
  const rows = slots.map((slot) => rowOf(slot, taken.get(slot.field)?.slot.key === slot.key));
  if (question !== null) {
    const row = element('li', 'sug sug--ask');
    row.append(icon('message-circle-question-mark'), element('span', 't2', question));
    rows.push(row);
  }
  const fresh = document.createElement('div');
  fresh.append(...rows);
  // What stays the same is not replaced: a hand on its way to a button finds it.
  if (fresh.innerHTML === list.innerHTML) return;
  const focused = (document.activeElement as HTMLElement | null)?.dataset['slot'];
  list.replaceChildren(...fresh.childNodes);
  if (focused !== undefined) list.querySelector<HTMLElement>(`[data-slot="${focused}"]`)?.focus();
  place.hidden = rows.length === 0;
  const said = place.querySelector('[data-suggestions-said]');
  const first = slots.find(({ field }) => !taken.has(field));
  const saying = first ? `Gợi ý: Alt ${first.key.toUpperCase()} ${first.title}` : '';
  if (said && said.textContent !== saying) said.textContent = saying;
}

function rowOf(slot: Slot, taken: boolean): HTMLElement {
  const row = element('li');
  const button = element('button', taken ? 'sug sug--taken' : 'sug');
  button.setAttribute('type', 'button');
  button.dataset['slot'] = slot.key;
  button.dataset['key'] = `alt+${slot.key}`;
  button.dataset['keyLabel'] = `${taken ? 'Bỏ' : 'Nhận'} gợi ý: ${slot.title}`;
  button.setAttribute('aria-pressed', String(taken));
  const title = element('span', 't2');
  title.append(element('b', '', slot.title), slot.more === '' ? '' : `, ${slot.more}`);
  const end = element('span', 'sug__end');
  if (taken) end.append(icon('check'), 'Đã nhận ');
  end.append(element('kbd', '', `Alt ${slot.key.toUpperCase()}`));
  button.append(title, end, element('span', 'tiny muted sug__why', slot.reason));
  row.append(button);
  return row;
}
