import { interiorPoint, type CodedArea } from '../../agencies/domain/polygon.js';
import type { Box } from './request-query.js';

/** Degrees, WGS 84. */
export interface WardPoint {
  readonly lat: number;
  readonly long: number;
}

/** About a metre: more would look as if somebody had measured. */
const DIGITS = 5;

/** A point well inside each ward. */
export function interiorOf(areas: readonly CodedArea[]): Map<string, WardPoint> {
  const points = new Map<string, WardPoint>();
  for (const { code, area } of areas) {
    const point = interiorPoint(area);
    if (point !== null)
      points.set(code, { lat: Number(point.latitude.toFixed(DIGITS)), long: Number(point.longitude.toFixed(DIGITS)) });
  }
  return points;
}

/** The wards whose point lies in a box: exactly those whose requests are shown there. */
export function wardsIn(box: Box, points: ReadonlyMap<string, WardPoint>): string[] {
  return [...points]
    .filter(([, { lat, long }]) => lat >= box.south && lat <= box.north && long >= box.west && long <= box.east)
    .map(([code]) => code);
}
