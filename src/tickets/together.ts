import { Problem, type FieldError } from '../kernel/index.js';

type Checks = Readonly<Record<string, () => unknown>>;

/**
 * What several checks of a form give, each under its name. Whoever sent it hears everything that is wrong at once,
 * and not the second mistake after the first is mended.
 * @throws Problem `invalid-input` with the faults of all of them, in their order; anything else at once.
 */
export function together<T extends Checks>(checks: T): { readonly [name in keyof T]: ReturnType<T[name]> } {
  const faults: FieldError[] = [];
  const given = Object.entries(checks).map(([name, check]) => {
    try {
      return [name, check()] as const;
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'invalid-input') throw error;
      faults.push(...error.fields);
      return [name, undefined] as const;
    }
  });
  if (faults.length > 0) throw Problem.invalid(faults);
  return Object.fromEntries(given) as { readonly [name in keyof T]: ReturnType<T[name]> };
}
