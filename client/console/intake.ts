interface Preview {
  readonly boundary: 'ordinary' | 'emergency' | 'complaint' | 'denunciation';
  readonly because: readonly string[];
  readonly hint: {
    readonly title: string;
    readonly text: string;
    readonly numbers: readonly { phone: string; name: string }[];
  } | null;
  readonly ward: { readonly name: string } | null;
  readonly candidates: readonly { readonly name: string }[];
  readonly placeMessage: string | null;
  readonly route: { readonly missing: string | null; readonly reason: string };
  readonly due: { readonly why: readonly string[] } | null;
  readonly sentence: string;
}

const PAUSE_MS = 350;

/**
 * While the operator types: danger at once, the ward as it was understood, and the sentence to read to the
 * caller, where it goes and until when, before anything is saved.
 */
export function suggestWhileTyping(): void {
  const form = document.querySelector<HTMLFormElement>('[data-intake]');
  if (!form) return;
  const latest = new Map<HTMLElement, number>();
  const timers = new Map<HTMLElement, number>();
  const known = new Map<HTMLElement, Preview>();
  const ask = async (matter: HTMLElement): Promise<void> => {
    const number = (latest.get(matter) ?? 0) + 1;
    latest.set(matter, number);
    showSubject(matter);
    const preview = await fetchPreview(matter);
    if (preview === null || number !== latest.get(matter)) return;
    known.set(matter, preview);
    showWard(matter, preview);
    showTogether(form, known);
  };
  const later = (event: Event): void => {
    beginClock(form);
    const matter = (event.target as Element).closest<HTMLElement>('[data-matter]');
    // The form itself speaks when kept words came back.
    const changed = matter
      ? [matter]
      : event.target === form
        ? [...form.querySelectorAll<HTMLElement>('[data-matter]')]
        : [];
    for (const one of changed) {
      clearTimeout(timers.get(one));
      timers.set(
        one,
        window.setTimeout(() => void ask(one), PAUSE_MS),
      );
    }
  };
  form.addEventListener('input', later);
  form.addEventListener('change', later);
  for (const matter of form.querySelectorAll<HTMLElement>('[data-matter]')) {
    showSubject(matter);
    if (valueOf(matter, 'words') !== '') void ask(matter);
  }
}

/** The contact begins when the operator begins to write, not when the empty page was opened. */
function beginClock(form: HTMLFormElement): void {
  const started = form.querySelector<HTMLInputElement>('input[name="startedAt"]');
  if (started?.value === '') started.value = new Date().toISOString();
}

function field(matter: HTMLElement, name: string): HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement | null {
  return matter.querySelector(`[name$=".${name}"]`);
}

function valueOf(matter: HTMLElement, name: string): string {
  return field(matter, name)?.value.trim() ?? '';
}

/** The agency complained about is asked for only where the kind of matter needs it. */
function showSubject(matter: HTMLElement): void {
  // The options carry the same mark, and stand before the box.
  const box = matter.querySelector<HTMLElement>('[data-subject]:not(option)');
  const select = field(matter, 'categoryCode');
  const needed = select instanceof HTMLSelectElement && select.selectedOptions[0]?.dataset['subject'] === 'yes';
  box?.toggleAttribute('data-unneeded', !needed && valueOf(matter, 'subject') === '');
}

async function fetchPreview(matter: HTMLElement): Promise<Preview | null> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? '';
  try {
    const response = await fetch('/api/v1/intake/preview', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': token },
      body: JSON.stringify({
        words: valueOf(matter, 'words'),
        categoryCode: valueOf(matter, 'categoryCode'),
        ward: valueOf(matter, 'ward'),
        placeText: valueOf(matter, 'placeText'),
        subject: valueOf(matter, 'subject'),
      }),
    });
    return response.ok ? ((await response.json()) as Preview) : null;
  } catch {
    return null; // no line: the form works without hints, and the bar says that the line is down
  }
}

