interface Shape {
  readonly code: string;
  readonly name: string;
  readonly d: string;
  readonly box: Box;
}

interface WardMap {
  readonly width: number;
  readonly height: number;
  readonly wards: readonly Shape[];
}

/** Left, top, width, height. */
type Box = readonly [number, number, number, number];

interface WardPicture {
  readonly box: HTMLElement;
  readonly zoomTo: (box: Box) => void;
  readonly zoom: (by: number) => void;
  readonly point: (code: string) => void;
}

const SVG = 'http://www.w3.org/2000/svg';
/** How much of the surroundings is shown with a ward. */
const AROUND = 3;
export const ZOOM = 1.6;

let loading: Promise<WardMap | null> | null = null;

/** The wards of the province, fetched once. @returns null without a line. */
export function loadWards(): Promise<WardMap | null> {
  return (loading ??= fetchWards());
}

async function fetchWards(): Promise<WardMap | null> {
  try {
    const response = await fetch('/api/v1/wards/map');
    if (response.ok) return (await response.json()) as WardMap;
  } catch {
    // no line: the ward can be typed
  }
  loading = null;
  return null;
}

/**
 * The picture of the wards: drawn with the mouse or a finger, enlarged by the wheel.
 * @param take what becomes of the ward that was pointed at, by its name.
 */
export function drawWards(map: WardMap, take: (name: string) => void): WardPicture {
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
  const said = document.createElement('p');
  said.className = 'map__said t2';
  said.textContent = '\u00A0';
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
  const box = document.createElement('div');
  box.className = 'map__box';
  box.append(svg, said);
  return { box, zoomTo, zoom, point };
}

/** A ward with what lies around it, so that it can be seen where it is. */
export function around([left, top, width, height]: Box): Box {
  const side = Math.max(width, height) * AROUND;
  return [left + width / 2 - side / 2, top + height / 2 - side / 2, side, side];
}
