import { describe, expect, it } from '@jest/globals';
import {
  boxAround,
  breaksOf,
  clustersOf,
  readBox,
  stepOf,
  writeBox,
  type Box,
  type CountedWard,
} from './map-shapes.js';

const WHOLE: Box = { left: 0, top: 0, width: 1000, height: 1400 };
const ward = (code: string, x: number, y: number, count: number): CountedWard => ({
  code,
  name: `Phường ${code}`,
  middle: [x, y],
  count,
});

describe('steps of colour', () => {
  it.each([
    [[], [1, 2, 5, 10]],
    [
      [0, 0],
      [1, 2, 5, 10],
    ],
    [
      [1, 1, 1, 1],
      [1, 2, 5, 10],
    ],
    [
      [1, 2, 3, 4, 6, 9, 14, 31, 96],
      [1, 5, 15, 100],
    ],
    // One ward alone is not like those without any.
    [
      [0, 0, 25],
      [1, 30, 50, 60],
    ],
  ])('%j change at %j', (counts, breaks) => expect(breaksOf(counts)).toEqual(breaks));

  it('rise, however the counts lie', () => {
    for (const counts of [[7], [500, 500, 500], [1, 20_000], Array.from({ length: 95 }, (_, index) => index * index)]) {
      const breaks = breaksOf(counts);
      expect(breaks.every((value, index) => index === 0 || value > (breaks[index - 1] ?? 0))).toBe(true);
    }
  });

  it.each([
    [0, 0],
    [4, 0],
    [5, 1],
    [59, 3],
    [60, 4],
    [600, 4],
  ])('%i is step %i', (count, step) => expect(stepOf(count, [5, 15, 30, 60])).toBe(step));
});

describe('signs on the map', () => {
  const CITY = [ward('a', 500, 1000, 90), ward('b', 510, 1005, 30), ward('c', 495, 990, 10)];
  const WARDS = [...CITY, ward('d', 200, 200, 5), ward('e', 800, 300, 0)];

  it('stand for all that would be hidden under them, and count nothing twice', () => {
    const clusters = clustersOf(WARDS, WHOLE);
    expect(
      clusters.map(({ count, wards }) => [
        count,
        wards
          .map(({ code }) => code)
          .sort()
          .join(''),
      ]),
    ).toEqual([
      [130, 'abc'],
      [5, 'd'],
    ]);
  });

  it('never cover each other', () => {
    const many = Array.from({ length: 95 }, (_, index) =>
      ward(String(index), (index * 137) % 1000, (index * 311) % 1400, (index * 7) % 50),
    );
    const clusters = clustersOf(many, WHOLE);
    for (const [index, one] of clusters.entries())
      for (const other of clusters.slice(index + 1))
        expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThanOrEqual(one.radius + other.radius);
    expect(clusters.reduce((sum, { count }) => sum + count, 0)).toBe(many.reduce((sum, { count }) => sum + count, 0));
  });

  it('come apart when they are seen from nearer', () => {
    const box = boxAround(
      CITY.map(({ middle }) => middle),
      WHOLE,
    );
    expect(box.width).toBe(125);
    expect(clustersOf(WARDS, box).length).toBeGreaterThan(1);
  });
});

describe('what is seen of the map', () => {
  it('stays inside it, in its proportions', () => {
    expect(boxAround([[0, 0]], WHOLE)).toEqual({ left: 0, top: 0, width: 125, height: 175 });
    expect(boxAround([[1000, 1400]], WHOLE)).toEqual({ left: 875, top: 1225, width: 125, height: 175 });
    expect(boxAround([[0, 0], [1000, 1400]], WHOLE)).toEqual(WHOLE); // prettier-ignore
  });

  it('is written into an address and read again', () => {
    const box = { left: 400, top: 900, width: 200, height: 280 };
    expect(readBox(writeBox(box), WHOLE)).toEqual(box);
    expect(readBox('99999.99999.1', WHOLE)).toEqual({ left: 950, top: 1330, width: 50, height: 70 });
    for (const text of ['', 'a.b.c', '1.2', '1.2.3.4', '-1.2.3', '1e3.2.3']) expect(readBox(text, WHOLE)).toBeNull();
  });
});
