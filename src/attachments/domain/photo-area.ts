/** A part of a photo in thousandths of its width and height. */
export interface PhotoArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const MOST_AREAS = 20;
const WHOLE = 1000;

/** An area as it was drawn or typed, cut to the photo; null: nothing of it lies on the photo. */
export function areaOn({ x, y, width, height }: PhotoArea): PhotoArea | null {
  if (![x, y, width, height].every(Number.isFinite)) return null;
  const left = Math.max(0, Math.round(x));
  const top = Math.max(0, Math.round(y));
  const right = Math.min(WHOLE, Math.round(x + width));
  const bottom = Math.min(WHOLE, Math.round(y + height));
  return right > left && bottom > top ? { x: left, y: top, width: right - left, height: bottom - top } : null;
}

/** Areas as they stand in an address: "100-250-300-80_0-0-1000-90". */
export function areasText(areas: readonly PhotoArea[]): string {
  return areas.map(({ x, y, width, height }) => [x, y, width, height].join('-')).join('_');
}

/** The way back; what is none is left out. */
export function areasIn(text: string): PhotoArea[] {
  return text
    .split('_')
    .slice(0, MOST_AREAS)
    .flatMap((part) => {
      const [x, y, width, height] = /^\d{1,4}-\d{1,4}-\d{1,4}-\d{1,4}$/.test(part) ? part.split('-').map(Number) : [];
      const area = areaOn({ x: x ?? NaN, y: y ?? NaN, width: width ?? NaN, height: height ?? NaN });
      return area ?? [];
    });
}

export function sameAreas(one: readonly PhotoArea[], other: readonly PhotoArea[]): boolean {
  return areasText(one) === areasText(other);
}
