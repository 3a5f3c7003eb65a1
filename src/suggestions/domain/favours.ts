import { GUIDED_CLASS } from '../../routing/domain/category.js';

/** What speaks for a category besides its phrases and what was learnt. */
export interface Favour {
  /** In logarithms of odds. */
  readonly by: number;
  /** Words of the text that it rests on; none: it rests on something else that was told. */
  readonly because: readonly string[];
}

/** By code of the category. */
export type Favours = ReadonlyMap<string, Favour>;

/** What was heard of an emergency, khiếu nại or tố cáo; see `detectBoundary`. */
interface HeardBoundary {
  readonly boundary: 'ordinary' | 'emergency' | 'complaint' | 'denunciation';
  readonly because: readonly string[];
}

/** Danger does not say which danger; khiếu nại and tố cáo have one class only. */
const URGENT_CLASS = 'K1';
const URGENT = 1.8;
const GUIDING = 2;
const LED_BY = 1;

/**
 * @param categories in force.
 * @param ledBy whether an agency that was named leads the category, or the category is about an agency.
 */
export function favours<C extends { readonly code: string; readonly slaClass: string }>(
  categories: readonly C[],
  { boundary, because }: HeardBoundary,
  ledBy: (category: C) => boolean = () => false,
): Favours {
  const heard = boundary === 'ordinary' ? null : boundary === 'emergency' ? URGENT_CLASS : GUIDED_CLASS;
  return new Map(
    categories.flatMap((category): [string, Favour][] => {
      const told = heard === category.slaClass;
      const by = (told ? (heard === URGENT_CLASS ? URGENT : GUIDING) : 0) + (ledBy(category) ? LED_BY : 0);
      return by === 0 ? [] : [[category.code, { by, because: told ? because : [] }]];
    }),
  );
}
