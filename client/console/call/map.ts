import { fold } from '../../shared/fold.js';
import { openDialog } from './dialog.js';
import { currentMatter, element, setField, valueOf } from './matter.js';

interface Shape {
  readonly code: string;
  readonly name: string;
  readonly d: string;
  readonly box: readonly [number, number, number, number];
}

interface WardMap {
  readonly width: number;
  readonly height: number;
  readonly wards: readonly Shape[];
}

type Box = readonly [number, number, number, number];

const SVG = 'http://www.w3.org/2000/svg';
/** How much of the surroundings is shown with a ward. */
const AROUND = 3;
const ZOOM = 1.6;

let drawn: Promise<WardMap | null> | null = null;

/** The wards to choose from, by hand on the map or by letters in the list; loaded when it is asked for. */
export function mapOfWards(form: HTMLFormElement): void {
  const button = document.querySelector<HTMLElement>('[data-map]');
  if (!button) return;
  button.hidden = false;
  button.addEventListener('click', () => void open(form));
}

async function load(): Promise<WardMap | null> {
  try {
    const response = await fetch('/tong-dai/ban-do', { credentials: 'same-origin' });
    if (response.ok && !response.redirected) return (await response.json()) as WardMap;
  } catch {
    // no line: the ward can be typed
  }
  drawn = null;
  return null;
}

async function open(form: HTMLFormElement): Promise<void> {
  const matter = currentMatter(form);
  if (!matter) return;
  const { dialog, close } = openDialog('Chọn phường, xã trên bản đồ', 'sheet--map');
  const waiting = element('p', 'muted', 'Đang tải bản đồ…');
  waiting.setAttribute('role', 'status');
  dialog.append(waiting);
  const map = await (drawn ??= load());
  if (!dialog.isConnected) return;
  if (map === null) {
    waiting.textContent = 'Chưa tải được bản đồ vì mất mạng. Vẫn gõ được tên phường, xã.';
    return;
  }
  waiting.remove();
  const chosen = map.wards.find(({ name }) => name === valueOf(matter, 'ward')) ?? null;
  const take = (name: string): void => {
    close();
    setField(matter, 'ward', name);
  };

  const picture = draw(map, take);
  const { zoomTo, zoom, point } = picture;
  const input = document.createElement('input');
  input.className = 'input';
  input.type = 'text';
  input.id = 'map-find';
  input.autocomplete = 'off';
  const label = element('label', '', 'Tên phường, xã');
  label.setAttribute('for', input.id);
  const select = document.createElement('select');
  select.className = 'select map__names';
  select.size = 12;
  select.setAttribute('aria-label', 'Phường, xã; Enter để chọn');
  const names = [...map.wards].sort((a, b) => a.name.localeCompare(b.name, 'vi'));
  const fill = (): void => {
    const wanted = fold(input.value);
    const fitting = names.filter(({ name }) => ` ${fold(name)}`.includes(wanted === '' ? '' : ` ${wanted}`));
    select.replaceChildren(...fitting.map(({ code, name }) => new Option(name, code)));
  };
  const look = (code: string): void => {
    const shape = map.wards.find((one) => one.code === code);
    if (!shape) return;
    point(code);
    zoomTo(around(shape.box));
  };
  const tools = element('div', 'inline');
  for (const [text, by] of [
    ['Gần hơn', 1 / ZOOM],
    ['Xa hơn', ZOOM],
  ] as const) {
    const button = element('button', 'btn btn--second', text);
    button.setAttribute('type', 'button');
    button.addEventListener('click', () => {
      zoom(by);
    });
    tools.append(button);
  }
  const side = element('div', 'map__side');
  side.append(label, input, select, tools);
  const columns = element('div', 'map__columns');
  columns.append(side, picture.box);
  dialog.append(columns);
  fill();
  if (chosen) {
    select.value = chosen.code;
    look(chosen.code);
  }
  input.focus();
  input.addEventListener('input', () => {
    fill();
    const [only, other] = select.options;
    if (only && !other) look(only.value);
  });
  select.addEventListener('change', () => {
    look(select.value);
  });
  const enter = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' && event.target === input) {
      event.preventDefault();
      select.focus();
      select.selectedIndex = Math.max(0, select.selectedIndex);
      look(select.value);
    } else if (event.key === 'Enter' && !event.ctrlKey) {
      event.preventDefault();
      const name = (select.selectedOptions[0] ?? select.options[0])?.label;
      if (name !== undefined) take(name);
    }
  };
  input.addEventListener('keydown', enter);
  select.addEventListener('keydown', enter);
  select.addEventListener('dblclick', () => {
    const name = select.selectedOptions[0]?.label;
    if (name !== undefined) take(name);
  });
}

