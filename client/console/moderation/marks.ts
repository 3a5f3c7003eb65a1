import { find } from '../../shared/dom.js';

interface Place {
  readonly start: number;
  readonly end: number;
  readonly select: HTMLSelectElement;
}

/** How much of the text stands beside a place in the list. */
const AROUND = 24;
let choosing: HTMLElement | null = null;

/**
 * Selected words become a place of the list, and the text shows what the list says. The positions are those of the text
 * without the numbers of its marks, as the server counts them.
 */
export function markBySelecting(section: HTMLElement): void {
  const said = find('[data-said]', section);
  const list = find('[data-marks]', section);
  const kinds = find<HTMLSelectElement>('select[name^="addkind."]', section);
  const name = section.dataset['text'];
  if (!said || !list || !kinds || name === undefined) return;
  const text = plain(said);
  const update = (): void => {
    draw(said, text, placesIn(list));
  };
  list.addEventListener('change', update);
  said.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element) || !window.getSelection()?.isCollapsed) return;
    const id = target.closest<HTMLElement>('[data-for]')?.dataset['for'];
    if (id !== undefined) find<HTMLSelectElement>(`[data-mark="${CSS.escape(id)}"]`, list)?.focus();
  });
  const offer = (): void => {
    const range = chosen(said);
    if (range === null) return;
    showChooser(said, kinds, (kind) => {
      add(list, { name, text, ...range, kind, kinds });
      find('[data-none]', section)?.remove();
      update();
    });
  };
  said.addEventListener('mouseup', () => window.setTimeout(offer));
  said.addEventListener('touchend', () => window.setTimeout(offer, 50));
  said.addEventListener('keyup', ({ key }) => {
    if (key === 'Enter') offer();
  });
}

/** The text without the numbers that stand before its marks. */
function plain(said: HTMLElement): string {
  const copy = said.cloneNode(true) as HTMLElement;
  for (const number of copy.querySelectorAll('sup')) number.remove();
  return copy.textContent ?? '';
}

function placesIn(list: HTMLElement): Place[] {
  return [...list.querySelectorAll<HTMLSelectElement>('select')].flatMap((select) => {
    const [, start, end] = /\.(\d+)-(\d+)$/.exec(select.name) ?? [];
    return start === undefined ? [] : [{ start: Number(start), end: Number(end), select }];
  });
}

/** The text with its marks in the order of their places; of two that overlap the first is shown, the server hides both. */
function draw(said: HTMLElement, text: string, places: readonly Place[]): void {
  const ordered = [...places].sort((a, b) => a.start - b.start || b.end - a.end);
  const nodes: Node[] = [];
  let at = 0;
  ordered.forEach(({ start, end, select }, index) => {
    const number = select.closest('li')?.querySelector('.mod-no');
    if (number) number.textContent = String(index + 1);
    if (start < at) return;
    if (start > at) nodes.push(document.createTextNode(text.slice(at, start)));
    const mark = document.createElement('mark');
    mark.className = select.value === '' ? 'mod-mark mod-mark--open' : 'mod-mark';
    mark.dataset['for'] = select.dataset['mark'] ?? '';
    const sup = document.createElement('sup');
    sup.setAttribute('aria-hidden', 'true');
    sup.textContent = String(index + 1);
    mark.append(sup, text.slice(start, end));
    nodes.push(mark);
    at = end;
  });
  nodes.push(document.createTextNode(text.slice(at)));
  said.replaceChildren(...nodes);
}

/** What of the text is selected; null: nothing, or something else too. */
function chosen(said: HTMLElement): { readonly start: number; readonly end: number } | null {
  const selection = window.getSelection();
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!said.contains(range.startContainer) || !said.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(said);
  before.setEnd(range.startContainer, range.startOffset);
  const length = (part: Range): number => {
    const holder = document.createElement('div');
    holder.append(part.cloneContents());
    return plain(holder).length;
  };
  const start = length(before);
  const end = start + length(range);
  return end > start ? { start, end } : null;
}

/** A small form beside the selection: what it is called, and the button. */
function showChooser(said: HTMLElement, kinds: HTMLSelectElement, choose: (kind: string) => void): void {
  choosing?.remove();
  const box = document.createElement('div');
  box.className = 'mod-choose';
  box.setAttribute('role', 'group');
  box.setAttribute('aria-label', 'Che đoạn đã chọn');
  const label = document.createElement('label');
  label.textContent = 'Gọi là ';
  const select = kinds.cloneNode(true) as HTMLSelectElement;
  select.removeAttribute('id');
  select.removeAttribute('name');
  label.append(select);
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn btn--main';
  button.textContent = 'Che đoạn đã chọn';
  const close = (): void => {
    box.remove();
    choosing = null;
  };
  button.addEventListener('click', () => {
    close();
    choose(select.value);
    window.getSelection()?.removeAllRanges();
  });
  box.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') close();
  });
  box.append(label, button);
  const last = window.getSelection()?.getRangeAt(0).getClientRects();
  const at = last?.item(last.length - 1) ?? said.getBoundingClientRect();
  document.body.append(box);
  box.style.top = `${String(at.bottom + window.scrollY + 6)}px`;
  box.style.left = `${String(Math.max(8, Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - 8)))}px`;
  choosing = box;
  document.addEventListener(
    'mousedown',
    ({ target }) => {
      if (target instanceof Node && !box.contains(target)) close();
    },
    { once: true },
  );
}

interface Added {
  readonly name: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  readonly kinds: HTMLSelectElement;
}

/** A new line of the list, in the order of the text. */
function add(list: HTMLElement, { name, text, start, end, kind, kinds }: Added): void {
  const id = `${name}-${String(start)}-${String(end)}`;
  if (find(`[data-mark="${CSS.escape(id)}"]`, list)) return;
  const line = document.createElement('li');
  line.className = 'mod-marks__one';
  const label = document.createElement('label');
  label.htmlFor = `f-${id}`;
  const number = document.createElement('span');
  number.className = 'mod-no';
  const words = document.createElement('b');
  words.textContent = text.slice(start, end);
  label.append(
    number,
    ' ',
    beside(`${start > AROUND ? '…' : ''}${text.slice(Math.max(0, start - AROUND), start)}`),
    words,
    beside(`${text.slice(end, end + AROUND)}${end + AROUND < text.length ? '…' : ''}`),
  );
  const select = kinds.cloneNode(true) as HTMLSelectElement;
  select.id = `f-${id}`;
  select.name = `m.${name}.${String(start)}-${String(end)}`;
  select.dataset['mark'] = id;
  select.append(new Option('không che', ''));
  select.value = kind;
  line.append(label, select);
  const after =
    placesIn(list)
      .find((place) => place.start > start)
      ?.select.closest('li') ?? null;
  list.insertBefore(line, after);
  select.focus({ preventScroll: true });
}

function beside(words: string): HTMLElement {
  const span = document.createElement('span');
  span.className = 'muted';
  span.textContent = words;
  return span;
}
