import { browserStore } from './browser-store.js';
import { fill, namesOf, newKey, showFaults, showHomeless, valuesOf } from './form-words.js';
import { choose, hasWords, homeless, timeOf, type KeptForm, type Values } from './keeping.js';
import { copies, copyAtOnce, dropCopy } from './last-resort.js';
import { hold, heldElsewhere, letGo } from './tabs.js';

const SENT = 'draft-sent';
const GROWING = 'draft-growing';
/** Id of the contact that this tab writes. */
const OWN = 'draft-own';
const LOCK = 'draft:';
/** At most so old is what the browser's database has; a power cut costs a word, not a sentence. */
const KEEP_AFTER_MS = 250;
/** For so long the page before may still be going away. */
const RELOAD_MS = 600;

const ids = new WeakMap<HTMLFormElement, Promise<string>>();
const pending = new Map<HTMLFormElement, number>();
/** Written down, but not yet known to be on the disk. */
const underWay = new Set<HTMLFormElement>();

/**
 * Forms marked `data-draft` are kept in this browser while they are typed, by account, and come back after a crash,
 * a closed laptop, an ended session or a lost line. What was sent is forgotten only when the page that follows says
 * that it was done: the sign-in page, an error page or the same form again do not.
 *
 * Forms that are also marked `data-queue` are written in several tabs at a time, each its own; what no tab writes any
 * more is offered.
 *
 * @param offered called with the kept forms that this tab did not take back.
 */
export function keepDrafts(offered: (form: HTMLFormElement, kept: readonly KeptForm[]) => void): void {
  document.addEventListener('input', (event) => {
    const form = draftForm(event.target);
    if (!form) return;
    form.dataset['dirty'] = 'yes';
    keepSoon(form);
  });
  document.addEventListener('submit', (event) => {
    const form = draftForm(event.target);
    if (!form || event.defaultPrevented) return;
    keepNow();
    // More or fewer matters: the same form comes back, nothing was sent.
    if (event.submitter?.hasAttribute('data-again') === true) return;
    void idOf(form).then((id) => {
      sessionStorage.setItem(SENT, id);
    });
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') keepNow();
  });
  window.addEventListener('pagehide', keepNow);
  void begin(offered);
}

async function begin(offered: (form: HTMLFormElement, kept: readonly KeptForm[]) => void): Promise<void> {
  const sent = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  const growing = sessionStorage.getItem(GROWING) !== null;
  sessionStorage.removeItem(GROWING);
  const forms = [...document.querySelectorAll<HTMLFormElement>('form[data-draft]')];
  const done = document.querySelector('[data-done]') !== null;
  try {
    if (sent !== null && done) {
      dropCopy(sent);
      await browserStore.dropForm(sent);
    }
    await takeCopies();
    await browserStore.forgetOld(Date.now());
  } catch {
    // No database in this browser: the copies made when a page goes away are all there is.
  }
  for (const form of forms) {
    // What the server gave back is newer than what was kept.
    if (form.hasAttribute('data-returned') && !growing) await keep(form);
    else await restore(form, growing);
    if (form.hasAttribute('data-queue')) offered(form, await left(form));
  }
}

/** Brings kept words back into the forms on the page, also those that came later. */
export function restoreDrafts(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-draft]')) void restore(form, false);
}

/** The id under which a form is kept. */
export function idOf(form: HTMLFormElement): Promise<string> {
  const known = ids.get(form);
  if (known !== undefined) return known;
  const id = form.hasAttribute('data-queue')
    ? ownId(form)
    : Promise.resolve(`${ownerOf(form)}:${form.dataset['draft'] ?? ''}`);
  ids.set(form, id);
  return id;
}

/** Whose words these are; '' when the page does not say, and then nothing is kept. */
export function ownerOf(form: HTMLElement): string {
  return form.closest<HTMLElement>('[data-owner]')?.dataset['owner'] ?? '';
}

/** What is typed from now on belongs to something new: the form was saved, or was emptied. */
export function letBe(form: HTMLFormElement): void {
  clearTimeout(pending.get(form));
  pending.delete(form);
  underWay.delete(form);
}

/** What this tab has begun goes aside, to be offered, and another kept form takes its place. */
export async function switchTo(form: HTMLFormElement, kept: KeptForm, empty: () => void): Promise<boolean> {
  if (!(await hold(LOCK + kept.id))) return false;
  await keep(form);
  const before = await idOf(form);
  letBe(form);
  empty();
  ids.set(form, Promise.resolve(kept.id));
  sessionStorage.setItem(OWN, kept.id);
  if (before !== kept.id) letGo(LOCK + before);
  putBack(form, kept, false);
  return true;
}

/** Kept forms of this account that no tab is writing. */
export async function left(form: HTMLFormElement): Promise<readonly KeptForm[]> {
  const own = await idOf(form);
  try {
    const [kept, held] = await Promise.all([keptOf(form), heldElsewhere(LOCK)]);
    return choose(kept, own, held).offer;
  } catch {
    return [];
  }
}

/** Everything that was typed, on the disk as far as this browser can. */
export function keepNow(): void {
  for (const form of new Set([...pending.keys(), ...underWay])) {
    const owner = ownerOf(form);
    const known = form.hasAttribute('data-queue')
      ? sessionStorage.getItem(OWN)
      : `${owner}:${form.dataset['draft'] ?? ''}`;
    if (owner !== '') copyAtOnce(record(form, known ?? newKey()));
    void keep(form);
  }
}

