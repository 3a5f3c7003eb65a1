import { z } from 'zod';
import { parseInstant } from './instant.js';
import { SlaError } from './sla-error.js';

/** So much of a text that somebody wrote is read, and repeated in a message. */
const LONGEST = 100;

/** A text that a parser of the domain must accept; what is wrong with it is said in the parser's words. */
export function parsedText<T>(how: string, parse: (text: string) => T) {
  return z
    .string(how)
    .max(LONGEST, how)
    .transform((text, context): T => {
      try {
        return parse(text);
      } catch (error) {
        if (!(error instanceof SlaError)) throw error;
        context.addIssue({ code: 'custom', message: error.message });
        return z.NEVER;
      }
    });
}

export const writtenInstant = parsedText('viết trong dấu nháy như "2026-02-13T15:00:00+07:00".', parseInstant);

/** Keys that nobody knows may be misspelt, and what they were to say would be missing from the answer. */
export function onlyTheseKeys<S extends z.ZodRawShape>(shape: S, what: string) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `không có mục ${issue.keys.map((key) => `“${key.slice(0, LONGEST)}”`).join(', ')}; ${what} có: ${known}.`
        : `${what} viết trong { }, có các mục: ${known}.`,
  });
}

/** Everything that is wrong, each with its place: `pauses[0][1]: …`. */
export function wordsOf(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map(({ path, message }) => (path.length === 0 ? message : `${placeOf(path)}: ${message}`))
    .join(' ');
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (place, key) =>
      typeof key === 'number' ? `${place}[${String(key)}]` : `${place}${place && '.'}${String(key).slice(0, LONGEST)}`,
    '',
  );
}
