/** [longitude, latitude] in degrees, as GeoJSON has them. */
type Position = readonly [number, number];
export type Ring = readonly Position[];

export type Geometry =
  | { readonly type: 'Polygon'; readonly coordinates: readonly Ring[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly Ring[])[] };

/** An area with its bounding box, which answers most questions without looking at the rings. */
export interface Area {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  /** Each polygon: its outer ring, then its holes. */
  readonly polygons: readonly (readonly Ring[])[];
}

export function areaOf(geometry: Geometry): Area {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [outer = []] of polygons) {
    for (const [longitude, latitude] of outer) {
      west = Math.min(west, longitude);
      east = Math.max(east, longitude);
      south = Math.min(south, latitude);
      north = Math.max(north, latitude);
    }
  }
  return { west, south, east, north, polygons };
}

type Side = 'inside' | 'border' | 'outside';

/**
 * Where a point lies: even-odd ray casting towards the east. The area is small enough to be taken as
 * flat. The border of a hole belongs to the area.
 */
export function sideOf(area: Area, latitude: number, longitude: number): Side {
  if (longitude < area.west || longitude > area.east || latitude < area.south || latitude > area.north)
    return 'outside';
  for (const rings of area.polygons) {
    const side = sideOfPolygon(rings, latitude, longitude);
    if (side !== 'outside') return side;
  }
  return 'outside';
}

function sideOfPolygon(rings: readonly Ring[], latitude: number, longitude: number): Side {
  let inside = false;
  for (const ring of rings) {
    const side = sideOfRing(ring, latitude, longitude);
    if (side === 'border') return 'border';
    // Inside a hole flips it back: even-odd over all rings.
    if (side === 'inside') inside = !inside;
  }
  return inside ? 'inside' : 'outside';
}

function sideOfRing(ring: Ring, y: number, x: number): Side {
  let inside = false;
  let previous = ring[ring.length - 1];
  for (const current of ring) {
    if (previous !== undefined) {
      const [x1, y1] = previous;
      const [x2, y2] = current;
      if (onSegment(x1, y1, x2, y2, x, y)) return 'border';
      // Half open in y, so that a ray through a corner counts it once.
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
    }
    previous = current;
  }
  return inside ? 'inside' : 'outside';
}

// About a tenth of a millimetre: only rounding, not a tolerance.
const EPSILON = 1e-9;

function onSegment(x1: number, y1: number, x2: number, y2: number, x: number, y: number): boolean {
  if (x < Math.min(x1, x2) - EPSILON || x > Math.max(x1, x2) + EPSILON) return false;
  if (y < Math.min(y1, y2) - EPSILON || y > Math.max(y1, y2) + EPSILON) return false;
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (length === 0) return true;
  return Math.abs((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)) / length <= EPSILON;
}

export interface CodedArea {
  readonly code: string;
  readonly area: Area;
}

/**
 * The area a point belongs to. On a common border the first in the given order wins, so that the same
 * point always gives the same answer; a point inside one area is never given to a neighbour.
 *
 * @returns null when the point lies outside all of them.
 */
export function areaAt(areas: readonly CodedArea[], latitude: number, longitude: number): string | null {
  let border: string | null = null;
  for (const { code, area } of areas) {
    const side = sideOf(area, latitude, longitude);
    if (side === 'inside') return code;
    if (side === 'border') border ??= code;
  }
  return border;
}

/**
 * A point inside an area, well away from its border: the middle of the longest inner stretch of a
 * horizontal line through the middle of the box (several lines are tried).
 */
export function interiorPoint(area: Area): { latitude: number; longitude: number } | null {
  let best: { latitude: number; longitude: number; length: number } | null = null;
  for (const share of [0.5, 0.4, 0.6, 0.3, 0.7]) {
    const latitude = area.south + (area.north - area.south) * share;
    const crossings = area.polygons
      .flat()
      .flatMap((ring) => crossingsOf(ring, latitude))
      .sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const [from, to] = [crossings[i] as number, crossings[i + 1] as number];
      if (best === null || to - from > best.length) best = { latitude, longitude: (from + to) / 2, length: to - from };
    }
  }
  return best;
}

function crossingsOf(ring: Ring, y: number): number[] {
  const crossings: number[] = [];
  let previous = ring[ring.length - 1];
  for (const current of ring) {
    if (previous !== undefined) {
      const [x1, y1] = previous;
      const [x2, y2] = current;
      if (y1 > y !== y2 > y) crossings.push(((x2 - x1) * (y - y1)) / (y2 - y1) + x1);
    }
    previous = current;
  }
  return crossings;
}