function draw(map: WardMap, take: (name: string) => void) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'map__svg');
  // Everything on it is in the list beside it, which reads better.
  svg.setAttribute('aria-hidden', 'true');
  let view: Box = [0, 0, map.width, map.height];
  const zoomTo = (box: Box): void => {
    const width = Math.min(Math.max(box[2], map.width / 40), map.width);
    const height = Math.min(Math.max(box[3], map.height / 40), map.height);
    view = [
      Math.min(Math.max(box[0] - (width - box[2]) / 2, 0), map.width - width),
      Math.min(Math.max(box[1] - (height - box[3]) / 2, 0), map.height - height),
      width,
      height,
    ];
    svg.setAttribute('viewBox', view.join(' '));
  };
  const said = element('p', 'map__said t2', '\u00A0');
  const label = document.createElementNS(SVG, 'title');
  svg.append(label);
  for (const { code, name, d } of map.wards) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', d);
    path.dataset['ward'] = code;
    path.dataset['name'] = name;
    svg.append(path);
  }
  const nameAt = (target: EventTarget | null): string | undefined =>
    target instanceof SVGElement ? target.dataset['name'] : undefined;
  let from: { x: number; y: number; view: Box; moved: boolean } | null = null;
  svg.addEventListener('pointerdown', (event) => {
    from = { x: event.clientX, y: event.clientY, view, moved: false };
  });
  svg.addEventListener('pointermove', (event) => {
    said.textContent = nameAt(event.target) ?? '\u00A0';
    if (!from || event.buttons === 0) return;
    const { width, height } = svg.getBoundingClientRect();
    const scale = Math.max(from.view[2] / width, from.view[3] / height);
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    if (Math.abs(dx) + Math.abs(dy) > 6) from.moved = true;
    if (from.moved) zoomTo([from.view[0] - dx * scale, from.view[1] - dy * scale, from.view[2], from.view[3]]);
  });
  svg.addEventListener('click', (event) => {
    const name = nameAt(event.target);
    if (name !== undefined && from?.moved !== true) take(name);
  });
  const zoom = (by: number): void => {
    const [x, y, width, height] = view;
    zoomTo([x + (width * (1 - by)) / 2, y + (height * (1 - by)) / 2, width * by, height * by]);
  };
  svg.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1 / ZOOM : ZOOM);
    },
    { passive: false },
  );
  const point = (code: string): void => {
    for (const path of svg.querySelectorAll('path')) {
      path.classList.toggle('on', path.dataset['ward'] === code);
      // What comes last is drawn above its neighbours.
      if (path.dataset['ward'] === code) svg.append(path);
    }
    said.textContent = map.wards.find((one) => one.code === code)?.name ?? '\u00A0';
  };
  zoomTo(view);
  const box = element('div', 'map__box');
  box.append(svg, said);
  return { box, zoomTo, zoom, point };
}

/** A ward with what lies around it, so that it can be seen where it is. */
function around([left, top, width, height]: Box): Box {
  const side = Math.max(width, height) * AROUND;
  return [left + width / 2 - side / 2, top + height / 2 - side / 2, side, side];
}
