import { find } from '../../shared/dom.js';

const SVG = 'http://www.w3.org/2000/svg';
const SIDES = ['x', 'y', 'width', 'height'] as const;
type Side = (typeof SIDES)[number];
/** Per cent of the photo; a smaller drag was a click. */
const LEAST = 0.7;

/** Areas are drawn on a photo and stand in fields, so that they can be typed and moved by the keyboard as well. */
export function drawAreas(photo: HTMLElement): void {
  const picture = find('[data-blur]', photo);
  const svg = picture && find<SVGSVGElement>('svg', picture);
  const rows = find('[data-areas]', photo);
  const more = find<HTMLButtonElement>('[data-area-add]', photo);
  if (!picture || !svg || !rows || !more) return;
  more.hidden = false;
  const show = (): void => {
    svg.replaceChildren(...areas(rows).map(rectangle));
    for (const row of rows.querySelectorAll<HTMLElement>('[data-area]')) {
      const remove = find<HTMLButtonElement>('[data-area-remove]', row);
      if (remove) remove.hidden = field(row, 'width')?.value === '';
    }
  };
  rows.addEventListener('input', show);
  rows.addEventListener('click', ({ target }) => {
    const row =
      target instanceof Element ? target.closest('[data-area-remove]')?.closest<HTMLElement>('[data-area]') : null;
    if (!row) return;
    for (const side of SIDES) set(row, side, null);
    show();
    more.focus();
  });
  more.addEventListener('click', () => {
    const row = emptyRow(rows);
    SIDES.forEach((side, index) => set(row, side, [35, 35, 30, 30][index] ?? 0));
    show();
    field(row, 'x')?.focus();
  });
  drag(picture, (from, to) => {
    const row = emptyRow(rows);
    const left = Math.min(from.x, to.x);
    const top = Math.min(from.y, to.y);
    set(row, 'x', left);
    set(row, 'y', top);
    set(row, 'width', Math.abs(to.x - from.x));
    set(row, 'height', Math.abs(to.y - from.y));
    show();
  });
  show();
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Draws while the pointer is down. */
function drag(picture: HTMLElement, done: (from: Point, to: Point) => void): void {
  const at = ({ clientX, clientY }: PointerEvent): Point => {
    const { left, top, width, height } = picture.getBoundingClientRect();
    const share = (part: number, whole: number): number => Math.min(100, Math.max(0, (100 * part) / whole));
    return { x: share(clientX - left, width), y: share(clientY - top, height) };
  };
  picture.addEventListener('pointerdown', (event) => {
    // A finger scrolls the page; the fields and the button do the same.
    if (event.button !== 0 || event.pointerType === 'touch') return;
    event.preventDefault();
    const from = at(event);
    const ghost = document.createElementNS(SVG, 'rect');
    find('svg', picture)?.append(ghost);
    picture.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent): void => {
      const to = at(moved);
      place(ghost, {
        x: Math.min(from.x, to.x),
        y: Math.min(from.y, to.y),
        width: Math.abs(to.x - from.x),
        height: Math.abs(to.y - from.y),
      });
    };
    const end = (ended: PointerEvent): void => {
      picture.removeEventListener('pointermove', move);
      ghost.remove();
      const to = at(ended);
      if (Math.abs(to.x - from.x) >= LEAST && Math.abs(to.y - from.y) >= LEAST) done(from, to);
    };
    picture.addEventListener('pointermove', move);
    picture.addEventListener('pointerup', end, { once: true });
  });
}

function field(row: HTMLElement, side: Side): HTMLInputElement | null {
  return find<HTMLInputElement>(`[data-side="${side}"]`, row);
}

function set(row: HTMLElement, side: Side, value: number | null): void {
  const input = field(row, side);
  if (input) input.value = value === null ? '' : String(Math.round(value * 10) / 10);
}

function areas(rows: HTMLElement): Record<Side, number>[] {
  return [...rows.querySelectorAll<HTMLElement>('[data-area]')].flatMap((row) => {
    const values = SIDES.map((side) => field(row, side)?.value ?? '');
    if (values.some((value) => value === '' || !Number.isFinite(Number(value)))) return [];
    const [x = 0, y = 0, width = 0, height = 0] = values.map(Number);
    return [{ x, y, width, height }];
  });
}

function rectangle(area: Record<Side, number>): SVGRectElement {
  const rect = document.createElementNS(SVG, 'rect');
  place(rect, area);
  return rect;
}

/** The picture is 1,000 by 1,000 to its drawing. */
function place(rect: SVGRectElement, area: Record<Side, number>): void {
  for (const side of SIDES) rect.setAttribute(side, String(Math.round(area[side] * 10)));
}

/** A row nothing was written in yet; where there is none, another one like the last. */
function emptyRow(rows: HTMLElement): HTMLElement {
  const all = [...rows.querySelectorAll<HTMLElement>('[data-area]')];
  const free = all.find((row) => SIDES.every((side) => (field(row, side)?.value ?? '') === ''));
  if (free) return free;
  const last = all[all.length - 1] as HTMLElement;
  const row = last.cloneNode(true) as HTMLElement;
  const legend = find('legend', row);
  if (legend) legend.textContent = `Vùng ${String(all.length + 1)}`;
  for (const side of SIDES) {
    const input = field(row, side);
    if (!input) continue;
    input.value = '';
    input.name = input.name.replace(/\.\d+\.(\w+)$/, `.${String(all.length)}.$1`);
    input.id = `f-${input.name.replace(/\./g, '-')}`;
    input.closest('label')?.setAttribute('for', input.id);
  }
  rows.append(row);
  return row;
}
