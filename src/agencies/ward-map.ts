import { interiorPoint, type CodedArea } from './domain/polygon.js';

interface WardShape {
  readonly code: string;
  readonly name: string;
  /** SVG path, in whole units. */
  readonly d: string;
  /** Left, top, width, height of what the path covers. */
  readonly box: readonly [number, number, number, number];
  /** A place well inside, for what is written on it. */
  readonly middle: readonly [number, number];
}

export interface WardMap {
  readonly width: number;
  readonly height: number;
  readonly wards: readonly WardShape[];
}

/** About 60 m of a province of this size: nothing is lost that a finger could hit. */
const FINE = 2000;
const MARGIN = 10;

type Point = readonly [number, number];

/**
 * The wards as shapes to choose from. Corners are rounded to one grid, so that neighbours go on sharing their
 * border: simplified one by one they would come apart.
 * @param gridWidth how many units the map is wide; fewer make it lighter and coarser.
 */
export function wardMap(
  areas: readonly CodedArea[],
  nameOf: (code: string) => string | null,
  gridWidth: number = FINE,
): WardMap {
  const [west, south, east, north] = [
    Math.min(...areas.map(({ area }) => area.west)),
    Math.min(...areas.map(({ area }) => area.south)),
    Math.max(...areas.map(({ area }) => area.east)),
    Math.max(...areas.map(({ area }) => area.north)),
  ];
  if (areas.length === 0) return { width: gridWidth, height: gridWidth, wards: [] };
  // A degree of longitude is shorter than one of latitude.
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = (gridWidth - 2 * MARGIN) / ((east - west) * shrink);
  const at = ([longitude, latitude]: readonly [number, number]): Point => [
    MARGIN + Math.round((longitude - west) * shrink * scale),
    MARGIN + Math.round((north - latitude) * scale),
  ];
  const wards = areas.flatMap(({ code, area }): WardShape[] => {
    const name = nameOf(code);
    if (name === null) return [];
    const [left, top] = at([area.west, area.north]);
    const [right, bottom] = at([area.east, area.south]);
    const d = area.polygons.flatMap((rings) => rings.map((ring) => pathOf(ring.map(at)))).join('');
    const inside = interiorPoint(area);
    const middle = inside === null ? at([area.west, area.north]) : at([inside.longitude, inside.latitude]);
    return [{ code, name, d, box: [left, top, right - left, bottom - top], middle }];
  });
  return { width: gridWidth, height: 2 * MARGIN + Math.round((north - south) * scale), wards };
}

/** A ring as relative steps; what falls on the same place, or lies on a straight line, is left out. */
function pathOf(ring: readonly Point[]): string {
  const corners: Point[] = [];
  for (const point of ring) {
    const [last, before] = [corners.at(-1), corners.at(-2)];
    if (last !== undefined && last[0] === point[0] && last[1] === point[1]) continue;
    if (last !== undefined && before !== undefined && straight(before, last, point)) corners.pop();
    corners.push(point);
  }
  const [first, ...others] = corners;
  const last = others.at(-1);
  // A ring ends where it began; the path closes by itself.
  if (first !== undefined && last !== undefined && first[0] === last[0] && first[1] === last[1]) others.pop();
  if (first === undefined || others.length < 2) return '';
  let here = first;
  const steps = others.map((point) => {
    const step = `${String(point[0] - here[0])} ${String(point[1] - here[1])}`;
    here = point;
    return step;
  });
  return `M${String(first[0])} ${String(first[1])}l${steps.join(' ').replaceAll(' -', '-')}z`;
}

/** Going on in the same direction: the corner between says nothing. */
function straight(a: Point, b: Point, c: Point): boolean {
  const [ux, uy, vx, vy] = [b[0] - a[0], b[1] - a[1], c[0] - b[0], c[1] - b[1]];
  return ux * vy === uy * vx && ux * vx + uy * vy > 0;
}
