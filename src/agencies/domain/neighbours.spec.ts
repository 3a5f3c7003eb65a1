import { describe, expect, it } from '@jest/globals';
import { neighboursIn } from './neighbours.js';
import { areaOf, type CodedArea, type Ring } from './polygon.js';

/** A square of one degree with its south-west corner there. */
const square = (code: string, x: number, y: number): CodedArea => {
  const ring: Ring = [
    [x, y],
    [x + 1, y],
    [x + 1, y + 1],
    [x, y + 1],
    [x, y],
  ];
  return { code, area: areaOf({ type: 'Polygon', coordinates: [ring] }) };
};

describe('neighbours', () => {
  it('are those that share a border or a corner, in both directions', () => {
    const areas = [square('A', 0, 0), square('B', 1, 0), square('C', 1, 1), square('D', 5, 5)];
    const neighbours = neighboursIn(areas);
    expect([...(neighbours.get('A') ?? [])].sort()).toEqual(['B', 'C']);
    expect([...(neighbours.get('B') ?? [])].sort()).toEqual(['A', 'C']);
    expect(neighbours.has('D')).toBe(false);
  });
});
