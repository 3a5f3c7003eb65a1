import type { CodedArea } from './polygon.js';

/** About a metre: the corners of two areas that share a border are written alike. */
const DIGITS = 5;

/**
 * Which areas touch, by the corners that they share: the polygons of a province are cut from one drawing, so
 * that neighbours have their common border point by point.
 *
 * @returns code → codes of the neighbours; an area that touches none has no entry.
 */
export function neighboursIn(areas: readonly CodedArea[]): ReadonlyMap<string, ReadonlySet<string>> {
  const corners = new Map<string, Set<string>>();
  for (const { code, area } of areas) {
    for (const [longitude, latitude] of area.polygons.flat(2)) {
      const corner = `${longitude.toFixed(DIGITS)} ${latitude.toFixed(DIGITS)}`;
      corners.set(corner, (corners.get(corner) ?? new Set()).add(code));
    }
  }
  const neighbours = new Map<string, Set<string>>();
  for (const codes of corners.values()) {
    if (codes.size < 2) continue;
    for (const code of codes) {
      const known = neighbours.get(code) ?? new Set<string>();
      for (const other of codes) if (other !== code) known.add(other);
      neighbours.set(code, known);
    }
  }
  return neighbours;
}
