/** A ward with what is counted in it. */
export interface CountedWard {
  readonly code: string;
  readonly name: string;
  readonly middle: readonly [number, number];
  readonly count: number;
}

/** What of the map is seen, in its own units. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Wards so near each other that one sign stands for them. */
export interface Cluster {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly count: number;
  readonly wards: readonly CountedWard[];
}

/** Lower ends of the five steps of colour that people can tell: 5, 15, 30, 60. */
const STEPS = [1, 2, 5, 10, 15, 20, 30, 50, 60, 100, 150, 200, 300, 500, 1000, 2000, 5000, 10_000] as const;

/**
 * Where the colour changes: at 1, so that a ward with none looks like no other, and at three round numbers that part the
 * rest as evenly as may be, so that one busy ward does not leave all the others alike.
 */
export function breaksOf(counts: readonly number[]): readonly number[] {
  const some = counts.filter((count) => count > 0).sort((a, b) => a - b);
  const breaks: number[] = [1];
  for (const share of [0.35, 0.7, 0.92]) {
    const value = some[Math.min(some.length - 1, Math.floor(share * some.length))] ?? 0;
    const least = (breaks.at(-1) ?? 0) + 1;
    breaks.push(STEPS.find((step) => step >= Math.max(value, least)) ?? Math.max(value, least));
  }
  return breaks;
}

/** 0 … 4, as the style sheet names them. */
export function stepOf(count: number, breaks: readonly number[]): number {
  return breaks.filter((from) => count >= from).length;
}

/** Of the width that is seen. */
const SMALLEST = 0.017;
const LARGEST = 0.048;

/**
 * Signs that do not cover each other: the fullest ward first, and whatever would be hidden under a sign is counted in
 * it. Seen nearer, with a smaller box, the same wards come apart.
 */
export function clustersOf(wards: readonly CountedWard[], box: Box): Cluster[] {
  const seen = wards.filter(({ count, middle: [x, y] }) => count > 0 && within(box, x, y));
  const most = Math.max(1, ...seen.map(({ count }) => count));
  const radiusOf = (count: number): number =>
    box.width * (SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(Math.min(1, count / most)));
  let clusters: Cluster[] = [...seen]
    .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1))
    .map((ward) => ({
      x: ward.middle[0],
      y: ward.middle[1],
      radius: radiusOf(ward.count),
      count: ward.count,
      wards: [ward],
    }));
  for (let merged = true; merged;) {
    merged = false;
    const apart: Cluster[] = [];
    for (const one of clusters) {
      const index = apart.findIndex(
        (other) => Math.hypot(one.x - other.x, one.y - other.y) < one.radius + other.radius,
      );
      const near = apart[index];
      if (near === undefined) apart.push(one);
      else {
        apart[index] = joined(near, one, radiusOf);
        merged = true;
      }
    }
    clusters = apart;
  }
  return clusters.sort((a, b) => b.count - a.count || a.x - b.x);
}

/** The sign stands where most of what it counts is. */
function joined(a: Cluster, b: Cluster, radiusOf: (count: number) => number): Cluster {
  const count = a.count + b.count;
  const between = (from: number, to: number): number => Math.round((from * a.count + to * b.count) / count);
  return {
    x: between(a.x, b.x),
    y: between(a.y, b.y),
    radius: radiusOf(count),
    count,
    wards: [...a.wards, ...b.wards],
  };
}

const within = ({ left, top, width, height }: Box, x: number, y: number): boolean =>
  x >= left && x <= left + width && y >= top && y <= top + height;

/** The part of the map around some places, with room about them and in the map's own proportions. */
export function boxAround(places: readonly (readonly [number, number])[], whole: Box): Box {
  const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const ratio = whole.height / whole.width;
  const width = Math.min(whole.width, Math.max((right - left) * 1.6, ((bottom - top) * 1.6) / ratio, whole.width / 8));
  return fitted({ left: (left + right - width) / 2, top: (top + bottom - width * ratio) / 2, width, height: 0 }, whole);
}

/** A box inside the map, in its proportions and in whole units. */
export function fitted({ left, top, width: wanted }: Box, whole: Box): Box {
  const width = Math.round(Math.min(whole.width, Math.max(whole.width / 20, wanted)));
  const height = Math.round((width * whole.height) / whole.width);
  const inside = (value: number, room: number): number => Math.round(Math.min(Math.max(0, value), Math.max(0, room)));
  return { left: inside(left, whole.width - width), top: inside(top, whole.height - height), width, height };
}

/** "120.340.200": left, top and width; null for anything else. */
export function readBox(text: string, whole: Box): Box | null {
  const [, left, top, width] = /^(\d{1,5})\.(\d{1,5})\.(\d{1,5})$/.exec(text) ?? [];
  if (left === undefined || top === undefined || width === undefined) return null;
  return fitted({ left: Number(left), top: Number(top), width: Number(width), height: 0 }, whole);
}

export const writeBox = ({ left, top, width }: Box): string => [left, top, width].join('.');