function showWard(matter: HTMLElement, preview: Preview): void {
  const note = matter.querySelector<HTMLElement>('[data-ward-note]') ?? addWardNote(matter);
  if (!note) return;
  const candidates = preview.candidates.map((ward) => ward.name).join(', ');
  note.textContent = preview.ward
    ? `Là ${preview.ward.name}.`
    : [preview.placeMessage ?? '', candidates].filter(Boolean).join(' ');
}

/** Danger heard in one matter stays in sight while the next is written; each matter has its sentence. */
function showTogether(form: HTMLFormElement, known: ReadonlyMap<HTMLElement, Preview>): void {
  const inOrder = [...form.querySelectorAll<HTMLElement>('[data-matter]')].flatMap((matter) => {
    const preview = known.get(matter);
    const empty = valueOf(matter, 'words') === '' && valueOf(matter, 'categoryCode') === '';
    return preview === undefined || empty ? [] : [preview];
  });
  const hints = new Map(inOrder.filter(({ hint }) => hint !== null).map((preview) => [preview.boundary, preview]));
  const emergencyFirst = [...hints.values()].sort((a, b) => rank(a) - rank(b));
  put(form.querySelector('[data-hint]'), emergencyFirst.flatMap(hintNodes));
  // One matter has room for its reasons; several share the place, and the same sentence is said once.
  const [only, ...others] = inOrder;
  const sentences = new Set(inOrder.map(({ sentence }) => sentence));
  put(
    form.querySelector('[data-say]'),
    only && others.length === 0 ? sayNodes(only) : [...sentences].map(sentenceNode),
  );
}

function rank({ boundary }: Preview): number {
  return boundary === 'emergency' ? 0 : 1;
}

/** Nothing is replaced, and so nothing read aloud again, when it says the same as before. */
function put(place: Element | null, nodes: readonly Node[]): void {
  if (!place) return;
  const fresh = document.createElement('div');
  fresh.append(...nodes);
  const text = (element: Element): string => element.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  if (text(fresh) !== text(place)) place.replaceChildren(...fresh.childNodes);
}

function addWardNote(matter: HTMLElement): HTMLElement | null {
  const ward = field(matter, 'ward');
  if (!ward) return null;
  const note = element('p', 'from-hint');
  note.dataset['wardNote'] = '';
  ward.after(note);
  return note;
}

function hintNodes(preview: Preview): Node[] {
  if (!preview.hint) return [];
  const heard = preview.because.length > 0 ? ` Vừa nghe ${preview.because.map((word) => `“${word}”`).join(', ')}.` : '';
  const words = element('p');
  const title = element('b');
  if (preview.boundary === 'emergency') {
    title.textContent = 'Hỏi ngay: có ai bị thương, còn nguy hiểm không?';
    const numbers = preview.hint.numbers.map(({ phone, name }) => `${name}: ${phone}.`).join(' ');
    words.append(title, `${heard} Nối máy trước, ghi sau. ${numbers}`);
    const alarm = element('div', 'alarm');
    alarm.setAttribute('role', 'alert');
    alarm.append(words);
    return [alarm];
  }
  title.textContent = preview.hint.title;
  words.append(title, `${heard} ${preview.hint.text}`);
  const banner = element('div', 'banner banner--info');
  banner.append(words);
  return [banner];
}

function sentenceNode(sentence: string): Node {
  const words = element('p', 'say__words');
  words.textContent = sentence;
  return words;
}

function sayNodes(preview: Preview): Node[] {
  const words = sentenceNode(preview.sentence);
  const why = preview.due?.why ?? [];
  if (why.length === 0) return [words];
  const details = element('details', 'why');
  const summary = element('summary');
  summary.textContent = 'Vì sao nơi này, hạn này?';
  const list = element('ol');
  for (const reason of [preview.route.reason, ...why]) {
    const item = element('li');
    item.textContent = reason;
    list.append(item);
  }
  details.append(summary, list);
  return [words, details];
}

function element(name: string, className = ''): HTMLElement {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  return made;
}
