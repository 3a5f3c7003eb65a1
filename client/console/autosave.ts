/** After so long without a key the draft goes to the server. */
const PAUSE_MS = 3_000;
const PARTS = ['found', 'done', 'doneOn', 'inCharge', 'legalBasis', 'evidenceWaiver'] as const;

type Parts = Partial<Record<(typeof PARTS)[number], string>>;
interface Hint {
  readonly text: string;
  /** Of a copy, for whoever may see the other ticket. */
  readonly code?: string | null;
  readonly ticketId?: string | null;
}

const timers = new WeakMap<HTMLFormElement, number>();
const underWay = new WeakMap<HTMLFormElement, Promise<void>>();
const lastSaved = new WeakMap<HTMLFormElement, string>();

/**
 * Forms marked `data-save` are saved on the server while they are written, for colleagues and other machines.
 * It never stands in the way: without a line or with an error the words stay in this browser, as before.
 */
export function saveWhileWriting(): void {
  document.addEventListener('input', (event) => {
    const form = savedForm(event.target);
    if (!form || !event.isTrusted) return;
    clearTimeout(timers.get(form));
    timers.set(
      form,
      window.setTimeout(() => {
        begin(form);
      }, PAUSE_MS),
    );
  });
  // A form that goes out while its draft is being saved would meet its own draft as a stranger's.
  document.addEventListener(
    'submit',
    (event) => {
      const form = savedForm(event.target);
      if (!form) return;
      clearTimeout(timers.get(form));
      const saving = underWay.get(form);
      if (saving === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      const submitter = event.submitter;
      void saving.finally(() => {
        if (form.isConnected) form.requestSubmit(submitter);
      });
    },
    { capture: true },
  );
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-take-theirs]') : null;
    const form = button?.closest('form');
    if (!button || !form) return;
    for (const words of form.querySelectorAll<HTMLElement>('[data-theirs]')) {
      const field = form.elements.namedItem(words.dataset['theirs'] ?? '');
      if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) field.value = words.textContent;
    }
    form.dispatchEvent(new Event('input', { bubbles: true }));
  });
  for (const button of document.querySelectorAll<HTMLElement>('[data-take-theirs]')) button.hidden = false;
}

function savedForm(target: EventTarget | null): HTMLFormElement | null {
  const form = target instanceof Element ? target.closest<HTMLFormElement>('form[data-save]') : null;
  // Two versions stand side by side: only the person decides what is saved.
  return form?.hasAttribute('data-conflict') === true ? null : form;
}

function begin(form: HTMLFormElement): void {
  if (!form.isConnected || !navigator.onLine) return;
  const before = underWay.get(form);
  if (before !== undefined) {
    // What was typed while the last words were on their way goes after them.
    void before.then(() => {
      begin(form);
    });
    return;
  }
  const parts = partsOf(form);
  const words = JSON.stringify(parts);
  if (words === lastSaved.get(form)) return;
  const saving = save(form, parts)
    .then((saved) => {
      if (saved) lastSaved.set(form, words);
    })
    .catch(() => undefined)
    .finally(() => {
      underWay.delete(form);
    });
  underWay.set(form, saving);
}

/** @returns whether it is saved now. */
async function save(form: HTMLFormElement, parts: Parts): Promise<boolean> {
  const body = {
    ...parts,
    version: Number(valueOf(form, 'version')),
    draftVersion: Number(valueOf(form, 'draftVersion')),
  };
  const response = await post(form, form.dataset['save'] ?? '', body);
  if (response.status === 409) {
    form.dataset['conflict'] = '';
    say(form, 'Đồng nghiệp vừa lưu bản khác. Chữ anh chị gõ còn nguyên; bấm “Lưu nháp” để xem cả hai bản.', true);
    return false;
  }
  if (!response.ok) return false;
  const { draftVersion } = (await response.json()) as { draftVersion: number };
  const field = form.elements.namedItem('draftVersion');
  if (field instanceof HTMLInputElement) field.value = String(draftVersion);
  const time = new Date().toLocaleTimeString('vi-VN', { hour: '2-digit', minute: '2-digit', hour12: false });
  say(form, `Đã lưu nháp lúc ${time}.`, false);
  await showHints(form, body).catch(() => undefined);
  return true;
}

async function showHints(form: HTMLFormElement, body: object): Promise<void> {
  const section = form.querySelector<HTMLElement>('[data-hints]');
  const list = section?.querySelector('[data-hints-list]');
  if (!section || !list) return;
  const response = await post(form, form.dataset['hintsAt'] ?? '', body);
  if (!response.ok) return;
  const { hints } = (await response.json()) as { hints: readonly Hint[] };
  list.replaceChildren(...hints.map(hintLine));
  section.hidden = hints.length === 0;
}

function hintLine({ text, code, ticketId }: Hint): HTMLLIElement {
  const line = document.createElement('li');
  line.textContent = text;
  if (code && ticketId) {
    const link = document.createElement('a');
    link.href = `/phieu?phieu=${encodeURIComponent(ticketId)}`;
    link.textContent = `Xem phiếu ${code}`;
    line.append(' ', link);
  }
  return line;
}

function post(form: HTMLFormElement, address: string, body: object): Promise<Response> {
  return fetch(address, {
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      'content-type': 'application/json',
      'x-csrf-token': valueOf(form, '_csrf'),
      'idempotency-key': crypto.randomUUID(),
      'x-background': '1',
    },
    body: JSON.stringify(body),
  });
}

function partsOf(form: HTMLFormElement): Parts {
  const parts: Parts = {};
  for (const name of PARTS) if (form.elements.namedItem(name)) parts[name] = valueOf(form, name);
  return parts;
}

function valueOf(form: HTMLFormElement, name: string): string {
  const field = form.elements.namedItem(name);
  return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : '';
}

function say(form: HTMLFormElement, text: string, loud: boolean): void {
  const line = form.querySelector<HTMLElement>('[data-saved-server]');
  const local = form.querySelector<HTMLElement>('[data-saved]');
  if (local) local.hidden = true;
  if (!line) return;
  line.textContent = text;
  line.hidden = false;
  if (loud) line.setAttribute('role', 'alert');
}
