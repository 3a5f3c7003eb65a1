import type { FieldError } from '../../kernel/index.js';

/** One thing a call is judged by. */
export interface Criterion {
  readonly code: string;
  readonly name: string;
  /** What 0, 1 and 2 points mean. */
  readonly words: readonly [string, string, string];
}

/** As it was given: the name is kept, because criteria change. */
export interface CriterionPoints {
  readonly code: string;
  readonly name: string;
  readonly points: number;
}

export const MOST_POINTS = 2;

/**
 * A score sheet that is filled in.
 * @param given points by the code of the criterion, as typed.
 */
export function scored(
  criteria: readonly Criterion[],
  given: Readonly<Record<string, string | undefined>>,
): { readonly points: readonly CriterionPoints[]; readonly total: number; readonly most: number } | FieldError[] {
  const missing = criteria.filter(({ code }) => !/^[012]$/.test(given[code] ?? ''));
  if (missing.length > 0)
    return missing.map(({ code, name }) => ({ field: code, message: `Xin chấm “${name}”: 0, 1 hoặc 2 điểm.` }));
  const points = criteria.map(({ code, name }) => ({ code, name, points: Number(given[code]) }));
  return {
    points,
    total: points.reduce((sum, one) => sum + one.points, 0),
    most: criteria.length * MOST_POINTS,
  };
}
