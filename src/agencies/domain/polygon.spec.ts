import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { agenciesPart } from '../agencies-part.js';
import { ProvinceFiles } from '../province-files.js';
import { areaAt, areaOf, interiorPoint, sideOf, type Geometry, type Ring } from './polygon.js';

const square = (west: number, south: number, size: number): Ring => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];

const withHole: Geometry = { type: 'Polygon', coordinates: [square(0, 0, 10), square(4, 4, 2)] };
const twoIslands: Geometry = {
  type: 'MultiPolygon',
  coordinates: [[square(0, 0, 2)], [square(5, 5, 4), square(6, 6, 1)]],
};
const notch: Geometry = {
  type: 'Polygon',
  coordinates: [
    [
      [0, 0],
      [10, 0],
      [10, 10],
      [5, 5],
      [0, 10],
      [0, 0],
    ],
  ],
};

describe('where a point lies', () => {
  it.each<[string, Geometry, number, number, string]>([
    ['in the middle', withHole, 2, 2, 'inside'],
    ['in the hole', withHole, 5, 5, 'outside'],
    ['on the border of the hole', withHole, 4, 5, 'border'],
    ['on the outer border', withHole, 0, 5, 'border'],
    ['on a corner', withHole, 10, 10, 'border'],
    ['level with the corners of the hole, inside', withHole, 4, 2, 'inside'],
    ['level with the corners of the hole, beyond it', withHole, 6, 8, 'inside'],
    ['west of it', withHole, 5, -1, 'outside'],
    ['east of it', withHole, 5, 11, 'outside'],
    ['level with the lower border, outside', withHole, 0, 11, 'outside'],
    ['on the first island', twoIslands, 1, 1, 'inside'],
    ['on the second island', twoIslands, 8, 8, 'inside'],
    ['in the lake of the second island', twoIslands, 6.5, 6.5, 'outside'],
    ['between the islands', twoIslands, 3, 3, 'outside'],
    ['in the notch', notch, 8, 5, 'outside'],
    ['at the tip of the notch', notch, 5, 5, 'border'],
    ['level with the tip, inside', notch, 5, 2, 'inside'],
    ['below the tip', notch, 4.9, 5, 'inside'],
  ])('%s', (_, geometry, latitude, longitude, side) => {
    expect(sideOf(areaOf(geometry), latitude, longitude)).toBe(side);
  });

  it('gives a point on a common border to the first area, one inside to the area it is in', () => {
    const areas = [
      { code: 'west', area: areaOf({ type: 'Polygon', coordinates: [square(0, 0, 1)] }) },
      { code: 'east', area: areaOf({ type: 'Polygon', coordinates: [square(1, 0, 1)] }) },
    ];
    expect(areaAt(areas, 0.5, 1)).toBe('west');
    expect(areaAt(areas, 0.5, 1.000001)).toBe('east');
    expect(areaAt(areas, 0.5, 2.1)).toBeNull();
  });
});

describe('the wards of the default province', () => {
  const { polygons } = agenciesPart.read(new ProvinceFiles(join(process.cwd(), 'provinces', 'dong-nai')));
  const areas = polygons.map(({ unitCode, geometry }) => ({
    code: unitCode,
    area: areaOf(JSON.parse(geometry) as Geometry),
  }));

  it('have 95 polygons, each with a point inside that lies in no other ward', () => {
    expect(areas).toHaveLength(95);
    for (const { code, area } of areas) {
      const point = interiorPoint(area);
      const holders = areas.filter(
        (other) => point !== null && sideOf(other.area, point.latitude, point.longitude) === 'inside',
      );
      expect(holders.map((holder) => holder.code)).toEqual([code]);
    }
  });

  it.each([
    ['Hà Nội', 21.0285, 105.8542],
    ['Thành phố Hồ Chí Minh', 10.7769, 106.7009],
    ['the sea', 10.2, 108.5],
  ])('do not hold %s', (_, latitude, longitude) => {
    expect(areaAt(areas, latitude, longitude)).toBeNull();
  });
});
