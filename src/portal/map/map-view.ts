import type { WardMap } from '../../agencies/index.js';
import type { Locale } from '../../platform/templates/index.js';
import { boxAround, breaksOf, clustersOf, readBox, stepOf, writeBox, type Box } from './map-shapes.js';

interface Words {
  readonly texts: Locale;
  readonly wardHref: (code: string) => string;
  /** Where a part of the map is seen larger; null: the whole. */
  readonly boxHref: (box: string | null) => string;
}

/** The wards coloured by a count, with a sign for each place that has some. @param seen the part asked for, if any. */
export function mapView(
  { width, height, wards }: WardMap,
  countOf: (code: string) => number,
  seen: string,
  { texts, wardHref, boxHref }: Words,
) {
  const whole: Box = { left: 0, top: 0, width, height };
  const box = readBox(seen, whole) ?? whole;
  const counted = wards.map(({ code, name, middle }) => ({ code, name, middle, count: countOf(code) }));
  const breaks = breaksOf(counted.map(({ count }) => count));
  const said = (name: string, count: number): string =>
    texts.text('reading.map.ward', { name, count: texts.number(count) });
  return {
    viewBox: [box.left, box.top, box.width, box.height].join(' '),
    wholeHref: box.width === width ? null : boxHref(null),
    shapes: wards.map(({ code, name, d }, index) => {
      const count = counted[index]?.count ?? 0;
      return { d, step: stepOf(count, breaks), href: wardHref(code), title: said(name, count) };
    }),
    signs: clustersOf(counted, box).map(({ x, y, radius, count, wards: together }) => {
      const [only, ...more] = together;
      const alone = only !== undefined && more.length === 0;
      const near = boxAround(
        together.map(({ middle }) => middle),
        whole,
      );
      return {
        x,
        y,
        radius: Math.round(radius * 10) / 10,
        size: Math.round(radius * 8) / 10,
        count: texts.number(count),
        href: alone ? wardHref(only.code) : boxHref(writeBox(near)),
        title: alone
          ? said(only.name, count)
          : texts.text('reading.map.cluster', { wards: together.length, count: texts.number(count) }),
      };
    }),
    scale: [0, ...breaks].map((from, index, all) => {
      const next = all[index + 1];
      if (next === undefined) return texts.text('reading.map.from', { from: texts.number(from) });
      return next - 1 === from ? texts.number(from) : `${texts.number(from)}–${texts.number(next - 1)}`;
    }),
  };
}
