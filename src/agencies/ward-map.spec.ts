import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { CodedArea } from './domain/polygon.js';
import { wardMap } from './ward-map.js';

type Ring = readonly (readonly [number, number])[];

const area = (code: string, ...rings: Ring[]): CodedArea => {
  const all = rings.flat();
  const [x, y] = [all.map(([longitude]) => longitude), all.map(([, latitude]) => latitude)];
  const box = { west: Math.min(...x), south: Math.min(...y), east: Math.max(...x), north: Math.max(...y) };
  return { code, area: { ...box, polygons: [rings] } };
};

const square = (west: number, south: number, side: number): Ring => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
  [west, south],
];

describe('the map of the wards', () => {
  it('draws neighbours with one border, north above, and leaves out corners that say nothing', () => {
    const straightened: Ring = [
      [1, 0],
      [1.5, 0],
      [2, 0],
      [2, 1],
      [1, 1],
      [1, 0],
    ];
    const { width, height, wards } = wardMap([area('a', square(0, 0, 1)), area('b', straightened)], (code) => code);
    expect(width).toBe(2000);
    expect(height).toBeGreaterThan(990);
    expect(wards.map(({ d }) => d)).toEqual(['M10 1000l990 0 0-990-990 0z', 'M1000 1000l990 0 0-990-990 0z']);
    expect(wards[1]?.box).toEqual([1000, 10, 990, 990]);
    expect(wards[1]?.middle).toEqual([1495, 505]);
  });

  it('knows no ward without a name, and no map without wards', () => {
    expect(wardMap([area('a', square(0, 0, 1))], () => null).wards).toEqual([]);
    expect(wardMap([], () => 'x').wards).toEqual([]);
  });

  it('weighs less than 100 kB for the whole province', () => {
    const { features } = JSON.parse(
      readFileSync(new URL('../../provinces/dong-nai/wards.geojson', import.meta.url), 'utf8'),
    ) as { features: { properties: { code: string }; geometry: { type: string; coordinates: never } }[] };
    const areas = features.map(({ properties: { code }, geometry: { type, coordinates } }) => {
      const polygons: readonly Ring[][] = type === 'Polygon' ? [coordinates] : coordinates;
      return { code, area: { ...area(code, ...polygons.flat()).area, polygons } };
    });
    const map = wardMap(areas, (code) => `Phường ${code}`);
    expect(map.wards).toHaveLength(95);
    expect(map.wards.every(({ d }) => d.length > 20)).toBe(true);
    expect(gzipSync(JSON.stringify(map)).length).toBeLessThan(60_000);
  });
});
