import { expect, it } from '@jest/globals';
import { areaOn, areasIn, areasText } from './photo-area.js';

it.each([
  [
    { x: -50, y: 0, width: 100, height: 1500 },
    { x: 0, y: 0, width: 50, height: 1000 },
  ],
  [{ x: 1200, y: 0, width: 10, height: 10 }, null],
  [{ x: 0, y: 0, width: 0, height: 10 }, null],
  [{ x: NaN, y: 0, width: 10, height: 10 }, null],
])('%j is cut to the photo', (typed, expected) => expect(areaOn(typed)).toEqual(expected));

it('goes into an address and back', () => {
  const areas = [
    { x: 1, y: 20, width: 300, height: 4 },
    { x: 0, y: 0, width: 1000, height: 1000 },
  ];
  expect(areasIn(areasText(areas))).toEqual(areas);
  expect(areasIn("1-2-3_x_9-9-9-9-9_' or 1=1_5-5-5-5")).toEqual([{ x: 5, y: 5, width: 5, height: 5 }]);
});