function keepSoon(form: HTMLFormElement): void {
  if (pending.has(form)) return;
  pending.set(
    form,
    window.setTimeout(() => void keep(form), KEEP_AFTER_MS),
  );
}

/** Puts what a form says now on the disk. */
export async function keep(form: HTMLFormElement): Promise<void> {
  clearTimeout(pending.get(form));
  pending.delete(form);
  if (ownerOf(form) === '') return;
  underWay.add(form);
  const kept = record(form, await idOf(form));
  // Saved or emptied in the meantime: what it said then is not brought back.
  if (!underWay.has(form)) return;
  try {
    // Several tabs may write: an empty one leaves nothing to choose from.
    if (form.hasAttribute('data-queue') && !hasWords(kept.values)) await browserStore.dropForm(kept.id);
    else await browserStore.putForm(kept);
    dropCopy(kept.id);
    if (hasWords(kept.values)) say(form, `Đã giữ trên máy này lúc ${timeOf(kept.at, kept.at)}`);
  } catch {
    copyAtOnce(kept);
    say(form, 'Máy này chưa giữ được nháp. Xin lưu sớm, đừng đóng trang.');
  }
  underWay.delete(form);
}

async function restore(form: HTMLFormElement, grown: boolean): Promise<void> {
  const id = await idOf(form);
  let kept: KeptForm | undefined;
  try {
    kept = (await keptOf(form)).find((one) => one.id === id);
  } catch {
    kept = copies().find((one) => one.id === id);
  }
  // Somebody was faster than the disk.
  if (kept === undefined || form.dataset['dirty'] === 'yes') return;
  putBack(form, kept, grown);
}

function putBack(form: HTMLFormElement, kept: KeptForm, grown: boolean): void {
  const changed = fill(form, kept.values);
  if (!grown && grow(form, kept.values)) return;
  showHomeless(form, kept.values);
  if (!changed) return;
  form.dispatchEvent(new Event('input', { bubbles: true }));
  // It says what is on the disk.
  letBe(form);
  say(form, 'Đã lấy lại chữ gõ dở');
  showFaults(form, kept.faults ?? []);
}

/**
 * Words of a further matter, for which this form has no place yet: asks for the place. Where that is not made here
 * but by the server, the form comes back longer, and the words with it.
 *
 * @returns whether the page is on its way to the server.
 */
function grow(form: HTMLFormElement, values: Values): boolean {
  const more = form.querySelector<HTMLButtonElement>('button[data-grow]');
  const lacking = (): number => homeless(values, namesOf(form)).filter(([name]) => /^tickets\.\d\./.test(name)).length;
  let before = lacking();
  while (more && before > 0) {
    sessionStorage.setItem(GROWING, 'yes');
    more.click();
    const after = lacking();
    if (after >= before) return true;
    sessionStorage.removeItem(GROWING);
    before = after;
  }
  fill(form, values);
  return false;
}

/** The id of the contact this tab writes: its own, else what a crash has left over, else a new one. */
async function ownId(form: HTMLFormElement): Promise<string> {
  let own = sessionStorage.getItem(OWN);
  // A tab that was made as a copy of another begins anew; so does another person at the same machine.
  if (own !== null && (!own.startsWith(`${ownerOf(form)}:`) || !(await hold(LOCK + own, RELOAD_MS)))) own = null;
  if (own === null && !form.hasAttribute('data-returned')) {
    try {
      const { restore: found } = choose(await keptOf(form), null, await heldElsewhere(LOCK));
      if (found !== null && (await hold(LOCK + found.id))) own = found.id;
    } catch {
      own = null;
    }
  }
  if (own === null) {
    own = `${ownerOf(form)}:${form.dataset['draft'] ?? ''}:${newKey()}`;
    await hold(LOCK + own);
  }
  sessionStorage.setItem(OWN, own);
  return own;
}

async function keptOf(form: HTMLFormElement): Promise<KeptForm[]> {
  const name = form.dataset['draft'] ?? '';
  return (await browserStore.forms(ownerOf(form))).filter((one) => one.form === name);
}

/** What the last page could only copy goes where it belongs. */
async function takeCopies(): Promise<void> {
  for (const copy of copies()) {
    const known = (await browserStore.forms(copy.owner)).find(({ id }) => id === copy.id);
    if (known === undefined || known.at <= copy.at) await browserStore.putForm(copy);
    dropCopy(copy.id);
  }
}

function record(form: HTMLFormElement, id: string): KeptForm {
  return { id, owner: ownerOf(form), form: form.dataset['draft'] ?? '', at: Date.now(), values: valuesOf(form) };
}

function draftForm(target: EventTarget | null): HTMLFormElement | null {
  const element = target instanceof Element ? target : null;
  // A field may stand outside of its form.
  const form = (element as HTMLInputElement | null)?.form ?? element?.closest<HTMLFormElement>('form') ?? null;
  return form instanceof HTMLFormElement && form.matches('[data-draft]') ? form : null;
}

function say(form: HTMLFormElement, text: string): void {
  const line = form.querySelector<HTMLElement>('[data-saved]');
  const words = line?.querySelector('[data-saved-text]');
  if (!line || !words) return;
  words.textContent = text;
  line.hidden = false;
}
