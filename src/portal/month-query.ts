import { z } from 'zod';
import { monthBounds } from '../publication/index.js';

/** `?thang=2026-10`; what is no month is the one that runs. */
export const monthQuery = z.object({
  thang: z
    .string()
    .optional()
    .transform((text) => (text !== undefined && monthBounds(text) !== null ? text : undefined))
    .catch(undefined),
});

/** A month nobody has lived through is the one that runs. */
export function askedMonth(asked: string | undefined, thisMonth: string): string {
  return asked === undefined || asked > thisMonth ? thisMonth : asked;
}
